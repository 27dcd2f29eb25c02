#include "client/enlacectl/demo/scene.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/enlacectl/ports_file.h"
#include "enlace/v1/administration_service.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client::demo {
namespace {

constexpr char kTrustDomain[] = "enlace.example";
constexpr char kMarker[] = ".enlace-demo";
constexpr absl::Duration kStartLimit = absl::Seconds(30);

absl::Status Failed(const std::vector<std::string>& arguments, const Finished& finished) {
  return absl::InternalError(absl::StrCat(
      std::filesystem::path(arguments[0]).filename().string(), " ", arguments.size() > 1 ? arguments[1] : "",
      " ended with status ", finished.exit_code, ": ", absl::StripAsciiWhitespace(finished.err)));
}

}  // namespace

const std::vector<Actor>& Actors() {
  static const auto* const kActors = new std::vector<Actor>{
      {"uep-chihuahua", "Unidad Estatal de Protección de Chihuahua", "state-protection-unit", "MX-CHH", true},
      {"fiscalia-norte", "Fiscalía de Derechos Humanos, Zona Norte", "prosecutor", "MX-CHH", true},
      {"fiscalia-sur", "Fiscalía, Zona Sur", "prosecutor", "MX-CHH", false},
      {"mecanismo-federal", "Mecanismo federal de protección", "protection-unit", "", false},
      {"defensoria", "Comisión de Derechos Humanos", "ombudsman", "", false}};
  return *kActors;
}

std::string Scene::IdentityOf(const std::string& agency) const {
  if (agency == "admin") return absl::StrCat(places_.folder, "/admin");
  for (const Actor& actor : Actors()) {
    if (actor.id == agency && actor.has_adapter) {
      return absl::StrCat(places_.folder, "/agencies/", agency, "/adapter/identity");
    }
  }
  return absl::StrCat(places_.folder, "/agencies/", agency, "/identity");
}

absl::Status Scene::MakeFolder() {
  const std::string marker = absl::StrCat(places_.folder, "/", kMarker);
  std::error_code error;
  if (std::filesystem::exists(places_.folder) && !std::filesystem::is_empty(places_.folder)) {
    if (!base::FileExists(marker)) {
      return absl::FailedPreconditionError(absl::StrCat(
          places_.folder, ": holds something else than a demo; name another folder with --folder"));
    }
    std::filesystem::remove_all(places_.folder, error);
    if (error) return absl::UnavailableError(absl::StrCat(places_.folder, ": ", error.message()));
  }
  RETURN_IF_ERROR(base::MakeFolders(places_.folder));
  return base::WriteFileAtomically(marker, "Made by `enlacectl demo`; removed at its next start.\n");
}

