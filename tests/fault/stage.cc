#include "tests/fault/stage.h"

#include <poll.h>
#include <signal.h>

#include <filesystem>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "client/enlacectl/demo/scene.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::fault {
namespace {

using client::demo::Background;
using client::demo::Scene;

constexpr absl::Duration kStartLimit = absl::Minutes(1);

}  // namespace

absl::StatusOr<std::unique_ptr<Stage>> Stage::Build(const StagePlaces& places) {
  std::unique_ptr<Stage> stage(new Stage(places));
  std::ostringstream told;
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<Scene> scene,
                     Scene::Build({places.folder, places.programs, places.mechanisms}, told));
    stage->address_ = scene->address();
  }
  for (const char* agency_id : {kUnit, kNorth}) RETURN_IF_ERROR(stage->WriteAdapterConfig(agency_id));
  return stage;
}

std::string Stage::IdentityFolder(const std::string& agency_id) const {
  const bool has_adapter = agency_id == kUnit || agency_id == kNorth;
  return absl::StrCat(AgencyFolder(agency_id), has_adapter ? "/adapter/identity" : "/identity");
}

absl::Status Stage::WriteAdapterConfig(const std::string& agency_id) const {
  const std::string folder = AgencyFolder(agency_id);
  return base::WriteFileAtomically(
      folder + "/adapter.yaml",
      absl::StrCat(
          "agency_id: ", agency_id, "\nlanguage: es\nstate_folder: ", folder, "/adapter\ngateway: ", address_,
          "\nmechanism_id: mx-federal\nretry_initial: 100ms\nretry_max: 1s\nfolder:\n  root: ", folder,
          "/files\n  quiet_time: 100ms\n  poll_interval: 100ms\n  mapping:\n"
          "    time_zone: America/Chihuahua\n"));
}

absl::Status Stage::LaunchGateway() {
  std::error_code ignored;
  std::filesystem::remove(StateFolder() + "/ports", ignored);
  const std::pair<std::string, std::string> host_and_port = absl::StrSplit(address_, ':');
  ASSIGN_OR_RETURN(gateway_,
                   Background::Start({places_.programs + "/enlace-gateway", "--config",
                                      places_.folder + "/gateway.yaml", "--set", "log_level=warning", "--set",
                                      absl::StrCat("mutual.port=", host_and_port.second)},
                                     places_.folder + "/gateway.log"));
  return absl::OkStatus();
}

absl::StatusOr<absl::Duration> Stage::StartGateway() {
  const absl::Time begin = absl::Now();
  RETURN_IF_ERROR(LaunchGateway());
  const std::string ports = StateFolder() + "/ports";
  while (!base::FileExists(ports)) {
    if (!gateway_->running()) return absl::UnavailableError("the gateway ended while it started");
    if (absl::Now() - begin > kStartLimit) return absl::UnavailableError("the gateway does not serve");
    poll(nullptr, 0, 1);
  }
  return absl::Now() - begin;
}

void Stage::Kill(Process* process) {
  if (*process == nullptr) return;
  if ((*process)->running()) kill((*process)->pid(), SIGKILL);
  while ((*process)->running()) poll(nullptr, 0, 1);
  process->reset();
}

void Stage::KillGateway() { Kill(&gateway_); }

absl::Status Stage::StartAdapter(const std::string& agency_id) {
  const std::string folder = AgencyFolder(agency_id);
  ASSIGN_OR_RETURN(
      (agency_id == kUnit ? unit_adapter_ : north_adapter_),
      Background::Start({places_.programs + "/enlace-adapter", "--config", folder + "/adapter.yaml"},
                        folder + "/adapter.log"));
  return absl::OkStatus();
}

void Stage::KillAdapter(const std::string& agency_id) {
  Kill(agency_id == kUnit ? &unit_adapter_ : &north_adapter_);
}

void Stage::StopAdapters() {
  unit_adapter_.reset();
  north_adapter_.reset();
}

}  // namespace enlace::fault
