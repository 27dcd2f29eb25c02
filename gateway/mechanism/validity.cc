#include "gateway/mechanism/validity.h"

#include <algorithm>

#include "gateway/base/time_text.h"

namespace enlace::mechanism {
namespace {

bool Lists(const v1::Mandate& mandate, absl::string_view role) {
  return std::find(mandate.roles().begin(), mandate.roles().end(), role) != mandate.roles().end();
}

}  // namespace

bool IsValidAt(const config::v1::Validity& validity, absl::Time at) {
  return (!validity.has_from() || at >= base::FromProto(validity.from())) &&
         (!validity.has_to() || at < base::FromProto(validity.to()));
}

bool IsValidAt(const v1::Mandate& mandate, absl::Time at) {
  return (!mandate.has_valid_from() || at >= base::FromProto(mandate.valid_from())) &&
         (!mandate.has_valid_to() || at < base::FromProto(mandate.valid_to()));
}

bool HasMandateAt(const v1::Agency& agency, absl::Time at) {
  return agency.mandates().empty() ||
         std::any_of(agency.mandates().begin(), agency.mandates().end(),
                     [at](const v1::Mandate& mandate) { return IsValidAt(mandate, at); });
}

bool HoldsRole(const v1::Agency& agency, absl::string_view role) {
  return std::any_of(agency.mandates().begin(), agency.mandates().end(),
                     [role](const v1::Mandate& mandate) { return Lists(mandate, role); });
}

bool HoldsRoleAt(const v1::Agency& agency, absl::string_view role, absl::Time at) {
  return std::any_of(
      agency.mandates().begin(), agency.mandates().end(),
      [role, at](const v1::Mandate& mandate) { return Lists(mandate, role) && IsValidAt(mandate, at); });
}

}  // namespace enlace::mechanism
