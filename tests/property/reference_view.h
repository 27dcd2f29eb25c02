// Who may know what of a case, in the words of gateway/referral/access.h and
// view.h, and nothing of their code.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_VIEW_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_VIEW_H_

#include <string>

#include "tests/property/reference_facts.h"

namespace enlace::property {

// UNSPECIFIED for nothing.
v1::AccessGrade GradeIn(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency);
v1::AccessGrade GradeIn(const CaseFacts& facts, const std::string& agency);
// Whether its recipient was asked yet.
bool IsAsked(const v1::Leg& leg);
// From the lowest to the highest; grades that open no case are 0.
int Rank(v1::AccessGrade grade);

v1::ReferralState StateOf(const v1::Referral& referral);
v1::ClockState StateOf(const v1::Clock& clock, absl::Time now);
bool IsOverseer(const v1::Leg& leg);
bool MayKnow(const CaseFacts& facts, const v1::Referral& referral, const v1::Leg& leg,
             const std::string& agency);

// What the agency sees. Of clocks only what the reference keeps (Strip in
// comparison.h takes the rest out of the gateway's answers).
v1::Referral See(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency,
                 absl::Time now);
v1::CaseStatus See(const CaseFacts& facts, const std::string& agency, absl::Time now);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_VIEW_H_
