#include "client/enlacectl/doctor_checks.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enrollment.h"
#include "client/error_text.h"
#include "client/recipient_keys.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

constexpr Phrase kNotEnrolled = {
    "This folder holds no identity yet. Ask the administrator of the gateway for a token and run enlacectl "
    "enroll.",
    "Esta carpeta aún no tiene identidad. Pida un token a la administración de la pasarela y ejecute "
    "enlacectl enroll.",
    "Esta pasta ainda não tem identidade. Peça um token à administração do gateway e execute enlacectl "
    "enroll."};
constexpr Phrase kOwnGood = {"Our certificate is valid until", "Nuestro certificado es válido hasta",
                             "O nosso certificado é válido até"};
constexpr Phrase kSealingGood = {"Our sealing certificate is valid until",
                                 "Nuestro certificado de sellado es válido hasta",
                                 "O nosso certificado de selagem é válido até"};
constexpr Phrase kRenew = {"it is time to renew: enlacectl cert renew",
                           "es momento de renovarlo: enlacectl cert renew",
                           "é hora de renová-lo: enlacectl cert renew"};
constexpr Phrase kClock = {
    "A certificate begins in the future. Check the date and time of this machine first, then the gateway's; "
    "now it "
    "reads",
    "Un certificado comienza en el futuro. Revise primero la fecha y la hora de este equipo, luego las de la "
    "pasarela; ahora marca",
    "Um certificado começa no futuro. Verifique primeiro a data e a hora desta máquina, depois as do "
    "gateway; agora "
    "marca"};
constexpr Phrase kName = {"The name of the gateway is known", "El nombre de la pasarela se encuentra",
                          "O nome do gateway foi encontrado"};
constexpr Phrase kTcp = {"The gateway answers at this port", "La pasarela responde en este puerto",
                         "O gateway responde nesta porta"};
constexpr Phrase kTls = {"It speaks TLS 1.3", "Habla TLS 1.3", "Fala TLS 1.3"};
constexpr Phrase kServerGood = {"Its certificate is of our gateway's authority, valid until",
                                "Su certificado es de la autoridad de nuestra pasarela, válido hasta",
                                "O seu certificado é da autoridade do nosso gateway, válido até"};
constexpr Phrase kServerExpired = {
    "The gateway's certificate has expired; its administrator must restart it or mend its authority. It "
    "ended",
    "El certificado de la pasarela venció; su administración debe reiniciarla o reparar su autoridad. "
    "Terminó",
    "O certificado do gateway venceu; a administração deve reiniciá-lo ou reparar a sua autoridade. "
    "Terminou"};
constexpr Phrase kServerName = {"Its certificate is for the name we call",
                                "Su certificado es para el nombre que usamos",
                                "O seu certificado é para o nome que usamos"};
constexpr Phrase kItHas = {"it has", "tiene", "tem"};

Finding Good(const char* check, std::string text) {
  return {FindingLevel::kGood, check, std::move(text), absl::OkStatus()};
}

Finding Bad(const char* check, std::string text, absl::Status status) {
  return {FindingLevel::kBad, check, std::move(text), std::move(status)};
}

// A failed step of the probe, with what the machine said.
Finding Step(const char* check, const absl::Status& status, const Phrase& good, ConnectionProblem problem,
             Language language) {
  if (status.ok()) return Good(check, good.In(language));
  return Bad(check, absl::StrCat(ConnectionText(problem, language), " (", status.message(), ")"),
             absl::UnavailableError(status.message()));
}

Finding CheckOwn(const char* check, const certs::Certificate& certificate, const certs::Verifier& verifier,
                 certs::Purpose purpose, const Phrase& good, bool renew, absl::Time now, Language language) {
  const absl::Status verified = verifier.Verify(certificate, {}, purpose, now);
  if (!verified.ok()) {
    if (base::ReasonOf(verified) == v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID) {
      return Bad(check, absl::StrCat(kClock.In(language), " ", base::TimeText(now)), verified);
    }
    return Bad(check, ErrorText(verified, language), verified);
  }
  std::string text = absl::StrCat(good.In(language), " ", base::TimeText(certificate.not_after()));
  if (!renew) return Good(check, std::move(text));
  return {FindingLevel::kWarning, check, absl::StrCat(text, "; ", kRenew.In(language)), absl::OkStatus()};
}

