#include "client/enlacectl/doctor_checks.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/doctor_folder.h"
#include "client/enrollment.h"
#include "client/error_text.h"
#include "client/identity_uri.h"
#include "client/recipient_keys.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

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
    "now it reads",
    "Un certificado comienza en el futuro. Revise primero la fecha y la hora de este equipo, luego las de la "
    "pasarela; ahora marca",
    "Um certificado começa no futuro. Verifique primeiro a data e a hora desta máquina, depois as do "
    "gateway; agora marca"};
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
constexpr Phrase kSilent = {
    "The port is open, but nothing is said. A device in between swallows the connection, or another program "
    "listens there: ask the network's people to let TLS through to this port, and check --address",
    "El puerto está abierto, pero nadie responde. Un equipo intermedio se traga la conexión, o ahí escucha "
    "otro programa: pida al área de redes que deje pasar TLS a este puerto y revise --address",
    "A porta está aberta, mas ninguém responde. Um equipamento intermediário engole a conexão, ou outro "
    "programa escuta ali: peça à equipe de rede que deixe passar TLS a esta porta e verifique --address"};
constexpr Phrase kBlocked = {
    "No answer comes from this address and port: a firewall drops the packets, or the machine is off. Ask "
    "the network's people to open this port to the gateway, and check --address",
    "No llega respuesta de esta dirección y puerto: un cortafuegos descarta los paquetes o el equipo está "
    "apagado. Pida al área de redes que abra este puerto hacia la pasarela y revise --address",
    "Não chega resposta deste endereço e porta: um firewall descarta os pacotes ou a máquina está desligada. "
    "Peça à equipe de rede que abra esta porta até o gateway e verifique --address"};
constexpr Phrase kNoTls = {
    "What answers at this port speaks no TLS: it is another program, a web server perhaps. Check the port in "
    "--address; the administrator of the gateway has the right one",
    "Lo que responde en este puerto no habla TLS: es otro programa, quizá un servidor web. Revise el puerto "
    "en --address; la administración de la pasarela tiene el correcto",
    "O que responde nesta porta não fala TLS: é outro programa, talvez um servidor web. Verifique a porta em "
    "--address; a administração do gateway tem a correta"};
constexpr Phrase kOldTls = {
    "TLS 1.3 is not spoken here, and the gateway speaks nothing older: this is another server, or a device "
    "in between opens the connection. Check --address, and ask the network's people for a way without "
    "inspection",
    "Aquí no se habla TLS 1.3, y la pasarela no habla nada anterior: es otro servidor, o un equipo "
    "intermedio abre la conexión. Revise --address y pida al área de redes un camino sin inspección",
    "Aqui não se fala TLS 1.3, e o gateway não fala nada anterior: é outro servidor, ou um equipamento "
    "intermediário abre a conexão. Verifique --address e peça à equipe de rede um caminho sem inspeção"};
constexpr Phrase kNoHttp2 = {
    "This server speaks TLS 1.3 but no HTTP/2: it is not the gateway, or a device in between ends the "
    "connection. Check --address",
    "Este servidor habla TLS 1.3 pero no HTTP/2: no es la pasarela, o un equipo intermedio termina la "
    "conexión. Revise --address",
    "Este servidor fala TLS 1.3 mas não HTTP/2: não é o gateway, ou um equipamento intermediário encerra a "
    "conexão. Verifique --address"};
constexpr Phrase kEnrollmentPort = {
    "This is our gateway, but the port for enrolment: it asks for no certificate. Use the port for agencies "
    "in --address",
    "Es nuestra pasarela, pero el puerto de inscripción: no pide certificado. Use en --address el puerto de "
    "las instituciones",
    "É o nosso gateway, mas a porta de inscrição: não pede certificado. Use em --address a porta das "
    "instituições"};
constexpr Phrase kAgencyPort = {"It is the port for agencies", "Es el puerto de las instituciones",
                                "É a porta das instituições"};
