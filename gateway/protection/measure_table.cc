#include "gateway/protection/measure_table.h"

#include "absl/strings/strip.h"

namespace enlace::protection {
namespace {

using Request = v1::AdvanceMeasureRequest;

constexpr MeasureStates kUndecided =
    MeasureSetOf(v1::MEASURE_STATE_REQUESTED, v1::MEASURE_STATE_UNDER_CONSULTATION);
constexpr MeasureStates kImplementedOrInWork = MeasureSetOf(
    v1::MEASURE_STATE_IMPLEMENTING, v1::MEASURE_STATE_IMPLEMENTED, v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
constexpr MeasureStates kGranted =
    kImplementedOrInWork | MeasureSetOf(v1::MEASURE_STATE_GRANTED, v1::MEASURE_STATE_REPORTED_UNSUITABLE,
                                        v1::MEASURE_STATE_SUSPENDED);
constexpr MeasureStates kToBeMended = MeasureSetOf(v1::MEASURE_STATE_REPORTED_UNSUITABLE);
constexpr absl::string_view kNoEffect = "none";
constexpr absl::string_view kLastOne =
    "MEASURES_IMPLEMENTED, if measures of the referral are implemented and none that was granted still waits";

constexpr MeasureTransition kTransitions[] = {
    {1,
     MeasureSetOf(v1::MEASURE_STATE_UNSPECIFIED),
     Goal::kState,
     v1::MEASURE_STATE_REQUESTED,
     MeasureActor::kUnit,
     Request::kRequest,
     {MeasureGuard::kConsentStands},
     kNoEffect},
    {2,
     kUndecided,
     Goal::kState,
     v1::MEASURE_STATE_UNDER_CONSULTATION,
     MeasureActor::kUnit,
     Request::kConsult,
     {MeasureGuard::kConsultationGoesOn},
     kNoEffect},
    {3,
     MeasureSetOf(v1::MEASURE_STATE_GRANTED, v1::MEASURE_STATE_IMPLEMENTING) | kToBeMended,
     Goal::kStay,
     v1::MEASURE_STATE_UNSPECIFIED,
     MeasureActor::kUnit,
     Request::kConsult,
     {MeasureGuard::kConsultationGoesOn},
     kNoEffect},
    {4,
     kUndecided | kToBeMended,
     Goal::kState,
     v1::MEASURE_STATE_GRANTED,
     MeasureActor::kUnit,
     Request::kGrant,
     {},
     "RESOLUTION_ISSUED; of an urgent protective measure URGENT_MEASURES_GRANTED before it"},
    {5,
     kUndecided,
     Goal::kState,
     v1::MEASURE_STATE_DENIED,
     MeasureActor::kUnit,
     Request::kDeny,
     {},
     "RESOLUTION_ISSUED, which stops clocks and starts none: nothing is to be implemented"},
    {6,
     kUndecided | kGranted | MeasureSetOf(v1::MEASURE_STATE_WITHDRAWAL_NOTICED),
     Goal::kState,
     v1::MEASURE_STATE_REFUSED_BY_SUBJECT,
     MeasureActor::kConcerned,
     Request::kRefuse,
     {},
     "as M8; clocks that MEASURES_IMPLEMENTED stops become void, if no measure of the referral is left"},
    {7,
     MeasureSetOf(v1::MEASURE_STATE_GRANTED) | kToBeMended,
     Goal::kState,
     v1::MEASURE_STATE_IMPLEMENTING,
     MeasureActor::kImplementer,
     Request::kBegin,
     {},
     kNoEffect},
    {8,
     MeasureSetOf(v1::MEASURE_STATE_IMPLEMENTING),
     Goal::kState,
     v1::MEASURE_STATE_IMPLEMENTED,
     MeasureActor::kImplementer,
     Request::kImplement,
     {MeasureGuard::kConsultationRecorded, MeasureGuard::kNotRefused},
     kLastOne},
    {9,
     MeasureSetOf(v1::MEASURE_STATE_IMPLEMENTED),
     Goal::kState,
     v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT,
     MeasureActor::kConcerned,
     Request::kConfirm,
     {MeasureGuard::kValidityInFuture},
     kNoEffect},
    {10,
     kImplementedOrInWork,
     Goal::kState,
     v1::MEASURE_STATE_REPORTED_UNSUITABLE,
     MeasureActor::kConcerned,
     Request::kReportUnsuitable,
     {},
     kNoEffect},
    {11,
     kImplementedOrInWork,
     Goal::kState,
     v1::MEASURE_STATE_SUSPENDED,
     MeasureActor::kUnit,
     Request::kSuspend,
     {},
     kNoEffect},
    {12,
     MeasureSetOf(v1::MEASURE_STATE_SUSPENDED, v1::MEASURE_STATE_WITHDRAWAL_NOTICED),
     Goal::kReturn,
     v1::MEASURE_STATE_UNSPECIFIED,
     MeasureActor::kUnit,
     Request::kResume,
     {},
     kNoEffect},
    {13,
     kGranted,
     Goal::kState,
     v1::MEASURE_STATE_WITHDRAWAL_NOTICED,
     MeasureActor::kUnit,
     Request::kNoticeWithdrawal,
     {MeasureGuard::kWindowLongEnough},
     kNoEffect},
    {14,
     MeasureSetOf(v1::MEASURE_STATE_WITHDRAWAL_NOTICED),
     Goal::kStay,
     v1::MEASURE_STATE_UNSPECIFIED,
     MeasureActor::kConcerned,
     Request::kObject,
     {MeasureGuard::kWindowOpen},
     kNoEffect},
    {15,
     MeasureSetOf(v1::MEASURE_STATE_WITHDRAWAL_NOTICED),
     Goal::kState,
     v1::MEASURE_STATE_WITHDRAWN,
     MeasureActor::kUnit,
     Request::kWithdraw,
     {MeasureGuard::kWindowOver, MeasureGuard::kObjectionAnswered},
     "as M8; a clock whose measures were all withdrawn before they were implemented runs on"},
};

constexpr bool NoTwoRowsAnswerOneRequest() {
  for (const MeasureTransition& a : kTransitions) {
    for (const MeasureTransition& b : kTransitions) {
      if (&a != &b && a.action == b.action && (a.from & b.from) != 0) return false;
    }
  }
  return true;
}
static_assert(NoTwoRowsAnswerOneRequest(), "a state and an action must lead to one row");

constexpr bool NothingLeadsOutOfAnEnd() {
  for (const MeasureTransition& row : kTransitions) {
    if ((row.from & kEndedMeasure) != 0) return false;
  }
  return true;
}
static_assert(NothingLeadsOutOfAnEnd(), "a measure that ended stays so");

}  // namespace

absl::Span<const MeasureTransition> MeasureTransitions() { return kTransitions; }

const MeasureTransition* FindMeasureTransition(v1::MeasureState from, Request::ActionCase action) {
  for (const MeasureTransition& row : kTransitions) {
    if (row.action == action && Has(row.from, from)) return &row;
  }
  return nullptr;
}

v1::MeasureState StateBeneath(const v1::Measure& measure) {
  if (measure.unsuitability() != v1::UNSUITABILITY_REASON_UNSPECIFIED) {
    return v1::MEASURE_STATE_REPORTED_UNSUITABLE;
  }
  if (measure.has_confirm_time()) return v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT;
  return measure.has_implement_time() ? v1::MEASURE_STATE_IMPLEMENTED : v1::MEASURE_STATE_GRANTED;
}

absl::string_view MeasureActorText(MeasureActor actor) {
  switch (actor) {
    case MeasureActor::kUnit:
      return "unit that answers for it";
    case MeasureActor::kImplementer:
      return "unit that answers for it, or the implementer that its grant names";
    case MeasureActor::kConcerned:
      return "sender or the organisation that accompanies those concerned, for them";
  }
  return "";
}

absl::string_view MeasureGuardText(MeasureGuard guard) {
  switch (guard) {
    case MeasureGuard::kNone:
      return "";
    case MeasureGuard::kConsentStands:
      return "the consent to the referral must not have been withdrawn; ask those concerned, then send a new "
             "referral";
    case MeasureGuard::kConsultationGoesOn:
      return "an outcome that is on record is not taken back by NOT_YET_CONSULTED, nor a refusal by "
             "NOT_POSSIBLE; consult again and tell what came of it";
    case MeasureGuard::kConsultationRecorded:
      return "the outcome of a consultation with those concerned must be on record; tell it by `consult` "
             "first";
    case MeasureGuard::kNotRefused:
      return "those concerned must not have refused it when they were consulted: what they do not want is "
             "not "
             "implemented";
    case MeasureGuard::kValidityInFuture:
      return "valid_until_time must lie in the future; leave it away for a measure that is valid until it is "
             "withdrawn";
    case MeasureGuard::kWindowLongEnough:
      return "objection_until_time must lie at least the mechanism's objection_days ahead";
    case MeasureGuard::kWindowOpen:
      return "an objection is made once, and until objection_until_time";
    case MeasureGuard::kWindowOver:
      return "objection_until_time must be past: until then those concerned may object";
    case MeasureGuard::kObjectionAnswered:
      return "objection_answer is required where there is an objection";
  }
  return "";
}

absl::string_view MeasureStateText(v1::MeasureState state) {
  return absl::StripPrefix(v1::MeasureState_Name(state), "MEASURE_STATE_");
}

absl::string_view MeasureActionText(Request::ActionCase action) {
  const auto* field = Request::descriptor()->FindFieldByNumber(static_cast<int>(action));
  if (action == Request::ACTION_NOT_SET || field == nullptr) return "";
  return field->name();
}

}  // namespace enlace::protection
