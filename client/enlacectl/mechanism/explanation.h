// What a mechanism's rules lead to for one kind of referral, for people and for
// programs: who would get it and why, who would not, which clocks start.
#ifndef ENLACE_CLIENT_ENLACECTL_MECHANISM_EXPLANATION_H_
#define ENLACE_CLIENT_ENLACECTL_MECHANISM_EXPLANATION_H_

#include <string>

#include "client/language.h"
#include "gateway/mechanism/mechanism.h"
#include "gateway/mechanism/rule_groups.h"

namespace enlace::client {

// Paragraphs in `language`; legal bases and ambiguities stand as the file has
// them. Roles only: who holds them is for the directory of a gateway. Pure.
std::string ExplanationText(const mechanism::Mechanism& mechanism, const mechanism::RuleQuestion& question,
                            Language language);

// The same as one JSON object, in the values of the files.
std::string ExplanationJson(const mechanism::Mechanism& mechanism, const mechanism::RuleQuestion& question);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_MECHANISM_EXPLANATION_H_