constexpr Phrase kClockGood = {"The clocks of both machines agree", "Los relojes de ambos equipos coinciden",
                               "Os relógios das duas máquinas coincidem"};
constexpr Phrase kClockAhead = {
    "The clock of this machine is ahead of the gateway's; set both by a time server (NTP). Ahead by",
    "El reloj de este equipo está adelantado respecto al de la pasarela; ajuste ambos con un servidor de "
    "hora (NTP). Adelanto:",
    "O relógio desta máquina está adiantado em relação ao do gateway; acerte ambos por um servidor de hora "
    "(NTP). Adiantamento:"};
constexpr Phrase kClockBehind = {
    "The clock of this machine is behind the gateway's; set both by a time server (NTP). Behind by",
    "El reloj de este equipo está atrasado respecto al de la pasarela; ajuste ambos con un servidor de hora "
    "(NTP). Atraso:",
    "O relógio desta máquina está atrasado em relação ao do gateway; acerte ambos por um servidor de hora "
    "(NTP). Atraso:"};
constexpr Phrase kNamesNobody = {
    "Our certificate names neither an agency's unit nor an administrator. Ask the administrator of the "
    "gateway for a token and enrol again",
    "Nuestro certificado no nombra ni una unidad de institución ni a alguien de la administración. Pida un "
    "token a la administración de la pasarela e inscríbase otra vez",
    "O nosso certificado não nomeia nem uma unidade de instituição nem alguém da administração. Peça um "
    "token à administração do gateway e inscreva-se outra vez"};
constexpr Phrase kTooLarge = {
    "Our certificate file (tls.pem) is larger than a gateway takes; ask its administrator for a token and "
    "enrol again",
    "Nuestro archivo de certificado (tls.pem) es más grande de lo que una pasarela acepta; pida un token a "
    "la administración e inscríbase otra vez",
    "O nosso arquivo de certificado (tls.pem) é maior do que um gateway aceita; peça um token à "
    "administração e inscreva-se outra vez"};
constexpr Phrase kNoRoots = {
    "The file of trusted roots (bundle.pem) is missing or cannot be used; ask the administrator of the "
    "gateway for a token and enrol again",
    "El archivo de raíces de confianza (bundle.pem) falta o no sirve; pida un token a la administración de "
    "la pasarela e inscríbase otra vez",
    "O arquivo de raízes de confiança (bundle.pem) falta ou não serve; peça um token à administração do "
    "gateway e inscreva-se outra vez"};
constexpr Phrase kCallGood = {"The gateway knows us and answers", "La pasarela nos reconoce y responde",
                              "O gateway nos reconhece e responde"};
constexpr Phrase kItHas = {"it has", "tiene", "tem"};

// A fresh certificate begins one minute before its issue: clocks that differ by
// more make it look as if it were of the future.
constexpr absl::Duration kClockTolerance = absl::Minutes(1);
// Ours take 2 KiB; the gateway takes 16 KiB, the leaf's counted as PEM.
constexpr size_t kMaxChainBytes = 12 << 10;

std::string Told(const Phrase& phrase, const absl::Status& status, Language language) {
  return absl::StrCat(phrase.In(language), InBrackets(status.message()));
}

Finding CheckOwn(const char* check, const certs::Certificate& certificate, const certs::Verifier& verifier,
                 certs::Purpose purpose, const Phrase& good, bool renew, absl::Time now, Language language) {
  const absl::Status verified = verifier.Verify(certificate, {}, purpose, now);
  if (!verified.ok()) {
    const v1::ErrorReason reason = base::ReasonOf(verified);
    const ExitCode fault = CertificateExitCode(reason);
    if (reason == v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID) {
      return Bad(check, fault, absl::StrCat(kClock.In(language), " ", base::TimeText(now)), verified);
    }
    return Bad(check, fault, ErrorText(verified, language), verified);
  }
  const bool names_us = certificate.uris().size() == 1 && ParseIdentity(certificate.uris().front()).ok();
  if (purpose == certs::Purpose::kTlsClient && !names_us) {
    return Bad(check, ExitCode::kForeignName,
               absl::StrCat(kNamesNobody.In(language), InBrackets(absl::StrJoin(certificate.uris(), ", "))),
               absl::UnauthenticatedError("the certificate names nobody"));
  }
  std::string text = absl::StrCat(good.In(language), " ", base::TimeText(certificate.not_after()));
  if (!renew) return Good(check, std::move(text));
  return Warning(check, ExitCode::kRenewalDue, absl::StrCat(text, "; ", kRenew.In(language)));
}

