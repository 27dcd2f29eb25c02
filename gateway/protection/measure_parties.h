// What an agency is to a measure.
#ifndef ENLACE_GATEWAY_PROTECTION_MEASURE_PARTIES_H_
#define ENLACE_GATEWAY_PROTECTION_MEASURE_PARTIES_H_

#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/measure.pb.h"
#include "gateway/protection/measure_table.h"

namespace enlace::protection {

// Whether agencies of this kind answer for measures.
bool IsProtectionUnit(v1::AgencyKind kind);

// Whether the agency, of that kind, answers for protection in the referral: a unit
// that sent it, or that accepted a leg for PROTECTION or IMPLEMENTATION and still
// has it or closed it. `opens` demands a leg that is not closed: new measures need
// one that is open.
bool AnswersForProtection(const store::v1::ReferralRecord& referral, const v1::AgencyRef& agency, bool opens);

// Whether `caller`, with its kind, may make what `actor` makes of the measure.
// Agencies are compared as a whole: any unit may act for its agency.
//
// A measure is moved by the agency of its unit. Once that agency answers for
// nothing in the referral any more (it handed its leg on, or lost it), or may not
// know of the referral any more, any other that does may move it, and answers for
// it from then on. Those concerned are never heard through the agency that carries
// the measure out, unless that agency is itself the sender.
bool MayMove(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
             const v1::Measure& measure, const v1::AgencyRef& caller, MeasureActor actor);

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_MEASURE_PARTIES_H_
