#include "gateway/warning/decide.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/subdivision_codes.h"
#include "gateway/mechanism/validity.h"
#include "gateway/warning/fold.h"

namespace enlace::warning {
namespace {

const v1::Agency* FindAgency(absl::Span<const v1::Agency> agencies, absl::string_view agency_id) {
  const auto found = std::find_if(agencies.begin(), agencies.end(), [&](const v1::Agency& agency) {
    return absl::string_view(agency.agency_id()) == agency_id;
  });
  return found == agencies.end() ? nullptr : &*found;
}

// The kinds that the issuer may warn by the rules of now; empty where one of them
// does not say, so that all may be warned.
absl::StatusOr<std::set<int>> AddresseeKinds(const IssueInput& input) {
  const v1::Agency* issuer = FindAgency(input.agencies, input.issuer.agency_id());
  std::set<int> kinds;
  bool may_issue = false;
  bool names_none = false;
  for (const config::v1::WarningRule& rule : input.rules->warning_rules()) {
    if (issuer == nullptr || issuer->country() != input.rules->country()) break;
    if (rule.issuer_kind() != issuer->kind() || !mechanism::IsValidAt(rule.validity(), input.now)) continue;
    may_issue = true;
    names_none = names_none || rule.addressee_kinds().empty();
    kinds.insert(rule.addressee_kinds().begin(), rule.addressee_kinds().end());
  }
  if (!may_issue) {
    return base::RoleNotPermitted(
        "no warning rule of this mechanism that is valid now names this kind of agency");
  }
  if (names_none) kinds.clear();
  return kinds;
}

absl::Status CheckSubdivisions(const IssueInput& input) {
  const auto& own = input.rules->subdivisions();
  const v1::Warning& warning = input.request.warning();
  for (int i = 0; i < warning.subdivisions_size(); ++i) {
    const std::string& code = warning.subdivisions(i);
    const bool is_own = own.empty() ? absl::StartsWith(code, absl::StrCat(input.rules->country(), "-")) &&
                                          mechanism::IsSubdivision(code)
                                    : std::any_of(own.begin(), own.end(), [&](const auto& subdivision) {
                                        return subdivision.code() == code;
                                      });
    if (is_own) continue;
    return base::InvalidField(absl::StrCat("warning.subdivisions[", i, "]"),
                              "is no subdivision (ISO 3166-2) of the mechanism's country");
  }
  return absl::OkStatus();
}

bool HasKeyFor(const v1::SealedPayload& sealed, absl::string_view agency_id) {
  return std::any_of(sealed.recipients().begin(), sealed.recipients().end(), [&](const auto& recipient) {
    return absl::string_view(recipient.agency_id()) == agency_id;
  });
}

// Fills in the kinds that the directory says.
absl::Status FillAddressees(const IssueInput& input, const std::set<int>& kinds, v1::Warning* warning) {
  for (int i = 0; i < warning->addressees_size(); ++i) {
    v1::AgencyRef& addressee = *warning->mutable_addressees(i);
    const std::string field = absl::StrCat("warning.addressees[", i, "]");
    if (addressee.agency_id() == input.issuer.agency_id()) {
      return base::InvalidField(field, "is the issuer itself");
    }
    const v1::Agency* agency = FindAgency(input.agencies, addressee.agency_id());
    if (agency == nullptr) return base::InvalidField(field, "is no agency of the directory");
    if (!kinds.empty() && !kinds.contains(agency->kind())) {
      return base::InvalidField(field, "is of a kind that the mechanism's warning rule does not name");
    }
    if (!HasKeyFor(warning->sealed_alert(), addressee.agency_id())) {
      return base::InvalidField(
          "warning.sealed_alert",
          absl::StrCat("is not sealed to ", addressee.agency_id(), "; seal the alert to every addressee"));
    }
    const std::string id = addressee.agency_id();
    addressee.Clear();
    addressee.set_agency_id(id);
    addressee.set_kind(agency->kind());
  }
  return absl::OkStatus();
}

absl::Status CheckReferenced(const IssueInput& input) {
  if (input.referenced == nullptr) return absl::OkStatus();
  const v1::Warning& earlier = input.referenced->warning();
  if (earlier.issuer().agency_id() != input.issuer.agency_id()) {
    return base::ActorNotAllowed("only the agency that issued a warning updates or cancels it");
  }
  if (StateAt(earlier, input.now) == v1::WARNING_STATE_ACTIVE) return absl::OkStatus();
  return base::GuardNotMet(
      "the warning is not in force any more: it expired, was replaced or cancelled; issue a new one");
}

}  // namespace

absl::StatusOr<v1::Warning> DecideIssue(const IssueInput& input) {
  if (input.rules == nullptr)
    return base::InvalidField("warning.mechanism_id", "is no mechanism of this gateway");
  ASSIGN_OR_RETURN(const std::set<int> kinds, AddresseeKinds(input));
  RETURN_IF_ERROR(CheckSubdivisions(input));
  RETURN_IF_ERROR(CheckReferenced(input));
  v1::Warning warning = input.request.warning();
  if (!HasKeyFor(warning.sealed_alert(), input.issuer.agency_id())) {
    return base::InvalidField(
        "warning.sealed_alert",
        "is not sealed to its issuer; seal it to the issuer too, so that it can read it");
  }
  RETURN_IF_ERROR(FillAddressees(input, kinds, &warning));
  warning.set_warning_id(base::DeriveWarningId(input.issuer.agency_id(), input.request.request_id()));
  *warning.mutable_issuer() = input.issuer;
  if (warning.scope() == v1::WARNING_SCOPE_UNSPECIFIED) warning.set_scope(v1::WARNING_SCOPE_RESTRICTED);
  // A cancel only ends another one; it is never in force itself.
  warning.set_state(warning.message_type() == v1::WARNING_MESSAGE_TYPE_CANCEL ? v1::WARNING_STATE_CANCELLED
                                                                              : v1::WARNING_STATE_ACTIVE);
  *warning.mutable_record_time() = base::ToProto(input.now);
  warning.mutable_sealed_alert()->clear_cms();
  return warning;
}

std::vector<Told> ToldOf(const v1::Warning& issued, const store::v1::WarningState* referenced) {
  std::vector<Told> told;
  for (const v1::AgencyRef& addressee : issued.addressees()) {
    told.push_back({addressee.agency_id(), issued.warning_id()});
  }
  if (referenced == nullptr) return told;
  for (const v1::AgencyRef& earlier : referenced->warning().addressees()) {
    const bool is_still = std::any_of(told.begin(), told.end(),
                                      [&](const Told& one) { return one.agency_id == earlier.agency_id(); });
    if (!is_still) told.push_back({earlier.agency_id(), referenced->warning().warning_id()});
  }
  return told;
}

absl::Status CheckAnswer(const store::v1::WarningState& state, absl::string_view agency_id) {
  const auto is_it = [agency_id](const v1::AgencyRef& agency) {
    return absl::string_view(agency.agency_id()) == agency_id;
  };
  const auto& warned = state.warning().addressees();
  if (std::none_of(warned.begin(), warned.end(), is_it)) {
    return base::ActorNotAllowed("only an agency that is warned answers the warning");
  }
  const auto answers =
      std::count_if(state.answers().begin(), state.answers().end(),
                    [&](const v1::WarningAnswer& answer) { return is_it(answer.addressee()); });
  if (answers < kMaxAnswers) return absl::OkStatus();
  return base::GuardNotMet("this warning was answered too often; write to its issuer another way");
}

absl::Status CheckNote(const store::v1::WarningState& state, const v1::SealedPayload& note) {
  if (HasKeyFor(note, state.warning().issuer().agency_id())) return absl::OkStatus();
  return base::InvalidField("sealed_note", "is not sealed to the issuer of the warning, whom it is for");
}

bool IsDeciding(v1::WarningResponse response) {
  switch (response) {
    case v1::WARNING_RESPONSE_ACTING:
    case v1::WARNING_RESPONSE_DONE:
    case v1::WARNING_RESPONSE_NOT_COMPETENT:
    case v1::WARNING_RESPONSE_DECLINED:
      return true;
    default:
      return false;
  }
}

}  // namespace enlace::warning
