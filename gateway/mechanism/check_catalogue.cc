#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/check_parts.h"

namespace enlace::mechanism {
namespace {

using config::v1::Role;
using config::v1::Subdivision;

bool IsRoleCode(const std::string& code) {
  return code.size() >= 2 && code.size() <= 63 && std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

void CheckMandates(CheckContext* context, const std::string& path, const Role& role) {
  absl::Time earlier = absl::InfinitePast();
  for (int i = 0; i < role.mandates_size(); ++i) {
    const config::v1::RoleMandate& mandate = role.mandates(i);
    const std::string at = absl::StrCat(path, ".mandates[", i, "]");
    context->Require(at + ".legal_act", mandate.legal_act());
    context->CheckCited(at, mandate.source(), mandate.inferred());
    if (!context->CheckValidity(at, mandate.validity()) || !mandate.validity().has_from()) continue;
    const absl::Time from = base::FromProto(mandate.validity().from());
    if (from < earlier) {
      context->Problem(at + ".validity.from", "lies before that of the mandate above",
                       "put the oldest first");
    }
    earlier = from;
  }
}

void CheckScheme(CheckContext* context, const std::string& path, const Subdivision& subdivision,
                 const std::map<std::string, size_t>& digits, std::set<std::string>* seen) {
  const std::string& code = subdivision.national_code();
  if (subdivision.scheme().empty() != code.empty()) {
    context->Problem(path + (code.empty() ? ".national_code" : ".scheme"), "is required beside the other",
                     "give both or neither");
    return;
  }
  if (code.empty()) return;
  if (!std::all_of(code.begin(), code.end(), absl::ascii_isdigit)) {
    context->Problem(path + ".national_code", absl::StrCat("\"", code, "\" must be digits"),
                     "write the code of the scheme");
    return;
  }
  const size_t size = digits.at(subdivision.scheme());
  if (size != code.size()) {
    context->Problem(path + ".national_code",
                     absl::StrCat("\"", code, "\" has not the ", size, " digits of the others of its scheme"),
                     "write it with its leading zeros, in quotes");
    return;
  }
  if (!seen->insert(absl::StrCat(subdivision.scheme(), " ", code)).second) {
    context->Problem(path + ".national_code", absl::StrCat("\"", code, "\" is given twice"),
                     "give each its own");
  }
}

}  // namespace

void CheckRoles(CheckContext* context) {
  const auto& roles = context->mechanism().roles();
  std::set<std::string> codes;
  for (int i = 0; i < roles.size(); ++i) {
    const std::string path = absl::StrCat("roles[", i, "]");
    const Role& role = roles[i];
    if (context->Require(path + ".code", role.code())) {
      if (!IsRoleCode(role.code())) {
        context->Problem(path + ".code", "must be 2 to 63 characters of a-z, 0-9 and _",
                         "write it like risk_unit");
      } else {
        context->Once(path + ".code", role.code(), &codes);
      }
      context->roles.emplace(role.code(), role.kind());
    }
    context->RequireSet(path + ".kind", role.kind());
    context->Require(path + ".display_name", role.display_name());
    context->Require(path + ".duty", role.duty());
    CheckMandates(context, path, role);
    context->CheckCited(path, role.source(), role.inferred());
  }
  for (int i = 0; i < roles.size(); ++i) {
    const std::string& whole = roles[i].part_of();
    if (whole.empty() || (whole != roles[i].code() && context->roles.count(whole) > 0)) continue;
    context->Problem(absl::StrCat("roles[", i, "].part_of"),
                     absl::StrCat("\"", whole, "\" is not the code of another role"),
                     "name the role that it belongs to");
  }
}

void CheckSubdivisionList(CheckContext* context) {
  const auto& all = context->mechanism().subdivisions();
  std::set<std::string> codes;
  std::set<std::string> national;
  std::map<std::string, size_t> digits;  // Of the longest code: zeros get lost, none come to be.
  for (const Subdivision& one : all) {
    digits[one.scheme()] = std::max(digits[one.scheme()], one.national_code().size());
  }
  for (int i = 0; i < all.size(); ++i) {
    const std::string path = absl::StrCat("subdivisions[", i, "]");
    if (context->Require(path + ".code", all[i].code()) &&
        context->CheckSubdivision(path + ".code", all[i].code())) {
      context->Once(path + ".code", all[i].code(), &codes);
    }
    context->Require(path + ".display_name", all[i].display_name());
    CheckScheme(context, path, all[i], digits, &national);
  }
  context->subdivisions = std::move(codes);
}

void CheckMeasures(CheckContext* context) {
  const auto& measures = context->mechanism().measures();
  std::set<std::string> codes;
  for (int i = 0; i < measures.size(); ++i) {
    const std::string path = absl::StrCat("measures[", i, "]");
    const config::v1::CatalogueMeasure& measure = measures[i];
    if (!base::CheckName("national_code", measure.national_code()).ok()) {
      context->Problem(path + ".national_code", "must be 2 to 63 characters of a-z, 0-9 and inner hyphens",
                       "write it like armored-vehicle");
    } else {
      context->Once(path + ".national_code", measure.national_code(), &codes);
    }
    context->RequireSet(path + ".type", measure.type());
    context->CheckDistinct(path + ".kinds", measure.kinds());
    context->CheckDistinct(path + ".covers", measure.covers());
    context->Require(path + ".display_name", measure.display_name());
    context->Require(path + ".description", measure.description());
    context->CheckValidity(path, measure.validity());
    context->CheckCited(path, measure.source(), measure.inferred());
  }
}

void CheckReportingDuties(CheckContext* context) {
  const auto& duties = context->mechanism().reporting_duties();
  std::set<std::string> ids;
  for (int i = 0; i < duties.size(); ++i) {
    const std::string path = absl::StrCat("reporting_duties[", i, "]");
    const config::v1::ReportingDuty& duty = duties[i];
    if (context->Require(path + ".duty_id", duty.duty_id()))
      context->Once(path + ".duty_id", duty.duty_id(), &ids);
    context->Require(path + ".reporter", duty.reporter());
    context->Require(path + ".content", duty.content());
    context->Require(path + ".legal_reference", duty.legal_reference());
    context->CheckValidity(path, duty.validity());
    context->CheckCited(path, duty.source(), /*inferred=*/true);
    if (duty.times_per_year() > 366) {
      context->Problem(path + ".times_per_year", "must be at most 366", "write 12 for monthly, 1 for yearly");
    }
    const bool open = duty.times_per_year() == 0 || duty.addressee().empty();
    if (open && duty.ambiguity().empty()) {
      context->Problem(path + ".ambiguity", "is required where how often or to whom is not said",
                       "say what the source leaves open");
    }
  }
}

void CheckWarningRules(CheckContext* context) {
  const auto& rules = context->mechanism().warning_rules();
  std::set<std::string> ids;
  for (int i = 0; i < rules.size(); ++i) {
    const std::string path = absl::StrCat("warning_rules[", i, "]");
    if (context->Require(path + ".rule_id", rules[i].rule_id())) {
      context->Once(path + ".rule_id", rules[i].rule_id(), &ids);
    }
    context->RequireSet(path + ".issuer_kind", rules[i].issuer_kind());
    context->CheckDistinct(path + ".addressee_kinds", rules[i].addressee_kinds());
    context->CheckValidity(path, rules[i].validity());
    context->CheckCited(path, rules[i].source(), rules[i].inferred());
    context->Require(path + ".legal_reference", rules[i].legal_reference());
  }
}

void CheckSilences(CheckContext* context) {
  const auto& silences = context->mechanism().silences();
  std::set<std::string> subjects;
  for (int i = 0; i < silences.size(); ++i) {
    const std::string path = absl::StrCat("silences[", i, "]");
    if (context->Require(path + ".about", silences[i].about())) {
      context->Once(path + ".about", silences[i].about(), &subjects);
    }
    context->Require(path + ".text", silences[i].text());
    context->CheckCited(path, silences[i].source(), /*inferred=*/true);
  }
}

}  // namespace enlace::mechanism
