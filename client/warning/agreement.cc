#include "client/warning/agreement.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace enlace::client {
namespace {

absl::Status Differ(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the sealed alert and the warning around it differ in ", what,
                   "; do not act on it before you have asked the agency that issued it"));
}

// Order says nothing in CAP.
bool SameSet(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

bool SameSecond(const std::optional<absl::Time>& a, const std::optional<absl::Time>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a.has_value() || absl::ToUnixSeconds(*a) == absl::ToUnixSeconds(*b);
}

// The second of sender,identifier,sent; empty if there is no reference.
std::string ReferencedId(absl::string_view references) {
  const std::vector<std::string> parts = absl::StrSplit(references, ',');
  return parts.size() == 3 ? parts[1] : std::string(references);
}

}  // namespace

absl::Status CheckAgreement(const v1::Warning& warning, const CapAlert& alert) {
  const CapAlert clear = AlertOf(warning, "", absl::InfinitePast(), {});
  if (alert.identifier != clear.identifier) return Differ("the identifier");
  if (AgencyOfSender(alert.sender) != warning.issuer().agency_id()) return Differ("the sender");
  if (alert.message_type != clear.message_type) return Differ("what it is");
  if (alert.scope != clear.scope) return Differ("its scope");
  if (ReferencedId(alert.references) != warning.references_warning_id()) {
    return Differ("the warning that it refers to");
  }
  if (!SameSet(alert.addresses, clear.addresses)) return Differ("whom it warns");
  if (!SameSet(alert.subdivisions, clear.subdivisions)) return Differ("its area");
  if (!SameSet(alert.population, clear.population)) return Differ("whom it is about");
  if (alert.urgency != clear.urgency) return Differ("its urgency");
  if (alert.severity != clear.severity) return Differ("its severity");
  if (alert.certainty != clear.certainty) return Differ("its certainty");
  if (!SameSecond(alert.effective, clear.effective)) return Differ("when it begins");
  if (!SameSecond(alert.expires, clear.expires)) return Differ("when it ends");
  if (!SameSecond(alert.respond_by, clear.respond_by)) return Differ("until when to answer");
  return absl::OkStatus();
}

}  // namespace enlace::client
