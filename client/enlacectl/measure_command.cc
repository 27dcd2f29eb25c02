#include "client/enlacectl/measure_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/case_act.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/measure_text.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using R = v1::AdvanceMeasureRequest;

// Options of all actions; each action has those that it takes.
struct Flags {
  CaseKeyFlags key;
  std::string measure;
  std::string referral;
  std::string request_id;
  std::string at;
  std::string reason;
  std::string outcome;
  std::string resolution;
  std::string implementer;
  std::string valid_until;
  std::string objection_until;
  std::string answer;
  std::string kind;
  std::string type;
  std::string code;
  std::string covers = "individual";
  uint32_t persons = 1;
  bool police = false;
  bool continued_work = false;
};

using Fill = absl::Status (*)(const Context&, const Flags&, R*);
using AddOptions = void (*)(CLI::App*, Flags&);

struct Action {
  const char* name;
  const char* description;
  const char* example;  // What follows --case ID --measure ID.
  AddOptions add;
  Fill fill;
};

void AddNothing(CLI::App*, Flags&) {}

void AddReason(CLI::App* verb, Flags& flags) {
  verb->add_option("--reason", flags.reason, "Coded reason, at most 64 characters; never a person's data")
      ->required();
}

absl::Status FillConsult(const Context&, const Flags& flags, R* request) {
  ASSIGN_OR_RETURN(const auto outcome, ParseEnumText<v1::ConsultationOutcome>("--outcome", flags.outcome));
  request->mutable_consult()->set_outcome(outcome);
  return absl::OkStatus();
}

absl::Status FillGrant(const Context&, const Flags& flags, R* request) {
  request->mutable_grant()->set_resolution_number(flags.resolution);
  if (flags.implementer.empty()) return absl::OkStatus();
  const size_t slash = flags.implementer.find('/');
  v1::AgencyRef* agency = request->mutable_grant()->mutable_implementer();
  agency->set_agency_id(flags.implementer.substr(0, slash));
  if (slash != std::string::npos) agency->set_unit_id(flags.implementer.substr(slash + 1));
  return absl::OkStatus();
}

absl::Status FillConfirm(const Context& context, const Flags& flags, R* request) {
  request->mutable_confirm();
  if (flags.valid_until.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::Time until, context.ParseTimeOption("--valid-until", flags.valid_until));
  *request->mutable_confirm()->mutable_valid_until_time() = base::ToProto(until);
  return absl::OkStatus();
}

absl::Status FillUnsuitable(const Context&, const Flags& flags, R* request) {
  ASSIGN_OR_RETURN(const auto reason, ParseEnumText<v1::UnsuitabilityReason>("--reason", flags.reason));
  request->mutable_report_unsuitable()->set_reason(reason);
  return absl::OkStatus();
}

absl::Status FillNotice(const Context& context, const Flags& flags, R* request) {
  ASSIGN_OR_RETURN(const absl::Time until,
                   context.ParseTimeOption("--objection-until", flags.objection_until));
  request->mutable_notice_withdrawal()->set_reason(flags.reason);
  *request->mutable_notice_withdrawal()->mutable_objection_until_time() = base::ToProto(until);
  return absl::OkStatus();
}

absl::Status FillWithdraw(const Context&, const Flags& flags, R* request) {
  request->mutable_withdraw()->set_objection_answer(flags.answer);
  return absl::OkStatus();
}

// An action without fields of its own.
template <auto mutable_action>
absl::Status FillPlain(const Context&, const Flags&, R* request) {
  (request->*mutable_action)();
  return absl::OkStatus();
}

// An action whose one field is a coded reason.
template <auto mutable_action>
absl::Status FillReason(const Context&, const Flags& flags, R* request) {
  (request->*mutable_action)()->set_reason(flags.reason);
  return absl::OkStatus();
}

void AddConsult(CLI::App* verb, Flags& flags) {
  verb->add_option("--outcome", flags.outcome, EnumChoices<v1::ConsultationOutcome>())->required();
}

