// Whether the gateway answered what the reference expects.
#ifndef ENLACE_TESTS_PROPERTY_COMPARISON_H_
#define ENLACE_TESTS_PROPERTY_COMPARISON_H_

#include <map>
#include <string>

#include "tests/property/call.h"
#include "tests/property/gateway_world.h"
#include "tests/property/reference_model.h"

namespace enlace::property {

// Answers to commands so far, byte by byte, by "caller request_id".
using FirstAnswers = std::map<std::string, std::string>;

// Empty if they agree; otherwise both, in words. Remembers first answers.
std::string Differ(const Call& call, const Answer& expected, const Got& got, FirstAnswers* firsts);

// The invariants that need no reference, on a case as the store has it, and its
// state beside that of the reference. Empty if all is well.
std::string DifferInState(const CaseFacts& facts, const store::v1::CaseState& state);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_COMPARISON_H_
