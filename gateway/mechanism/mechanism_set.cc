#include "gateway/mechanism/mechanism_set.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/mechanism/check.h"
#include "gateway/mechanism/escalation_check.h"
#include "gateway/mechanism/validity.h"

namespace enlace::mechanism {

absl::StatusOr<Mechanism> ParseMechanism(absl::string_view file, absl::string_view text) {
  Mechanism mechanism;
  base::YamlLines lines;
  RETURN_IF_ERROR(base::YamlToProto(file, text, &mechanism, &lines));
  RETURN_IF_ERROR(CheckMechanism(mechanism, file, lines));
  RETURN_IF_ERROR(CheckEscalation(mechanism, file, lines));
  return mechanism;
}

absl::StatusOr<std::unique_ptr<MechanismSet>> MechanismSet::Load(const std::string& folder) {
  ASSIGN_OR_RETURN(RuleFiles files, ReadRuleFiles(folder));
  return New(std::move(files));
}

absl::StatusOr<std::unique_ptr<MechanismSet>> MechanismSet::New(RuleFiles files) {
  std::unique_ptr<MechanismSet> set(new MechanismSet());
  for (const auto& [name, text] : files.texts) {
    Entry entry;
    ASSIGN_OR_RETURN(entry.mechanism, ParseMechanism(name, text));
    entry.digest = absl::BytesToHexString(base::Sha256(text));
    entry.file = name;
    const std::string id = entry.mechanism.mechanism_id();
    if (const Entry* other = set->FindEntry(id)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ":1: mechanism_id: \"", id, "\" is already given by ", other->file));
    }
    set->entries_.emplace(id, std::move(entry));
  }
  set->files_ = std::move(files);
  return set;
}

const MechanismSet::Entry* MechanismSet::FindEntry(absl::string_view mechanism_id) const {
  const auto found = entries_.find(std::string(mechanism_id));
  return found == entries_.end() ? nullptr : &found->second;
}

const Mechanism* MechanismSet::Find(absl::string_view mechanism_id) const {
  const Entry* entry = FindEntry(mechanism_id);
  return entry == nullptr ? nullptr : &entry->mechanism;
}

absl::string_view MechanismSet::Digest(absl::string_view mechanism_id) const {
  const Entry* entry = FindEntry(mechanism_id);
  return entry == nullptr ? absl::string_view() : absl::string_view(entry->digest);
}

std::vector<std::string> MechanismSet::Ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, entry] : entries_) ids.push_back(id);
  return ids;
}

v1::MechanismSummary MechanismSet::Summary(absl::string_view mechanism_id, absl::Time at) const {
  v1::MechanismSummary summary;
  const Entry* entry = FindEntry(mechanism_id);
  if (entry == nullptr) return summary;
  summary.set_mechanism_id(entry->mechanism.mechanism_id());
  summary.set_display_name(entry->mechanism.display_name());
  summary.set_country(entry->mechanism.country());
  summary.set_rules_digest(entry->digest);
  summary.set_time_zone(entry->mechanism.time_zone());
  for (const config::v1::ClockRule& rule : entry->mechanism.clock_rules()) {
    if (!IsValidAt(rule.validity(), at)) continue;
    v1::ClockRuleSummary* out = summary.add_clock_rules();
    out->set_rule_id(rule.rule_id());
    out->set_starts(rule.starts());
    out->set_stops(rule.stops());
    out->set_amount(rule.amount());
    out->set_basis(rule.basis());
    out->set_authority(rule.authority());
    out->set_legal_reference(rule.legal_reference());
    out->set_inferred(rule.inferred());
    out->set_ambiguity(rule.ambiguity());
  }
  return summary;
}

}  // namespace enlace::mechanism
