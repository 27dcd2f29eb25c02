// Measures, consent and classification.
#include <algorithm>

#include "tests/property/command_source.h"
#include "tests/property/reference_measure_table.h"
#include "tests/property/reference_table.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

using Request = v1::AdvanceMeasureRequest;

constexpr int32_t kHour = 3600;
constexpr int32_t kTimeForObjections = 10 * 24 * kHour;

// What a request for a measure may name; some of it is no measure of the mechanism.
struct Wish {
  v1::MeasureKind kind;
  v1::MeasureType type;
  const char* code;
};
constexpr Wish kWishes[] = {{v1::MEASURE_KIND_URGENT_PROTECTIVE, v1::MEASURE_TYPE_EVACUATION, "evacuation"},
                            {v1::MEASURE_KIND_URGENT_PROTECTIVE, v1::MEASURE_TYPE_SECURITY_PERSONNEL, ""},
                            {v1::MEASURE_KIND_URGENT_PROTECTIVE, v1::MEASURE_TYPE_PATROL, "patrol"},
                            {v1::MEASURE_KIND_PROTECTIVE, v1::MEASURE_TYPE_PATROL, "patrol"},
                            {v1::MEASURE_KIND_PROTECTIVE, v1::MEASURE_TYPE_OTHER, "other-protective"},
                            {v1::MEASURE_KIND_PREVENTIVE, v1::MEASURE_TYPE_OTHER, "collective-measure"},
                            {v1::MEASURE_KIND_PREVENTIVE, v1::MEASURE_TYPE_DIGITAL_SECURITY, ""}};
constexpr Wish kWrongWishes[] = {{v1::MEASURE_KIND_PREVENTIVE, v1::MEASURE_TYPE_EVACUATION, "evacuation"},
                                 {v1::MEASURE_KIND_PROTECTIVE, v1::MEASURE_TYPE_PATROL, "no-such-measure"},
                                 {v1::MEASURE_KIND_PROTECTIVE, v1::MEASURE_TYPE_OTHER, "patrol"},
                                 {v1::MEASURE_KIND_PROTECTIVE, v1::MEASURE_TYPE_OTHER, ""}};

bool IsUnit(const v1::AgencyRef& agency) {
  return agency.kind() == v1::AGENCY_KIND_PROTECTION_UNIT ||
         agency.kind() == v1::AGENCY_KIND_STATE_PROTECTION_UNIT;
}

// Parties that can be the unit of a measure, or speak for those concerned.
std::vector<std::string> Candidates(const v1::Referral& referral, Mover who, const v1::Measure* measure) {
  std::vector<std::string> candidates;
  const bool concerned = who == Mover::kConcerned;
  if (concerned || IsUnit(referral.origin())) candidates.push_back(referral.origin().agency_id());
  for (const v1::Leg& leg : referral.legs()) {
    const bool fits = concerned ? leg.recipient().kind() == v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION
                                : IsUnit(leg.recipient()) && leg.was_accepted();
    if (fits && IsAsked(leg)) candidates.push_back(leg.recipient().agency_id());
  }
  if (measure == nullptr || concerned) return candidates;
  // Mostly whoever answers for it; now and then another unit that might.
  candidates.insert(candidates.end(), 4, measure->unit().agency_id());
  if (who == Mover::kUnitOrImplementer && measure->has_implementer()) {
    candidates.insert(candidates.end(), 3, measure->implementer().agency_id());
  }
  return candidates;
}

}  // namespace

void CommandSource::FillMeasure(Command* command) {
  MoveMeasure& move = *command->mutable_measure();
  move.set_officer(Chance(97));
  if (Chance(4)) move.set_version_off(static_cast<int32_t>(Below(5)) - 2);
  if (Chance(15)) move.set_occurred_seconds_ago(1 + Below(Chance(70) ? 600 : 2 * 24 * 3600));
  // One of the last, so that measures come far; or another one, which is asked for.
  const v1::Measure* measure = nullptr;
  for (int tries = 0; measure == nullptr && !measures_.empty() && tries < 4 && Chance(85); ++tries) {
    const size_t recent = std::min<size_t>(measures_.size(), Chance(80) ? 3 : 20);
    move.set_measure(measures_[measures_.size() - 1 - Below(static_cast<uint32_t>(recent))]);
    measure = model_.FindMeasure(resolver_.MeasureId(move.measure()));
    // What has ended is mostly left alone.
    if (measure != nullptr && HasEnded(measure->state()) && !Chance(15)) measure = nullptr;
  }
  for (int tries = 0; tries < 4; ++tries) {
    move.set_referral(Submission());
    if (model_.FindReferral(resolver_.ReferralId(move.referral())) != nullptr) break;
  }
  // A referral often has several.
  const v1::Measure* beside = measure;
  if (measure == nullptr && !measures_.empty() && Chance(40)) {
    beside = model_.FindMeasure(resolver_.MeasureId(OneOf(measures_)));
  }
  if (beside != nullptr && Chance(97)) {
    for (const uint32_t submission : submissions_) {
      if (resolver_.ReferralId(submission) == beside->referral_id()) move.set_referral(submission);
    }
  }
  const v1::Referral* referral = model_.FindReferral(resolver_.ReferralId(move.referral()));
  std::vector<const MeasureRow*> rows;
  for (const MeasureRow& row : MeasureRows()) {
    const v1::MeasureState state = measure == nullptr ? v1::MEASURE_STATE_UNSPECIFIED : measure->state();
    if (!row.from.contains(state)) continue;
    const bool consulted = measure != nullptr && measure->consultation() >= v1::CONSULTATION_OUTCOME_AGREED;
    // What ends a measure early is drawn less often, and what brings it on more often.
    const bool ends = HasEnded(row.to) && row.action != Request::kWithdraw;
    const bool leads_on = row.action == (consulted ? Request::kImplement : Request::kConsult) ||
                          row.action == Request::kBegin || row.action == Request::kConfirm;
    if (!ends || Chance(12)) rows.insert(rows.end(), leads_on ? 3 : 1, &row);
  }
  const MeasureRow& row = rows.empty() || Chance(8)
                              ? MeasureRows()[Below(static_cast<uint32_t>(MeasureRows().size()))]
                              : *OneOf(rows);
  command->set_caller(Somebody(move.referral()));
  if (referral != nullptr && Chance(90)) {
    const std::vector<std::string> candidates = Candidates(*referral, row.who, measure);
    if (!candidates.empty()) command->set_caller(OneOf(candidates));
  }
  // The time for objections runs out.
  if (row.action == Request::kWithdraw && Chance(40)) {
    command->set_wait_seconds(command->wait_seconds() + Within(kTimeForObjections + Below(3) * 24 * 3600));
  }
  FillMeasureAction(row.action, referral == nullptr ? v1::Referral() : *referral, &move);
  if (row.action == Request::kRequest) {
    move.clear_measure();
    measures_.push_back(command->number());
  }
}