void AddGrant(CLI::App* verb, Flags& flags) {
  verb->add_option("--resolution", flags.resolution, "Number of the resolution")->required();
  verb->add_option("--implementer", flags.implementer,
                   "AGENCY or AGENCY/UNIT that carries it out, if it is another");
}

void AddConfirm(CLI::App* verb, Flags& flags) {
  verb->add_option("--valid-until", flags.valid_until, "End of its validity; else until it is withdrawn");
}

void AddUnsuitable(CLI::App* verb, Flags& flags) {
  verb->add_option("--reason", flags.reason, EnumChoices<v1::UnsuitabilityReason>())->required();
}

void AddNotice(CLI::App* verb, Flags& flags) {
  AddReason(verb, flags);
  verb->add_option("--objection-until", flags.objection_until, "Until when those concerned may object")
      ->required();
}

void AddWithdraw(CLI::App* verb, Flags& flags) {
  verb->add_option("--objection-answer", flags.answer,
                   "Coded answer, at most 64 characters; required if there was an objection");
}

const Action kActions[] = {
    {"consult", "Tell that those concerned are consulted, or what came of it (M2, M3)", "--outcome agreed",
     AddConsult, FillConsult},
    {"grant", "Grant it by a resolution (M4)", "--resolution 7/2026 --implementer mx-police-chh", AddGrant,
     FillGrant},
    {"deny", "Deny it (M5)", "--reason risk-not-shown", AddReason, FillReason<&R::mutable_deny>},
    {"refuse", "Tell that those concerned do not want it (M6)", "--officer of-3", AddNothing,
     FillPlain<&R::mutable_refuse>},
    {"begin", "Tell that work on it began (M7)", "--officer of-17", AddNothing, FillPlain<&R::mutable_begin>},
    {"implement", "Tell that it is implemented (M8)", "--officer of-17", AddNothing,
     FillPlain<&R::mutable_implement>},
    {"confirm", "Tell that those concerned have it and can use it (M9)", "--valid-until 2027-06-30",
     AddConfirm, FillConfirm},
    {"unsuitable", "Tell that it is of no use to those concerned (M10)", "--reason missing-supplies",
     AddUnsuitable, FillUnsuitable},
    {"suspend", "Suspend it (M11)", "--reason abroad-until-may", AddReason, FillReason<&R::mutable_suspend>},
    {"resume", "Take it up again, or give up its withdrawal (M12)", "--officer of-17", AddNothing,
     FillPlain<&R::mutable_resume>},
    {"notice", "Announce its withdrawal, to which those concerned may object (M13)",
     "--reason risk-ordinary --objection-until 2026-12-31", AddNotice, FillNotice},
    {"object", "Object to its withdrawal for those concerned (M14)", "--officer of-3", AddNothing,
     FillPlain<&R::mutable_object>},
    {"withdraw", "Withdraw it once the time for objections is over (M15)",
     "--objection-answer heard-and-rejected", AddWithdraw, FillWithdraw},
};

// What every action has.
absl::Status FillCommon(const Context& context, const Flags& flags, R* request) {
  request->set_request_id(flags.request_id);
  if (flags.at.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::Time at, context.ParseTimeOption("--at", flags.at));
  *request->mutable_occur_time() = base::ToProto(at);
  return absl::OkStatus();
}

absl::Status Send(Context& context, const R& request) {
  return SendCaseAct<R, v1::AdvanceMeasureResponse>(
      context, request, &v1::CaseService::StubInterface::AdvanceMeasure,
      [](const v1::AdvanceMeasureResponse& response) { return MeasureText(response.measure()); });
}

