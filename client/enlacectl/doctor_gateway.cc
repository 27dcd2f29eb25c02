#include "client/enlacectl/doctor_gateway.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "certs/x509/verifier.h"
#include "client/enlacectl/doctor_authority.h"
#include "client/enlacectl/ports_file.h"
#include "client/name_lookup.h"
#include "client/server_probe.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"
#include "gateway/config/gateway_config.h"
#include "gateway/mechanism/mechanism_set.h"

namespace enlace::client {
namespace {

using config::v1::GatewayConfig;

constexpr size_t kMaxFile = 1 << 20;
constexpr uint64_t kMiB = 1 << 20;
// Below the first the gateway runs out within days, below the second within hours.
constexpr uint64_t kLittleRoom = 1024 * kMiB;
constexpr uint64_t kNoRoom = 128 * kMiB;
constexpr absl::Duration kClockTolerance = absl::Minutes(1);

constexpr Phrase kConfigGood = {"The gateway can run with these settings",
                                "La pasarela puede funcionar con esta configuración",
                                "O gateway pode funcionar com esta configuração"};
constexpr Phrase kConfigBad = {
    "The gateway cannot run with these settings; correct the line that is named",
    "La pasarela no puede funcionar con esta configuración; corrija la línea indicada",
    "O gateway não pode funcionar com esta configuração; corrija a linha indicada"};
constexpr Phrase kMechanismsGood = {"Mechanisms that are ready", "Mecanismos listos", "Mecanismos prontos"};
constexpr Phrase kMechanismsBad = {"The rules cannot be used; correct the file that is named",
                                   "Las reglas no pueden usarse; corrija el archivo indicado",
                                   "As regras não podem ser usadas; corrija o arquivo indicado"};
constexpr Phrase kStateGood = {"The folder of the state is there and for nobody else",
                               "La carpeta del estado existe y nadie más la lee",
                               "A pasta do estado existe e ninguém mais a lê"};
constexpr Phrase kStateNone = {"There is no state yet; the first start makes it",
                               "Aún no hay estado; el primer arranque lo crea",
                               "Ainda não há estado; a primeira partida o cria"};
constexpr Phrase kStateOpen = {
    "Others on this machine can enter the folder of the state, which holds keys. Run: chmod 0700",
    "Otras personas de este equipo pueden entrar en la carpeta del estado, que guarda llaves. Ejecute: chmod "
    "0700",
    "Outras pessoas desta máquina podem entrar na pasta do estado, que guarda chaves. Execute: chmod 0700"};
constexpr Phrase kStateUnusable = {
    "The folder of the state is none that this user can read; run this as the gateway's user",
    "Este usuario no puede leer la carpeta del estado; ejecute esto con el usuario de la pasarela",
    "Este usuário não pode ler a pasta do estado; execute isto com o usuário do gateway"};
constexpr Phrase kRoom = {"MiB are free for the state", "MiB libres para el estado",
                          "MiB livres para o estado"};
constexpr Phrase kRoomLittle = {
    "MiB are free for the state: without room nothing is acknowledged any more. Make room or move it",
    "MiB libres para el estado: sin espacio ya no se acusa recibo de nada. Libere espacio o muévalo",
    "MiB livres para o estado: sem espaço nada mais é confirmado. Libere espaço ou mova-o"};
constexpr Phrase kClockGood = {"The clock is not behind what the state was last written at",
                               "El reloj no está atrasado respecto a la última escritura del estado",
                               "O relógio não está atrasado em relação à última escrita do estado"};
constexpr Phrase kClockBehind = {
    "The clock of this machine is behind its own past: the state was written in what is now the future. Set "
    "it by a time server (NTP) before the gateway runs on. Behind by at least",
    "El reloj de este equipo está atrasado respecto a su propio pasado: el estado se escribió en lo que "
    "ahora es el futuro. Ajústelo con un servidor de hora (NTP) antes de que la pasarela siga. Atraso "
    "mínimo:",
    "O relógio desta máquina está atrasado em relação ao seu próprio passado: o estado foi escrito no que "
    "agora é o futuro. Acerte-o por um servidor de hora (NTP) antes que o gateway continue. Atraso mínimo:"};
constexpr Phrase kServerGood = {
    "The server certificate has every public name and is valid until",
    "El certificado del servidor tiene todos los nombres públicos y es válido hasta",
    "O certificado do servidor tem todos os nomes públicos e é válido até"};
constexpr Phrase kServerEnded = {
    "The server certificate has expired: the gateway renews it while it runs. Start it, or look for "
    "server_certificate.renewal_failed in its log. It ended at",
    "El certificado del servidor venció: la pasarela lo renueva mientras funciona. Iníciela, o busque "
    "server_certificate.renewal_failed en su bitácora. Terminó el",
    "O certificado do servidor venceu: o gateway o renova enquanto funciona. Inicie-o, ou procure "
    "server_certificate.renewal_failed no log. Terminou em"};
constexpr Phrase kServerLacks = {
    "The server certificate is older than public_names and lacks names: restart the gateway. It lacks",
    "El certificado del servidor es anterior a public_names y le faltan nombres: reinicie la pasarela. Le "
    "faltan",
    "O certificado do servidor é anterior a public_names e lhe faltam nomes: reinicie o gateway. Faltam"};
constexpr Phrase kNamesGood = {"Every public name has an address",
                               "Todos los nombres públicos tienen dirección",
                               "Todos os nomes públicos têm endereço"};
constexpr Phrase kNamesBad = {
    "A public name has no address here (DNS): agencies that call it by this name find nobody, unless their "
    "own name servers know it",
    "Un nombre público no tiene dirección aquí (DNS): las instituciones que lo usen no encuentran a nadie, "
    "salvo que sus propios servidores de nombres lo conozcan",
    "Um nome público não tem endereço aqui (DNS): as instituições que o usem não encontram ninguém, salvo se "
    "os seus próprios servidores de nomes o conhecerem"};
constexpr Phrase kPortOurs = {"This gateway serves it", "Esta pasarela lo atiende", "Este gateway o atende"};
constexpr Phrase kPortFree = {"Nothing listens there: the gateway is not running, and can start",
                              "Nadie escucha ahí: la pasarela no está en marcha y puede iniciarse",
                              "Ninguém escuta ali: o gateway não está em execução e pode ser iniciado"};
constexpr Phrase kPortAny = {"The gateway takes a free port when it starts",
                             "La pasarela toma un puerto libre al iniciarse",
                             "O gateway toma uma porta livre ao iniciar"};
constexpr Phrase kPortTaken = {
    "Another program has this port, or a gateway of another authority: end it, or choose another port",
    "Otro programa ocupa este puerto, o una pasarela de otra autoridad: ciérrelo o elija otro puerto",
    "Outro programa ocupa esta porta, ou um gateway de outra autoridade: encerre-o ou escolha outra porta"};
constexpr Phrase kPortOther = {
    "This gateway serves another of its ports here: two settings were exchanged since it started. Restart it",
    "Esta pasarela atiende aquí otro de sus puertos: se intercambiaron dos ajustes desde que inició. "
    "Reiníciela",
    "Este gateway atende aqui outra das suas portas: duas configurações foram trocadas desde que iniciou. "
    "Reinicie-o"};
constexpr Phrase kNotHere = {
    "This machine has no such address: the gateway could not listen there. Correct the address",
    "Este equipo no tiene esa dirección: la pasarela no podría escuchar ahí. Corrija la dirección",
    "Esta máquina não tem esse endereço: o gateway não poderia escutar ali. Corrija o endereço"};

std::string Said(const Phrase& phrase, absl::string_view what, Language language) {
  return absl::StrCat(phrase.In(language), InBrackets(what));
}

Finding CheckMechanisms(const GatewayConfig& config, Language language) {
  constexpr char kCheck[] = "mechanisms";
  const auto loaded = mechanism::MechanismSet::Load(config.mechanisms_folder());
  if (loaded.ok())
    return Good(kCheck,
                absl::StrCat(kMechanismsGood.In(language), ": ", absl::StrJoin((*loaded)->Ids(), ", ")));
  return Bad(kCheck, ExitCode::kMechanisms, Said(kMechanismsBad, loaded.status().message(), language),
             loaded.status());
}

Finding CheckState(const std::string& folder, Language language) {
  constexpr char kCheck[] = "state-folder";
  struct stat info {};
  if (stat(folder.c_str(), &info) != 0) {
    if (errno == ENOENT) return Good(kCheck, Said(kStateNone, folder, language));
    return Bad(kCheck, ExitCode::kStateFolder, Said(kStateUnusable, folder, language),
               absl::PermissionDeniedError(std::strerror(errno)));
  }
  if (!S_ISDIR(info.st_mode) || !base::ListFolder(folder).ok()) {
    return Bad(kCheck, ExitCode::kStateFolder, Said(kStateUnusable, folder, language),
               absl::PermissionDeniedError(absl::StrCat(folder, ": cannot be read")));
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Bad(kCheck, ExitCode::kStateFolder, absl::StrCat(kStateOpen.In(language), " ", folder),
               absl::PermissionDeniedError(absl::StrCat(folder, ": others may enter it")));
  }
  return Good(kCheck, Said(kStateGood, folder, language));
}

std::vector<Finding> CheckRoom(std::string folder, Language language) {
  constexpr char kCheck[] = "disk-space";
  // Of a folder that is yet to be made: that in which it will be.
  struct stat info {};
  while (!folder.empty() && stat(folder.c_str(), &info) != 0) {
    const size_t slash = folder.rfind('/');
    folder = slash == std::string::npos ? "." : folder.substr(0, slash);
  }
  if (folder.empty()) folder = "/";
  struct statvfs room {};
  if (statvfs(folder.c_str(), &room) != 0) return {};
  const uint64_t left = uint64_t{room.f_bavail} * room.f_frsize;
  if (left >= kLittleRoom) return {Good(kCheck, absl::StrCat(left / kMiB, " ", kRoom.In(language)))};
  const std::string text = absl::StrCat(left / kMiB, " ", kRoomLittle.In(language), InBrackets(folder));
  if (left >= kNoRoom) return {Warning(kCheck, ExitCode::kDiskSpace, text)};
  return {Bad(kCheck, ExitCode::kDiskSpace, text, absl::ResourceExhaustedError("disk space"))};
}

std::string ServerCertificatePath(const GatewayConfig& config) {
  return absl::StrCat(config.state_folder(), "/tls/current/tls.pem");
}

// The chain that the gateway serves with; empty before its first start.
std::vector<certs::Certificate> ServerChain(const GatewayConfig& config) {
  // `current` is a link of the gateway's own.
  const auto pem = base::ReadFile(ServerCertificatePath(config), kMaxFile, base::Links::kFollow);
  if (!pem.ok()) return {};
  auto chain = certs::Certificate::ChainFromPem(*pem);
  return chain.ok() ? *std::move(chain) : std::vector<certs::Certificate>();
}

// Files are dated by the clock that they were written under: who finds them dated
// in the future has a clock that went back.
std::vector<Finding> CheckClock(const GatewayConfig& config, absl::Time now, Language language) {
  constexpr char kCheck[] = "clock";
  absl::Time last = absl::InfinitePast();
  for (const char* name : {"/state.db", "/state.db-wal", "/keys.db", "/ports", "/tls/current/tls.pem"}) {
    struct stat info {};
    if (stat((config.state_folder() + name).c_str(), &info) == 0) {
      last = std::max(last, absl::TimeFromTimespec(info.st_mtim));
    }
  }
  if (last == absl::InfinitePast()) return {};
  if (last <= now + kClockTolerance) return {Good(kCheck, kClockGood.In(language))};
  const std::string text = absl::StrCat(kClockBehind.In(language), " ",
                                        absl::FormatDuration(absl::Trunc(last - now, absl::Seconds(1))));
  return {Bad(kCheck, ExitCode::kClockSkew, text, absl::FailedPreconditionError(text))};
}

std::vector<Finding> CheckServerCertificate(const GatewayConfig& config, absl::Time now, Language language) {
  constexpr char kCheck[] = "server-certificate";
  const std::vector<certs::Certificate> chain = ServerChain(config);
  if (chain.empty()) return {};
  const std::string end = base::TimeText(chain.front().not_after());
  if (now >= chain.front().not_after()) {
    return {Bad(kCheck, ExitCode::kServerExpired, absl::StrCat(kServerEnded.In(language), " ", end),
                absl::FailedPreconditionError("the server certificate has expired"))};
  }
  std::vector<std::string> lacking;
  for (const std::string& name : config.public_names()) {
    if (!CertificateNames(chain.front(), name)) lacking.push_back(name);
  }
  if (lacking.empty()) return {Good(kCheck, absl::StrCat(kServerGood.In(language), " ", end))};
  const std::string text = absl::StrCat(kServerLacks.In(language), ": ", absl::StrJoin(lacking, ", "));
  return {Bad(kCheck, ExitCode::kPublicNames, text, absl::FailedPreconditionError(text))};
}

Finding CheckNames(const GatewayConfig& config, Language language) {
  constexpr char kCheck[] = "public-names";
  std::vector<std::string> unknown;
  for (const std::string& name : config.public_names()) {
    if (!LookUp(name, 0).ok()) unknown.push_back(name);
  }
  if (unknown.empty())
    return Good(kCheck,
                absl::StrCat(kNamesGood.In(language), ": ", absl::StrJoin(config.public_names(), ", ")));
  return Warning(kCheck, ExitCode::kNameUnknown,
                 absl::StrCat(kNamesBad.In(language), ": ", absl::StrJoin(unknown, ", ")));
}

// Whether a socket could be bound to the address; its port stays as it is.
bool IsHere(const std::string& address) {
  const auto list = LookUp(address, 0);
  if (!list.ok()) return false;
  const int fd = socket((*list)->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return true;  // Not the address's fault.
  const bool bound = bind(fd, (*list)->ai_addr, (*list)->ai_addrlen) == 0;
  const int problem = errno;
  close(fd);
  return bound || problem != EADDRNOTAVAIL;
}

// A listener of the settings.
struct Port {
  const char* name;
  config::v1::Listener listener;
  bool asks_certificate;
};

Finding CheckPort(const GatewayExamination& how, const GatewayConfig& config, const Port& port) {
  const std::string check = absl::StrCat("port-", port.name);
  Address address{port.listener.address(), static_cast<uint16_t>(port.listener.port())};
  if (!IsHere(address.host)) {
    const std::string text = Said(kNotHere, absl::StrCat(port.name, ": ", address.host), how.language);
    return Bad(check, ExitCode::kPortTaken, text, absl::FailedPreconditionError(text));
  }
  // One that takes any port: where the running gateway wrote that it serves.
  if (address.port == 0) address.port = PortOf(config.state_folder(), port.name).value_or(0);
  const auto say = [&](const Phrase& phrase) {
    return Said(phrase, absl::StrCat(port.name, ": ", address.ToText()), how.language);
  };
  if (address.port == 0) return Good(check, say(kPortAny));
  if (address.host == "0.0.0.0") address.host = "127.0.0.1";
  if (address.host == "::") address.host = "::1";
  const ServerProbe probe = ProbeServer(address, config.public_names(0), how.patience, how.clock);
  if (!probe.tcp.ok()) return Good(check, say(kPortFree));
  const std::vector<certs::Certificate> own = ServerChain(config);
  if (!probe.tls.ok() || probe.chain.empty() || own.empty() ||
      probe.chain.front().der() != own.front().der()) {
    return Bad(check, ExitCode::kPortTaken, say(kPortTaken),
               absl::FailedPreconditionError("the port is taken"));
  }
  if (probe.asks_certificate == port.asks_certificate) return Good(check, say(kPortOurs));
  return Bad(check, ExitCode::kWrongPort, say(kPortOther), absl::FailedPreconditionError("another port"));
}

void Append(std::vector<Finding> more, std::vector<Finding>* findings) {
  for (Finding& finding : more) findings->push_back(std::move(finding));
}

}  // namespace

std::vector<Finding> ExamineGateway(const GatewayExamination& how) {
  const Language language = how.language;
  const auto loaded = config::LoadGatewayConfig(
      how.config_file,
      [&how](const std::string& name) -> absl::optional<std::string> {
        const auto value = how.variable(name);
        return value.has_value() ? absl::optional<std::string>(*value) : absl::nullopt;
      },
      {});
  if (!loaded.ok()) {
    return {Bad("config", ExitCode::kConfig, Said(kConfigBad, loaded.status().message(), language),
                loaded.status())};
  }
  const GatewayConfig& config = loaded->values;
  const absl::Time now = how.clock.Now();
  std::vector<Finding> findings = {Good("config", Said(kConfigGood, how.config_file, language))};
  Append(CheckAuthority(config, now, how.random, language), &findings);
  findings.push_back(CheckMechanisms(config, language));
  findings.push_back(CheckState(config.state_folder(), language));
  Append(CheckRoom(config.state_folder(), language), &findings);
  Append(CheckClock(config, now, language), &findings);
  Append(CheckServerCertificate(config, now, language), &findings);
  findings.push_back(CheckNames(config, language));
  findings.push_back(CheckPort(how, config, {"mutual", config.mutual(), true}));
  findings.push_back(CheckPort(how, config, {"enrollment", config.enrollment(), false}));
  if (config.has_administration()) {
    findings.push_back(CheckPort(how, config, {"administration", config.administration(), true}));
  }
  return findings;
}

}  // namespace enlace::client
