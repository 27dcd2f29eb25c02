#include "gateway/protection/measure_parties.h"

#include <algorithm>

#include "gateway/referral/access.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/measures.h"

namespace enlace::protection {
namespace {

using store::v1::ReferralRecord;

bool IsSender(const ReferralRecord& referral, const v1::AgencyRef& agency) {
  return referral.origin().agency_id() == agency.agency_id();
}

bool AnswersForIt(const store::v1::CaseState& state, const ReferralRecord& referral,
                  const v1::Measure& measure, const v1::AgencyRef& caller) {
  if (!AnswersForProtection(referral, caller, /*opens=*/false)) return false;
  if (measure.unit().agency_id() == caller.agency_id()) return true;
  // A leg that is closed binds the measure to nobody who cannot reach it any more.
  return !AnswersForProtection(referral, measure.unit(), /*opens=*/false) ||
         referral::GradeIn(state, referral, measure.unit().agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED;
}

bool CarriesItOut(const ReferralRecord& referral, const v1::Measure& measure, const v1::AgencyRef& caller) {
  if (measure.implementer().agency_id() != caller.agency_id()) return false;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.recipient().agency_id() == caller.agency_id() &&
           leg.purpose() == v1::LEG_PURPOSE_IMPLEMENTATION && referral::Has(referral::kAnswered, leg.state());
  });
}

bool TellsForThem(const ReferralRecord& referral, const v1::Measure& measure, const v1::AgencyRef& caller) {
  if (IsSender(referral, caller)) return true;
  const bool carries_out = measure.unit().agency_id() == caller.agency_id() ||
                           measure.implementer().agency_id() == caller.agency_id();
  return !carries_out && referral::SpeaksForConcerned(referral, caller.agency_id());
}

}  // namespace

bool IsProtectionUnit(v1::AgencyKind kind) {
  return kind == v1::AGENCY_KIND_PROTECTION_UNIT || kind == v1::AGENCY_KIND_STATE_PROTECTION_UNIT ||
         kind == v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT;
}

bool AnswersForProtection(const ReferralRecord& referral, const v1::AgencyRef& agency, bool opens) {
  if (agency.agency_id().empty() || !IsProtectionUnit(agency.kind())) return false;
  if (IsSender(referral, agency)) return true;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    const bool asks =
        leg.purpose() == v1::LEG_PURPOSE_PROTECTION || leg.purpose() == v1::LEG_PURPOSE_IMPLEMENTATION;
    const bool has =
        referral::Has(referral::kAnswered, leg.state()) || (!opens && leg.state() == v1::LEG_STATE_CLOSED);
    return asks && has && leg.recipient().agency_id() == agency.agency_id();
  });
}

bool MayMove(const store::v1::CaseState& state, const ReferralRecord& referral, const v1::Measure& measure,
             const v1::AgencyRef& caller, MeasureActor actor) {
  switch (actor) {
    case MeasureActor::kUnit:
      return AnswersForIt(state, referral, measure, caller);
    case MeasureActor::kImplementer:
      return AnswersForIt(state, referral, measure, caller) || CarriesItOut(referral, measure, caller);
    case MeasureActor::kConcerned:
      return TellsForThem(referral, measure, caller);
  }
  return false;
}

}  // namespace enlace::protection
