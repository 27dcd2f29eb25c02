#include "gateway/mechanism/rule_groups.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "gateway/mechanism/validity.h"

namespace enlace::mechanism {
namespace {

using config::v1::ClockRule;
using config::v1::RoutingRule;

// An empty list of a rule means any.
template <typename Values, typename Value>
bool Allows(const Values& values, const Value& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

Mismatch DateMismatch(const config::v1::Validity& validity, absl::Time at) {
  if (IsValidAt(validity, at)) return Mismatch::kNone;
  return validity.has_from() && at < base::FromProto(validity.from()) ? Mismatch::kNotYetValid
                                                                      : Mismatch::kNoLongerValid;
}

bool AgreementHolds(const Mechanism& mechanism, const RoutingRule& rule, const RuleQuestion& question) {
  if (rule.requires_agreement().empty()) return true;
  const std::string& subdivision = question.classification.territory().subdivision();
  return std::any_of(mechanism.agreements().begin(), mechanism.agreements().end(),
                     [&](const config::v1::Agreement& agreement) {
                       return agreement.key() == rule.requires_agreement() &&
                              IsValidAt(agreement.validity(), question.now) &&
                              !agreement.subdivisions().empty() &&
                              Allows(agreement.subdivisions(), subdivision);
                     });
}

}  // namespace

Mismatch MismatchOf(const Mechanism& mechanism, const RoutingRule& rule, const RuleQuestion& question) {
  const v1::Classification& c = question.classification;
  if (const Mismatch dates = DateMismatch(rule.validity(), question.at); dates != Mismatch::kNone)
    return dates;
  if (!Allows(rule.perpetrators(), static_cast<int>(c.perpetrator()))) return Mismatch::kPerpetrator;
  if (!Allows(rule.procedures(), static_cast<int>(c.procedure()))) return Mismatch::kProcedure;
  const bool population = rule.populations().empty() ||
                          std::any_of(c.population().begin(), c.population().end(),
                                      [&rule](int group) { return Allows(rule.populations(), group); });
  if (!population) return Mismatch::kPopulation;
  if (!Allows(rule.subject_kinds(), static_cast<int>(c.subject_kind()))) return Mismatch::kSubject;
  if (!Allows(rule.subdivisions(), c.territory().subdivision())) return Mismatch::kSubdivision;
  return AgreementHolds(mechanism, rule, question) ? Mismatch::kNone : Mismatch::kAgreement;
}

Mismatch MismatchOf(const ClockRule& rule, const RuleQuestion& question) {
  const v1::Classification& c = question.classification;
  if (const Mismatch dates = DateMismatch(rule.validity(), question.at); dates != Mismatch::kNone)
    return dates;
  if (!Allows(rule.procedures(), static_cast<int>(c.procedure()))) return Mismatch::kProcedure;
  if (!Allows(rule.localities(), static_cast<int>(c.territory().locality()))) return Mismatch::kLocality;
  return Mismatch::kNone;
}

std::vector<RuleGroup> GroupRules(const Mechanism& mechanism, const RuleQuestion& question) {
  std::vector<RuleGroup> groups;
  for (const RoutingRule& rule : mechanism.routing_rules()) {
    auto group = std::find_if(groups.begin(), groups.end(), [&rule](const RuleGroup& known) {
      return known.purpose == rule.purpose() && known.branch == rule.branch();
    });
    if (group == groups.end()) {
      // Behind the last group of its purpose, if there is one.
      const auto sibling = std::find_if(groups.rbegin(), groups.rend(), [&rule](const RuleGroup& known) {
        return known.purpose == rule.purpose();
      });
      group = groups.insert(sibling == groups.rend() ? groups.end() : sibling.base(),
                            RuleGroup{rule.purpose(), rule.branch(), {}});
    }
    if (MismatchOf(mechanism, rule, question) == Mismatch::kNone) group->rules.push_back(&rule);
  }
  for (RuleGroup& group : groups) {
    std::stable_sort(group.rules.begin(), group.rules.end(), [](const RoutingRule* a, const RoutingRule* b) {
      return a->fallback_order() < b->fallback_order();
    });
  }
  return groups;
}

}  // namespace enlace::mechanism
