#include "client/enlacectl/leg_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/referral_input.h"
#include "client/enlacectl/referral_text.h"
#include "client/leg_actions.h"
#include "client/referral_reader.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

// Options of all actions; each action has those that it takes.
struct Flags {
  std::string referral;
  std::string leg;
  std::string request_id;
  std::string at;
  std::string note;
  std::vector<std::string> attachments;
  std::string receipt_file;
  std::string reason;
  std::string side = "agency";
  std::string suggest;
  std::string act;
  std::string review;
  std::string outcome;
  std::string consultation;
  std::string successor;
  std::string purpose;
  std::string channel = "desk";
  bool petition_withdrawn = false;
};

using Fill = absl::Status (*)(const Context&, const Flags&, v1::AdvanceLegRequest*);
using AddOptions = void (*)(CLI::App*, Flags&);

struct Action {
  const char* name;
  const char* description;
  const char* example;  // What follows --referral ID.
  AddOptions add;
  Fill fill;
};

// agency or agency/unit.
v1::AgencyRef ToAgency(const std::string& text) {
  v1::AgencyRef agency;
  const size_t slash = text.find('/');
  agency.set_agency_id(text.substr(0, slash));
  if (slash != std::string::npos) agency.set_unit_id(text.substr(slash + 1));
  return agency;
}

void AddReasonText(CLI::App* verb, Flags& flags) {
  verb->add_option("--reason", flags.reason, "Coded reason, at most 64 characters; never a person's data")
      ->required();
}

absl::Status FillDecline(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  ASSIGN_OR_RETURN(const auto reason, ParseEnumText<v1::DeclineReason>("--reason", flags.reason));
  ASSIGN_OR_RETURN(const auto side, ParseEnumText<v1::DecisionSide>("--side", flags.side));
  request->mutable_decline()->set_reason(reason);
  request->mutable_decline()->set_side(side);
  return absl::OkStatus();
}

absl::Status FillReturn(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  ASSIGN_OR_RETURN(const auto ground, ParseEnumText<v1::DeclineReason>("--reason", flags.reason));
  request->mutable_return_not_competent()->set_ground(ground);
  if (!flags.suggest.empty()) {
    *request->mutable_return_not_competent()->mutable_suggested_agency() = ToAgency(flags.suggest);
  }
  return absl::OkStatus();
}

absl::Status FillBegin(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  request->mutable_begin_work();
  if (flags.act.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto act, ParseEnumText<v1::ClockEvent>("--act", flags.act));
  request->mutable_begin_work()->set_act(act);
  return absl::OkStatus();
}

absl::Status FillHold(const Context& context, const Flags& flags, v1::AdvanceLegRequest* request) {
  ASSIGN_OR_RETURN(const absl::Time review, context.ParseTimeOption("--review", flags.review));
  request->mutable_hold()->set_reason(flags.reason);
  *request->mutable_hold()->mutable_review_time() = base::ToProto(review);
  return absl::OkStatus();
}

absl::Status FillComplete(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  ASSIGN_OR_RETURN(const auto outcome, ParseEnumText<v1::Outcome>("--outcome", flags.outcome));
  request->mutable_complete()->set_outcome(outcome);
  if (flags.consultation.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto consultation,
                   ParseEnumText<v1::ConsultationOutcome>("--consultation", flags.consultation));
  request->mutable_complete()->set_consultation(consultation);
  return absl::OkStatus();
}

absl::Status FillTransfer(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  *request->mutable_transfer()->mutable_successor() = ToAgency(flags.successor);
  if (flags.purpose.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto purpose, ParseEnumText<v1::LegPurpose>("--leg-purpose", flags.purpose));
  request->mutable_transfer()->set_purpose(purpose);
  return absl::OkStatus();
}

absl::Status FillWithdraw(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  request->mutable_withdraw()->set_petition_withdrawn(flags.petition_withdrawn);
  request->mutable_withdraw()->set_reason(flags.reason);
  return absl::OkStatus();
}

// An action without fields of its own.
template <auto mutable_action>
absl::Status FillPlain(const Context&, const Flags&, v1::AdvanceLegRequest* request) {
  (request->*mutable_action)();
  return absl::OkStatus();
}

// An action whose one field is a coded reason.
template <auto mutable_action>
absl::Status FillReason(const Context&, const Flags& flags, v1::AdvanceLegRequest* request) {
  (request->*mutable_action)()->set_reason(flags.reason);
  return absl::OkStatus();
}

