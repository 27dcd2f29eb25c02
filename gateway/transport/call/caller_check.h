// Who is at the other end of a connection, and whether that still holds.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_CALLER_CHECK_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_CALLER_CHECK_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/clock.h"
#include "gateway/identity/caller.h"
#include "gateway/identity/identifier.h"

namespace enlace::transport {

// What the checks of all connections have in common; borrowed.
struct IdentitySource {
  // nullptr on ports whose callers are all anonymous.
  const identity::Identifier* identifier = nullptr;
  // Rises after every change of the roster.
  const std::atomic<uint64_t>* changes = nullptr;
  const base::Clock* clock = nullptr;
  // Told which certificates are used; nullptr: nobody is.
  identity::Roster* roster = nullptr;
};

// Identifies the certificate of one connection once, and anew only when the roster
// has changed or time has gone beyond its validity: a call in between costs three
// comparisons. On the loop's thread only.
class CallerCheck {
 public:
  // `leaf_pem` as Identifier::Identify takes it; must outlive the check.
  CallerCheck(const IdentitySource& source, absl::string_view leaf_pem);

  // Whether calls of this peer are served now; if so, `caller` is who it is.
  //   UNAUTHENTICATED  as Identifier::Identify says.
  const absl::Status& Look();
  // Of the last Look that was OK; nullptr before. Shared, so that a call need not
  // copy it.
  const std::shared_ptr<const identity::Caller>& caller() const { return caller_; }

 private:
  void Identify();
  bool IsFresh(absl::Time now) const;
  // Tells the roster that the certificate is used, once in a while.
  void TellSeen(absl::Time now);

  const IdentitySource source_;
  const absl::string_view leaf_pem_;
  uint64_t seen_changes_ = 0;
  absl::Time told_seen_ = absl::InfinitePast();
  absl::Status verdict_;
  std::shared_ptr<const identity::Caller> caller_;
};

// The same question for an open stream of `caller`. `seen_changes` is the stream's
// memory, 0 at its beginning.
absl::Status StillGood(const IdentitySource& source, const identity::Caller& caller, uint64_t* seen_changes);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_CALLER_CHECK_H_
