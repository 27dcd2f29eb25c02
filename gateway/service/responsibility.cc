#include "gateway/service/responsibility.h"

#include "gateway/clock/clocks.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"

namespace enlace::service {

void FillResponsible(const mechanism::MechanismSet& mechanisms, const store::v1::CaseState& state,
                     absl::string_view viewer_agency_id, v1::AccessGrade grade,
                     google::protobuf::RepeatedPtrField<v1::Clock>* clocks) {
  for (v1::Clock& one : *clocks) {
    const store::v1::ReferralRecord* referral = referral::FindReferral(state, one.referral_id());
    if (referral == nullptr) continue;
    const mechanism::Mechanism* rules = mechanisms.Find(referral->classification().mechanism_id());
    if (rules != nullptr) *one.mutable_responsible() = clock::ResponsibleFor(*rules, *referral, one);
    const std::string& agency_id = one.responsible().agency_id();
    const bool known = referral::ShowsClassification(grade) || agency_id == viewer_agency_id ||
                       agency_id == referral->origin().agency_id();
    if (!known) one.clear_responsible();
  }
}

}  // namespace enlace::service
