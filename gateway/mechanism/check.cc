#include "gateway/mechanism/check.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::mechanism {
namespace {

constexpr uint32_t kMaxAmount = 36500;  // A hundred years of days.

class Checker {
 public:
  Checker(const Mechanism& mechanism, absl::string_view file, const base::YamlLines& lines)
      : mechanism_(mechanism), file_(file), lines_(lines) {}

  absl::Status Check() {
    if (!base::CheckName("mechanism_id", mechanism_.mechanism_id()).ok()) {
      return Problem("mechanism_id", "must be 2 to 63 characters of a-z, 0-9 and inner hyphens");
    }
    RETURN_IF_ERROR(Require("display_name", mechanism_.display_name()));
    const std::string& country = mechanism_.country();
    if (country.size() != 2 || !absl::ascii_isupper(country[0]) || !absl::ascii_isupper(country[1])) {
      return Problem("country", "must be an ISO 3166-1 code of two capital letters, for example MX");
    }
    RETURN_IF_ERROR(Require("time_zone", mechanism_.time_zone()));
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(mechanism_.time_zone(), &zone)) {
      return Problem("time_zone", absl::StrCat("\"", mechanism_.time_zone(),
                                               "\" is no time zone of this machine's tz database"));
    }
    RETURN_IF_ERROR(CheckSources());
    RETURN_IF_ERROR(CheckAgreements());
    if (mechanism_.routing_rules().empty()) return Problem("routing_rules", "is required");
    for (int i = 0; i < mechanism_.routing_rules_size(); ++i) {
      RETURN_IF_ERROR(CheckRoutingRule(absl::StrCat("routing_rules[", i, "]"), mechanism_.routing_rules(i)));
    }
    rule_ids_.clear();
    for (int i = 0; i < mechanism_.clock_rules_size(); ++i) {
      RETURN_IF_ERROR(CheckClockRule(absl::StrCat("clock_rules[", i, "]"), mechanism_.clock_rules(i)));
    }
    return absl::OkStatus();
  }

 private:
  // The line of the field, or of the nearest one around it that the file has.
  int LineOf(std::string field) const {
    for (;;) {
      const auto found = lines_.find(field);
      if (found != lines_.end()) return found->second;
      const size_t end = field.find_last_of(".[");
      if (end == std::string::npos) return 1;
      field.resize(end);
    }
  }

