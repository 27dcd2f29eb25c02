// The processes of a kill run: one gateway and two adapters, real ones.
#ifndef ENLACE_TESTS_FAULT_STAGE_H_
#define ENLACE_TESTS_FAULT_STAGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/enlacectl/demo/process.h"

namespace enlace::fault {

// The agencies of the demo's scene, which the stage takes over.
inline constexpr char kUnit[] = "uep-chihuahua";         // Sends; has an adapter.
inline constexpr char kNorth[] = "fiscalia-norte";       // Receives by adapter what the unit's adapter sent.
inline constexpr char kSouth[] = "fiscalia-sur";         // Receives what the unit's clients sent.
inline constexpr char kFederal[] = "mecanismo-federal";  // Receives all.
inline constexpr char kOmbudsman[] = "defensoria";       // Oversees all.

struct StagePlaces {
  std::string folder;
  std::string programs;
  std::string mechanisms;
};

// Not thread-safe. Ends its processes when destroyed.
class Stage {
 public:
  // Makes authority, gateway and agencies as `enlacectl demo` does, with every
  // agency enrolled, then takes the processes over. Nothing runs afterwards.
  static absl::StatusOr<std::unique_ptr<Stage>> Build(const StagePlaces& places);

  // Starts the gateway on the same port as ever and waits until it serves. OK
  // with the time that took.
  //   UNAVAILABLE  it ended, or does not serve within a minute; see gateway.log.
  absl::StatusOr<absl::Duration> StartGateway();
  // Starts it and does not wait.
  absl::Status LaunchGateway();
  void KillGateway();
  // Politely, to its end.
  void StopGateway() { gateway_.reset(); }

  absl::Status StartAdapter(const std::string& agency_id);
  void KillAdapter(const std::string& agency_id);
  void StopAdapters();

  const std::string& address() const { return address_; }
  std::string StateFolder() const { return places_.folder + "/gateway"; }
  std::string AgencyFolder(const std::string& agency_id) const {
    return places_.folder + "/agencies/" + agency_id;
  }
  std::string IdentityFolder(const std::string& agency_id) const;

 private:
  using Process = std::unique_ptr<client::demo::Background>;
  explicit Stage(StagePlaces places) : places_(std::move(places)) {}
  static void Kill(Process* process);
  absl::Status WriteAdapterConfig(const std::string& agency_id) const;

  const StagePlaces places_;
  std::string address_;
  Process gateway_;
  Process unit_adapter_;
  Process north_adapter_;
};

}  // namespace enlace::fault

#endif  // ENLACE_TESTS_FAULT_STAGE_H_
