#include "gateway/referral/fold.h"

#include <algorithm>
#include <string>

#include "gateway/base/time_text.h"
#include "gateway/referral/access.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/parties.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

bool SameOffice(const v1::AgencyRef& a, const v1::AgencyRef& b) {
  return a.agency_id() == b.agency_id() && a.unit_id() == b.unit_id();
}

ReferralRecord* MutableReferral(CaseState* state, absl::string_view referral_id) {
  for (ReferralRecord& referral : *state->mutable_referrals()) {
    if (absl::string_view(referral.referral_id()) == referral_id) return &referral;
  }
  return nullptr;
}

v1::Leg* MutableLeg(ReferralRecord* referral, absl::string_view leg_id) {
  for (v1::Leg& leg : *referral->mutable_legs()) {
    if (absl::string_view(leg.leg_id()) == leg_id) return &leg;
  }
  return nullptr;
}

void ApplySubmitted(const store::v1::ReferralSubmitted& event, CaseState* state) {
  const v1::Referral& from = event.referral();
  if (MutableReferral(state, from.referral_id()) != nullptr) return;
  ReferralRecord* to = state->add_referrals();
  to->set_referral_id(from.referral_id());
  to->set_short_code(from.short_code());
  *to->mutable_origin() = from.origin();
  *to->mutable_classification() = from.classification();
  *to->mutable_disclosure() = from.disclosure();
  *to->mutable_legs() = event.legs();
  *to->mutable_sealed() = event.sealed();
  to->mutable_sealed()->clear_cms();
  if (from.has_event_time()) *to->mutable_event_time() = from.event_time();
  if (from.has_petition_time()) *to->mutable_petition_time() = from.petition_time();
  *to->mutable_create_time() = from.create_time();
}

void AddNote(const v1::SealedPayload& sealed, const v1::Leg& leg, absl::Time record_time,
             const v1::AgencyRef& author, ReferralRecord* referral) {
  if (sealed.digest().empty()) return;
  v1::SealedNote* note = referral->add_notes();
  note->set_leg_id(leg.leg_id());
  *note->mutable_author() = author;
  note->set_entered(leg.state());
  *note->mutable_record_time() = base::ToProto(record_time);
  *note->mutable_sealed() = sealed;
  note->mutable_sealed()->clear_cms();
}

store::v1::LegTimes* TimesOf(ReferralRecord* referral, absl::string_view leg_id) {
  for (store::v1::LegTimes& times : *referral->mutable_leg_times()) {
    if (absl::string_view(times.leg_id()) == leg_id) return &times;
  }
  store::v1::LegTimes* times = referral->add_leg_times();
  times->set_leg_id(std::string(leg_id));
  return times;
}

void NoteTime(const v1::Leg& leg, const google::protobuf::Timestamp& at, ReferralRecord* referral) {
  switch (leg.state()) {
    case v1::LEG_STATE_HELD:
      if (auto* times = TimesOf(referral, leg.leg_id()); !times->has_hold_time()) {
        *times->mutable_hold_time() = at;
      }
      break;
    case v1::LEG_STATE_DISPATCHED:
      if (auto* times = TimesOf(referral, leg.leg_id()); !times->has_dispatch_time()) {
        *times->mutable_dispatch_time() = at;
      }
      break;
    case v1::LEG_STATE_ACCEPTED:
    case v1::LEG_STATE_DECLINED:
    case v1::LEG_STATE_RETURNED_NOT_COMPETENT:
    case v1::LEG_STATE_TRANSFERRED:
      if (auto* times = TimesOf(referral, leg.leg_id()); !times->has_decide_time()) {
        *times->mutable_decide_time() = at;
      }
      break;
    default:
      break;
  }
}

