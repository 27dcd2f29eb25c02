#include "tests/property/reference_warning_view.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "tests/property/cast.h"
#include "tests/property/reference_view.h"

namespace enlace::property {

bool IsAddressee(const v1::Warning& warning, const std::string& agency) {
  return std::any_of(warning.addressees().begin(), warning.addressees().end(),
                     [&](const v1::AgencyRef& addressee) { return addressee.agency_id() == agency; });
}

WarningPart PartIn(const v1::Warning& warning, const std::string& agency) {
  if (warning.issuer().agency_id() == agency) return WarningPart::kIssuer;
  if (IsAddressee(warning, agency)) return WarningPart::kAddressee;
  const CastMember* member = FindMember(agency);
  const std::string country = warning.mechanism_id() == "co-unp" ? "CO" : "MX";
  const bool oversees =
      member != nullptr && member->kind == v1::AGENCY_KIND_OMBUDSMAN && member->country == country;
  return oversees ? WarningPart::kOverseer : WarningPart::kNone;
}

v1::WarningState StateOf(const v1::Warning& warning, absl::Time now) {
  const bool over = warning.has_expire_time() && base::FromProto(warning.expire_time()) <= now;
  return over && warning.state() == v1::WARNING_STATE_ACTIVE ? v1::WARNING_STATE_EXPIRED : warning.state();
}

bool Concerns(const v1::Warning& warning, const v1::Classification& classification) {
  const auto& area = warning.subdivisions();
  if (std::find(area.begin(), area.end(), classification.territory().subdivision()) == area.end()) {
    return false;
  }
  for (const int group : classification.population()) {
    const auto& groups = warning.population();
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) return true;
  }
  return warning.population().empty();  // Everybody there.
}

// An addressee learns neither what others answer nor until when they must. An
// overseer learns both, and not a word of what is sealed.
v1::WarningView See(const WarningFacts& facts, const std::string& agency, absl::Time now) {
  const WarningPart part = PartIn(facts.warning, agency);
  v1::WarningView seen;
  if (part == WarningPart::kNone) return seen;
  *seen.mutable_warning() = facts.warning;
  seen.mutable_warning()->set_state(StateOf(facts.warning, now));
  if (part == WarningPart::kOverseer) seen.mutable_warning()->clear_sealed_alert();
  for (const v1::WarningAnswer& answer : facts.answers) {
    if (part == WarningPart::kAddressee && answer.addressee().agency_id() != agency) continue;
    v1::WarningAnswer* out = seen.add_answers();
    *out = answer;
    if (part == WarningPart::kOverseer) out->clear_sealed_note();
  }
  for (const v1::Clock& clock : facts.clocks) {
    if (part == WarningPart::kAddressee && clock.responsible().agency_id() != agency) continue;
    v1::Clock* out = seen.add_clocks();
    *out = clock;
    out->set_state(StateOf(clock, now));
  }
  return seen;
}

}  // namespace enlace::property
