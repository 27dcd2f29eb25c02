#include "gateway/delivery/warning_feed.h"

#include "gateway/warning/decide.h"

namespace enlace::delivery {
namespace {

using store::v1::WarningState;

v1::ClockNotice NoticeOf(const WarningState& state, const store::v1::StepTaken& taken) {
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

std::vector<WarningItem> WarningItemsOf(const WarningState& after, const store::v1::Event& event,
                                        const v1::AgencyRef& actor, const WarningState* referenced) {
  std::vector<WarningItem> items;
  const auto tell = [&](const std::string& agency_id, v1::FeedKind kind, const std::string& warning_id) {
    v1::FeedItem& item = items.emplace_back(WarningItem{agency_id, {}}).item;
    item.set_kind(kind);
    item.set_warning_id(warning_id);
    if (!actor.agency_id().empty()) *item.mutable_actor() = actor;
  };
  const std::string& own_id = after.warning().warning_id();
  if (event.has_warning_issued()) {
    for (const warning::Told& told : warning::ToldOf(after.warning(), referenced)) {
      tell(told.agency_id, v1::FEED_KIND_WARNING, told.warning_id);
    }
  } else if (event.has_warning_answered()) {
    tell(after.warning().issuer().agency_id(), v1::FEED_KIND_WARNING_ANSWERED, own_id);
  } else if (event.has_step_taken()) {
    for (const std::string& agency_id : event.step_taken().told_agency_ids()) {
      tell(agency_id, v1::FEED_KIND_CLOCK, own_id);
      *items.back().item.mutable_clock() = NoticeOf(after, event.step_taken());
    }
  }
  return items;
}

}  // namespace enlace::delivery