void ApplyTransitioned(const store::v1::LegTransitioned& event, absl::Time record_time,
                       const v1::AgencyRef& actor, CaseState* state) {
  ReferralRecord* referral = MutableReferral(state, event.referral_id());
  v1::Leg* leg = referral == nullptr ? nullptr : MutableLeg(referral, event.leg().leg_id());
  // A version that the leg has already is an event that was applied already.
  if (leg == nullptr || leg->version() >= event.leg().version()) return;
  *leg = event.leg();
  NoteTime(*leg, event.has_occur_time() ? event.occur_time() : base::ToProto(record_time), referral);
  AddNote(event.note(), *leg, record_time, actor, referral);
}

void ApplyOpened(const store::v1::LegOpened& event, absl::Time record_time, const v1::AgencyRef& actor,
                 CaseState* state) {
  ReferralRecord* referral = MutableReferral(state, event.referral_id());
  if (referral == nullptr || MutableLeg(referral, event.leg().leg_id()) != nullptr) return;
  *referral->add_legs() = event.leg();
  // Whoever opens the note meets the leg in its dispatch, which follows at once.
  v1::Leg met = event.leg();
  met.set_state(v1::LEG_STATE_DISPATCHED);
  AddNote(event.note(), met, record_time, actor, referral);
}

void ApplyExcluded(const store::v1::AgencyExcluded& event, const v1::AgencyRef& actor, CaseState* state) {
  if (IsExcluded(*state, event.excluded().agency_id())) return;
  store::v1::Exclusion* exclusion = state->add_exclusions();
  exclusion->set_agency_id(event.excluded().agency_id());
  exclusion->set_ground(event.excluded().ground());
  *exclusion->mutable_since() = event.since();
  exclusion->set_asserted_by_agency_id(actor.agency_id());
}

void ApplyInvestigation(const v1::InvestigationStatus& report, CaseState* state) {
  for (v1::InvestigationStatus& present : *state->mutable_investigations()) {
    if (SameOffice(present.prosecutor(), report.prosecutor())) {
      present = report;
      return;
    }
  }
  *state->add_investigations() = report;
}

void ApplyProtection(const v1::ProtectionStatus& report, CaseState* state) {
  for (v1::ProtectionStatus& present : *state->mutable_protections()) {
    if (SameOffice(present.unit(), report.unit())) {
      present = report;
      return;
    }
  }
  *state->add_protections() = report;
}

void ApplyNativeNumber(const store::v1::NativeNumberLinked& event, CaseState* state) {
  for (store::v1::NativeNumber& present : *state->mutable_native_numbers()) {
    if (present.agency_id() == event.agency_id()) {
      present.set_native_number_hash(event.native_number_hash());
      present.clear_ended();
      return;
    }
  }
  store::v1::NativeNumber* number = state->add_native_numbers();
  number->set_agency_id(event.agency_id());
  number->set_native_number_hash(event.native_number_hash());
}

