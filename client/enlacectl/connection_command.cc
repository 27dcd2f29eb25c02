#include "client/enlacectl/connection_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

using Administration = v1::AdministrationService;

constexpr Phrase kCut = {"connections were cut", "conexiones fueron cortadas", "conexões foram cortadas"};
constexpr Phrase kMayReturn = {
    "They may connect again; to keep an agency out: enlacectl agency suspend, or enlacectl cert revoke.",
    "Pueden volver a conectarse; para dejar fuera a una institución: enlacectl agency suspend, o enlacectl "
    "cert revoke.",
    "Podem conectar-se de novo; para manter um órgão de fora: enlacectl agency suspend, ou enlacectl cert "
    "revoke."};

absl::Status List(Context& context) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListConnectionsResponse all;
  v1::ListConnectionsRequest request;
  request.set_page_size(500);
  do {
    ASSIGN_OR_RETURN(const v1::ListConnectionsResponse page,
                     session->Call<Administration>(&Administration::StubInterface::ListConnections, request));
    all.mutable_connections()->MergeFrom(page.connections());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Table table{{"ID", "PEER", "SINCE", "PROTOCOL", "CALLS", "ADDRESS", "SERIAL"}, {}};
  for (const v1::Connection& connection : all.connections()) {
    table.rows.push_back({connection.connection_id(), connection.peer_name(),
                          TimeCell(connection.connect_time()), connection.protocol(),
                          absl::StrCat(connection.open_calls()), connection.peer_address(),
                          connection.certificate_serial()});
  }
  context.Show(all, FormatTable(table));
  return absl::OkStatus();
}

struct CutFlags {
  std::string agency;
  std::string serial;
  std::string id;
  std::string reason;
};

absl::Status Cut(Context& context, const CutFlags& flags) {
  v1::CutConnectionsRequest request;
  request.set_request_id(base::NewUuid(context.random()));
  request.set_reason(flags.reason);
  if (!flags.agency.empty()) request.set_agency_id(flags.agency);
  if (!flags.serial.empty()) request.set_certificate_serial(flags.serial);
  if (!flags.id.empty()) request.set_connection_id(flags.id);
  const int given = !flags.agency.empty() + !flags.serial.empty() + !flags.id.empty();
  if (given != 1) return base::InvalidField("--agency", "give one of --agency, --serial and --id");
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::CutConnectionsResponse response,
                   session->Call<Administration>(&Administration::StubInterface::CutConnections, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  const Language language = context.language();
  context.Show(response, absl::StrCat(response.cut_count(), " ", kCut.In(language), "\n",
                                      kMayReturn.In(language), "\n", receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddConnectionCommand(CLI::App& app, Context& context) {
  CLI::App* admin = AddNoun(&app, "admin", "The running gateway (administrators)");
  CLI::App* connection = AddNoun(admin, "connection", "Who is connected to the gateway now");
  AddVerb(connection, context, "list", "List who is connected, since when and from where",
          {"enlacectl admin connection list"}, [&context] { return List(context); });
  const auto flags = std::make_shared<CutFlags>();
  CLI::App* cut =
      AddVerb(connection, context, "cut", "End connections at once, with the calls and streams on them",
              {"enlacectl admin connection cut --agency mx-fgr --reason 'adapter sends without end'",
               "enlacectl admin connection cut --id mutual-17 --reason 'unknown address'"},
              [&context, flags] { return Cut(context, *flags); });
  cut->add_option("--agency", flags->agency, "All connections of this agency");
  cut->add_option("--serial", flags->serial, "All that were opened with this certificate; hexadecimal");
  cut->add_option("--id", flags->id, "This connection, as the list names it");
  cut->add_option("--reason", flags->reason, "Goes into the trust log, at most 200 characters")->required();
}

}  // namespace enlace::client
