#include "gateway/service/replay/case_replay.h"

#include "gateway/base/time_text.h"
#include "gateway/delivery/feed_item.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/reclassify.h"
#include "gateway/referral/transition_table.h"
#include "gateway/referral/withdraw_consent.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

using referral::NoticeTarget;
using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

const referral::Transition* RowOf(const store::v1::LegTransitioned& moved) {
  for (const referral::Transition& row : referral::Transitions()) {
    if (row.number == static_cast<int>(moved.transition()) && row.to == moved.leg().state() &&
        referral::Has(row.from, moved.from())) {
      return &row;
    }
  }
  return nullptr;
}

// A report tells every agency that may know of the case.
std::vector<NoticeTarget> NoticesOfReport(const CaseState& before, const v1::AgencyRef& author,
                                          v1::FeedKind kind) {
  std::vector<NoticeTarget> notices;
  for (const referral::AccessGrant& grant : referral::AccessOf(before)) {
    if (grant.referral_id.empty() && grant.agency_id != author.agency_id()) {
      notices.push_back({grant.agency_id, kind, 0});
    }
  }
  return notices;
}

// Whom a step told depends on the directory of its time: its record says it.
std::vector<NoticeTarget> NoticesOfStep(const store::v1::StepTaken& taken) {
  std::vector<NoticeTarget> notices;
  for (const std::string& agency_id : taken.told_agency_ids()) {
    notices.push_back({agency_id, v1::FEED_KIND_CLOCK, 0});
  }
  return notices;
}

std::vector<NoticeTarget> NoticesOfReclassification(const CaseState& before,
                                                    const store::v1::ReferralReclassified& said) {
  std::vector<NoticeTarget> notices;
  referral::AddReclassifiedNotices(before, said.referral_id(), 0, &notices);
  return notices;
}

// A measure is told to every other party that may know of its referral.
std::vector<NoticeTarget> NoticesOfMeasure(const CaseState& before, const v1::AgencyRef& author,
                                           const std::string& referral_id) {
  std::vector<NoticeTarget> notices;
  for (const referral::AccessGrant& grant : referral::AccessOf(before)) {
    if (grant.referral_id == referral_id && grant.agency_id != author.agency_id()) {
      notices.push_back({grant.agency_id, v1::FEED_KIND_MEASURE_CHANGED, 0});
    }
  }
  return notices;
}

std::vector<NoticeTarget> NoticesOfReminder(const store::v1::LegReminded& reminded, const CaseState& after) {
  std::vector<NoticeTarget> notices;
  const ReferralRecord* referral = referral::FindReferral(after, reminded.referral_id());
  if (referral != nullptr) referral::AddHeldNotices(*referral, reminded.kind(), 0, &notices);
  return notices;
}

}  // namespace

void CaseReplay::Add(uint64_t index, const store::v1::Record& record) {
  const Event& event = record.event();
  if (event.has_feed_acknowledged()) {
    cursors_[event.feed_acknowledged().agency_id()] = event.feed_acknowledged().position();
    return;
  }
  if (event.event_case() == Event::EVENT_NOT_SET || record.case_id().empty()) return;
  CaseState& state = cases_[record.case_id()];
  const absl::Time time = base::FromProto(record.record_time());
  if (time != command_.time) Begin(time, state);
  referral::Apply(event, time, record.actor(), &state);
  Follow(event);
  if (event.has_agency_excluded()) {
    Forget(event.agency_excluded().excluded().agency_id(), record.case_id());
  }
  Tell(index, record, state);
}

// Feed rows go with the exclusion, and do not come back when it is lifted.
void CaseReplay::Forget(const std::string& agency_id, const std::string& case_id) {
  std::erase_if(feed_, [&](const auto& row) {
    return row.second.agency_id == agency_id && row.second.case_id == case_id;
  });
}

void CaseReplay::Begin(absl::Time time, const CaseState& before) {
  command_ = Command();
  command_.time = time;
  command_.before = before;
}

void CaseReplay::Follow(const Event& event) {
  if (event.has_leg_transitioned()) {
    command_.moved_legs.insert(event.leg_transitioned().leg().leg_id());
  } else if (event.has_leg_opened()) {
    // A leg whose predecessor did not move in this command opened by transfer.
    const v1::Leg& leg = event.leg_opened().leg();
    // One without predecessor was opened by the gateway.
    if (leg.replaces_leg_id().empty()) return;
    if (!command_.moved_legs.contains(leg.replaces_leg_id())) command_.transferred_leg = leg.leg_id();
  }
}