absl::Status Scene::StartGateway(const std::vector<std::string>& settings) {
  const std::string state = absl::StrCat(places_.folder, "/gateway");
  const std::string config = absl::StrCat(places_.folder, "/gateway.yaml");
  RETURN_IF_ERROR(base::WriteFileAtomically(
      config, absl::StrCat("trust_domain: ", kTrustDomain, "\nstate_folder: ", state,
                           "\nmutual:\n  address: 127.0.0.1\n  port: 0\nenrollment:\n  address: 127.0.0.1\n"
                           "  port: 0\npublic_names: [127.0.0.1, localhost]\nca:\n  folder: ",
                           places_.folder, "/ca\nmechanisms_folder: ", places_.mechanisms, "\n")));
  // The ports of an earlier run are nobody's now.
  std::error_code ignored;
  std::filesystem::remove(state + "/ports", ignored);
  std::vector<std::string> arguments = {places_.programs + "/enlace-gateway", "--config", config};
  for (const std::string& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
  ASSIGN_OR_RETURN(gateway_, Background::Start(arguments, absl::StrCat(places_.folder, "/gateway.log")));
  const absl::Status ready = WaitForFile(state + "/ports", kStartLimit);
  if (!ready.ok()) {
    const auto log = base::ReadFile(absl::StrCat(places_.folder, "/gateway.log"));
    return absl::InternalError(absl::StrCat("the gateway did not start: ", log.ok() ? *log : ""));
  }
  ASSIGN_OR_RETURN(const uint16_t port, PortOf(state, "mutual"));
  address_ = absl::StrCat("127.0.0.1:", port);
  return absl::OkStatus();
}

absl::StatusOr<Finished> Scene::TryEnlacectl(const std::string& who,
                                             const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {places_.programs + "/enlacectl", "--language", "en", "--identity",
                                  IdentityOf(who)};
  if (!address_.empty()) {
    all.push_back("--address");
    all.push_back(address_);
  }
  all.insert(all.end(), arguments.begin(), arguments.end());
  return RunToEnd(all);
}

absl::StatusOr<std::string> Scene::Enlacectl(const std::string& who,
                                             const std::vector<std::string>& arguments) {
  ASSIGN_OR_RETURN(const Finished finished, TryEnlacectl(who, arguments));
  if (finished.exit_code != 0) {
    std::vector<std::string> named = {"enlacectl"};
    named.insert(named.end(), arguments.begin(), arguments.end());
    return Failed(named, finished);
  }
  return finished.out;
}

absl::Status Scene::WriteAdapterConfig(const Actor& actor) const {
  const std::string folder = absl::StrCat(places_.folder, "/agencies/", actor.id);
  return base::WriteFileAtomically(
      folder + "/adapter.yaml",
      absl::StrCat(
          "agency_id: ", actor.id, "\nlanguage: es\nstate_folder: ", folder, "/adapter\ngateway: ", address_,
          "\nmechanism_id: mx-federal\nfolder:\n  root: ", folder,
          "/files\n  quiet_time: 1s\n  poll_interval: 1s\n  mapping:\n    time_zone: America/Chihuahua\n"));
}

absl::Status Scene::Enrol(const Actor& actor) {
  const std::string folder = absl::StrCat(places_.folder, "/agencies/", actor.id);
  RETURN_IF_ERROR(base::MakeFolders(folder));
  std::vector<std::string> create = {"agency",   "create", "--id",     actor.id,    "--name",
                                     actor.name, "--kind", actor.kind, "--country", "MX",
                                     "--unit",   "main",   "--tag",    "es"};
  if (!actor.territory.empty()) {
    create.push_back("--territory");
    create.push_back(actor.territory);
  }
  RETURN_IF_ERROR(Enlacectl("admin", create).status());
  ASSIGN_OR_RETURN(const std::string json, Enlacectl("admin", {"-o", "json", "token", "create", "--agency",
                                                               actor.id, "--unit", "main"}));
  v1::CreateEnrollmentTokenResponse token;
  if (!google::protobuf::util::JsonStringToMessage(json, &token).ok()) {
    return absl::InternalError("enlacectl token create: its answer is not JSON");
  }
  const std::string token_file = folder + "/token";
  RETURN_IF_ERROR(base::WriteFileAtomically(token_file, token.token()));
  if (!actor.has_adapter) {
    return Enlacectl(actor.id, {"enroll", "--token-file", token_file}).status();
  }
  RETURN_IF_ERROR(WriteAdapterConfig(actor));
  return RunAdapter(actor.id);
}

absl::Status Scene::RunAdapter(const std::string& agency) {
  const std::string folder = absl::StrCat(places_.folder, "/agencies/", agency);
  const std::vector<std::string> arguments = {places_.programs + "/enlace-adapter",
                                              "--config",
                                              folder + "/adapter.yaml",
                                              "--token-file",
                                              folder + "/token",
                                              "--once"};
  ASSIGN_OR_RETURN(const Finished finished, RunToEnd(arguments));
  return finished.exit_code == 0 ? absl::OkStatus() : Failed(arguments, finished);
}

absl::Status Scene::StartAdapters() {
  for (const Actor& actor : Actors()) {
    if (!actor.has_adapter) continue;
    const std::string folder = absl::StrCat(places_.folder, "/agencies/", actor.id);
    ASSIGN_OR_RETURN(auto adapter, Background::Start({places_.programs + "/enlace-adapter", "--config",
                                                      folder + "/adapter.yaml"},
                                                     folder + "/adapter.log"));
    adapters_.push_back(std::move(adapter));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Scene::StopAndCheck() {
  gateway_.reset();
  const std::vector<std::string> arguments = {places_.programs + "/enlace-gateway", "--config",
                                              absl::StrCat(places_.folder, "/gateway.yaml"), "fsck"};
  ASSIGN_OR_RETURN(const Finished finished, RunToEnd(arguments));
  if (finished.exit_code != 0) return Failed(arguments, finished);
  RETURN_IF_ERROR(StartGateway());
  RETURN_IF_ERROR(TellAddress());
  return finished.out;
}

absl::Status Scene::TellAddress() const {
  for (const Actor& actor : Actors()) {
    if (actor.has_adapter) RETURN_IF_ERROR(WriteAdapterConfig(actor));
  }
  return WriteEnvironment();
}

absl::Status Scene::BeginDrill(int speed) {
  gateway_.reset();
  RETURN_IF_ERROR(StartGateway({absl::StrCat("drill.speed=", speed)}));
  return TellAddress();
}

absl::Status Scene::WriteEnvironment() const {
  std::string text =
      absl::StrCat("# Source this file: . ", places_.folder, "/env\nexport PATH=", places_.programs,
                   ":$PATH\nexport ENLACE_ADDRESS=", address_, "\nexport ADMIN=", IdentityOf("admin"), "\n");
  for (const Actor& actor : Actors()) {
    std::string variable = absl::AsciiStrToUpper(actor.id);
    for (char& c : variable) c = c == '-' ? '_' : c;
    absl::StrAppend(&text, "export ", variable, "=", IdentityOf(actor.id), "\n");
  }
  return base::WriteFileAtomically(absl::StrCat(places_.folder, "/env"), text, 0644);
}

absl::StatusOr<std::unique_ptr<Scene>> Scene::Build(Places places, std::ostream& out) {
  std::unique_ptr<Scene> scene(new Scene(std::move(places)));
  RETURN_IF_ERROR(scene->MakeFolder());
  const std::string& folder = scene->places_.folder;
  RETURN_IF_ERROR(
      scene->Enlacectl("admin", {"ca", "init", "--folder", folder + "/ca", "--trust-domain", kTrustDomain})
          .status());
  RETURN_IF_ERROR(scene->StartGateway());
  out << "  The gateway listens on " << scene->address_ << "; nobody gets in without a certificate.\n";
  RETURN_IF_ERROR(
      scene->Enlacectl("admin", {"enroll", "--token-file", folder + "/gateway/first-administrator.token"})
          .status());
  for (const Actor& actor : Actors()) {
    RETURN_IF_ERROR(scene->Enrol(actor));
    out << "  Enrolled " << actor.name << " (" << actor.id << ").\n";
  }
  RETURN_IF_ERROR(scene->WriteEnvironment());
  return scene;
}

}  // namespace enlace::client::demo
