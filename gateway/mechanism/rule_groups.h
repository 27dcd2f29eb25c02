// Which rules of a mechanism are about a referral, and why the others are not.
// Routing and `enlacectl mechanism explain` both read it here.
#ifndef ENLACE_GATEWAY_MECHANISM_RULE_GROUPS_H_
#define ENLACE_GATEWAY_MECHANISM_RULE_GROUPS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// The first condition of a rule that does not hold.
enum class Mismatch {
  kNone,
  kNotYetValid,
  kNoLongerValid,
  kPerpetrator,
  kProcedure,
  kPopulation,
  kSubject,
  kSubdivision,
  kLocality,
  kAgreement,
};

// What rules are asked about. Borrows the classification.
struct RuleQuestion {
  const v1::Classification& classification;
  // Rules valid at this time apply; the event's.
  absl::Time at;
  // Agreements must be in force now.
  absl::Time now;
};

// Pure, as all of this file.
Mismatch MismatchOf(const Mechanism& mechanism, const config::v1::RoutingRule& rule,
                    const RuleQuestion& question);
Mismatch MismatchOf(const config::v1::ClockRule& rule, const RuleQuestion& question);

// Rules that decide together: the first one that names an agency wins.
struct RuleGroup {
  v1::LegPurpose purpose;
  std::string branch;
  // By (fallback_order, place in the file); borrowed from the mechanism. Empty if
  // no rule of the purpose and branch is about the referral.
  std::vector<const config::v1::RoutingRule*> rules;
};

// One for each purpose and branch, in the order in which the file first names
// them; all branches of a purpose follow each other.
std::vector<RuleGroup> GroupRules(const Mechanism& mechanism, const RuleQuestion& question);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_RULE_GROUPS_H_
