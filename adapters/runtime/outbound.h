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
#include "client/spool.h"

namespace enlace::adapters {

// Sends what the driver collects. A crash at any point is repeated with the same
// requests byte for byte; a receipt is kept for everything that was sent. Not
// thread-safe. Borrows all it is given.
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
    std::string case_log;         // Origin of the log that acts are signed for.
    std::string receipts_folder;  // What was acknowledged, as JSON.
    std::string spool_folder;     // What may have been sent and is not settled.
    // Where a notice goes about what must not be sent before people have looked;
    // it is tried again when they remove the notice.
    std::string quarantine_folder;
    std::string language = "es";
    client::RetryPolicy retry = {};
    // May be null.
    Counts* counts = nullptr;
  };
  explicit Outbound(Dependencies dependencies)
      : deps_(std::move(dependencies)), retries_(deps_.retry), spool_(deps_.spool_folder) {}

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
  // What the client sends of a line, with its request_id.
  client::OutgoingReferral ToSend(const OutgoingReferral& referral) const;
  // The name of the spool's file of each.
  std::string SpoolName(const OutgoingReferral& referral) const;
  std::string SpoolName(const OutgoingAction& action) const;
  std::string SpoolName(const OutgoingStatus& status) const;
  absl::StatusOr<Settlement> Send(const OutgoingReferral& referral);
  absl::StatusOr<Settlement> Send(const OutgoingAction& action);
  absl::StatusOr<Settlement> Send(const OutgoingStatus& status);
  // What an earlier run sent of it, again. NOT_FOUND if nothing is kept, or if the
  // leg moved meanwhile so that it never took effect.
  absl::StatusOr<Settlement> ActAgain(const OutgoingAction& action);
  absl::StatusOr<Settlement> Act(const OutgoingAction& action);
  absl::StatusOr<Settlement> Submit(const OutgoingAction& action, const v1::AdvanceLegRequest& request);
  // Sends what is kept of it from an earlier run, or else keeps and sends it.
  template <typename Request, typename Reported, typename Method>
  absl::StatusOr<Settlement> Report(const OutgoingStatus& status, const Reported& reported, Method method);
  absl::StatusOr<v1::Leg> BringToReceived(const v1::Referral& referral, v1::Leg leg,
                                          const OutgoingAction& action);
  absl::Status LinkNumber(const std::string& case_id, const OutgoingReferral& referral);
  absl::Status KeepReceipt(const std::string& name, const v1::Receipt& receipt);

  const Dependencies deps_;
  RetrySchedule retries_;
  client::Spool spool_;
  int waiting_ = 0;
  int held_back_ = 0;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_