void AddNothing(CLI::App*, Flags&) {}

void AddDecline(CLI::App* verb, Flags& flags) {
  verb->add_option("--reason", flags.reason, EnumChoices<v1::DeclineReason>())->required();
  verb->add_option("--side", flags.side, EnumChoices<v1::DecisionSide>());
}

void AddReturn(CLI::App* verb, Flags& flags) {
  verb->add_option("--reason", flags.reason,
                   "not-competent-territory, not-competent-subject-matter or not-competent-perpetrator")
      ->required();
  verb->add_option("--suggest", flags.suggest, "AGENCY or AGENCY/UNIT that is thought competent");
}

void AddHold(CLI::App* verb, Flags& flags) {
  AddReasonText(verb, flags);
  verb->add_option("--review", flags.review, "When it must be looked at again, in the future")->required();
}

void AddComplete(CLI::App* verb, Flags& flags) {
  verb->add_option("--outcome", flags.outcome, EnumChoices<v1::Outcome>())->required();
  verb->add_option("--consultation", flags.consultation, EnumChoices<v1::ConsultationOutcome>());
}

void AddClose(CLI::App* verb, Flags& flags) {
  verb->add_option("--overdue-explanation", flags.reason,
                   "Required if a clock is overdue; at most 64 characters");
}

void AddWithdraw(CLI::App* verb, Flags& flags) {
  AddReasonText(verb, flags);
  verb->add_flag("--petition-withdrawn", flags.petition_withdrawn, "The petition itself was withdrawn");
}

void AddTransfer(CLI::App* verb, Flags& flags) {
  verb->add_option("--successor", flags.successor, "AGENCY or AGENCY/UNIT that takes over")->required();
  verb->add_option("--leg-purpose", flags.purpose, EnumChoices<v1::LegPurpose>());
}

void AddChannel(CLI::App* verb, Flags& flags) {
  verb->add_option("--channel", flags.channel,
                   "What acknowledged, failed or is tried next: desk, letter, ...");
}

void AddFailure(CLI::App* verb, Flags& flags) {
  AddChannel(verb, flags);
  verb->add_option("--reason", flags.reason, "Coded reason, at most 64 characters")->required();
}

using R = v1::AdvanceLegRequest;

const Action kActions[] = {
    {"deliver", "Confirm that our own system has it (T4)", "--channel desk", AddChannel,
     [](const Context&, const Flags& flags, R* r) {
       r->mutable_confirm_delivery()->set_channel(flags.channel);
       return absl::OkStatus();
     }},
    {"report-failure", "Report that the channel failed (T5)", "--channel letter --reason address-unknown",
     AddFailure,
     [](const Context&, const Flags& flags, R* r) {
       r->mutable_report_delivery_failure()->set_channel(flags.channel);
       r->mutable_report_delivery_failure()->set_failure(flags.reason);
       return absl::OkStatus();
     }},
    {"retry", "Try another channel, or the same one again (T6)", "--channel letter", AddChannel,
     [](const Context&, const Flags& flags, R* r) {
       r->mutable_retry_delivery()->set_channel(flags.channel);
       return absl::OkStatus();
     }},
    {"receive", "Confirm that an officer has it (T7)", "--officer of-17", AddNothing,
     FillPlain<&R::mutable_confirm_reception>},
    {"ask", "Ask the sender; the question is the note (T8)", "--note 'Which municipality?'", AddNothing,
     FillPlain<&R::mutable_request_information>},
    {"answer", "Answer a question; the answer is the note (T9)", "--note 'Guadalupe y Calvo'", AddNothing,
     FillPlain<&R::mutable_provide_information>},
    {"accept", "Take responsibility (T10)", "--officer of-17", AddNothing, FillPlain<&R::mutable_accept>},
    {"decline", "Decline with a coded reason (T11)",
     "--officer of-17 --reason no-capacity --note 'until March'", AddDecline, FillDecline},
    {"return", "Return it: another agency is competent (T12)",
     "--officer of-17 --reason not-competent-perpetrator --suggest mx-fgr/feadle", AddReturn, FillReturn},
    {"begin", "Report the first substantive act (T13)", "--act risk-analysis-presented",
     [](CLI::App* verb, Flags& flags) {
       verb->add_option("--act", flags.act, EnumChoices<v1::ClockEvent>());
     },
     FillBegin},
    {"hold", "Pause with a reason and a review date (T14)", "--reason awaiting-court --review 2026-12-31",
     AddHold, FillHold},
    {"resume", "Go on after a pause (T14)", "--officer of-17", AddNothing, FillPlain<&R::mutable_resume>},
    {"complete", "Report the outcome (T15)", "--outcome measures-implemented --consultation agreed",
     AddComplete, FillComplete},
    {"close", "Close it: the sender has seen the outcome (T16)", "--officer of-3", AddClose,
     [](const Context&, const Flags& flags, R* r) {
       r->mutable_close()->set_overdue_explanation(flags.reason);
       return absl::OkStatus();
     }},
    {"reopen", "Open it again (T17)", "--reason new-threat", AddReasonText, FillReason<&R::mutable_reopen>},
    {"withdraw", "Take it back before acceptance (T18)", "--reason consent-withdrawn", AddWithdraw,
     FillWithdraw},
    {"revoke", "End access after acceptance, at once (T19)", "--reason consent-withdrawn", AddReasonText,
     FillReason<&R::mutable_revoke>},
    {"transfer", "Name a successor (T20)", "--successor mx-uep-chh/intake", AddTransfer, FillTransfer},
    {"mark-error", "Mark it as entered in error (T21)", "--reason duplicate-entry", AddReasonText,
     FillReason<&R::mutable_mark_entered_in_error>},
};

