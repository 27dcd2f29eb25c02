#include "gateway/delivery/feed_item.h"

#include <string>

#include "gateway/referral/fold.h"

namespace enlace::delivery {
namespace {

// Rising urgency.
int Rank(v1::FeedKind kind) {
  switch (kind) {
    case v1::FEED_KIND_ACCESS_ENDED:
      return 5;
    case v1::FEED_KIND_NO_TAKER:
      return 4;
    case v1::FEED_KIND_RESEAL_REQUESTED:
      return 3;
    case v1::FEED_KIND_LEG_DISPATCHED:
      return 2;
    case v1::FEED_KIND_UNSPECIFIED:
      return 0;
    default:
      return 1;
  }
}

std::string ShortCodeOf(const store::v1::CaseState& state, absl::string_view referral_id) {
  for (const store::v1::ReferralRecord& referral : state.referrals()) {
    if (referral.referral_id() == referral_id) return referral.short_code();
  }
  return "";
}

v1::ClockNotice NoticeOf(const store::v1::CaseState& state, const store::v1::StepTaken& taken) {
  v1::ClockNotice notice;
  notice.set_clock_id(taken.clock_id());
  notice.set_step_id(taken.step_id());
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.clock_id() != taken.clock_id()) continue;
    notice.set_rule_id(clock.rule_id());
    notice.set_authority(clock.authority());
    *notice.mutable_due_time() = clock.due_time();
    for (const v1::ClockStep& step : clock.steps()) {
      if (step.step_id() == taken.step_id()) notice.set_level(step.level());
    }
  }
  return notice;
}

}  // namespace

v1::FeedItem FeedItemOf(const store::v1::CaseState& state, const store::v1::Event& event, v1::FeedKind kind,
                        const v1::AgencyRef& actor) {
  v1::FeedItem item;
  item.set_kind(kind);
  item.set_case_id(state.case_id());
  if (!actor.agency_id().empty()) *item.mutable_actor() = actor;
  if (event.has_leg_transitioned()) {
    const store::v1::LegTransitioned& transition = event.leg_transitioned();
    item.set_referral_id(transition.referral_id());
    item.set_leg_id(transition.leg().leg_id());
    item.set_leg_state(transition.leg().state());
    item.set_leg_version(transition.leg().version());
  } else if (event.has_leg_opened()) {
    item.set_referral_id(event.leg_opened().referral_id());
    item.set_leg_id(event.leg_opened().leg().leg_id());
    item.set_leg_state(event.leg_opened().leg().state());
    item.set_leg_version(event.leg_opened().leg().version());
  } else if (event.has_referral_submitted()) {
    item.set_referral_id(event.referral_submitted().referral().referral_id());
  } else if (event.has_referral_reclassified()) {
    item.set_referral_id(event.referral_reclassified().referral_id());
  } else if (event.has_measure_changed()) {
    item.set_referral_id(event.measure_changed().referral_id());
    item.set_measure_id(event.measure_changed().measure_id());
  } else if (event.has_consent_withdrawn()) {
    item.set_referral_id(event.consent_withdrawn().referral_id());
  } else if (event.has_leg_reminded()) {
    item.set_referral_id(event.leg_reminded().referral_id());
    item.set_leg_id(event.leg_reminded().leg_id());
    item.set_leg_state(v1::LEG_STATE_HELD);
    const store::v1::ReferralRecord* referral = referral::FindReferral(state, item.referral_id());
    const v1::Leg* leg = referral == nullptr ? nullptr : referral::FindLeg(*referral, item.leg_id());
    if (leg != nullptr) item.set_leg_version(leg->version());
  } else if (event.has_step_taken()) {
    item.set_referral_id(event.step_taken().referral_id());
    item.set_leg_id(event.step_taken().leg_id());
    *item.mutable_clock() = NoticeOf(state, event.step_taken());
  } else if (event.has_notice()) {
    item.set_referral_id(event.notice().referral_id());
    if (event.notice().kind() == v1::FEED_KIND_ACCESS_ENDED) item.set_leg_id(event.notice().detail());
  } else if (state.referrals_size() == 1) {
    item.set_referral_id(state.referrals(0).referral_id());
  }
  item.set_short_code(ShortCodeOf(state, item.referral_id()));
  return item;
}

v1::FeedKind MoreUrgent(v1::FeedKind a, v1::FeedKind b) { return Rank(b) > Rank(a) ? b : a; }

}  // namespace enlace::delivery
