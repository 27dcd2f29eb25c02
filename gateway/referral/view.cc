#include "gateway/referral/view.h"

#include <algorithm>

#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/measures.h"
#include "gateway/referral/submit_form.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::ReferralRecord;

// Who looks, and how far. Borrows for the length of one view.
struct Viewer {
  absl::string_view agency_id;
  v1::AccessGrade grade = v1::ACCESS_GRADE_UNSPECIFIED;
  bool is_sender = false;
};

Viewer ViewerOf(const CaseState& state, const ReferralRecord& referral, absl::string_view agency_id,
                v1::AccessGrade granted) {
  const v1::AccessGrade grade = LowerGrade(granted, GradeIn(state, referral, agency_id));
  // A sender with less than FULL holds a stale grant and is cut like anybody.
  const bool is_sender = absl::string_view(referral.origin().agency_id()) == agency_id;
  return {agency_id, grade, is_sender && grade == v1::ACCESS_GRADE_FULL};
}

bool IsOwn(const v1::Leg& leg, const Viewer& viewer) {
  return absl::string_view(leg.recipient().agency_id()) == viewer.agency_id;
}

bool SeesLeg(const v1::Leg& leg, const Viewer& viewer) {
  if (viewer.grade == v1::ACCESS_GRADE_UNSPECIFIED) return false;
  if (viewer.is_sender || viewer.grade == v1::ACCESS_GRADE_OVERSIGHT) return true;
  if (Has(kNotDispatched, leg.state())) return false;
  return IsOwn(leg, viewer) || ShowsClassification(viewer.grade);
}

v1::Leg ViewLeg(const v1::Leg& leg, const Viewer& viewer) {
  v1::Leg view;
  if (viewer.is_sender) return leg;
  if (IsOwn(leg, viewer) || viewer.grade == v1::ACCESS_GRADE_OVERSIGHT) {
    view = leg;
    view.clear_held_reason();  // words for the sender; may speak of an exclusion
    return view;
  }
  *view.mutable_recipient() = leg.recipient();
  view.set_purpose(leg.purpose());
  view.set_state(leg.state());
  return view;
}

bool SeesClock(const ReferralRecord& referral, const v1::Clock& clock, const Viewer& viewer) {
  if (viewer.is_sender || viewer.grade == v1::ACCESS_GRADE_OVERSIGHT || clock.leg_id().empty()) return true;
  const v1::Leg* leg = FindLeg(referral, clock.leg_id());
  return leg != nullptr && IsOwn(*leg, viewer);
}

v1::Clock ViewClock(const v1::Clock& clock, const Viewer& viewer, absl::Time now) {
  v1::Clock view = clock;
  view.set_state(ClockStateAt(clock, now));
  // Below SUMMARY nobody learns who else has the case.
  const bool own = absl::string_view(clock.responsible().agency_id()) == viewer.agency_id;
  if (!own && !ShowsClassification(viewer.grade)) view.clear_responsible();
  // Whom nobody could tell may be excluded: for the sender, who would know.
  if (!viewer.is_sender) {
    for (v1::ClockStep& step : *view.mutable_steps()) step.clear_missing_kinds();
  }
  return view;
}

// Whether notes still reach the viewer: content, so neither for overseers nor
// for those who sent the leg away, nor through a leg that grants nothing any more,
// whatever its state.
bool TakesNotes(const CaseState& state, const ReferralRecord& referral, const Viewer& viewer) {
  if (viewer.is_sender) return true;
  if (viewer.grade == v1::ACCESS_GRADE_OVERSIGHT || referral.has_consent_withdraw_time()) return false;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return IsOwn(leg, viewer) && !Has(kSentAway, leg.state()) && !IsBarred(state, leg) &&
           GradeThrough(leg) != v1::ACCESS_GRADE_UNSPECIFIED &&
           GradeThrough(leg) != v1::ACCESS_GRADE_OVERSIGHT;
  });
}

void AddContent(const CaseState& state, const ReferralRecord& referral, const Viewer& viewer,
                v1::Referral* view) {
  if (viewer.grade == v1::ACCESS_GRADE_FULL) {
    *view->mutable_sealed() = referral.sealed();
    view->mutable_sealed()->clear_cms();
  }
  if (!TakesNotes(state, referral, viewer)) return;
  for (const v1::SealedNote& note : referral.notes()) {
    if (!IsSealedTo(note.sealed(), viewer.agency_id)) continue;
    *view->add_notes() = note;
  }
}