absl::StatusOr<std::optional<content::v1::NoteContent>> ToNote(const Flags& flags) {
  std::optional<content::v1::NoteContent> note;
  if (flags.note.empty() && flags.attachments.empty()) return note;
  note.emplace();
  note->set_text(flags.note);
  RETURN_IF_ERROR(AppendAttachments(flags.attachments, note->mutable_attachments()));
  return note;
}

absl::Status Run(Context& context, const Flags& flags, Fill fill) {
  v1::AdvanceLegRequest request;
  RETURN_IF_ERROR(fill(context, flags, &request));
  request.set_request_id(flags.request_id);
  request.set_officer_pseudonym(context.globals().officer);
  if (!flags.at.empty()) {
    ASSIGN_OR_RETURN(const absl::Time at, context.ParseTimeOption("--at", flags.at));
    *request.mutable_occur_time() = base::ToProto(at);
  }
  ASSIGN_OR_RETURN(const auto note, ToNote(flags));
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const auto reader, ReferralReader::New(*session, *keystore, logs));
  ASSIGN_OR_RETURN(const ReadReferral read,
                   reader->Fetch(flags.referral, context.globals().officer, context.globals().purpose));
  ASSIGN_OR_RETURN(const auto actions, LegActions::New(*session, *keystore, logs));
  ASSIGN_OR_RETURN(const v1::Leg leg, actions->FindLeg(read.referral, flags.leg));
  ASSIGN_OR_RETURN(const v1::AdvanceLegResponse response,
                   actions->Advance(read.referral, leg, request, note));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  if (!flags.receipt_file.empty()) {
    RETURN_IF_ERROR(base::WriteFileAtomically(flags.receipt_file, FormatJson(response.receipt())));
  }
  google::protobuf::RepeatedPtrField<v1::Leg> legs = response.opened_legs();
  *legs.Add() = response.leg();
  context.Show(response, absl::StrCat(LegsText(legs), receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddLegCommand(CLI::App& app, Context& context) {
  CLI::App* leg =
      AddNoun(&app, "leg", "Legs: what a recipient does with a referral, and the sender about it");
  for (const Action& action : kActions) {
    const auto flags = std::make_shared<Flags>();
    const Fill fill = action.fill;
    CLI::App* verb =
        AddVerb(leg, context, action.name, action.description,
                {absl::StrCat("enlacectl leg ", action.name, " --referral 01HX... ", action.example)},
                [&context, flags, fill] { return Run(context, *flags, fill); });
    verb->add_option("--referral", flags->referral, "Referral, 26 characters")->required();
    verb->add_option("--leg", flags->leg, "Leg; needed only where several come into question");
    verb->add_option("--at", flags->at, "When it happened; now unless said otherwise");
    verb->add_option("--note", flags->note, "Text sealed to the other side");
    verb->add_option("--attach", flags->attachments, "File to seal with the note; once per file");
    verb->add_option("--request-id", flags->request_id, "UUID version 4; the same one never acts twice");
    verb->add_option("--save-receipt", flags->receipt_file, "Keep the receipt in this file, as JSON");
    action.add(verb, *flags);
  }
}

}  // namespace enlace::client
