#include "client/enlacectl/case_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/enlacectl/case_act.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/measure_text.h"
#include "client/enlacectl/referral_text.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using Cases = v1::CaseService;

std::string Describe(const v1::CaseStatus& status) {
  std::string text = FormatFields({{"case", status.case_id()},
                                   {"access", EnumText(status.access())},
                                   {"opened", TimeCell(status.create_time())},
                                   {"last change", TimeCell(status.update_time())},
                                   {"warnings", absl::StrJoin(status.active_warning_ids(), " ")}});
  for (const v1::ReferralStatus& referral : status.referrals()) {
    absl::StrAppend(&text, "\nreferral ", referral.short_code(), " ", referral.referral_id(), " from ",
                    AgencyText(referral.origin()), ": ", EnumText(referral.state()), "\n",
                    LegsText(referral.legs()));
  }
  for (const v1::InvestigationStatus& report : status.investigations()) {
    absl::StrAppend(&text, "\n",
                    FormatFields({{"investigation", AgencyText(report.prosecutor())},
                                  {"stage", EnumText(report.stage())},
                                  {"disposition", EnumText(report.disposition())},
                                  {"national stage", report.national_stage_code()},
                                  {"last movement", TimeCell(report.last_movement_time())},
                                  {"as of", TimeCell(report.as_of_time())}}));
  }
  for (const v1::ProtectionStatus& report : status.protections()) {
    absl::StrAppend(&text, "\n",
                    FormatFields({{"protection", AgencyText(report.unit())},
                                  {"procedure", EnumText(report.procedure())},
                                  {"risk", EnumText(report.risk())},
                                  {"next expiry", TimeCell(report.next_expiry_time())},
                                  {"as of", TimeCell(report.as_of_time())}}));
  }
  if (!status.measures().empty()) absl::StrAppend(&text, "\n", MeasuresText(status.measures()));
  return absl::StrCat(text, status.clocks().empty() ? "" : "\n", ClocksText(status.clocks()));
}

absl::Status Status(Context& context, const CaseKeyFlags& flags) {
  ASSIGN_OR_RETURN(const v1::GetCaseStatusResponse response, ReadCaseStatus(context, flags));
  context.Show(response, Describe(response.status()));
  return absl::OkStatus();
}

absl::Status Link(Context& context, const CaseKeyFlags& flags) {
  if (flags.case_id.empty()) return base::MissingField("--case");
  if (flags.native.empty()) return base::MissingField("--native");
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  v1::LinkNativeNumberRequest request;
  request.set_case_id(flags.case_id);
  request.set_native_number_hash(keystore->HashNativeNumber(flags.native));
  return SendCaseAct<v1::LinkNativeNumberRequest, v1::LinkNativeNumberResponse>(
      context, request, &Cases::StubInterface::LinkNativeNumber);
}

// EVENT@TIME.
absl::StatusOr<v1::ReportedAct> ParseAct(const Context& context, const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('@', 1));
  if (parts.size() != 2) return base::InvalidField("--act", "must be EVENT@TIME");
  v1::ReportedAct act;
  ASSIGN_OR_RETURN(const v1::ClockEvent event, ParseEnumText<v1::ClockEvent>("--act", parts[0]));
  act.set_event(event);
  ASSIGN_OR_RETURN(const absl::Time time, context.ParseTimeOption("--act", parts[1]));
  *act.mutable_occur_time() = base::ToProto(time);
  return act;
}

