// The gateway's check of what it cannot open.
#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_ENVELOPE_CHECK_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_ENVELOPE_CHECK_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/v1/sealed.pb.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Checks the outer form of a sealed payload: needs no state, done before the
// writer's thread. Returns the serials of the certificates it is sealed to.
//   INVALID_ARGUMENT  ENVELOPE_INVALID naming `field`, or `recipients` does not
//                     list the envelope's recipients one by one.
absl::StatusOr<std::vector<std::string>> InspectSealed(absl::string_view field,
                                                       const v1::SealedPayload& sealed);

// Checks whom it is sealed to: every serial is a sealing certificate of ours, in
// force, of the agency and key that `recipients` names, and no agency outside
// `allowed` is among them, so that nobody gets content past the route.
//   INVALID_ARGUMENT  ENVELOPE_INVALID naming `field` and what is wrong.
absl::Status CheckSealedRecipients(store::Reader& reader, absl::string_view field,
                                   const v1::SealedPayload& sealed, const std::vector<std::string>& serials,
                                   const std::set<std::string>& allowed, absl::string_view trust_domain,
                                   absl::Time now);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_ENVELOPE_CHECK_H_
