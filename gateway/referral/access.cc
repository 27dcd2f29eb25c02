#include "gateway/referral/access.h"

#include <set>

#include "gateway/base/time_text.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/leg_states.h"

namespace enlace::referral {
namespace {

int Rank(v1::AccessGrade grade) {
  switch (grade) {
    case v1::ACCESS_GRADE_STATISTICS_ONLY:
      return 1;
    case v1::ACCESS_GRADE_STATUS_ONLY:
      return 2;
    case v1::ACCESS_GRADE_SUMMARY:
      return 3;
    case v1::ACCESS_GRADE_OVERSIGHT:
      return 4;
    case v1::ACCESS_GRADE_FULL:
      return 5;
    default:
      return 0;
  }
}

v1::AccessGrade Known(v1::AccessGrade grade) {
  return Rank(grade) == 0 ? v1::ACCESS_GRADE_UNSPECIFIED : grade;
}

// Everybody who ever had a part, entitled or not.
std::set<std::string> Parties(const store::v1::CaseState& state) {
  std::set<std::string> agencies;
  for (const store::v1::ReferralRecord& referral : state.referrals()) {
    agencies.insert(referral.origin().agency_id());
    for (const v1::Leg& leg : referral.legs()) agencies.insert(leg.recipient().agency_id());
  }
  agencies.erase("");
  return agencies;
}

// What a leg still grants where the consent to its referral was withdrawn.
v1::AccessGrade GradeAfterConsent(const store::v1::ReferralRecord& referral, const v1::Leg& leg) {
  const bool ended_with_it =
      Has(kTakenBack, leg.state()) &&
      base::FromProto(leg.state_since()) >= base::FromProto(referral.consent_withdraw_time());
  const bool accompanies = leg.recipient().kind() == v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION;
  return accompanies && ended_with_it ? v1::ACCESS_GRADE_STATUS_ONLY : v1::ACCESS_GRADE_UNSPECIFIED;
}

}  // namespace

v1::AccessGrade LowerGrade(v1::AccessGrade a, v1::AccessGrade b) { return Known(Rank(a) <= Rank(b) ? a : b); }

v1::AccessGrade HigherGrade(v1::AccessGrade a, v1::AccessGrade b) {
  return Known(Rank(a) >= Rank(b) ? a : b);
}

bool ShowsClassification(v1::AccessGrade grade) { return Rank(grade) >= Rank(v1::ACCESS_GRADE_SUMMARY); }

v1::AccessGrade GradeThrough(const v1::Leg& leg) {
  if (Has(kNotDispatched, leg.state()) || Has(kTakenBack, leg.state())) return v1::ACCESS_GRADE_UNSPECIFIED;
  if (!Has(kOpen | kEnded, leg.state())) return v1::ACCESS_GRADE_UNSPECIFIED;
  if (Rank(leg.access()) < Rank(v1::ACCESS_GRADE_STATUS_ONLY)) return v1::ACCESS_GRADE_UNSPECIFIED;
  return Has(kSentAway, leg.state()) ? v1::ACCESS_GRADE_STATUS_ONLY : leg.access();
}

v1::AccessGrade GradeIn(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
                        absl::string_view agency_id) {
  if (agency_id.empty() || IsExcluded(state, agency_id)) return v1::ACCESS_GRADE_UNSPECIFIED;
  if (absl::string_view(referral.origin().agency_id()) == agency_id) return v1::ACCESS_GRADE_FULL;
  v1::AccessGrade grade = v1::ACCESS_GRADE_UNSPECIFIED;
  for (const v1::Leg& leg : referral.legs()) {
    if (absl::string_view(leg.recipient().agency_id()) != agency_id || IsBarred(state, leg)) continue;
    grade = HigherGrade(
        grade, referral.has_consent_withdraw_time() ? GradeAfterConsent(referral, leg) : GradeThrough(leg));
  }
  return grade;
}

v1::AccessGrade GradeIn(const store::v1::CaseState& state, absl::string_view agency_id) {
  v1::AccessGrade grade = v1::ACCESS_GRADE_UNSPECIFIED;
  for (const store::v1::ReferralRecord& referral : state.referrals()) {
    grade = HigherGrade(grade, GradeIn(state, referral, agency_id));
  }
  return grade;
}

std::vector<AccessGrant> AccessOf(const store::v1::CaseState& state) {
  std::vector<AccessGrant> grants;
  for (const std::string& agency : Parties(state)) {
    const v1::AccessGrade whole = GradeIn(state, agency);
    if (whole == v1::ACCESS_GRADE_UNSPECIFIED) continue;
    grants.push_back({agency, state.case_id(), "", whole});
    for (const store::v1::ReferralRecord& referral : state.referrals()) {
      const v1::AccessGrade grade = GradeIn(state, referral, agency);
      if (grade == v1::ACCESS_GRADE_UNSPECIFIED) continue;
      grants.push_back({agency, state.case_id(), referral.referral_id(), grade});
    }
  }
  return grants;
}

}  // namespace enlace::referral