// AUTHORSHIP:PROGRESS[:CATEGORY].
absl::StatusOr<v1::AuthorLine> ParseAuthor(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() < 2 || parts.size() > 3) {
    return base::InvalidField("--author", "must be AUTHORSHIP:PROGRESS or AUTHORSHIP:PROGRESS:CATEGORY");
  }
  v1::AuthorLine line;
  ASSIGN_OR_RETURN(const v1::Authorship authorship, ParseEnumText<v1::Authorship>("--author", parts[0]));
  ASSIGN_OR_RETURN(const v1::AuthorProgress progress,
                   ParseEnumText<v1::AuthorProgress>("--author", parts[1]));
  line.set_authorship(authorship);
  line.set_progress(progress);
  if (parts.size() == 3) {
    ASSIGN_OR_RETURN(const v1::PerpetratorCategory category,
                     ParseEnumText<v1::PerpetratorCategory>("--author", parts[2]));
    line.set_category(category);
  }
  return line;
}

// Sets the time unless the flag is empty.
absl::Status SetTime(const Context& context, absl::string_view flag, const std::string& text,
                     google::protobuf::Timestamp* time) {
  ASSIGN_OR_RETURN(const absl::Time parsed, context.ParseTimeOption(flag, text));
  *time = base::ToProto(parsed);
  return absl::OkStatus();
}

struct InvestigationFlags {
  CaseKeyFlags key;
  std::string stage;
  std::string disposition;
  std::vector<std::string> authors;
  std::string last_movement;
  std::string as_of = "now";
  std::string national_code;
  bool secret = false;
  std::vector<std::string> acts;
};

absl::Status ReportInvestigation(Context& context, const InvestigationFlags& flags) {
  v1::ReportInvestigationStatusRequest request;
  ASSIGN_OR_RETURN(*request.mutable_key(), ToCaseKey(context, flags.key));
  v1::InvestigationStatus& status = *request.mutable_status();
  ASSIGN_OR_RETURN(const auto stage, ParseEnumText<v1::InvestigationStage>("--stage", flags.stage));
  ASSIGN_OR_RETURN(const auto disposition,
                   ParseEnumText<v1::InvestigationDisposition>("--disposition", flags.disposition));
  status.set_stage(stage);
  status.set_disposition(disposition);
  status.set_national_stage_code(flags.national_code);
  status.set_source_is_secret(flags.secret);
  RETURN_IF_ERROR(SetTime(context, "--as-of", flags.as_of, status.mutable_as_of_time()));
  if (!flags.last_movement.empty()) {
    RETURN_IF_ERROR(
        SetTime(context, "--last-movement", flags.last_movement, status.mutable_last_movement_time()));
  }
  for (const std::string& author : flags.authors) {
    ASSIGN_OR_RETURN(*status.add_authors(), ParseAuthor(author));
  }
  for (const std::string& act : flags.acts) {
    ASSIGN_OR_RETURN(*request.add_acts(), ParseAct(context, act));
  }
  return SendCaseAct<v1::ReportInvestigationStatusRequest, v1::ReportInvestigationStatusResponse>(
      context, request, &Cases::StubInterface::ReportInvestigationStatus);
}

struct ProtectionFlags {
  CaseKeyFlags key;
  std::string procedure;
  std::string risk;
  std::vector<std::string> measures;
  std::string next_expiry;
  std::string as_of = "now";
  std::vector<std::string> acts;
};

absl::Status ReportProtection(Context& context, const ProtectionFlags& flags) {
  v1::ReportProtectionStatusRequest request;
  ASSIGN_OR_RETURN(*request.mutable_key(), ToCaseKey(context, flags.key));
  v1::ProtectionStatus& status = *request.mutable_status();
  ASSIGN_OR_RETURN(const auto procedure, ParseEnumText<v1::ProcedureType>("--procedure", flags.procedure));
  ASSIGN_OR_RETURN(const auto risk, ParseEnumText<v1::RiskLevel>("--risk", flags.risk));
  status.set_procedure(procedure);
  status.set_risk(risk);
  for (const std::string& measure : flags.measures) {
    ASSIGN_OR_RETURN(const auto kind, ParseEnumText<v1::MeasureKind>("--measure", measure));
    status.add_kinds_in_force(kind);
  }
  RETURN_IF_ERROR(SetTime(context, "--as-of", flags.as_of, status.mutable_as_of_time()));
  if (!flags.next_expiry.empty()) {
    RETURN_IF_ERROR(SetTime(context, "--next-expiry", flags.next_expiry, status.mutable_next_expiry_time()));
  }
  for (const std::string& act : flags.acts) {
    ASSIGN_OR_RETURN(*status.add_acts(), ParseAct(context, act));
  }
  return SendCaseAct<v1::ReportProtectionStatusRequest, v1::ReportProtectionStatusResponse>(
      context, request, &Cases::StubInterface::ReportProtectionStatus);
}