void CommandSource::FillMeasureAction(Request::ActionCase action, const v1::Referral& referral,
                                      MoveMeasure* move) {
  Request* request = move->mutable_request();
  const auto* field = Request::descriptor()->FindFieldByNumber(action);
  request->GetReflection()->MutableMessage(request, field);
  switch (action) {
    case Request::kRequest: {
      v1::RequestMeasure& asked = *request->mutable_request();
      const Wish& wish =
          Chance(92) ? kWishes[Below(std::size(kWishes))] : kWrongWishes[Below(std::size(kWrongWishes))];
      asked.set_kind(wish.kind);
      asked.set_type(wish.type);
      asked.set_national_code(wish.code);
      asked.set_covers(Chance(60) ? v1::SUBJECT_KIND_COLLECTIVE : v1::SUBJECT_KIND_INDIVIDUAL);
      asked.set_persons_covered(Chance(98) ? 1 + Below(40) : 0);
      asked.set_police_based(Chance(50));
      asked.set_allows_continued_work(Chance(50));
      break;
    }
    case Request::kConsult:
      request->mutable_consult()->set_outcome(static_cast<v1::ConsultationOutcome>(Below(6)));
      if (Chance(40)) request->mutable_consult()->set_outcome(v1::CONSULTATION_OUTCOME_AGREED);
      if (Chance(20)) request->mutable_consult()->set_outcome(v1::CONSULTATION_OUTCOME_REFUSED);
      break;
    case Request::kGrant: {
      if (!Chance(50)) break;
      v1::AgencyRef& implementer = *request->mutable_grant()->mutable_implementer();
      implementer.set_agency_id("policia-chihuahua");
      const int legs = referral.legs_size();
      if (legs > 0 && Chance(70))
        implementer = referral.legs(static_cast<int>(Below(static_cast<uint32_t>(legs)))).recipient();
      if (implementer.agency_id().empty()) request->mutable_grant()->clear_implementer();
      break;
    }
    case Request::kConfirm:
      if (Chance(60))
        move->set_until_in_seconds(Chance(90) ? 1 + static_cast<int32_t>(Below(6 * kHour)) : -5);
      break;
    case Request::kReportUnsuitable:
      request->mutable_report_unsuitable()->set_reason(
          static_cast<v1::UnsuitabilityReason>(Chance(90) ? 1 + Below(6) : 0));
      break;
    case Request::kNoticeWithdrawal:
      move->set_until_in_seconds(kTimeForObjections + (Chance(85) ? 1 : 0) - (Chance(10) ? 1 : 0));
      break;
    case Request::kWithdraw:
      if (Chance(70)) request->mutable_withdraw()->set_objection_answer("heard");
      break;
    default:
      break;
  }
}

void CommandSource::FillConsent(Command* command) {
  Withdraw& withdraw = *command->mutable_withdraw_consent();
  withdraw.set_petition_withdrawn(Chance(30));
  withdraw.set_officer(Chance(97));
  // Mostly of a referral of which a leg came to its end or was sent away.
  const v1::Referral* referral = nullptr;
  for (int tries = 0; tries < 8; ++tries) {
    withdraw.set_referral(Chance(50) ? Submission() : OneOf(submissions_));
    referral = model_.FindReferral(resolver_.ReferralId(withdraw.referral()));
    if (referral == nullptr) continue;
    if (std::any_of(referral->legs().begin(), referral->legs().end(), [](const v1::Leg& leg) {
          return leg.state() >= v1::LEG_STATE_COMPLETED && !TakenBack().contains(leg.state());
        })) {
      break;
    }
  }
  command->set_caller(Somebody(withdraw.referral()));
  if (referral == nullptr || Chance(20)) return;
  command->set_caller(OneOf(Candidates(*referral, Mover::kConcerned, nullptr)));
}

void CommandSource::FillReclassify(Command* command) {
  Reclassify& reclassify = *command->mutable_reclassify();
  reclassify.set_referral(Submission());
  reclassify.set_perpetrator(static_cast<v1::PerpetratorCategory>(Chance(97) ? 1 + Below(4) : 0));
  reclassify.set_officer(Chance(97));
  reclassify.set_stale_plan(Chance(5));
  if (Chance(4)) reclassify.set_seal_also_to(Anybody());
  const v1::Referral* referral = model_.FindReferral(resolver_.ReferralId(reclassify.referral()));
  command->set_caller(Somebody(reclassify.referral()));
  if (referral != nullptr && Chance(85)) command->set_caller(referral->origin().agency_id());
}

}  // namespace enlace::property
