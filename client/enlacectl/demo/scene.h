// The scene of the demo: one gateway and the agencies around it, as real
// processes and files in one folder.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_SCENE_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_SCENE_H_

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/enlacectl/demo/process.h"

namespace enlace::client::demo {

// Where everything is. All paths are absolute.
struct Places {
  std::string folder;      // Of the demo; made anew at each start.
  std::string programs;    // enlace-gateway, enlace-adapter, enlacectl.
  std::string mechanisms;  // mechanisms/*.yaml
};

// An agency of the scene.
struct Actor {
  std::string id;
  std::string name;
  std::string kind;       // As `enlacectl agency create --kind` takes it.
  std::string territory;  // Empty for the whole country.
  bool has_adapter;       // Otherwise its people use enlacectl.
};

// The agencies: a state protection unit, two prosecutor's offices of which one
// will be excluded, the federal mechanism, and the ombudsman.
const std::vector<Actor>& Actors();

// Starts and keeps the processes. Not thread-safe.
class Scene {
 public:
  // Makes the folder (an earlier demo's is removed, nothing else ever is), the
  // authority and the gateway, registers and enrols every agency.
  //   FAILED_PRECONDITION  the folder exists and is no demo's, or a demo runs in
  //                        it.
  //   others               a program failed; the message has its last words.
  static absl::StatusOr<std::unique_ptr<Scene>> Build(Places places, std::ostream& out);

  // Runs enlacectl with an agency's identity ("admin" for the administrator's)
  // and gives its standard output.
  //   INTERNAL  it ended with another status than 0; its last words.
  absl::StatusOr<std::string> Enlacectl(const std::string& who, const std::vector<std::string>& arguments);
  // The same, however it ends.
  absl::StatusOr<Finished> TryEnlacectl(const std::string& who, const std::vector<std::string>& arguments);
  // One pass of an agency's adapter: take what is in its folder, deliver what
  // came.
  absl::Status RunAdapter(const std::string& agency);
  // Starts the adapters for good.
  absl::Status StartAdapters();
  // Stops the gateway and checks both of its logs, byte by byte.
  absl::StatusOr<std::string> StopAndCheck();

  // Starts the gateway anew with a time that runs `speed` times as fast as it does.
  absl::Status BeginDrill(int speed);

  // Folder that the agency's officers see.
  std::string FolderOf(const std::string& agency) const {
    return places_.folder + "/agencies/" + agency + "/files";
  }
  std::string IdentityOf(const std::string& agency) const;
  const Places& places() const { return places_; }
  const std::string& address() const { return address_; }

 private:
  explicit Scene(Places places) : places_(std::move(places)) {}
  absl::Status MakeFolder();
  absl::Status StartGateway(const std::vector<std::string>& settings = {});
  // After each further start: its port may be another one.
  absl::Status TellAddress() const;
  absl::Status Enrol(const Actor& actor);
  absl::Status WriteAdapterConfig(const Actor& actor) const;
  absl::Status WriteEnvironment() const;

  const Places places_;
  std::string address_;
  std::unique_ptr<Background> gateway_;
  std::vector<std::unique_ptr<Background>> adapters_;
};

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_SCENE_H_