std::vector<NoticeTarget> CaseReplay::NoticesOfMove(const store::v1::LegTransitioned& moved,
                                                    const v1::AgencyRef& actor,
                                                    const CaseState& after) const {
  std::vector<NoticeTarget> notices;
  const ReferralRecord* now = referral::FindReferral(after, moved.referral_id());
  const referral::Transition* row = RowOf(moved);
  if (now == nullptr || row == nullptr) return notices;
  // Overseers are those before the command; those of a new referral are dispatched
  // before anything of it is held. One that the command itself excludes is told
  // nothing in any case.
  const ReferralRecord* before = referral::FindReferral(command_.before, moved.referral_id());
  referral::AddNotices(before == nullptr ? *now : *before, *row, moved.leg(), 0, &notices);
  referral::AddWithdrawalNotice(*now, row->number, actor, 0, &notices);
  if (moved.leg().leg_id() == command_.transferred_leg) {
    notices.push_back({now->origin().agency_id(), v1::FEED_KIND_LEG_CHANGED, 0});
  }
  return notices;
}

std::vector<NoticeTarget> CaseReplay::NoticesOfNotice(const store::v1::Notice& notice,
                                                      const CaseState& after) const {
  std::vector<NoticeTarget> notices;
  const ReferralRecord* referral = referral::FindReferral(after, notice.referral_id());
  if (referral == nullptr) return notices;
  if (notice.kind() == v1::FEED_KIND_NO_TAKER) {
    referral::AddNoTakerNotices(*referral, 0, &notices);
  } else if (notice.kind() == v1::FEED_KIND_ACCESS_ENDED) {
    const v1::Leg* leg = referral::FindLeg(*referral, notice.detail());
    if (leg != nullptr) notices.push_back({leg->recipient().agency_id(), notice.kind(), 0});
  } else {
    notices.push_back({referral->origin().agency_id(), notice.kind(), 0});
  }
  return notices;
}

std::vector<NoticeTarget> CaseReplay::NoticesOf(const store::v1::Record& record,
                                                const CaseState& after) const {
  switch (record.event().event_case()) {
    case Event::kLegTransitioned:
      return NoticesOfMove(record.event().leg_transitioned(), record.actor(), after);
    case Event::kNotice:
      return NoticesOfNotice(record.event().notice(), after);
    case Event::kStepTaken:
      return NoticesOfStep(record.event().step_taken());
    case Event::kReferralReclassified:
      return NoticesOfReclassification(command_.before, record.event().referral_reclassified());
    case Event::kLegReminded:
      return NoticesOfReminder(record.event().leg_reminded(), after);
    case Event::kMeasureChanged:
      return NoticesOfMeasure(command_.before, record.actor(), record.referral_id());
    case Event::kInvestigationReported:
      return NoticesOfReport(command_.before, record.actor(), v1::FEED_KIND_INVESTIGATION_REPORTED);
    case Event::kProtectionReported:
      return NoticesOfReport(command_.before, record.actor(), v1::FEED_KIND_PROTECTION_REPORTED);
    default:
      return {};
  }
}

void CaseReplay::Tell(uint64_t index, const store::v1::Record& record, const CaseState& after) {
  std::map<std::string, v1::FeedKind> kinds;
  for (const NoticeTarget& notice : NoticesOf(record, after)) {
    if (notice.agency_id.empty() || referral::IsKeptOut(after, notice.agency_id)) continue;
    v1::FeedKind& kind = kinds[notice.agency_id];
    kind = delivery::MoreUrgent(kind, notice.kind);
  }
  for (const auto& [agency_id, kind] : kinds) {
    store::v1::FeedRow row;
    *row.mutable_item() = delivery::FeedItemOf(after, record.event(), kind, record.actor());
    row.mutable_item()->set_position(index);
    *row.mutable_item()->mutable_record_time() = record.record_time();
    feed_[store::FeedKey(agency_id, index)] = {agency_id, record.case_id(), row.SerializeAsString()};
  }
}

store::Rows CaseReplay::FeedRows() const {
  store::Rows rows;
  for (const auto& [key, entry] : feed_) rows[key] = entry.value;
  return rows;
}

store::Rows CaseReplay::CursorRows() const {
  store::Rows rows;
  for (const auto& [agency_id, position] : cursors_) {
    store::v1::FeedCursorRow row;
    row.set_position(position);
    rows[agency_id] = row.SerializeAsString();
  }
  return rows;
}

}  // namespace enlace::service
