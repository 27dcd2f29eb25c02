// The need-to-know rule: who may know how much of a case, now. The store
// projects AccessOf into the rows that are the only way to a case, so this file
// is the whole rule.
//
// 1. An excluded agency has nothing, whatever else holds. Nothing overrides it.
//    If the exclusion is lifted, the legs that it had until then still grant nothing:
//    a new leg does, or one that is reopened.
// 2. The sender of a referral has FULL in it.
// 3. A recipient has what its leg grants, from the dispatch on:
//      SUBMITTED, HELD (not asked yet)                nothing
//      WITHDRAWN_BY_SENDER, REVOKED, ENTERED_IN_ERROR nothing any more
//      DECLINED, RETURNED_NOT_COMPETENT               STATUS_ONLY at most, so
//                                                     that it sees its decision
//      any other, CLOSED and TRANSFERRED included     the leg's grade
//    Once the consent to the referral was withdrawn, no leg grants anything,
//    whatever its state. An organisation that accompanies those concerned keeps
//    STATUS_ONLY through a leg that ended with the consent, so that it sees that
//    what it withdrew has ended.
// 4. STATISTICS_ONLY opens no case: it gives nothing here.
// 5. Of several grades the highest holds: FULL, OVERSIGHT, SUMMARY, STATUS_ONLY.
//    Within a referral over its legs, within a case over its referrals.
#ifndef ENLACE_GATEWAY_REFERRAL_ACCESS_H_
#define ENLACE_GATEWAY_REFERRAL_ACCESS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/leg.pb.h"

namespace enlace::referral {

// One access row to project.
struct AccessGrant {
  std::string agency_id;
  std::string case_id;
  std::string referral_id;  // empty in the row of the case as a whole
  v1::AccessGrade grade = v1::ACCESS_GRADE_UNSPECIFIED;

  friend bool operator==(const AccessGrant& a, const AccessGrant& b) = default;
};

// Every row that exists now, ordered by agency, the row of the case before those
// of its referrals. A row that is not among them must be deleted.
std::vector<AccessGrant> AccessOf(const store::v1::CaseState& state);

// What one agency may know of one referral; UNSPECIFIED for nothing.
v1::AccessGrade GradeIn(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
                        absl::string_view agency_id);

// What one agency may know of the case as a whole; UNSPECIFIED for nothing.
v1::AccessGrade GradeIn(const store::v1::CaseState& state, absl::string_view agency_id);

// What a leg grants its recipient in its present state, by rules 3 and 4.
v1::AccessGrade GradeThrough(const v1::Leg& leg);

// The lower and the higher of two grades in the order of rule 5. Numbers that
// are no grade count as nothing.
v1::AccessGrade LowerGrade(v1::AccessGrade a, v1::AccessGrade b);
v1::AccessGrade HigherGrade(v1::AccessGrade a, v1::AccessGrade b);

// Whether a grade reaches the classification.
bool ShowsClassification(v1::AccessGrade grade);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_ACCESS_H_
