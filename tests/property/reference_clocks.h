// The clocks of mechanisms/mexico.yaml, written down a second time.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_CLOCKS_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_CLOCKS_H_

#include <functional>
#include <string>

#include "tests/property/reference_facts.h"

namespace enlace::property {

// Each returns how many clocks it started or ended: one record each.

// An event of the referral, or of its leg where `leg_id` is not empty. Only the
// event that a rule names stops its clock.
int TellClocks(CaseFacts* facts, const v1::Referral& referral, const std::string& leg_id,
               v1::ClockEvent event, absl::Time occurred);
// Voids those running clocks for which `which` holds.
int VoidClocks(CaseFacts* facts, const std::function<bool(const v1::Clock&)>& which);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_CLOCKS_H_