v1::InvestigationStatus ViewInvestigation(const v1::InvestigationStatus& report, absl::string_view agency_id,
                                          v1::AccessGrade grade) {
  v1::InvestigationStatus view = report;
  const bool own = absl::string_view(report.prosecutor().agency_id()) == agency_id;
  if (report.source_is_secret() && grade != v1::ACCESS_GRADE_FULL && !own) {
    view.clear_stage();
    view.clear_authors();
    view.clear_national_stage_code();  // names the stage, too
  }
  return view;
}

v1::ReferralStatus ViewStatus(const ReferralRecord& referral, const Viewer& viewer) {
  v1::ReferralStatus view;
  view.set_referral_id(referral.referral_id());
  view.set_short_code(referral.short_code());
  *view.mutable_origin() = referral.origin();
  view.set_state(DeriveState(referral));
  for (const v1::Leg& leg : referral.legs()) {
    if (SeesLeg(leg, viewer)) *view.add_legs() = ViewLeg(leg, viewer);
  }
  if (ShowsClassification(viewer.grade)) *view.mutable_classification() = referral.classification();
  return view;
}

}  // namespace

v1::Referral ViewReferral(const CaseState& state, const ReferralRecord& referral, absl::string_view agency_id,
                          v1::AccessGrade grade, absl::Time now) {
  const Viewer viewer = ViewerOf(state, referral, agency_id, grade);
  v1::Referral view;
  if (LowerGrade(viewer.grade, v1::ACCESS_GRADE_STATUS_ONLY) != v1::ACCESS_GRADE_STATUS_ONLY) return view;
  view.set_referral_id(referral.referral_id());
  view.set_short_code(referral.short_code());
  view.set_case_id(state.case_id());
  *view.mutable_origin() = referral.origin();
  view.set_state(DeriveState(referral));
  *view.mutable_create_time() = referral.create_time();
  for (const v1::Leg& leg : referral.legs()) {
    if (SeesLeg(leg, viewer)) *view.add_legs() = ViewLeg(leg, viewer);
  }
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.referral_id() != referral.referral_id() || !SeesClock(referral, clock, viewer)) continue;
    *view.add_clocks() = ViewClock(clock, viewer, now);
  }
  if (ShowsClassification(viewer.grade)) {
    *view.mutable_classification() = referral.classification();
    *view.mutable_disclosure() = referral.disclosure();
    if (referral.has_event_time()) *view.mutable_event_time() = referral.event_time();
    if (referral.has_petition_time()) *view.mutable_petition_time() = referral.petition_time();
  }
  AddContent(state, referral, viewer, &view);
  return view;
}

v1::CaseStatus ViewCase(const CaseState& state, absl::string_view agency_id, v1::AccessGrade grade,
                        absl::Time now) {
  const v1::AccessGrade whole = LowerGrade(grade, GradeIn(state, agency_id));
  v1::CaseStatus view;
  if (LowerGrade(whole, v1::ACCESS_GRADE_STATUS_ONLY) != v1::ACCESS_GRADE_STATUS_ONLY) return view;
  view.set_case_id(state.case_id());
  view.set_access(whole);
  *view.mutable_create_time() = state.create_time();
  *view.mutable_update_time() = state.update_time();
  for (const ReferralRecord& referral : state.referrals()) {
    const Viewer viewer = ViewerOf(state, referral, agency_id, grade);
    if (viewer.grade == v1::ACCESS_GRADE_UNSPECIFIED) continue;
    *view.add_referrals() = ViewStatus(referral, viewer);
    for (const v1::Clock& clock : state.clocks()) {
      if (clock.referral_id() != referral.referral_id() || !SeesClock(referral, clock, viewer)) continue;
      *view.add_clocks() = ViewClock(clock, viewer, now);
    }
  }
  for (const v1::Measure& measure : state.measures()) {
    const ReferralRecord* referral = FindReferral(state, measure.referral_id());
    if (referral == nullptr) continue;
    const Viewer viewer = ViewerOf(state, *referral, agency_id, grade);
    if (viewer.grade == v1::ACCESS_GRADE_UNSPECIFIED) continue;
    *view.add_measures() = ViewMeasure(*referral, measure, agency_id, viewer.grade, now);
  }
  for (const v1::InvestigationStatus& report : state.investigations()) {
    *view.add_investigations() = ViewInvestigation(report, agency_id, whole);
  }
  for (const v1::ProtectionStatus& report : state.protections()) *view.add_protections() = report;
  return view;
}

bool MayKnowLeg(const CaseState& state, const ReferralRecord& referral, const v1::Leg& leg,
                absl::string_view agency_id) {
  return SeesLeg(leg, ViewerOf(state, referral, agency_id, v1::ACCESS_GRADE_FULL));
}

}  // namespace enlace::referral
