#include "tests/property/reference_view.h"

#include "gateway/base/time_text.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_measure_table.h"
#include "tests/property/reference_table.h"

namespace enlace::property {
namespace {

v1::AccessGrade GradeThrough(const CaseFacts& facts, const v1::Referral& referral, const v1::Leg& leg) {
  if (facts.without_consent.contains(referral.referral_id())) {
    // Who accompanies those concerned sees that what was withdrawn has ended.
    const bool accompanies = leg.recipient().kind() == v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION;
    return accompanies && facts.ended_by_consent.contains(leg.leg_id()) ? v1::ACCESS_GRADE_STATUS_ONLY
                                                                        : v1::ACCESS_GRADE_UNSPECIFIED;
  }
  if (!IsAsked(leg) || TakenBack().contains(leg.state()) || Rank(leg.access()) == 0) {
    return v1::ACCESS_GRADE_UNSPECIFIED;
  }
  const bool sent_away =
      leg.state() == v1::LEG_STATE_DECLINED || leg.state() == v1::LEG_STATE_RETURNED_NOT_COMPETENT;
  return sent_away ? v1::ACCESS_GRADE_STATUS_ONLY : leg.access();
}

v1::Leg SeeLeg(const v1::Leg& leg, bool is_sender, bool whole) {
  if (is_sender) return leg;
  v1::Leg seen;
  if (whole) {
    seen = leg;
    seen.clear_held_reason();
    return seen;
  }
  *seen.mutable_recipient() = leg.recipient();
  seen.set_purpose(leg.purpose());
  seen.set_state(leg.state());
  return seen;
}

template <typename Message>
void SeeLegs(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency, Message* seen) {
  const bool oversees = GradeIn(facts, referral, agency) == v1::ACCESS_GRADE_OVERSIGHT;
  for (const v1::Leg& leg : referral.legs()) {
    if (!MayKnow(facts, referral, leg, agency)) continue;
    *seen->add_legs() = SeeLeg(leg, referral.origin().agency_id() == agency,
                               oversees || leg.recipient().agency_id() == agency);
  }
}

template <typename Message>
void SeeClocks(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency,
               absl::Time now, Message* seen) {
  const bool all = referral.origin().agency_id() == agency ||
                   GradeIn(facts, referral, agency) == v1::ACCESS_GRADE_OVERSIGHT;
  for (const v1::Clock& clock : facts.clocks) {
    if (clock.referral_id() != referral.referral_id()) continue;
    bool sees = all || clock.leg_id().empty();
    for (const v1::Leg& leg : referral.legs()) {
      sees = sees || (leg.leg_id() == clock.leg_id() && leg.recipient().agency_id() == agency);
    }
    if (!sees) continue;
    v1::Clock* out = seen->add_clocks();
    *out = clock;
    out->set_state(StateOf(clock, now));
  }
}

// Notes reach their addressees, but neither overseers nor who sent its leg away, nor
// anybody but the sender once the consent was withdrawn.
bool TakesNotes(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency) {
  if (referral.origin().agency_id() == agency) return true;
  if (GradeIn(facts, referral, agency) == v1::ACCESS_GRADE_OVERSIGHT) return false;
  if (facts.without_consent.contains(referral.referral_id())) return false;
  for (const v1::Leg& leg : referral.legs()) {
    if (leg.recipient().agency_id() != agency || facts.barred.contains(leg.leg_id()) ||
        leg.state() == v1::LEG_STATE_DECLINED || leg.state() == v1::LEG_STATE_RETURNED_NOT_COMPETENT) {
      continue;
    }
    const v1::AccessGrade grade = GradeThrough(facts, referral, leg);
    if (grade != v1::ACCESS_GRADE_UNSPECIFIED && grade != v1::ACCESS_GRADE_OVERSIGHT) return true;
  }
  return false;
}

// Who acts on it, and all from SUMMARY on, see all of a measure; others what it is and
// where it stands, and not who else has a part in it.
v1::Measure SeeMeasure(const CaseFacts& facts, const v1::Referral& referral, const v1::Measure& measure,
                       const std::string& agency, absl::Time now) {
  v1::Measure seen = measure;
  seen.set_state(StateOf(measure, now));
  if (measure.unit().agency_id() == agency || measure.implementer().agency_id() == agency) return seen;
  if (SpeaksForConcerned(referral, agency)) return seen;
  if (Rank(GradeIn(facts, referral, agency)) >= Rank(v1::ACCESS_GRADE_SUMMARY)) return seen;
  if (measure.unit().agency_id() != referral.origin().agency_id()) seen.clear_unit();
  seen.clear_implementer();
  seen.clear_resolution_number();
  seen.clear_persons_covered();
  seen.clear_unsuitability();
  seen.clear_reason();
  return seen;
}

}  // namespace

bool IsAsked(const v1::Leg& leg) {
  return leg.state() != v1::LEG_STATE_SUBMITTED && leg.state() != v1::LEG_STATE_HELD;
}

int Rank(v1::AccessGrade grade) {
  switch (grade) {
    case v1::ACCESS_GRADE_STATUS_ONLY:
      return 1;
    case v1::ACCESS_GRADE_SUMMARY:
      return 2;
    case v1::ACCESS_GRADE_OVERSIGHT:
      return 3;
    case v1::ACCESS_GRADE_FULL:
      return 4;
    default:
      return 0;
  }
}

v1::AccessGrade GradeIn(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency) {
  if (facts.excluded.contains(agency)) return v1::ACCESS_GRADE_UNSPECIFIED;
  if (referral.origin().agency_id() == agency) return v1::ACCESS_GRADE_FULL;
  v1::AccessGrade highest = v1::ACCESS_GRADE_UNSPECIFIED;
  for (const v1::Leg& leg : referral.legs()) {
    if (leg.recipient().agency_id() != agency || facts.barred.contains(leg.leg_id())) continue;
    if (Rank(GradeThrough(facts, referral, leg)) > Rank(highest))
      highest = GradeThrough(facts, referral, leg);
  }
  return highest;
}

v1::AccessGrade GradeIn(const CaseFacts& facts, const std::string& agency) {
  v1::AccessGrade highest = v1::ACCESS_GRADE_UNSPECIFIED;
  for (const v1::Referral& referral : facts.referrals) {
    const v1::AccessGrade grade = GradeIn(facts, referral, agency);
    if (Rank(grade) > Rank(highest)) highest = grade;
  }
  return highest;
}

v1::ReferralState StateOf(const v1::Referral& referral) {
  bool asks = false;
  for (const v1::Leg& leg : referral.legs()) asks = asks || !OnlyInforms(leg.purpose());
  bool answered = false, open = false, closed = false, waits = false, asked = false;
  for (const v1::Leg& leg : referral.legs()) {
    if (asks && OnlyInforms(leg.purpose())) continue;
    if (leg.state() == v1::LEG_STATE_HELD && !leg.has_recipient()) {
      waits = true;
      continue;
    }
    asked = true;
    answered = answered || Working().contains(leg.state()) || leg.state() == v1::LEG_STATE_COMPLETED;
    open = open || Open().contains(leg.state());
    closed = closed || leg.state() == v1::LEG_STATE_CLOSED;
  }
  if (answered) return v1::REFERRAL_STATE_OPEN_ANSWERED;
  if (open) return v1::REFERRAL_STATE_OPEN_UNANSWERED;
  if (waits && !asked) return v1::REFERRAL_STATE_OPEN_UNANSWERED;
  if (waits && closed) return v1::REFERRAL_STATE_OPEN_UNANSWERED;
  return closed ? v1::REFERRAL_STATE_CLOSED : v1::REFERRAL_STATE_NO_TAKER;
}

v1::ClockState StateOf(const v1::Clock& clock, absl::Time now) {
  if (clock.state() == v1::CLOCK_STATE_VOID) return v1::CLOCK_STATE_VOID;
  const absl::Time due = base::FromProto(clock.due_time());
  if (clock.has_stop_time()) {
    return base::FromProto(clock.stop_time()) <= due ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE;
  }
  return now <= due ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_OVERDUE;
}

bool IsOverseer(const v1::Leg& leg) {
  return leg.purpose() == v1::LEG_PURPOSE_OVERSIGHT || leg.access() == v1::ACCESS_GRADE_OVERSIGHT ||
         leg.recipient().kind() == v1::AGENCY_KIND_OMBUDSMAN;
}

bool MayKnow(const CaseFacts& facts, const v1::Referral& referral, const v1::Leg& leg,
             const std::string& agency) {
  const v1::AccessGrade grade = GradeIn(facts, referral, agency);
  if (grade == v1::ACCESS_GRADE_UNSPECIFIED) return false;
  if (referral.origin().agency_id() == agency || grade == v1::ACCESS_GRADE_OVERSIGHT) return true;
  if (!IsAsked(leg)) return false;
  return leg.recipient().agency_id() == agency || Rank(grade) >= Rank(v1::ACCESS_GRADE_SUMMARY);
}

v1::Referral See(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency,
                 absl::Time now) {
  const v1::AccessGrade grade = GradeIn(facts, referral, agency);
  v1::Referral seen;
  seen.set_referral_id(referral.referral_id());
  seen.set_short_code(referral.short_code());
  seen.set_case_id(facts.case_id);
  *seen.mutable_origin() = referral.origin();
  seen.set_state(StateOf(referral));
  *seen.mutable_create_time() = referral.create_time();
  SeeLegs(facts, referral, agency, &seen);
  SeeClocks(facts, referral, agency, now, &seen);
  if (Rank(grade) >= Rank(v1::ACCESS_GRADE_SUMMARY)) {
    *seen.mutable_classification() = referral.classification();
    *seen.mutable_disclosure() = referral.disclosure();
    if (referral.has_event_time()) *seen.mutable_event_time() = referral.event_time();
    *seen.mutable_petition_time() = referral.petition_time();
  }
  if (grade == v1::ACCESS_GRADE_FULL) *seen.mutable_sealed() = referral.sealed();
  if (TakesNotes(facts, referral, agency)) {
    for (const v1::SealedNote& note : referral.notes()) {
      if (SealedTo(note.sealed(), agency)) *seen.add_notes() = note;
    }
  }
  return seen;
}

v1::CaseStatus See(const CaseFacts& facts, const std::string& agency, absl::Time now) {
  v1::CaseStatus seen;
  seen.set_case_id(facts.case_id);
  seen.set_access(GradeIn(facts, agency));
  *seen.mutable_create_time() = base::ToProto(facts.opened);
  *seen.mutable_update_time() = base::ToProto(facts.changed);
  for (const v1::Referral& referral : facts.referrals) {
    const v1::AccessGrade grade = GradeIn(facts, referral, agency);
    if (grade == v1::ACCESS_GRADE_UNSPECIFIED) continue;
    v1::ReferralStatus* status = seen.add_referrals();
    status->set_referral_id(referral.referral_id());
    status->set_short_code(referral.short_code());
    *status->mutable_origin() = referral.origin();
    status->set_state(StateOf(referral));
    SeeLegs(facts, referral, agency, status);
    if (Rank(grade) >= Rank(v1::ACCESS_GRADE_SUMMARY))
      *status->mutable_classification() = referral.classification();
    SeeClocks(facts, referral, agency, now, &seen);
  }
  for (const v1::Measure& measure : facts.measures) {
    for (const v1::Referral& referral : facts.referrals) {
      if (referral.referral_id() != measure.referral_id()) continue;
      if (Rank(GradeIn(facts, referral, agency)) == 0) continue;
      *seen.add_measures() = SeeMeasure(facts, referral, measure, agency, now);
    }
  }
  for (const v1::InvestigationStatus& report : facts.investigations) *seen.add_investigations() = report;
  for (const v1::ProtectionStatus& report : facts.protections) *seen.add_protections() = report;
  return seen;
}

}  // namespace enlace::property