  absl::Status Problem(const std::string& field, absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(file_, ":", LineOf(field), ": ", field, ": ", what));
  }

  absl::Status Require(const std::string& field, const std::string& value) const {
    return value.empty() ? Problem(field, "is required") : absl::OkStatus();
  }

  // For an enum: its number.
  absl::Status RequireSet(const std::string& field, int value) const {
    return value == 0 ? Problem(field, "is required") : absl::OkStatus();
  }

  absl::Status CheckSources() {
    if (mechanism_.sources().empty()) return Problem("sources", "is required: a rule without a source is not law");
    for (int i = 0; i < mechanism_.sources_size(); ++i) {
      const std::string path = absl::StrCat("sources[", i, "]");
      const config::v1::Source& source = mechanism_.sources(i);
      RETURN_IF_ERROR(Require(path + ".key", source.key()));
      RETURN_IF_ERROR(Require(path + ".citation", source.citation()));
      if (!source_keys_.insert(source.key()).second) return Problem(path + ".key", "is given twice");
    }
    return absl::OkStatus();
  }

  absl::Status CheckAgreements() {
    for (int i = 0; i < mechanism_.agreements_size(); ++i) {
      const std::string path = absl::StrCat("agreements[", i, "]");
      const config::v1::Agreement& agreement = mechanism_.agreements(i);
      RETURN_IF_ERROR(Require(path + ".key", agreement.key()));
      if (!agreement_keys_.insert(agreement.key()).second) return Problem(path + ".key", "is given twice");
      RETURN_IF_ERROR(CheckSubdivisions(path, agreement.subdivisions()));
      RETURN_IF_ERROR(CheckValidity(path, agreement.validity()));
      RETURN_IF_ERROR(CheckCited(path, agreement.source()));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRoutingRule(const std::string& path, const config::v1::RoutingRule& rule) {
    RETURN_IF_ERROR(CheckRuleId(path, rule.rule_id()));
    RETURN_IF_ERROR(RequireSet(path + ".purpose", rule.purpose()));
    RETURN_IF_ERROR(RequireSet(path + ".recipient_kind", rule.recipient_kind()));
    RETURN_IF_ERROR(RequireSet(path + ".access", rule.access()));
    RETURN_IF_ERROR(CheckValidity(path, rule.validity()));
    RETURN_IF_ERROR(CheckSubdivisions(path, rule.subdivisions()));
    if (!rule.requires_agreement().empty() && agreement_keys_.count(rule.requires_agreement()) == 0) {
      return Problem(path + ".requires_agreement",
                     absl::StrCat("\"", rule.requires_agreement(), "\" is not the key of an agreement"));
    }
    RETURN_IF_ERROR(CheckCited(path, rule.source()));
    return Require(path + ".legal_reference", rule.legal_reference());
  }

  absl::Status CheckClockRule(const std::string& path, const config::v1::ClockRule& rule) {
    RETURN_IF_ERROR(CheckRuleId(path, rule.rule_id()));
    RETURN_IF_ERROR(RequireSet(path + ".starts", rule.starts()));
    RETURN_IF_ERROR(RequireSet(path + ".stops", rule.stops()));
    if (rule.amount() == 0 || rule.amount() > kMaxAmount) {
      return Problem(path + ".amount", absl::StrCat("must be 1 to ", kMaxAmount));
    }
    RETURN_IF_ERROR(RequireSet(path + ".authority", rule.authority()));
    RETURN_IF_ERROR(CheckValidity(path, rule.validity()));
    if (rule.basis() == v1::DAY_BASIS_UNSPECIFIED && rule.ambiguity().empty()) {
      return Problem(path + ".basis", "is required, or else an ambiguity that says what the source leaves open");
    }
    RETURN_IF_ERROR(CheckCited(path, rule.source()));
    return Require(path + ".legal_reference", rule.legal_reference());
  }

  absl::Status CheckRuleId(const std::string& path, const std::string& id) {
    RETURN_IF_ERROR(Require(path + ".rule_id", id));
    // The rule's id becomes a part of clock ids, which "/" separates.
    if (absl::StrContains(id, "/") || !base::CheckCode("rule_id", id, 63).ok()) {
      return Problem(path + ".rule_id", "must be at most 63 printable characters without a slash");
    }
    if (!rule_ids_.insert(id).second) return Problem(path + ".rule_id", absl::StrCat("\"", id, "\" is given twice"));
    return absl::OkStatus();
  }

  absl::Status CheckCited(const std::string& path, const std::string& source) const {
    RETURN_IF_ERROR(Require(path + ".source", source));
    if (source_keys_.count(source) > 0) return absl::OkStatus();
    return Problem(path + ".source", absl::StrCat("\"", source, "\" is not the key of a source"));
  }

  absl::Status CheckValidity(const std::string& path, const config::v1::Validity& validity) const {
    if (!validity.has_from() || !validity.has_to() ||
        base::FromProto(validity.from()) < base::FromProto(validity.to())) {
      return absl::OkStatus();
    }
    return Problem(path + ".validity.to", "must be after from");
  }

  // ISO 3166-2: the country's code, a hyphen, one to three letters or digits.
  absl::Status CheckSubdivisions(const std::string& path,
                                 const google::protobuf::RepeatedPtrField<std::string>& codes) const {
    for (int i = 0; i < codes.size(); ++i) {
      absl::string_view code = codes.Get(i);
      bool ok = absl::StartsWith(code, absl::StrCat(mechanism_.country(), "-")) && code.size() >= 4 && code.size() <= 6;
      for (const char c : code.substr(std::min<size_t>(code.size(), 3))) {
        ok = ok && (absl::ascii_isupper(c) || absl::ascii_isdigit(c));
      }
      if (!ok) {
        return Problem(absl::StrCat(path, ".subdivisions[", i, "]"),
                       absl::StrCat("\"", code, "\" is not an ISO 3166-2 code of ", mechanism_.country()));
      }
    }
    return absl::OkStatus();
  }

  const Mechanism& mechanism_;
  const absl::string_view file_;
  const base::YamlLines& lines_;
  std::set<std::string> source_keys_;
  std::set<std::string> agreement_keys_;
  std::set<std::string> rule_ids_;
};

}  // namespace

absl::Status CheckMechanism(const Mechanism& mechanism, absl::string_view file, const base::YamlLines& lines) {
  return Checker(mechanism, file, lines).Check();
}

}  // namespace enlace::mechanism
