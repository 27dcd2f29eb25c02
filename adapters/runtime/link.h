// The agency's identity and what rests on it: the one way to the gateway.
#ifndef ENLACE_ADAPTERS_RUNTIME_LINK_H_
#define ENLACE_ADAPTERS_RUNTIME_LINK_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/runtime/retry_schedule.h"
#include "certs/keystore/keystore.h"
#include "client/connection.h"
#include "client/leg_actions.h"
#include "client/referral_reader.h"
#include "client/referral_sender.h"
#include "client/session.h"
#include "enlace/config/v1/adapter_config.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/random.h"

namespace enlace::adapters {

// Opens <state_folder>/identity, enrols and renews. Connects with the first call.
// Not thread-safe but for connection() and session(). Borrows what New is given.
class Link {
 public:
  struct Dependencies {
    const base::Clock& clock;
    base::Random& random;
    client::Sleeper& sleeper;
  };
  // Spends `token` if there is no identity yet, or if its certificate expired.
  //   FAILED_PRECONDITION  not enrolled and no token given; or enrolled as
  //                        another agency than the settings name.
  //   others               as client::Enroll and Keystore::Open.
  static absl::StatusOr<std::unique_ptr<Link>> New(const config::v1::AdapterConfig& config,
                                                   const std::string& token, Dependencies dependencies);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Takes over what was enrolled or renewed in the same folder beside this process, as
  // `enlacectl enroll` does for an adapter that was shut out. Else renews what is past
  // two thirds of its life, and a little later by chance, so that agencies that enrolled
  // together do not renew together. Returns whether it did either: then sender(),
  // reader() and legs() are other objects. A failure is logged and tried again after a
  // growing wait; the old identity stays in use.
  bool RenewIfDue();

  // Fetches the trust bundle once a day, and at the next call after TrustChanged, and
  // says which one is trusted. Returns whether it was another one: then sender(),
  // reader() and legs() are other objects. A failure is logged and tried again after a
  // growing wait; the old bundle stays in use.
  bool UpdateTrustIfDue();
  // The gateway said in the feed that its authorities changed. Thread-safe with
  // UpdateTrustIfDue.
  void TrustChanged() { trust_changed_ = true; }

  const certs::Keystore& keystore() const { return *keystore_; }
  client::Connection& connection() { return *connection_; }
  client::Session& session() { return *session_; }
  client::ReferralSender& sender() { return *sender_; }
  client::ReferralReader& reader() { return *reader_; }
  client::LegActions& legs() { return *legs_; }
  // Origin of the log that acts are signed for.
  const std::string& case_log() const { return case_log_; }
  const client::RetryPolicy& retry() const { return retry_; }

 private:
  Link(const config::v1::AdapterConfig& config, Dependencies dependencies);
  absl::Status Open(const std::string& token);
  absl::Status Connect();
  // All of them, or none.
  absl::Status MakeParts();
  // Whether the folder holds another certificate than ours.
  bool IsReplaced() const;
  absl::Status TakeOver();

  const config::v1::AdapterConfig config_;
  const Dependencies deps_;
  const client::RetryPolicy retry_;
  const double chance_;
  RetrySchedule renewals_;
  std::atomic<bool> trust_changed_ = false;
  // Of the last time that the bundle was fetched by this process.
  absl::Time trust_time_ = absl::InfinitePast();
  std::unique_ptr<certs::Keystore> keystore_;
  std::unique_ptr<client::Connection> connection_;
  std::unique_ptr<client::Session> session_;
  std::string case_log_;
  std::unique_ptr<client::ReferralSender> sender_;
  std::unique_ptr<client::ReferralReader> reader_;
  std::unique_ptr<client::LegActions> legs_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_LINK_H_
