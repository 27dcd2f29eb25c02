#include "gateway/mechanism/routing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "gateway/mechanism/rule_groups.h"
#include "gateway/mechanism/validity.h"

namespace enlace::mechanism {
namespace {

using config::v1::RoutingRule;

template <typename Values, typename Value>
bool Contains(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// AGENCY_KIND_STATE_PROTECTION_UNIT -> state protection unit.
std::string Words(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", " "}});
}

// What became of the agencies that a rule could have named; worst last.
enum class Outcome { kNoneRegistered, kOnlySender, kMandateLapsed, kCannotSeal, kNamed };

struct Named {
  std::vector<const v1::Agency*> agencies;
  Outcome outcome = Outcome::kNoneRegistered;
  std::string hindered;  // The agency that the outcome is about, unless named.
};

class Resolver {
 public:
  Resolver(const Mechanism& mechanism, const RoutingInput& input)
      : mechanism_(mechanism), input_(input), at_(RuleTime(input)) {
    // Excluded agencies end here: nothing below can tell that they exist.
    for (const v1::Agency& agency : input.agencies) {
      if (input.excluded.count(agency.agency_id()) == 0) agencies_.push_back(&agency);
    }
    std::sort(agencies_.begin(), agencies_.end(),
              [](const v1::Agency* a, const v1::Agency* b) { return a->agency_id() < b->agency_id(); });
  }

  Route Run() const {
    Route route;
    const std::string& country = input_.classification.territory().country();
    if (country != mechanism_.country()) {
      route.held_reason =
          absl::StrCat("The mechanism ", mechanism_.mechanism_id(), " applies in ", mechanism_.country(),
                       " and the territory is in \"", country,
                       "\"; choose a mechanism of that country or correct territory.country.");
      return route;
    }
    const RuleQuestion question{input_.classification, at_, input_.now};
    for (const RuleGroup& group : GroupRules(mechanism_, question)) RouteGroup(group, &route);
    if (!route.choices.empty()) return route;
    route.held_reason = route.unserved.empty() ? NoRuleText() : route.unserved.front().reason;
    return route;
  }

 private:
  void RouteGroup(const RuleGroup& group, Route* route) const {
    std::vector<std::string> problems;
    bool by_sender = false;
    for (const RoutingRule* rule : group.rules) {
      const Named named = NamedBy(*rule);
      if (named.outcome == Outcome::kNamed) {
        for (const v1::Agency* agency : named.agencies) AddChoice(*rule, *agency, route);
        return;
      }
      by_sender = by_sender || named.outcome == Outcome::kOnlySender;
      const std::string problem = ProblemText(*rule, named);
      if (!Contains(problems, problem)) problems.push_back(problem);
    }
    if (problems.empty()) return;
    route->unserved.push_back(
        {group.purpose,
         absl::StrCat("Nobody can be asked for ", Words(v1::LegPurpose_Name(group.purpose), "LEG_PURPOSE_"),
                      " at present: ", absl::StrJoin(problems, ", "),
                      "; ask the gateway's administrator to put this right and submit again."),
         by_sender});
  }

  bool IsCompetent(const RoutingRule& rule, const v1::Agency& agency) const {
    if (agency.kind() != rule.recipient_kind() || agency.country() != mechanism_.country()) return false;
    if (!rule.recipient_role().empty() && !HoldsRole(agency, rule.recipient_role())) return false;
    const std::string& subdivision = input_.classification.territory().subdivision();
    const bool listed = !subdivision.empty() && Contains(agency.territories(), subdivision);
    return listed || (!rule.same_subdivision() && agency.territories().empty());
  }

  bool HasMandate(const RoutingRule& rule, const v1::Agency& agency) const {
    return rule.recipient_role().empty() ? HasMandateAt(agency, input_.now)
                                         : HoldsRoleAt(agency, rule.recipient_role(), input_.now);
  }

  bool CanSeal(const RoutingRule& rule, const v1::Agency& agency) const {
    return rule.access() != v1::ACCESS_GRADE_FULL || input_.can_seal_to == nullptr ||
           input_.can_seal_to(agency.agency_id());
  }

  Named NamedBy(const RoutingRule& rule) const {
    Named named;
    const auto hinder = [&named](Outcome outcome, const v1::Agency& agency) {
      if (outcome <= named.outcome) return;
      named.outcome = outcome;
      named.hindered = agency.agency_id();
    };
    for (const v1::Agency* agency : agencies_) {
      if (!IsCompetent(rule, *agency)) continue;
      if (agency->agency_id() == input_.origin && !rule.may_be_origin()) {
        hinder(Outcome::kOnlySender, *agency);
      } else if (!HasMandate(rule, *agency)) {
        hinder(Outcome::kMandateLapsed, *agency);
      } else if (!CanSeal(rule, *agency)) {
        hinder(Outcome::kCannotSeal, *agency);
      } else {
        named.outcome = Outcome::kNamed;
        named.agencies.push_back(agency);
      }
    }
    return named;
  }

  // Unless another branch asks the agency for the same already.
  static void AddChoice(const RoutingRule& rule, const v1::Agency& agency, Route* route) {
    for (const Choice& other : route->choices) {
      if (other.leg.purpose() == rule.purpose() && other.leg.recipient().agency_id() == agency.agency_id())
        return;
    }
    Choice& choice = route->choices.emplace_back();
    choice.leg.mutable_recipient()->set_agency_id(agency.agency_id());
    choice.leg.mutable_recipient()->set_kind(agency.kind());
    choice.leg.set_purpose(rule.purpose());
    choice.leg.set_routing_rule_id(rule.rule_id());
    choice.leg.set_access(rule.access());
    choice.legal_reference = rule.legal_reference();
  }

  std::string ProblemText(const RoutingRule& rule, const Named& named) const {
    std::string kind = Words(v1::AgencyKind_Name(rule.recipient_kind()), "AGENCY_KIND_");
    if (!rule.recipient_role().empty()) absl::StrAppend(&kind, " (", Words(rule.recipient_role(), ""), ")");
    switch (named.outcome) {
      case Outcome::kOnlySender:
        return absl::StrCat("the only competent ", kind, " is the sender itself");
      case Outcome::kMandateLapsed:
        return absl::StrCat("the mandate of the ", kind, " ", named.hindered, " is not in force");
      case Outcome::kCannotSeal:
        return absl::StrCat("the ", kind, " ", named.hindered,
                            " has no valid sealing certificate and must enrol or renew");
      case Outcome::kNoneRegistered:
      case Outcome::kNamed:
        break;
    }
    const std::string& subdivision = input_.classification.territory().subdivision();
    if (subdivision.empty() && rule.same_subdivision()) {
      return absl::StrCat("no ", kind, " can be chosen without territory.subdivision");
    }
    return absl::StrCat("no competent ", kind, " is registered for ",
                        subdivision.empty() ? mechanism_.country() : subdivision);
  }

  std::string NoRuleText() const {
    return absl::StrCat(
        "No routing rule of ", mechanism_.mechanism_id(), " applied on ",
        absl::FormatTime("%Y-%m-%d", at_, absl::UTCTimeZone()),
        " to a referral of this classification; check the event time, the procedure and the territory.");
  }

  const Mechanism& mechanism_;
  const RoutingInput& input_;
  const absl::Time at_;
  std::vector<const v1::Agency*> agencies_;
};

}  // namespace

absl::Time RuleTime(const RoutingInput& input) {
  if (input.event_time != absl::InfinitePast()) return input.event_time;
  return input.petition_time != absl::InfinitePast() ? input.petition_time : input.now;
}

Route Resolve(const Mechanism& mechanism, const RoutingInput& input) {
  return Resolver(mechanism, input).Run();
}

}  // namespace enlace::mechanism
