// What a decision of the domain yields: events to commit, and who and what is
// to hear of them.
#ifndef ENLACE_GATEWAY_REFERRAL_DECISION_H_
#define ENLACE_GATEWAY_REFERRAL_DECISION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/receipt.pb.h"

namespace enlace::referral {

// One feed item to write.
struct NoticeTarget {
  // Whom; empty means the overseers that configuration names for the mechanism,
  // where no leg of the referral names one.
  std::string agency_id;
  v1::FeedKind kind = v1::FEED_KIND_UNSPECIFIED;
  // Index in `events` of the event it is about: its record gives the position.
  size_t event = 0;
};

// Something that starts or stops clocks, with its own time.
struct ClockFact {
  v1::ClockEvent event = v1::CLOCK_EVENT_UNSPECIFIED;
  absl::Time at;
  // It stops clocks and starts none: after a denial there is nothing to implement.
  bool only_stops = false;
};

// A decision about a referral.
struct Decision {
  std::string case_id;
  std::string referral_id;
  std::vector<store::v1::Event> events;
  std::vector<NoticeTarget> notices;
  std::vector<ClockFact> clock_events;
  // The petition fell away: every running clock of the referral becomes void.
  bool void_clocks = false;
  // The person declined measures: running clocks of the referral that
  // MEASURES_IMPLEMENTED stops become void.
  bool void_measure_clocks = false;
};

// A decision about a leg.
struct AdvanceResult : Decision {
  // The leg after it.
  v1::Leg leg;
  // Legs that it opened, as they stand after their dispatch.
  std::vector<v1::Leg> opened;
  // Number of the transition.
  int transition = 0;
  v1::ReceiptKind receipt = v1::RECEIPT_KIND_UNSPECIFIED;
  // The leg ended without its stop events: running clocks with its leg_id become
  // void. Statutory clocks, which have none, run on.
  bool void_leg_clocks = false;
  // The recipient must stop using what it holds.
  bool access_ended = false;
};

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_DECISION_H_