// The measure that --measure names; without it, the only one of the case.
absl::StatusOr<v1::Measure> Find(const v1::CaseStatus& status, const std::string& measure_id) {
  const v1::Measure* found = nullptr;
  for (const v1::Measure& measure : status.measures()) {
    if (!measure_id.empty() && measure.measure_id() != measure_id) continue;
    if (found != nullptr) return base::InvalidField("--measure", "the case has several; name one of them");
    found = &measure;
  }
  if (found == nullptr) return base::NotFound();
  return *found;
}

absl::Status Move(Context& context, const Flags& flags, Fill fill) {
  R request;
  RETURN_IF_ERROR(FillCommon(context, flags, &request));
  RETURN_IF_ERROR(fill(context, flags, &request));
  ASSIGN_OR_RETURN(const v1::GetCaseStatusResponse read, ReadCaseStatus(context, flags.key));
  ASSIGN_OR_RETURN(const v1::Measure measure, Find(read.status(), flags.measure));
  request.set_referral_id(measure.referral_id());
  request.set_measure_id(measure.measure_id());
  request.set_expected_version(measure.version());
  return Send(context, request);
}

absl::Status Open(Context& context, const Flags& flags) {
  R request;
  RETURN_IF_ERROR(FillCommon(context, flags, &request));
  request.set_referral_id(flags.referral);
  v1::RequestMeasure& measure = *request.mutable_request();
  ASSIGN_OR_RETURN(const auto kind, ParseEnumText<v1::MeasureKind>("--kind", flags.kind));
  ASSIGN_OR_RETURN(const auto type, ParseEnumText<v1::MeasureType>("--type", flags.type));
  ASSIGN_OR_RETURN(const auto covers, ParseEnumText<v1::SubjectKind>("--covers", flags.covers));
  measure.set_kind(kind);
  measure.set_type(type);
  measure.set_national_code(flags.code);
  measure.set_covers(covers);
  measure.set_persons_covered(flags.persons);
  measure.set_police_based(flags.police);
  measure.set_allows_continued_work(flags.continued_work);
  return Send(context, request);
}

void AddCommon(CLI::App* verb, Flags& flags) {
  verb->add_option("--at", flags.at, "When it happened; now unless said otherwise");
  verb->add_option("--request-id", flags.request_id, "UUID version 4; the same one never acts twice");
}

void AddRequest(CLI::App* noun, Context& context) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* verb = AddVerb(noun, context, "request", "Open a measure that we answer for (M1)",
                           {"enlacectl measure request --referral 01HX... --kind urgent-protective "
                            "--type patrol --persons 4 --officer of-17"},
                           [&context, flags] { return Open(context, *flags); });
  verb->add_option("--referral", flags->referral, "Referral, 26 characters")->required();
  verb->add_option("--kind", flags->kind, EnumChoices<v1::MeasureKind>())->required();
  verb->add_option("--type", flags->type, EnumChoices<v1::MeasureType>())->required();
  verb->add_option("--code", flags->code, "Code of the mechanism's catalogue");
  verb->add_option("--covers", flags->covers, EnumChoices<v1::SubjectKind>());
  verb->add_option("--persons", flags->persons, "How many persons it covers");
  verb->add_flag("--police", flags->police, "Police carry it out");
  verb->add_flag("--continued-work", flags->continued_work, "Those concerned can go on with their work");
  AddCommon(verb, *flags);
}

}  // namespace

void AddMeasureCommand(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(&app, "measure", "Measures: from the request to what those concerned say of it");
  AddRequest(noun, context);
  for (const Action& action : kActions) {
    const auto flags = std::make_shared<Flags>();
    const Fill fill = action.fill;
    CLI::App* verb =
        AddVerb(noun, context, action.name, action.description,
                {absl::StrCat("enlacectl measure ", action.name, " --case 01HX... ", action.example)},
                [&context, flags, fill] { return Move(context, *flags, fill); });
    AddCaseKeyFlags(verb, flags->key);
    verb->add_option("--measure", flags->measure, "Measure; needed only where the case has several");
    AddCommon(verb, *flags);
    action.add(verb, *flags);
  }
}

}  // namespace enlace::client