// A number stays behind when its agency's access ends: meanwhile the agency may
// tie it to another case, and must not be led to two if it comes back to this one.
void EndNumbers(CaseState* state) {
  for (store::v1::NativeNumber& number : *state->mutable_native_numbers()) {
    if (GradeIn(*state, number.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) number.set_ended(true);
  }
}

void ApplyClockStarted(const v1::Clock& clock, CaseState* state) {
  for (v1::Clock& present : *state->mutable_clocks()) {
    if (present.clock_id() == clock.clock_id()) {
      present = clock;
      return;
    }
  }
  *state->add_clocks() = clock;
}

void ApplyClockEnded(const store::v1::ClockEnded& event, CaseState* state) {
  for (v1::Clock& clock : *state->mutable_clocks()) {
    if (clock.clock_id() != event.clock_id()) continue;
    if (event.has_stop_time()) *clock.mutable_stop_time() = event.stop_time();
    clock.set_state(event.state());
  }
}

void ApplyStepTaken(const store::v1::StepTaken& event, absl::Time record_time, CaseState* state) {
  for (v1::Clock& clock : *state->mutable_clocks()) {
    if (clock.clock_id() != event.clock_id()) continue;
    for (v1::ClockStep& step : *clock.mutable_steps()) {
      if (step.step_id() != event.step_id() || step.has_taken_time()) continue;
      *step.mutable_taken_time() = base::ToProto(record_time);
      *step.mutable_missing_kinds() = event.missing_kinds();
    }
  }
}

void ApplyReclassified(const store::v1::ReferralReclassified& event, CaseState* state) {
  ReferralRecord* referral = MutableReferral(state, event.referral_id());
  if (referral != nullptr) referral->mutable_classification()->set_perpetrator(event.to());
}

void ApplyMeasure(const v1::Measure& measure, CaseState* state) {
  if (MutableReferral(state, measure.referral_id()) == nullptr) return;
  for (v1::Measure& present : *state->mutable_measures()) {
    if (present.measure_id() != measure.measure_id()) continue;
    if (present.version() < measure.version()) present = measure;
    return;
  }
  *state->add_measures() = measure;
}

void ApplyConsentWithdrawn(const store::v1::ConsentWithdrawn& event, CaseState* state) {
  ReferralRecord* referral = MutableReferral(state, event.referral_id());
  if (referral == nullptr || referral->has_consent_withdraw_time()) return;
  *referral->mutable_consent_withdraw_time() = event.withdraw_time();
}

void ApplyLegReminded(const store::v1::LegReminded& event, CaseState* state) {
  ReferralRecord* referral = MutableReferral(state, event.referral_id());
  v1::Leg* leg = referral == nullptr ? nullptr : MutableLeg(referral, event.leg_id());
  if (leg == nullptr || leg->state() != v1::LEG_STATE_HELD) return;
  *leg->mutable_review_time() = event.review_time();
  leg->set_held_reason(event.held_reason());
}

}  // namespace

void Apply(const Event& event, absl::Time record_time, const v1::AgencyRef& actor, CaseState* state) {
  switch (event.event_case()) {
    case Event::kCaseOpened:
      state->set_case_id(event.case_opened().case_id());
      *state->mutable_create_time() = event.case_opened().create_time();
      break;
    case Event::kReferralSubmitted:
      ApplySubmitted(event.referral_submitted(), state);
      break;
    case Event::kLegTransitioned:
      ApplyTransitioned(event.leg_transitioned(), record_time, actor, state);
      EndNumbers(state);
      break;
    case Event::kLegOpened:
      ApplyOpened(event.leg_opened(), record_time, actor, state);
      break;
    case Event::kAgencyExcluded:
      ApplyExcluded(event.agency_excluded(), actor, state);
      EndNumbers(state);
      break;
    case Event::kInvestigationReported:
      ApplyInvestigation(event.investigation_reported(), state);
      break;
    case Event::kProtectionReported:
      ApplyProtection(event.protection_reported(), state);
      break;
    case Event::kNativeNumberLinked:
      ApplyNativeNumber(event.native_number_linked(), state);
      break;
    case Event::kClockStarted:
      ApplyClockStarted(event.clock_started(), state);
      break;
    case Event::kClockEnded:
      ApplyClockEnded(event.clock_ended(), state);
      break;
    case Event::kStepTaken:
      ApplyStepTaken(event.step_taken(), record_time, state);
      break;
    case Event::kLegReminded:
      ApplyLegReminded(event.leg_reminded(), state);
      break;
    case Event::kMeasureChanged:
      ApplyMeasure(event.measure_changed(), state);
      break;
    case Event::kConsentWithdrawn:
      ApplyConsentWithdrawn(event.consent_withdrawn(), state);
      EndNumbers(state);
      break;
    case Event::kReferralReclassified:
      ApplyReclassified(event.referral_reclassified(), state);
      break;
    case Event::kFeedAcknowledged:
    case Event::kAgencyWritten:
    case Event::kTokenCreated:
    case Event::kTokenSpent:
    case Event::kCertificateIssued:
    case Event::kCertificateRevoked:
    case Event::kRulesLoaded:
    case Event::kClockSet:
    case Event::kNotice:
    case Event::kReportDrawn:
    case Event::kWarningIssued:
    case Event::kWarningAnswered:
    case Event::kConnectionsCut:
    case Event::kCertificateReinstated:
    case Event::kCertificateNoticed:
    case Event::kTrustChanged:
    case Event::kProposalChanged:
    case Event::kAuthorityChanged:
    case Event::kBundleInstalled:
    case Event::kExclusionLifted:
    case Event::kMechanismsAdopted:
    case Event::EVENT_NOT_SET:
      return;
  }
  if (!state->has_update_time() || base::FromProto(state->update_time()) < record_time) {
    *state->mutable_update_time() = base::ToProto(record_time);
  }
}

