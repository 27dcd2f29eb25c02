#include "client/enlacectl/token_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certs/x509/certificate.h"
#include "client/enlacectl/administrative_act.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

struct Flags {
  bool est = false;
  std::string agency;
  std::string unit;
  std::string administrator;
  uint32_t hours = 0;
  ActFlags act;
};

// What a client of EST needs, who cannot read a token: where, whom to trust there, and
// the one-time password.
absl::Status ShowForEst(Context& context, const std::string& text, const std::string& user) {
  ASSIGN_OR_RETURN(const base::EnrollmentToken token, base::ParseEnrollmentToken(text));
  ASSIGN_OR_RETURN(const certs::Certificate root, certs::Certificate::FromDer(token.root_der));
  const std::string server = absl::StrCat("https://", token.address);
  const std::string password = base::FormatTokenSecret(token);
  const std::string fingerprint = absl::BytesToHexString(root.fingerprint());
  context.ShowText(absl::StrCat("{\"server\":", JsonString(server), ",\"user\":", JsonString(user),
                                ",\"password\":", JsonString(password), ",\"uri\":", JsonString(token.uri),
                                ",\"root_sha256\":", JsonString(fingerprint),
                                ",\"root_pem\":", JsonString(root.ToPem()), "}\n"),
                   FormatFields({{"server", server},
                                 {"user", user},
                                 {"password", password},
                                 {"name", token.uri},
                                 {"root, SHA-256", fingerprint}}) +
                       root.ToPem());
  return absl::OkStatus();
}

absl::Status Create(Context& context, const Flags& flags) {
  if (flags.agency.empty() == flags.administrator.empty()) {
    return base::InvalidField("--agency", "give either --agency with --unit, or --administrator");
  }
  v1::CreateEnrollmentTokenRequest request;
  request.set_request_id(RequestIdOf(context, flags.act));
  request.set_life_seconds(flags.hours * 3600);
  if (flags.administrator.empty()) {
    if (flags.unit.empty()) return base::MissingField("--unit");
    request.mutable_agency()->set_agency_id(flags.agency);
    request.mutable_agency()->set_unit_id(flags.unit);
  } else {
    request.set_administrator(flags.administrator);
  }
  ASSIGN_OR_RETURN(const v1::CreateEnrollmentTokenResponse response,
                   CallAct(context, flags.act, "lets somebody enrol",
                           &v1::AdministrationService::StubInterface::CreateEnrollmentToken, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Progress(
      absl::StrCat(receipt, "\nIt can be spent once, until ", TimeCell(response.expire_time()),
                   ". Hand it over in person or by a channel you trust; it is not shown again."));
  if (flags.est) {
    return ShowForEst(context, response.token(), flags.agency.empty() ? flags.administrator : flags.agency);
  }
  context.Show(response, absl::StrCat(response.token(), "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddTokenCommand(CLI::App& app, Context& context) {
  CLI::App* token = AddNoun(&app, "token", "One-time enrolment tokens (administrators)");
  const auto flags = std::make_shared<Flags>();
  CLI::App* create = AddVerb(token, context, "create", "Make a token; its text is shown once",
                             {"enlacectl token create --agency mx-fgr --unit feadle",
                              "enlacectl token create --administrator maria --hours 2",
                              "enlacectl token create --agency mx-fgr --unit feadle --est -o json"},
                             [&context, flags] { return Create(context, *flags); });
  create->add_option("--agency", flags->agency, "Agency that enrols; must be registered");
  create->add_option("--unit", flags->unit, "Its unit");
  create->add_option("--administrator", flags->administrator, "Administrator who enrols");
  create->add_option("--hours", flags->hours, "Life in hours; 0 means what the gateway's settings say")
      ->check(CLI::Range(0, 168));
  AddActOptions(create, flags->act);
  create->add_flag("--est", flags->est,
                   "Show it as clients of EST (RFC 7030) need it: server, password, root");
}

}  // namespace enlace::client
