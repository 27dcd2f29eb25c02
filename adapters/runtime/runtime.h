// All that every adapter does, whatever its driver: enrol, renew, watch, send.
#ifndef ENLACE_ADAPTERS_RUNTIME_RUNTIME_H_
#define ENLACE_ADAPTERS_RUNTIME_RUNTIME_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/adapter.h"
#include "adapters/runtime/counts.h"
#include "adapters/runtime/cursor.h"
#include "adapters/runtime/inbound.h"
#include "adapters/runtime/link.h"
#include "adapters/runtime/outbound.h"
#include "client/stopper.h"
#include "enlace/config/v1/adapter_config.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"
#include "gateway/base/random.h"

namespace enlace::adapters {

// Connects one agency's system with the gateway. <state_folder> holds identity/
// (the agency's keys: back it up), cursor, receipts/, spool/ and quarantine/.
// Two threads: one follows the feed, one looks at the system; both work under
// one lock, so that the driver is called by one at a time. Borrows what New is
// given.
class Runtime {
 public:
  struct Dependencies {
    Adapter& driver;
    const base::Clock& clock;
    base::Random& random;
    client::Stopper& stopper;
  };
  static constexpr absl::Duration kDefaultLimit = absl::Seconds(60);

  // Opens the state folder; spends `token` if there is no identity yet.
  //   FAILED_PRECONDITION  not enrolled and no token given; or enrolled as
  //                        another agency than the settings name.
  //   others               as client::Enroll, Keystore::Open, Cursor::Open.
  static absl::StatusOr<std::unique_ptr<Runtime>> New(const config::v1::AdapterConfig& config,
                                                      const std::string& token, Dependencies dependencies);

  // Looks at the system until what was there is settled (at least three looks, a
  // quiet time apart), then handles the feed up to its end.
  //   UNAVAILABLE  after `limit` something is still not sent or not read.
  //   DATA_LOSS    something is held back until people have looked at it.
  //   others       the first error that is not transient.
  absl::Status RunOnce(absl::Duration limit = kDefaultLimit);
  // Goes on until the stopper is used. Interruptions, refused certificates and
  // unreachable systems are logged and waited out: silence never gives up.
  absl::Status Run();

  // For the thread that runs; after Run or RunOnce for any.
  const Counts& counts() const { return counts_; }

 private:
  Runtime(const config::v1::AdapterConfig& config, Dependencies dependencies)
      : config_(config), deps_(dependencies) {}
  absl::Status Open(const std::string& token);
  // Makes both halves over the link's parts, anew after a renewal.
  void MakeHalves();
  absl::Status LookAtSystem();
  absl::Status LookUntilSettled(absl::Time end);
  absl::Status FollowFeed(client::Stopper& stopper, bool until_caught_up);
  absl::Status FollowFeedToItsEnd(absl::Duration limit);
  void AcknowledgeFeed();
  void LogCounts();

  const config::v1::AdapterConfig config_;
  const Dependencies deps_;
  base::Mutex work_;
  // All that follows is used under work_, but for the link's session.
  std::unique_ptr<Link> link_;
  std::unique_ptr<Cursor> cursor_;
  std::unique_ptr<Inbound> inbound_;
  std::unique_ptr<Outbound> outbound_;
  Counts counts_;
  Counts logged_counts_;
  absl::Time counts_time_ = absl::InfinitePast();
  absl::Time acknowledge_time_ = absl::InfinitePast();
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_RUNTIME_H_
