// How the demo's stories are told: numbered steps, what programs said, and the
// checks that end a story which did not go as told.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_TELLER_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_TELLER_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/enlacectl/demo/scene.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::client::demo {

// Who the stories are about (Scene's Actors).
inline constexpr char kUnit[] = "uep-chihuahua";
inline constexpr char kMechanism[] = "mecanismo-federal";
inline constexpr char kOmbudsman[] = "defensoria";

// Tells on a stream what happens in a scene. Not thread-safe; borrows both.
class Teller {
 public:
  Teller(Scene& scene, std::ostream& out) : scene_(scene), out_(out) {}

  // The next numbered step; a sentence in it; the output of a program, indented.
  void Step(absl::string_view text);
  void Say(absl::string_view text);
  void Show(absl::string_view text);
  // Scene::Enlacectl.
  absl::StatusOr<std::string> Run(const std::string& who, const std::vector<std::string>& arguments) {
    return scene_.Enlacectl(who, arguments);
  }
  Scene& scene() { return scene_; }

 private:
  Scene& scene_;
  std::ostream& out_;
  int step_ = 0;
};

// INTERNAL, with `what` should have been, unless it holds.
absl::Status Expect(bool holds, absl::string_view what);

// What `enlacectl referral list` gives to `who`.
absl::StatusOr<v1::ListReferralsResponse> ListOf(Teller& teller, const std::string& who);

// The leg of the agency; null if it has none.
const v1::Leg* LegOf(const v1::Referral& referral, absl::string_view agency);

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_TELLER_H_
