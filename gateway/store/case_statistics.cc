#include "gateway/store/case_statistics.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/view.h"
#include "gateway/store/tables.h"

namespace enlace::store {
namespace {

using v1::CaseState;
using v1::ReferralRecord;

constexpr size_t kPage = 200;

using Numbers = std::map<std::string, std::string>;  // an id, and what stands for it

const std::string& NumberOf(const Numbers& numbers, const std::string& id) {
  static const auto* const none = new std::string;
  const auto found = numbers.find(id);
  return found == numbers.end() ? *none : found->second;
}

Numbers NumbersOf(const CaseState& state) {
  Numbers numbers;
  for (int i = 0; i < state.referrals_size(); ++i) {
    const ReferralRecord& referral = state.referrals(i);
    numbers[referral.referral_id()] = absl::StrCat(i + 1);
    for (int j = 0; j < referral.legs_size(); ++j) {
      numbers[referral.legs(j).leg_id()] = absl::StrCat(i + 1, ".", j + 1);
    }
  }
  return numbers;
}

enlace::v1::Classification CutClassification(const enlace::v1::Classification& from) {
  enlace::v1::Classification to;
  to.set_mechanism_id(from.mechanism_id());
  to.set_procedure(from.procedure());
  to.set_subject_kind(from.subject_kind());
  *to.mutable_population() = from.population();
  to.set_perpetrator(from.perpetrator());
  *to.mutable_incidents() = from.incidents();
  to.mutable_territory()->set_subdivision(from.territory().subdivision());
  to.set_risk(from.risk());
  to.set_persons_covered(from.persons_covered());
  return to;
}

enlace::v1::Leg CutLeg(const enlace::v1::Leg& from, const Numbers& numbers) {
  enlace::v1::Leg to;
  to.set_leg_id(NumberOf(numbers, from.leg_id()));
  *to.mutable_recipient() = from.recipient();
  to.set_purpose(from.purpose());
  to.set_state(from.state());
  to.set_decline_reason(from.decline_reason());
  to.set_decision_side(from.decision_side());
  to.set_was_accepted(from.was_accepted());
  if (from.has_state_since()) *to.mutable_state_since() = from.state_since();
  if (!from.superseded_by_leg_id().empty()) {
    to.set_superseded_by_leg_id(NumberOf(numbers, from.superseded_by_leg_id()));
  }
  return to;
}

void AddReferral(const ReferralRecord& from, const Numbers& numbers, CaseState* out) {
  ReferralRecord* to = out->add_referrals();
  to->set_referral_id(NumberOf(numbers, from.referral_id()));
  to->mutable_origin()->set_kind(from.origin().kind());
  *to->mutable_classification() = CutClassification(from.classification());
  for (const enlace::v1::Leg& leg : from.legs()) *to->add_legs() = CutLeg(leg, numbers);
  for (const v1::LegTimes& times : from.leg_times()) {
    v1::LegTimes* cut = to->add_leg_times();
    *cut = times;
    cut->set_leg_id(NumberOf(numbers, times.leg_id()));
  }
  if (from.has_petition_time()) *to->mutable_petition_time() = from.petition_time();
  if (from.has_consent_withdraw_time()) *to->mutable_consent_withdraw_time() = from.consent_withdraw_time();
}

void AddClock(const enlace::v1::Clock& from, const Numbers& numbers, CaseState* out) {
  enlace::v1::Clock* to = out->add_clocks();
  to->set_rule_id(from.rule_id());
  to->set_authority(from.authority());
  if (from.has_start_time()) *to->mutable_start_time() = from.start_time();
  if (from.has_due_time()) *to->mutable_due_time() = from.due_time();
  if (from.has_stop_time()) *to->mutable_stop_time() = from.stop_time();
  to->set_state(from.state());
  to->set_at_least(from.at_least());
  to->set_referral_id(NumberOf(numbers, from.referral_id()));
  to->set_leg_id(NumberOf(numbers, from.leg_id()));
}

void AddMeasure(const enlace::v1::Measure& from, const Numbers& numbers, CaseState* out) {
  enlace::v1::Measure* to = out->add_measures();
  to->set_referral_id(NumberOf(numbers, from.referral_id()));
  to->set_kind(from.kind());
  to->set_type(from.type());
  to->set_state(from.state());
  to->set_covers(from.covers());
  to->set_persons_covered(from.persons_covered());
  to->set_police_based(from.police_based());
  to->set_allows_continued_work(from.allows_continued_work());
  if (from.has_grant_time()) *to->mutable_grant_time() = from.grant_time();
}

absl::Status ForEach(Reader& reader, const std::function<void(const CaseState&)>& visit) {
  Range range;
  range.limit = kPage;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kCase, range));
    for (const Row& row : rows) {
      CaseState state;
      if (!state.ParseFromString(row.value)) return absl::DataLossError("a case cannot be parsed");
      visit(state);
    }
    if (rows.size() < kPage) return absl::OkStatus();
    range.after = rows.back().key;
  }
}

KnownLegs KnownTo(const CaseState& state, const std::string& agency_id) {
  KnownLegs known;
  if (agency_id.empty()) return known;
  const Numbers numbers = NumbersOf(state);
  for (const ReferralRecord& referral : state.referrals()) {
    for (const enlace::v1::Leg& leg : referral.legs()) {
      if (!referral::MayKnowLeg(state, referral, leg, agency_id)) continue;
      known[NumberOf(numbers, leg.leg_id())] = {referral.referral_id(), referral.short_code()};
    }
  }
  return known;
}

}  // namespace

CaseState CutForStatistics(const CaseState& state, absl::string_view mechanism_id) {
  const Numbers numbers = NumbersOf(state);
  CaseState out;
  for (const ReferralRecord& referral : state.referrals()) {
    if (absl::string_view(referral.classification().mechanism_id()) != mechanism_id) continue;
    AddReferral(referral, numbers, &out);
  }
  if (out.referrals().empty()) return out;
  for (const enlace::v1::Clock& clock : state.clocks()) AddClock(clock, numbers, &out);
  for (const enlace::v1::Measure& measure : state.measures()) AddMeasure(measure, numbers, &out);
  return out;
}

absl::Status ForEachCounted(Reader& reader, const authz::StatisticsGrant& grant,
                            const std::function<void(const CaseState& counted)>& visit) {
  return ForEach(reader, [&](const CaseState& state) {
    const CaseState counted = CutForStatistics(state, grant.mechanism_id());
    if (!counted.referrals().empty()) visit(counted);
  });
}

absl::Status ForEachListed(
    Reader& reader, const authz::StatisticsGrant& grant,
    const std::function<void(const CaseState& counted, const KnownLegs& known)>& visit) {
  return ForEach(reader, [&](const CaseState& state) {
    if (referral::IsExcluded(state, grant.agency_id())) return;
    const CaseState counted = CutForStatistics(state, grant.mechanism_id());
    if (!counted.referrals().empty()) visit(counted, KnownTo(state, grant.agency_id()));
  });
}

}  // namespace enlace::store