Finding CheckTcp(const absl::Status& tcp, Language language) {
  if (tcp.ok()) return Good("tcp", kTcp.In(language));
  if (absl::IsDeadlineExceeded(tcp))
    return Bad("tcp", ExitCode::kBlockedPort, Told(kBlocked, tcp, language), tcp);
  return Bad("tcp", ExitCode::kClosedPort,
             absl::StrCat(ConnectionText(ConnectionProblem::kRefused, language), InBrackets(tcp.message())),
             tcp);
}

Finding CheckTls(const absl::Status& tls, Language language) {
  switch (tls.code()) {
    case absl::StatusCode::kOk:
      return Good("tls", kTls.In(language));
    case absl::StatusCode::kDeadlineExceeded:
      return Bad("tls", ExitCode::kBlockedPort, Told(kSilent, tls, language), tls);
    case absl::StatusCode::kInvalidArgument:
      return Bad("tls", ExitCode::kWrongPort, Told(kNoTls, tls, language), tls);
    case absl::StatusCode::kFailedPrecondition:
      return Bad("tls", ExitCode::kTlsVersion, Told(kOldTls, tls, language), tls);
    default:
      return Bad(
          "tls", ExitCode::kTlsVersion,
          absl::StrCat(ConnectionText(ConnectionProblem::kTlsFailed, language), InBrackets(tls.message())),
          tls);
  }
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
      return Bad(kCheck, ExitCode::kClockSkew, absl::StrCat(kClock.In(language), " ", base::TimeText(now)),
                 verified);
    case v1::ERROR_REASON_CERTIFICATE_EXPIRED:
      return Bad(kCheck, ExitCode::kServerExpired,
                 absl::StrCat(kServerExpired.In(language), " ", base::TimeText(leaf.not_after())), verified);
    default:
      return Bad(kCheck, ExitCode::kWrongRoot,
                 absl::StrCat(ConnectionText(ConnectionProblem::kUntrustedServer, language),
                              InBrackets(verified.message())),
                 verified);
  }
}

Finding CheckClock(absl::Duration ahead, Language language) {
  constexpr char kCheck[] = "clock";
  if (absl::AbsDuration(ahead) < kClockTolerance) return Good(kCheck, kClockGood.In(language));
  const Phrase& phrase = ahead > absl::ZeroDuration() ? kClockAhead : kClockBehind;
  const std::string text =
      absl::StrCat(phrase.In(language), " ", absl::FormatDuration(absl::AbsDuration(ahead)));
  return Bad(kCheck, ExitCode::kClockSkew, text, absl::FailedPreconditionError(text));
}

Finding CheckName(const certs::Certificate& leaf, const std::string& name, Language language) {
  constexpr char kCheck[] = "server-name";
  if (CertificateNames(leaf, name)) return Good(kCheck, absl::StrCat(kServerName.In(language), ": ", name));
  return Bad(kCheck, ExitCode::kWrongServerName,
             absl::StrCat(ConnectionText(ConnectionProblem::kWrongServerName, language), " (", name, "; ",
                          kItHas.In(language), ": ", absl::StrJoin(leaf.names(), ", "), ")"),
             absl::UnauthenticatedError("wrong server name"));
}

