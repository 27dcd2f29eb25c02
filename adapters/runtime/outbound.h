// What leaves: from the agency's system to the gateway, each thing exactly once.
#ifndef ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_
#define ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/adapter.h"
#include "adapters/runtime/counts.h"
#include "adapters/runtime/retry_schedule.h"
#include "certs/keystore/keystore.h"
#include "client/leg_actions.h"
#include "client/referral_reader.h"
#include "client/referral_sender.h"
#include "client/session.h"

namespace enlace::adapters {

// Sends what the driver collects. A crash at any point is repeated with the same
// request_ids; a receipt is kept for everything that was sent. Not thread-safe.
// Borrows all it is given.
class Outbound {
 public:
  struct Dependencies {
    Adapter& driver;
    client::Session& session;
    const certs::Keystore& keystore;
    client::ReferralSender& sender;
    client::ReferralReader& reader;
    client::LegActions& legs;
    std::string agency_id;
    std::string mechanism_id;
    std::string receipts_folder;  // What was acknowledged, as JSON.
    std::string spool_folder;     // What may have been sent: one empty file each.
    // Where a notice goes about what must not be sent before people have looked;
    // it is tried again when they remove the notice.
    std::string quarantine_folder;
    std::string language = "es";
    client::RetryPolicy retry = {};
    // May be null.
    Counts* counts = nullptr;
  };
  explicit Outbound(Dependencies dependencies) : deps_(std::move(dependencies)), retries_(deps_.retry) {}

  // One look at the system: sends and settles what is there and due. A refusal
  // for good goes back to the agency with its reason; what may pass by itself
  // waits, each thing by itself and longer each time. OK if the look worked.
  //   UNAUTHENTICATED, UNAVAILABLE, DEADLINE_EXCEEDED, PERMISSION_DENIED,
  //   RESOURCE_EXHAUSTED  nothing can be sent at present; look again later.
  //   others              as Adapter::Collect and Adapter::Settle.
  absl::Status SendAll();

  // What the last look left for later, and what it left for people.
  int waiting() const { return waiting_; }
  int held_back() const { return held_back_; }

 private:
  absl::Status SendOne(const Collected& item);
  std::string NoticePath(const std::string& source_id) const;
  absl::Status HoldBack(const std::string& source_id, const absl::Status& why);
  absl::StatusOr<Settlement> Send(const OutgoingReferral& referral);
  absl::StatusOr<Settlement> Send(const OutgoingAction& action);
  absl::StatusOr<Settlement> Send(const OutgoingStatus& status);
  absl::StatusOr<Settlement> Act(const OutgoingAction& action);
  absl::StatusOr<v1::Leg> BringToReceived(const v1::Referral& referral, v1::Leg leg,
                                          const OutgoingAction& action);
  absl::Status LinkNumber(const std::string& case_id, const OutgoingReferral& referral);
  absl::Status KeepReceipt(const std::string& name, const v1::Receipt& receipt);
  // One that an earlier run kept; empty if there is none.
  v1::Receipt KeptReceipt(const std::string& name) const;

  const Dependencies deps_;
  RetrySchedule retries_;
  int waiting_ = 0;
  int held_back_ = 0;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_
