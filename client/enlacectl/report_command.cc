#include "client/enlacectl/report_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/report/document.h"
#include "client/enlacectl/report/period_option.h"
#include "client/enlacectl/report/report_text.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/report_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using Directory = v1::DirectoryService;
using Reports = v1::ReportService;

struct CommonFlags {
  std::string mechanism;
  std::string format = "table";
  std::string save;
};

void AddCommonFlags(CLI::App* verb, CommonFlags& flags) {
  verb->add_option("--mechanism", flags.mechanism, "Mechanism, for example mx-federal")->required();
  verb->add_option("--format", flags.format, "table, csv for spreadsheets, or json with receipt and document")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  verb->add_option("--save", flags.save,
                   "Keep the answer with its receipt in this file; ledger verify checks it offline");
}

// Verifies an answer, keeps it if asked to, and prints it.
template <typename Response, typename Shown>
absl::Status Present(Context& context, const CommonFlags& flags, const Response& response, const Shown& shown,
                     std::string (*as_text)(const Shown&, Language),
                     std::string (*as_csv)(const Shown&, Language)) {
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs.Verify(response.receipt()));
  RETURN_IF_ERROR(CheckDocument(proof, response.document(), shown));
  if (!flags.save.empty()) RETURN_IF_ERROR(base::WriteFileAtomically(flags.save, FormatJson(response)));
  if (context.json() || flags.format == "json") {
    context.ShowText(FormatJson(response), FormatJson(response));
  } else if (flags.format == "csv") {
    context.ShowText("", as_csv(shown, context.language()));
  } else {
    context.ShowText("", absl::StrCat(as_text(shown, context.language()), "\nreceipt verified: index ",
                                      proof.index, " of ", proof.checkpoint.origin, "\n"));
  }
  return absl::OkStatus();
}

// Periods begin and end where the mechanism's days do.
absl::StatusOr<absl::TimeZone> ZoneOf(Session& session, const std::string& mechanism_id) {
  ASSIGN_OR_RETURN(
      const v1::ListMechanismsResponse response,
      session.Call<Directory>(&Directory::StubInterface::ListMechanisms, v1::ListMechanismsRequest()));
  std::vector<std::string> known;
  for (const v1::MechanismSummary& mechanism : response.mechanisms()) {
    known.push_back(mechanism.mechanism_id());
    if (mechanism.mechanism_id() != mechanism_id) continue;
    absl::TimeZone zone;
    if (absl::LoadTimeZone(mechanism.time_zone(), &zone)) return zone;
    return absl::FailedPreconditionError(
        absl::StrCat("this machine does not know the time zone ", mechanism.time_zone(), "; install tzdata"));
  }
  return base::InvalidField("--mechanism", absl::StrCat("must be one of ", absl::StrJoin(known, ", ")));
}

struct GetFlags {
  CommonFlags common;
  std::string period;
  std::vector<std::string> tables;
  std::string subdivision;
};

absl::Status Get(Context& context, const GetFlags& flags) {
  v1::GetReportRequest request;
  request.set_mechanism_id(flags.common.mechanism);
  request.set_subdivision(flags.subdivision);
  request.set_officer_pseudonym(context.globals().officer);
  request.set_purpose(context.globals().purpose);
  for (const std::string& table : flags.tables) {
    ASSIGN_OR_RETURN(const v1::Breakdown breakdown, ParseEnumText<v1::Breakdown>("--table", table));
    request.add_breakdowns(breakdown);
  }
  // A wrong period is told before anything is asked of the gateway.
  RETURN_IF_ERROR(ParsePeriod("--period", flags.period, absl::UTCTimeZone()).status());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(*session, flags.common.mechanism));
  ASSIGN_OR_RETURN(const PeriodOption period, ParsePeriod("--period", flags.period, zone));
  *request.mutable_start_time() = base::ToProto(period.start);
  *request.mutable_end_time() = base::ToProto(period.end);
  ASSIGN_OR_RETURN(const v1::GetReportResponse response,
                   session->Call<Reports>(&Reports::StubInterface::GetReport, request));
  return Present(context, flags.common, response, response.report(), ReportAsText, ReportAsCsv);
}

struct UnansweredFlags {
  CommonFlags common;
  std::string at;
  uint32_t at_least_hours = 0;
  std::string agency;
};

absl::Status Unanswered(Context& context, const UnansweredFlags& flags) {
  v1::GetUnansweredRequest request;
  request.set_mechanism_id(flags.common.mechanism);
  request.set_at_least_hours(flags.at_least_hours);
  request.set_agency_id(flags.agency);
  request.set_officer_pseudonym(context.globals().officer);
  request.set_purpose(context.globals().purpose);
  if (!flags.at.empty() && flags.at != "now") {
    ASSIGN_OR_RETURN(const absl::Time at, context.ParseTimeOption("--at", flags.at));
    *request.mutable_at_time() = base::ToProto(at);
  }
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::GetUnansweredResponse response,
                   session->Call<Reports>(&Reports::StubInterface::GetUnanswered, request));
  return Present(context, flags.common, response, response.list(), UnansweredAsText, UnansweredAsCsv);
}

}  // namespace

void AddReportCommand(CLI::App& app, Context& context) {
  CLI::App* report = AddNoun(&app, "report", "Statistics of a mechanism, and what nobody answered");
  const auto get_flags = std::make_shared<GetFlags>();
  CLI::App* get =
      AddVerb(report, context, "get", "Count referrals, measures, deadlines and answers of a period",
              {"enlacectl report get --mechanism mx-federal --period 2018-01 --purpose monthly-report",
               "enlacectl report get --mechanism mx-federal --period 2017 --table outcome --format csv"},
              [&context, get_flags] { return Get(context, *get_flags); });
  AddCommonFlags(get, get_flags->common);
  get->add_option("--period", get_flags->period,
                  "Year (2017), years (2015..2017), month (2018-01) or four months (2018-T1)")
      ->required();
  get->add_option("--table", get_flags->tables,
                  absl::StrCat("Once per table; all unless said: ", EnumChoices<v1::Breakdown>()));
  get->add_option("--subdivision", get_flags->subdivision, "Only referrals of this ISO 3166-2 subdivision");

  const auto list_flags = std::make_shared<UnansweredFlags>();
  CLI::App* list = AddVerb(
      report, context, "unanswered", "List who was asked and has not answered, longest wait first",
      {"enlacectl report unanswered --mechanism mx-federal --at-least-hours 72 --save unanswered.json",
       "enlacectl ledger verify unanswered.json"},
      [&context, list_flags] { return Unanswered(context, *list_flags); });
  AddCommonFlags(list, list_flags->common);
  list->add_option("--at", list_flags->at, "As of this time; now unless said");
  list->add_option("--at-least-hours", list_flags->at_least_hours, "Only what waits so long");
  list->add_option("--agency", list_flags->agency, "Only what was asked of this agency");
}

}  // namespace enlace::client