// What is wrong with a connection that a call could not make.
ExitCode ConnectionExitCode(ConnectionProblem problem) {
  switch (problem) {
    case ConnectionProblem::kNameUnknown:
      return ExitCode::kNameUnknown;
    case ConnectionProblem::kRefused:
      return ExitCode::kClosedPort;
    case ConnectionProblem::kUnreachable:
      return ExitCode::kBlockedPort;
    case ConnectionProblem::kUntrustedServer:
      return ExitCode::kWrongRoot;
    case ConnectionProblem::kWrongServerName:
      return ExitCode::kWrongServerName;
    case ConnectionProblem::kTlsFailed:
      return ExitCode::kTlsVersion;
    case ConnectionProblem::kNone:
    case ConnectionProblem::kBroken:
      break;
  }
  return ExitCode::kOk;
}

}  // namespace

std::vector<Finding> CheckKeystore(const certs::Keystore& keystore, absl::Time now, Language language) {
  if (!keystore.enrolled()) return {NotEnrolled(keystore.folder(), language)};
  std::vector<Finding> findings = {
      Good("identity", absl::StrCat(keystore.uri(), " (", keystore.folder(), ")"))};
  const auto verifier = VerifierOf(keystore);
  if (!verifier.ok()) {
    findings.push_back(Bad("trust-bundle", ExitCode::kDamagedFile,
                           Told(kNoRoots, verifier.status(), language), verifier.status()));
    return findings;
  }
  size_t chain_bytes = 0;
  for (const certs::Certificate& certificate : keystore.tls_chain()) chain_bytes += certificate.der().size();
  if (chain_bytes > kMaxChainBytes) {
    findings.push_back(Bad("tls-certificate", ExitCode::kDamagedFile, kTooLarge.In(language),
                           absl::InvalidArgumentError("tls.pem is too large")));
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

std::vector<Finding> CheckServer(const ServerProbe& probe, const certs::Keystore* keystore,
                                 const std::string& name, absl::Time now, Language language) {
  if (!probe.name.ok()) {
    return {Bad("dns", ExitCode::kNameUnknown,
                absl::StrCat(ConnectionText(ConnectionProblem::kNameUnknown, language),
                             InBrackets(probe.name.message())),
                probe.name)};
  }
  std::vector<Finding> findings = {Good("dns", kName.In(language)), CheckTcp(probe.tcp, language)};
  if (!probe.tcp.ok()) return findings;
  findings.push_back(CheckTls(probe.tls, language));
  if (probe.chain.empty()) return findings;
  if (probe.tls.ok() && !probe.http2) {
    findings.push_back(
        Bad("port", ExitCode::kWrongPort, kNoHttp2.In(language), absl::FailedPreconditionError("no HTTP/2")));
  }
  if (keystore == nullptr || !keystore->enrolled()) return findings;
  const auto verifier = VerifierOf(*keystore);
  if (!verifier.ok()) return findings;
  findings.push_back(CheckServerChain(probe, **verifier, now, language));
  const bool is_ours = findings.back().fault != ExitCode::kWrongRoot;
  if (is_ours && probe.tls.ok() && probe.http2) {
    findings.push_back(probe.asks_certificate
                           ? Good("port", kAgencyPort.In(language))
                           : Bad("port", ExitCode::kWrongPort, kEnrollmentPort.In(language),
                                 absl::FailedPreconditionError("it asks for no certificate")));
  }
  // A stranger's clock says nothing.
  if (is_ours && probe.clock_ahead.has_value()) findings.push_back(CheckClock(*probe.clock_ahead, language));
  findings.push_back(CheckName(probe.chain.front(), name, language));
  return findings;
}

Finding CheckCall(const absl::Status& answer, Language language) {
  constexpr char kCheck[] = "call";
  if (answer.ok()) return Good(kCheck, kCallGood.In(language));
  ExitCode fault = CertificateExitCode(base::ReasonOf(answer));
  if (fault == ExitCode::kOk) fault = ConnectionExitCode(ConnectionProblemOf(answer));
  if (fault == ExitCode::kOk) fault = ExitCodeOf(answer);
  return Bad(kCheck, fault, ErrorText(answer, language), answer);
}

}  // namespace enlace::client
