// What leaves: from the agency's system to the gateway, each thing exactly once.
#ifndef ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_
#define ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_

#include <string>

#include "absl/status/status.h"
#include "adapters/adapter.h"
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
  };
  explicit Outbound(Dependencies dependencies) : deps_(std::move(dependencies)) {}

  // One look at the system: sends and settles what is there. A refusal for good
  // goes back to the agency with its reason; what may pass by itself waits for
  // the next look. OK if the look itself worked.
  //   UNAUTHENTICATED   our certificate is refused: enrol or renew.
  //   others            as Adapter::Collect.
  absl::Status SendAll();

 private:
  absl::StatusOr<Settlement> Send(const OutgoingReferral& referral);
  absl::StatusOr<Settlement> Send(const OutgoingAction& action);
  absl::StatusOr<Settlement> Send(const OutgoingStatus& status);
  absl::StatusOr<v1::Leg> BringToReceived(const v1::Referral& referral, v1::Leg leg, const OutgoingAction& action);
  absl::Status LinkNumber(const std::string& case_id, const OutgoingReferral& referral);
  absl::Status KeepReceipt(const std::string& name, const v1::Receipt& receipt);

  const Dependencies deps_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_OUTBOUND_H_
