#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/mechanism/check_parts.h"

namespace enlace::mechanism {
namespace {

using config::v1::ClockRule;
using config::v1::RoutingRule;

constexpr uint32_t kMaxAmount = 36500;  // A hundred years of days.

void CheckRuleId(CheckContext* context, const std::string& path, const std::string& id,
                 std::set<std::string>* seen) {
  if (!context->Require(path + ".rule_id", id)) return;
  // The rule's id becomes a part of clock ids, which "/" separates.
  if (absl::StrContains(id, "/") || !base::CheckCode("rule_id", id, 63).ok()) {
    context->Problem(path + ".rule_id", "must be at most 63 characters without blank or slash",
                     "write it like MX-1");
    return;
  }
  context->Once(path + ".rule_id", id, seen);
}

void CheckRecipient(CheckContext* context, const std::string& path, const RoutingRule& rule) {
  context->RequireSet(path + ".recipient_kind", rule.recipient_kind());
  if (rule.recipient_role().empty()) return;
  const auto role = context->roles.find(rule.recipient_role());
  if (role == context->roles.end()) {
    context->Problem(path + ".recipient_role",
                     absl::StrCat("\"", rule.recipient_role(), "\" is not the code of a role"),
                     "name one of the file's roles, or add it there");
  } else if (role->second != rule.recipient_kind()) {
    context->Problem(
        path + ".recipient_role",
        absl::StrCat("\"", rule.recipient_role(), "\" is a role of another kind than recipient_kind"),
        "make the two agree");
  }
}

void CheckConditions(CheckContext* context, const std::string& path, const RoutingRule& rule) {
  context->CheckDistinct(path + ".perpetrators", rule.perpetrators());
  context->CheckDistinct(path + ".procedures", rule.procedures());
  context->CheckDistinct(path + ".populations", rule.populations());
  context->CheckDistinct(path + ".subject_kinds", rule.subject_kinds());
  for (int i = 0; i < rule.subdivisions_size(); ++i) {
    context->CheckSubdivision(absl::StrCat(path, ".subdivisions[", i, "]"), rule.subdivisions(i));
  }
  if (!rule.requires_agreement().empty() && context->agreements.count(rule.requires_agreement()) == 0) {
    context->Problem(path + ".requires_agreement",
                     absl::StrCat("\"", rule.requires_agreement(), "\" is not the key of an agreement"),
                     "add it to agreements; its list of subdivisions may be empty");
  }
}

void CheckRoutingRule(CheckContext* context, const std::string& path, const RoutingRule& rule) {
  context->RequireSet(path + ".purpose", rule.purpose());
  CheckRecipient(context, path, rule);
  context->RequireSet(path + ".access", rule.access());
  if (rule.purpose() == v1::LEG_PURPOSE_OVERSIGHT && rule.access() == v1::ACCESS_GRADE_FULL) {
    context->Problem(path + ".access", "cannot be full: who oversees gets no content",
                     "write oversight, summary or status_only");
  }
  context->CheckValidity(path, rule.validity());
  CheckConditions(context, path, rule);
  context->CheckCited(path, rule.source(), rule.inferred());
  context->Require(path + ".legal_reference", rule.legal_reference());
}

// Whose clock it is, and that it is never shown as more than it is.
void CheckAuthority(CheckContext* context, const std::string& path, const ClockRule& rule) {
  if (!context->RequireSet(path + ".authority", rule.authority())) return;
  const auto cited = context->sources.find(rule.source());
  const bool target = rule.authority() == v1::CLOCK_AUTHORITY_OPERATOR_TARGET;
  if (target && !rule.inferred()) {
    context->Problem(path + ".inferred", "must be true for an operator_target, which is not law",
                     "add inferred: true");
    return;
  }
  if (!target && cited != context->sources.end() && cited->second) {
    context->Problem(path + ".authority", "cannot be law where the source is the operator's choice",
                     "write operator_target, or cite the law");
    return;
  }
  context->CheckCited(path, rule.source(), rule.inferred());
  if (!target && rule.inferred() && rule.ambiguity().empty()) {
    context->Problem(path + ".ambiguity", "is required where something is inferred",
                     "say what the source leaves open");
  }
}

void CheckLength(CheckContext* context, const std::string& path, const ClockRule& rule) {
  if (rule.amount() == 0 || rule.amount() > kMaxAmount) {
    context->Problem(path + ".amount", absl::StrCat("must be 1 to ", kMaxAmount),
                     "a clock whose length no source states belongs into silences");
  }
  if (rule.basis() == v1::DAY_BASIS_UNSPECIFIED && rule.ambiguity().empty()) {
    context->Problem(path + ".basis",
                     "is required, or else an ambiguity that says what the source leaves open",
                     "write elapsed_hours, calendar_days or business_days");
  }
  if (rule.at_least() && rule.ambiguity().empty()) {
    context->Problem(path + ".ambiguity", "is required with at_least",
                     "quote the words that make it a floor");
  }
}

void CheckClockRule(CheckContext* context, const std::string& path, const ClockRule& rule) {
  const bool starts = context->RequireSet(path + ".starts", rule.starts());
  context->RequireSet(path + ".stops", rule.stops());
  // Movement alone both ends a silence and begins the next.
  if (starts && rule.starts() == rule.stops() && rule.starts() != v1::CLOCK_EVENT_STATUS_MOVED) {
    context->Problem(path + ".stops", "is the event that starts the clock",
                     "name the act that the clock waits for");
  }
  CheckLength(context, path, rule);
  context->CheckDistinct(path + ".procedures", rule.procedures());
  context->CheckDistinct(path + ".localities", rule.localities());
  context->CheckValidity(path, rule.validity());
  CheckAuthority(context, path, rule);
  context->Require(path + ".legal_reference", rule.legal_reference());
  const auto& routes = context->mechanism().routing_rules();
  if (rule.responsible_purpose() != v1::LEG_PURPOSE_UNSPECIFIED &&
      std::none_of(routes.begin(), routes.end(), [&rule](const RoutingRule& route) {
        return route.purpose() == rule.responsible_purpose();
      })) {
    context->Problem(path + ".responsible_purpose", "is the purpose of no routing rule",
                     "name a purpose that the file routes, or leave the field out");
  }
}

}  // namespace

void CheckRoutingRules(CheckContext* context) {
  const auto& rules = context->mechanism().routing_rules();
  if (rules.empty()) {
    context->Problem("routing_rules", "is required", "without them nothing could be sent");
  }
  std::set<std::string> ids;
  for (int i = 0; i < rules.size(); ++i) {
    const std::string path = absl::StrCat("routing_rules[", i, "]");
    CheckRuleId(context, path, rules[i].rule_id(), &ids);
    CheckRoutingRule(context, path, rules[i]);
  }
}

void CheckClockRules(CheckContext* context) {
  const auto& rules = context->mechanism().clock_rules();
  std::set<std::string> ids;
  for (int i = 0; i < rules.size(); ++i) {
    const std::string path = absl::StrCat("clock_rules[", i, "]");
    CheckRuleId(context, path, rules[i].rule_id(), &ids);
    CheckClockRule(context, path, rules[i]);
  }
}

}  // namespace enlace::mechanism
