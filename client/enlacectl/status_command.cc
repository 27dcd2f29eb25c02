#include "client/enlacectl/status_command.h"

#include <CLI/CLI.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/enlacectl/enum_text.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using Administration = v1::AdministrationService;
using Response = v1::GetGatewayStatusResponse;

constexpr Phrase kNothing = {"Nothing needs you now.", "Nada requiere su atención ahora.",
                             "Nada requer a sua atenção agora."};
constexpr Phrase kExpiring = {"$0 certificates end soon or have ended, and nobody renewed them:",
                              "$0 certificados vencen pronto o ya vencieron, y nadie los renovó:",
                              "$0 certificados vencem em breve ou já venceram, e ninguém os renovou:"};
constexpr Phrase kQueues = {
    "$0 agencies have items that they have not acknowledged:",
    "$0 instituciones tienen avisos sin confirmar:", "$0 órgãos têm avisos sem confirmação:"};
constexpr Phrase kProposals = {"$0 proposals wait for a second administrator: enlacectl proposal list",
                               "$0 propuestas esperan a una segunda persona: enlacectl proposal list",
                               "$0 propostas esperam uma segunda pessoa: enlacectl proposal list"};
constexpr Phrase kMechanisms = {
    "The mechanisms' files differ from the rules in force: adopt them, or put them back.",
    "Los archivos de los mecanismos difieren de las reglas vigentes: adóptenlos o restáurenlos.",
    "Os arquivos dos mecanismos diferem das regras em vigor: adotem-nos ou restaurem-nos."};

// What fits on a screen; -o json has all.
constexpr int kMostRows = 10;

std::string Days(const google::protobuf::Timestamp& end, absl::Time now) {
  const absl::Duration left = base::FromProto(end) - now;
  if (left <= absl::ZeroDuration()) return "ended";
  if (left < absl::Hours(48)) return absl::StrCat(absl::ToInt64Hours(left), " h");
  return absl::StrCat(absl::ToInt64Hours(left) / 24, " d");
}

std::string More(int all) { return all > kMostRows ? absl::StrCat("... ", all - kMostRows, "\n") : ""; }

std::string ExpiringText(const Response& status, absl::Time now) {
  Table table{{"LEFT", "NOT AFTER", "USAGE", "LAST SEEN", "HOLDER"}, {}};
  for (const v1::ExpiringCertificate& one : status.expiring()) {
    if (static_cast<int>(table.rows.size()) == kMostRows) break;
    table.rows.push_back({Days(one.not_after(), now), TimeCell(one.not_after()), EnumText(one.usage()),
                          TimeCell(one.last_seen_time()), one.subject_uri()});
  }
  return absl::StrCat(FormatTable(table), More(status.expiring_size()));
}

std::string QueuesText(const Response& status) {
  Table table{{"WAITING", "SINCE", "CONNECTED", "CERTIFICATE", "AGENCY"}, {}};
  for (const v1::AgencyQueue& one : status.queues()) {
    if (static_cast<int>(table.rows.size()) == kMostRows) break;
    table.rows.push_back({absl::StrCat(one.waiting_items()), TimeCell(one.oldest_time()),
                          one.connected() ? "yes" : "no", one.has_valid_certificate() ? "valid" : "none",
                          one.agency_id()});
  }
  return absl::StrCat(FormatTable(table), More(status.queues_size()));
}

std::string Text(const Response& status, Language language) {
  std::string text = FormatFields({{"time", TimeCell(status.now())},
                                   {"serving since", TimeCell(status.start_time())},
                                   {"connections", absl::StrCat(status.connections())}});
  const absl::Time now = base::FromProto(status.now());
  const size_t heading = text.size();
  if (status.expiring_size() > 0) {
    absl::StrAppend(&text, "\n", absl::Substitute(kExpiring.In(language), status.expiring_size()), "\n",
                    ExpiringText(status, now));
  }
  if (status.queues_size() > 0) {
    absl::StrAppend(&text, "\n", absl::Substitute(kQueues.In(language), status.queues_size()), "\n",
                    QueuesText(status));
  }
  if (status.open_proposals() > 0) {
    absl::StrAppend(&text, "\n", absl::Substitute(kProposals.In(language), status.open_proposals()), "\n");
  }
  if (status.mechanisms_differ()) absl::StrAppend(&text, "\n", kMechanisms.In(language), "\n");
  if (text.size() == heading) absl::StrAppend(&text, "\n", kNothing.In(language), "\n");
  return text;
}

absl::Status Show(Context& context) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const Response response,
                   session->Call<Administration>(&Administration::StubInterface::GetGatewayStatus,
                                                 v1::GetGatewayStatusRequest()));
  context.Show(response, Text(response, context.language()));
  return absl::OkStatus();
}

}  // namespace

void AddStatusCommand(CLI::App& app, Context& context) {
  AddVerb(&app, context, "status", "What needs an administrator now: certificates, queues, proposals",
          {"enlacectl status", "enlacectl status -o json"}, [&context] { return Show(context); });
}

}  // namespace enlace::client
