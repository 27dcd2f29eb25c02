#include "gateway/service/administration/agency_entry.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/service/actor.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

constexpr size_t kMaxName = 200;
constexpr int kMaxListed = 200;
constexpr int kMaxRoles = 20;

bool IsCountry(absl::string_view text) {
  return text.size() == 2 && absl::ascii_isupper(text[0]) && absl::ascii_isupper(text[1]);
}

bool IsRole(const std::string& text) {
  return text.size() >= 2 && text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

absl::Status ValidateMandates(const v1::Agency& agency) {
  for (int i = 0; i < agency.mandates_size(); ++i) {
    const v1::Mandate& mandate = agency.mandates(i);
    const std::string field = absl::StrCat("agency.mandates[", i, "]");
    if (mandate.legal_act().empty()) return base::MissingField(field + ".legal_act");
    if (mandate.has_valid_from() && mandate.has_valid_to() &&
        base::FromProto(mandate.valid_to()) <= base::FromProto(mandate.valid_from())) {
      return base::InvalidField(field + ".valid_to", "must lie after valid_from");
    }
    if (mandate.roles_size() > kMaxRoles)
      return base::InvalidField(field + ".roles", "may list at most 20 roles");
    for (int j = 0; j < mandate.roles_size(); ++j) {
      if (!IsRole(mandate.roles(j))) {
        return base::InvalidField(
            absl::StrCat(field, ".roles[", j, "]"),
            "must be a role of the mechanism's rules: 2 to 63 characters of a-z, 0-9 and _");
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateAgency(const v1::Agency& agency) {
  RETURN_IF_ERROR(base::CheckName("agency.agency_id", agency.agency_id()));
  if (agency.display_name().empty()) return base::MissingField("agency.display_name");
  if (agency.display_name().size() > kMaxName) {
    return base::InvalidField("agency.display_name", "must be at most 200 bytes");
  }
  if (agency.kind() == v1::AGENCY_KIND_UNSPECIFIED || !v1::AgencyKind_IsValid(agency.kind())) {
    return base::InvalidField("agency.kind", "must be one of the kinds of AgencyKind");
  }
  if (!IsCountry(agency.country())) {
    return base::InvalidField("agency.country", "must be an ISO 3166-1 alpha-2 code such as MX");
  }
  if (agency.territories_size() > kMaxListed || agency.unit_ids_size() > kMaxListed ||
      agency.mandates_size() > kMaxListed) {
    return base::InvalidField("agency", "may list at most 200 territories, units and mandates");
  }
  for (int i = 0; i < agency.territories_size(); ++i) {
    const std::string& territory = agency.territories(i);
    if (!absl::StartsWith(territory, agency.country() + "-") || territory.size() < 4 ||
        territory.size() > 6) {
      return base::InvalidField(absl::StrCat("agency.territories[", i, "]"),
                                absl::StrCat("must be an ISO 3166-2 code of ", agency.country()));
    }
  }
  std::set<std::string> units;
  for (int i = 0; i < agency.unit_ids_size(); ++i) {
    const std::string field = absl::StrCat("agency.unit_ids[", i, "]");
    RETURN_IF_ERROR(base::CheckName(field, agency.unit_ids(i)));
    if (!units.insert(agency.unit_ids(i)).second) return base::InvalidField(field, "is given twice");
  }
  if (units.empty())
    return base::InvalidField("agency.unit_ids", "must name at least one unit, for example main");
  static const auto* const kLanguages = new std::set<std::string>{"es", "pt-BR", "en"};
  if (!kLanguages->contains(agency.language())) {
    return base::InvalidField("agency.language", "must be es, pt-BR or en");
  }
  return ValidateMandates(agency);
}

absl::StatusOr<v1::Agency> ReadAgency(store::Reader& reader, absl::string_view agency_id) {
  ASSIGN_OR_RETURN(absl::optional<v1::Agency> agency,
                   store::GetProto<v1::Agency>(reader, store::Table::kAgency, agency_id));
  if (!agency.has_value()) return base::NotFound();
  return *std::move(agency);
}

absl::Status WriteAgency(const ActContext& context, absl::string_view event_type,
                         absl::string_view request_id, absl::string_view reason, v1::Agency agency) {
  agency.clear_sealing_certificates();
  RETURN_IF_ERROR(store::PutProto(context.work, store::Table::kAgency, agency.agency_id(), agency));
  ledger::Draft draft = TrustDraft(context.caller, event_type, request_id);
  draft.record.set_purpose(std::string(reason));
  *draft.record.mutable_event()->mutable_agency_written() = agency;
  RETURN_IF_ERROR(context.work.Append(std::move(draft)).status());
  context.after.push_back(
      [&roster = context.core.roster, agency = std::move(agency)] { roster.Put(agency); });
  return absl::OkStatus();
}

}  // namespace enlace::service