void AddReportInvestigation(CLI::App* cases, Context& context) {
  const auto flags = std::make_shared<InvestigationFlags>();
  CLI::App* verb = AddVerb(cases, context, "report-investigation", "Report the state of our investigation",
                           {"enlacectl case report-investigation --native FED/123/2026 --stage charges-filed "
                            "--disposition active --author material:charged:state-agent"},
                           [&context, flags] { return ReportInvestigation(context, *flags); });
  AddCaseKeyFlags(verb, flags->key);
  verb->add_option("--stage", flags->stage, EnumChoices<v1::InvestigationStage>())->required();
  verb->add_option("--disposition", flags->disposition, EnumChoices<v1::InvestigationDisposition>())
      ->required();
  verb->add_option("--author", flags->authors, "AUTHORSHIP:PROGRESS[:CATEGORY], once per kind of author");
  verb->add_option("--last-movement", flags->last_movement, "Last movement in the file");
  verb->add_option("--as-of", flags->as_of, "When our system was read");
  verb->add_option("--national-code", flags->national_code, "Our own code of the stage");
  verb->add_flag("--secret", flags->secret, "The file is secret: only full access sees stage and authors");
  verb->add_option("--act", flags->acts, "EVENT@TIME that starts or stops clocks; once per act");
}

void AddReportProtection(CLI::App* cases, Context& context) {
  const auto flags = std::make_shared<ProtectionFlags>();
  CLI::App* verb =
      AddVerb(cases, context, "report-protection", "Report the state of our protection",
              {"enlacectl case report-protection --case 01HX... --procedure urgent --risk extreme "
               "--measure urgent-protective --act urgent-measures-granted@now"},
              [&context, flags] { return ReportProtection(context, *flags); });
  AddCaseKeyFlags(verb, flags->key);
  verb->add_option("--procedure", flags->procedure, EnumChoices<v1::ProcedureType>())->required();
  verb->add_option("--risk", flags->risk, EnumChoices<v1::RiskLevel>())->required();
  verb->add_option("--measure", flags->measures, EnumChoices<v1::MeasureKind>());
  verb->add_option("--next-expiry", flags->next_expiry, "When the first measure ends");
  verb->add_option("--as-of", flags->as_of, "When our system was read");
  verb->add_option("--act", flags->acts, "EVENT@TIME that starts or stops clocks; once per act");
}

}  // namespace

void AddCaseCommand(CLI::App& app, Context& context) {
  CLI::App* cases = AddNoun(&app, "case", "Cases: status, our own file numbers, reports");
  const auto key = std::make_shared<CaseKeyFlags>();
  AddCaseKeyFlags(
      AddVerb(cases, context, "status", "Show what we may know of a case; the look is on the record",
              {"enlacectl case status --native FED/123/2026 --officer of-17 --purpose follow-up"},
              [&context, key] { return Status(context, *key); }),
      *key);
  const auto link = std::make_shared<CaseKeyFlags>();
  AddCaseKeyFlags(AddVerb(cases, context, "link", "Tie our own file number to a case",
                          {"enlacectl case link --case 01HX... --native FED/123/2026"},
                          [&context, link] { return Link(context, *link); }),
                  *link);
  AddReportInvestigation(cases, context);
  AddReportProtection(cases, context);
}

}  // namespace enlace::client