Finding CheckServerChain(const ServerProbe& probe, const certs::Verifier& verifier, absl::Time now,
                         Language language) {
  constexpr char kCheck[] = "server-certificate";
  const certs::Certificate& leaf = probe.chain.front();
  const absl::Status verified =
      verifier.Verify(leaf, {probe.chain.begin() + 1, probe.chain.end()}, certs::Purpose::kTlsServer, now);
  if (verified.ok())
    return Good(kCheck, absl::StrCat(kServerGood.In(language), " ", base::TimeText(leaf.not_after())));
  switch (base::ReasonOf(verified)) {
    case v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID:
      return Bad(kCheck, absl::StrCat(kClock.In(language), " ", base::TimeText(now)), verified);
    case v1::ERROR_REASON_CERTIFICATE_EXPIRED:
      return Bad(kCheck, absl::StrCat(kServerExpired.In(language), " ", base::TimeText(leaf.not_after())),
                 verified);
    default:
      return Bad(kCheck,
                 absl::StrCat(ConnectionText(ConnectionProblem::kUntrustedServer, language), " (",
                              verified.message(), ")"),
                 verified);
  }
}

}  // namespace

std::vector<Finding> CheckKeystore(const certs::Keystore& keystore, absl::Time now, Language language) {
  if (!keystore.enrolled()) {
    return {Bad("identity", kNotEnrolled.In(language), absl::UnauthenticatedError("not enrolled"))};
  }
  std::vector<Finding> findings = {
      Good("identity", absl::StrCat(keystore.uri(), " (", keystore.folder(), ")"))};
  const auto verifier = VerifierOf(keystore);
  if (!verifier.ok()) {
    findings.push_back(Bad("trust-bundle", std::string(verifier.status().message()), verifier.status()));
    return findings;
  }
  const RenewalNeed need = NeedsRenewal(keystore, now);
  findings.push_back(CheckOwn("tls-certificate", keystore.tls_chain().front(), **verifier,
                              certs::Purpose::kTlsClient, kOwnGood, need.tls, now, language));
  if (!keystore.sealing().empty()) {
    findings.push_back(CheckOwn("sealing-certificate", keystore.sealing().front().certificate, **verifier,
                                certs::Purpose::kSealing, kSealingGood, need.sealing, now, language));
  }
  return findings;
}

std::vector<Finding> CheckServer(const ServerProbe& probe, const certs::Keystore& keystore,
                                 const std::string& name, absl::Time now, Language language) {
  std::vector<Finding> findings = {Step("dns", probe.name, kName, ConnectionProblem::kNameUnknown, language)};
  if (!probe.name.ok()) return findings;
  findings.push_back(Step(
      "tcp", probe.tcp, kTcp,
      absl::IsDeadlineExceeded(probe.tcp) ? ConnectionProblem::kUnreachable : ConnectionProblem::kRefused,
      language));
  if (!probe.tcp.ok()) return findings;
  findings.push_back(Step("tls", probe.tls, kTls, ConnectionProblem::kTlsFailed, language));
  if (probe.chain.empty() || !keystore.enrolled()) return findings;
  const auto verifier = VerifierOf(keystore);
  if (!verifier.ok()) return findings;
  findings.push_back(CheckServerChain(probe, **verifier, now, language));
  if (CertificateNames(probe.chain.front(), name)) {
    findings.push_back(Good("server-name", absl::StrCat(kServerName.In(language), ": ", name)));
  } else {
    findings.push_back(
        Bad("server-name",
            absl::StrCat(ConnectionText(ConnectionProblem::kWrongServerName, language), " (", name, "; ",
                         kItHas.In(language), ": ", absl::StrJoin(probe.chain.front().names(), ", "), ")"),
            absl::UnauthenticatedError("wrong server name")));
  }
  return findings;
}

}  // namespace enlace::client
