// What arrives: from the feed into the agency's system.
#ifndef ENLACE_ADAPTERS_RUNTIME_INBOUND_H_
#define ENLACE_ADAPTERS_RUNTIME_INBOUND_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/adapter.h"
#include "adapters/runtime/counts.h"
#include "client/leg_actions.h"
#include "client/referral_reader.h"
#include "enlace/v1/feed_service.pb.h"
#include "gateway/base/clock.h"

namespace enlace::adapters {

// Handles feed items one at a time. Every step may be repeated: the driver knows
// a leg it has, and the gateway knows a request_id. Not thread-safe. Borrows all
// it is given.
class Inbound {
 public:
  struct Dependencies {
    Adapter& driver;
    client::ReferralReader& reader;
    client::LegActions& legs;
    const base::Clock& clock;
    std::string agency_id;
    std::string language;
    // Where goes what the agency's system cannot take, with the reason.
    std::string quarantine_folder;
    // May be null.
    Counts* counts = nullptr;
  };
  explicit Inbound(Dependencies dependencies) : deps_(std::move(dependencies)) {}

  // OK when the item is handled for good: the cursor may pass it. What cannot be
  // opened or taken is put aside with its reason, told to the officers and
  // reported to the gateway; it never holds up the feed.
  //   others   transient; hand the item in again.
  absl::Status Handle(const v1::FeedItem& item);

 private:
  absl::Status HandleOnce(const v1::FeedItem& item);
  absl::Status Receive(const v1::FeedItem& item);
  absl::Status Deliver(const v1::FeedItem& item, const client::ReadReferral& read, const v1::Leg& leg);
  absl::Status Announce(const v1::FeedItem& item);
  // Puts what happened to a certificate of the agency into the log.
  absl::Status NoteCertificate(const v1::FeedItem& item);
  // What came sealed with the change; empty where nothing did or it is not ours.
  absl::StatusOr<content::v1::NoteContent> NoteOf(const v1::FeedItem& item);
  absl::Status Quarantine(const v1::FeedItem& item, const absl::Status& why);
  // Makes a transition of the leg as the feed or a look has shown it.
  absl::Status Report(const v1::FeedItem& item, uint64_t version, v1::AdvanceLegRequest action,
                      absl::string_view act);

  const Dependencies deps_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_INBOUND_H_
