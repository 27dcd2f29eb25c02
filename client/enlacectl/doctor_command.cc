#include "client/enlacectl/doctor_command.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/doctor_checks.h"
#include "client/error_text.h"
#include "client/server_probe.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

constexpr absl::Duration kProbeTimeout = absl::Seconds(5);
constexpr Phrase kCallGood = {"The gateway knows us and answers", "La pasarela nos reconoce y responde",
                              "O gateway nos reconhece e responde"};

const char* LevelText(FindingLevel level) {
  switch (level) {
    case FindingLevel::kGood:
      return "ok";
    case FindingLevel::kWarning:
      return "warning";
    case FindingLevel::kBad:
      break;
  }
  return "problem";
}

bool HasProblem(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    if (finding.level == FindingLevel::kBad) return true;
  }
  return false;
}

// The real thing, once every step by itself was good: only it shows a revoked,
// unknown or suspended identity.
Finding CheckCall(Context& context) {
  const auto answer = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
    return session
        ->Call<v1::EnrollmentService>(&v1::EnrollmentService::StubInterface::GetTrustBundle,
                                      v1::GetTrustBundleRequest())
        .status();
  }();
  if (answer.ok()) return {FindingLevel::kGood, "call", kCallGood.In(context.language()), answer};
  return {FindingLevel::kBad, "call", ErrorText(answer, context.language()), answer};
}

void Print(const Context& context, const std::vector<Finding>& findings) {
  std::string text;
  std::string json = "{\"findings\":[";
  for (const Finding& finding : findings) {
    absl::StrAppend(&text, LevelText(finding.level),
                    std::string(9 - std::string(LevelText(finding.level)).size(), ' '),
                    Printable(finding.text), "\n");
    absl::StrAppend(&json, json.back() == '[' ? "" : ",", "{\"level\":", JsonString(LevelText(finding.level)),
                    ",\"check\":", JsonString(finding.check), ",\"text\":", JsonString(finding.text), "}");
  }
  context.ShowText(absl::StrCat(json, "]}\n"), text);
}

absl::Status Examine(Context& context) {
  const Language language = context.language();
  std::vector<Finding> findings;
  const auto keystore = context.OpenKeystore();
  if (!keystore.ok()) {
    findings.push_back(
        {FindingLevel::kBad, "identity", std::string(keystore.status().message()), keystore.status()});
    Print(context, findings);
    return keystore.status();
  }
  findings = CheckKeystore(**keystore, context.Now(), language);
  const auto address = context.GatewayAddress();
  if (address.ok()) {
    const std::string& override_name = context.globals().server_name;
    const ServerProbe probe = ProbeServer(*address, override_name, kProbeTimeout);
    for (Finding& finding :
         CheckServer(probe, **keystore, override_name.empty() ? address->host : override_name, context.Now(),
                     language)) {
      findings.push_back(std::move(finding));
    }
    if (!HasProblem(findings)) findings.push_back(CheckCall(context));
  } else {
    findings.push_back(
        {FindingLevel::kBad, "address", std::string(address.status().message()), address.status()});
  }
  Print(context, findings);
  for (const Finding& finding : findings) {
    if (finding.level == FindingLevel::kBad) return finding.status;
  }
  return absl::OkStatus();
}

}  // namespace

void AddDoctorCommand(CLI::App& app, Context& context) {
  AddVerb(&app, context, "doctor",
          "Examine our keys and the connection step by step; say what is wrong and what to do",
          {"enlacectl doctor --identity /var/lib/enlace/identity --address enlace.example.gob:7444"},
          [&context] { return Examine(context); });
}

}  // namespace enlace::client