v1::ReferralState DeriveState(const ReferralRecord& referral) {
  const bool asks_somebody = std::any_of(referral.legs().begin(), referral.legs().end(),
                                         [](const v1::Leg& leg) { return !OnlyInforms(leg.purpose()); });
  bool asked = false;
  bool answered = false;
  bool open = false;
  bool waits = false;
  bool closed = false;
  for (const v1::Leg& leg : referral.legs()) {
    if (asks_somebody && OnlyInforms(leg.purpose())) continue;
    if (leg.state() == v1::LEG_STATE_HELD && !leg.has_recipient()) {
      waits = true;
      continue;
    }
    asked = true;
    answered = answered || Has(kAnswered, leg.state());
    open = open || Has(kOpen, leg.state());
    closed = closed || leg.state() == v1::LEG_STATE_CLOSED;
  }
  if (answered) return v1::REFERRAL_STATE_OPEN_ANSWERED;
  // Whoever is still to be found hides from nobody that those who were asked are gone.
  if (open || (waits && (closed || !asked))) return v1::REFERRAL_STATE_OPEN_UNANSWERED;
  return closed ? v1::REFERRAL_STATE_CLOSED : v1::REFERRAL_STATE_NO_TAKER;
}

v1::ClockState ClockStateAt(const v1::Clock& clock, absl::Time now) {
  if (clock.state() == v1::CLOCK_STATE_VOID) return v1::CLOCK_STATE_VOID;
  if (!clock.has_start_time()) return v1::CLOCK_STATE_WAITING_FOR_START;
  const bool ends = clock.has_due_time() && !clock.at_least();
  const absl::Time due = ends ? base::FromProto(clock.due_time()) : absl::InfiniteFuture();
  if (clock.has_stop_time()) {
    return base::FromProto(clock.stop_time()) <= due ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE;
  }
  return now <= due ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_OVERDUE;
}

bool HasOverdueClock(const CaseState& state, absl::string_view referral_id, absl::Time now) {
  return std::any_of(state.clocks().begin(), state.clocks().end(), [&](const v1::Clock& clock) {
    return absl::string_view(clock.referral_id()) == referral_id &&
           ClockStateAt(clock, now) == v1::CLOCK_STATE_OVERDUE;
  });
}

const ReferralRecord* FindReferral(const CaseState& state, absl::string_view referral_id) {
  for (const ReferralRecord& referral : state.referrals()) {
    if (absl::string_view(referral.referral_id()) == referral_id) return &referral;
  }
  return nullptr;
}

const v1::Leg* FindLeg(const ReferralRecord& referral, absl::string_view leg_id) {
  for (const v1::Leg& leg : referral.legs()) {
    if (absl::string_view(leg.leg_id()) == leg_id) return &leg;
  }
  return nullptr;
}

bool IsExcluded(const CaseState& state, absl::string_view agency_id) {
  return std::any_of(state.exclusions().begin(), state.exclusions().end(),
                     [&](const store::v1::Exclusion& exclusion) {
                       return absl::string_view(exclusion.agency_id()) == agency_id;
                     });
}

}  // namespace enlace::referral
