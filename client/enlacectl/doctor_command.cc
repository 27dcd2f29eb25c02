#include "client/enlacectl/doctor_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "client/enlacectl/doctor_checks.h"
#include "client/enlacectl/doctor_folder.h"
#include "client/enlacectl/doctor_gateway.h"
#include "client/server_probe.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

struct Flags {
  std::string gateway_config;
  int probe_seconds = 5;
};

// The identity's findings; `*keystore` stays nullptr if it cannot be used.
absl::StatusOr<std::vector<Finding>> ExamineIdentity(Context& context, const certs::Keystore** keystore) {
  ASSIGN_OR_RETURN(const std::string folder, context.IdentityFolder());
  std::vector<Finding> findings = CheckFolder(folder, context.language());
  if (HasProblem(findings)) return findings;
  const auto opened = context.OpenKeystore();
  if (!opened.ok()) {
    findings.push_back(ExplainRefusal(folder, opened.status(), context.language()));
    return findings;
  }
  *keystore = *opened;
  return CheckKeystore(**opened, context.Now(), context.language());
}

absl::Status Call(Context& context) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  return session
      ->Call<v1::EnrollmentService>(&v1::EnrollmentService::StubInterface::GetTrustBundle,
                                    v1::GetTrustBundleRequest())
      .status();
}

absl::Status Show(const Context& context, const std::vector<Finding>& findings) {
  const FindingsText text = FormatFindings(findings);
  context.ShowText(text.json, text.text);
  return StatusOf(findings);
}

// Both halves are looked at even if the first is bad: a clock that is wrong shows
// in the second.
absl::Status Examine(Context& context, absl::Duration patience) {
  const Language language = context.language();
  const certs::Keystore* keystore = nullptr;
  ASSIGN_OR_RETURN(std::vector<Finding> findings, ExamineIdentity(context, &keystore));
  const auto address = context.GatewayAddress();
  if (!address.ok()) {
    // Who has no identity was not told an address either.
    if (HasProblem(findings)) return Show(context, findings);
    findings.push_back(Bad("address", ExitCodeOf(address.status()), std::string(address.status().message()),
                           address.status()));
    return Show(context, findings);
  }
  const std::string& override_name = context.globals().server_name;
  const ServerProbe probe = ProbeServer(*address, override_name, patience, context.environment().clock);
  for (Finding& finding : CheckServer(probe, keystore, override_name.empty() ? address->host : override_name,
                                      context.Now(), language)) {
    findings.push_back(std::move(finding));
  }
  if (!HasProblem(findings)) findings.push_back(CheckCall(Call(context), language));
  return Show(context, findings);
}

absl::Status ExamineHere(Context& context, const Flags& flags) {
  const GatewayExamination how = {
      flags.gateway_config, context.environment().variable,     context.environment().clock,
      context.random(),     absl::Seconds(flags.probe_seconds), context.language()};
  return Show(context, ExamineGateway(how));
}

}  // namespace

void AddDoctorCommand(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* const doctor =
      AddVerb(&app, context, "doctor",
              "Examine our keys and the connection step by step, or a gateway on its own machine; say what "
              "is wrong and what to do. The exit status is the class of what was found",
              {"enlacectl doctor --identity /var/lib/enlace/identity --address enlace.example.gob:7444",
               "enlacectl doctor --gateway-config /etc/enlace/gateway.yaml"},
              [&context, flags] {
                return flags->gateway_config.empty() ? Examine(context, absl::Seconds(flags->probe_seconds))
                                                     : ExamineHere(context, *flags);
              });
  doctor->add_option("--gateway-config", flags->gateway_config,
                     "Examine the gateway of this machine that these settings belong to; changes nothing");
  doctor
      ->add_option("--patience", flags->probe_seconds, "Seconds for each step of a connection; 5 unless said")
      ->check(CLI::Range(1, 60));
}

}  // namespace enlace::client
