// Where a referral would go now: the same answer for the dry run and the real
// one.
#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_FIND_ROUTE_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_FIND_ROUTE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/mechanism/routing.h"
#include "gateway/referral/held_purpose.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

struct RouteQuestion {
  const v1::Classification& classification;
  std::string origin;
  absl::Time event_time = absl::InfinitePast();
  absl::Time petition_time = absl::InfinitePast();
  absl::Time now = absl::InfinitePast();
  absl::Span<const v1::Agency> agencies = {};
  std::set<std::string> excluded = {};
};

struct FoundRoute {
  mechanism::Route route;
  // Valid sealing certificates of every recipient that gets content.
  std::map<std::string, std::vector<v1::SealingCertificate>> certificates;
};

// The route by the mechanism's rules. Nothing can be sealed to an agency without a
// valid sealing certificate: where it should get content, the next rule decides.
// If that leaves nobody, held_reason says so.
//   INVALID_ARGUMENT   classification.mechanism_id names no mechanism here.
absl::StatusOr<FoundRoute> FindRoute(const Core& core, store::Reader& reader, const RouteQuestion& question);

// The legs of the route.
std::vector<v1::PlannedLeg> PlannedLegsOf(const mechanism::Route& route);

// What the route leaves without anybody, less what the sender does itself.
std::vector<referral::HeldPurpose> UnservedOf(const mechanism::Route& route);

// After how long a sender is told again of a leg that is held, by the mechanism;
// by default if it is not known any more.
absl::Duration HeldReminderOf(const Core& core, const v1::Classification& classification);

// Whether the legs that the client sealed to are those of the route now.
//   FAILED_PRECONDITION  ROUTE_CHANGED: resolve, seal and send again.
absl::Status CheckPlan(const google::protobuf::RepeatedPtrField<v1::PlannedLeg>& planned,
                       const std::vector<v1::PlannedLeg>& route);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_FIND_ROUTE_H_
