#include "gateway/referral/submit_form.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::referral {
namespace {

constexpr int kMaxListSize = 32;
constexpr uint32_t kMaxPersons = 1000000;

template <typename Field>
absl::Status CheckEnums(absl::string_view field, const Field& values, bool (*is_valid)(int), bool required) {
  if (values.empty() && required) return base::MissingField(field);
  if (values.size() > kMaxListSize) return base::InvalidField(field, "has too many values");
  std::set<int> seen;
  for (int i = 0; i < values.size(); ++i) {
    RETURN_IF_ERROR(CheckEnum(absl::StrCat(field, "[", i, "]"), values.Get(i), is_valid, true));
    if (!seen.insert(values.Get(i)).second) return base::InvalidField(field, "names a value twice");
  }
  return absl::OkStatus();
}

bool All(absl::string_view text, bool (*is)(unsigned char)) {
  return std::all_of(text.begin(), text.end(), [is](char c) { return is(static_cast<unsigned char>(c)); });
}

bool IsZoneCharacter(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
}
bool IsUpperOrDigit(unsigned char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c); }
bool IsKeyCharacter(unsigned char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_'; }

absl::Status CheckTerritory(const v1::Territory& territory) {
  const std::string prefix = "classification.territory.";
  const std::string& country = territory.country();
  if (country.empty()) return base::MissingField(prefix + "country");
  if (country.size() != 2 || !All(country, absl::ascii_isupper)) {
    return base::InvalidField(prefix + "country", "must be an ISO 3166-1 alpha-2 code in capitals");
  }
  const absl::string_view subdivision = territory.subdivision();
  if (!subdivision.empty()) {
    const bool ok = absl::StartsWith(subdivision, country + "-") && subdivision.size() >= 4 &&
                    subdivision.size() <= 6 && All(subdivision.substr(3), IsUpperOrDigit);
    if (!ok) {
      return base::InvalidField(prefix + "subdivision",
                                "must be an ISO 3166-2 code of the country, like " + country + "-X");
    }
  }
  if (territory.scheme().empty() != territory.code().empty()) {
    return base::InvalidField(prefix + (territory.code().empty() ? "code" : "scheme"),
                              "scheme and code go together");
  }
  if (territory.scheme().size() > 8 || !All(territory.scheme(), absl::ascii_isupper)) {
    return base::InvalidField(prefix + "scheme", "must be at most 8 capitals");
  }
  if (territory.code().size() > 12 || !All(territory.code(), IsUpperOrDigit)) {
    return base::InvalidField(prefix + "code", "must be at most 12 digits or capitals");
  }
  if (territory.time_zone().size() > 64 || !All(territory.time_zone(), IsZoneCharacter)) {
    return base::InvalidField(prefix + "time_zone", "must be the name of an IANA zone");
  }
  return CheckEnum(prefix + "locality", territory.locality(), v1::ClockLocality_IsValid, false);
}

absl::Status CheckNationalCodes(const v1::Classification& classification) {
  constexpr absl::string_view kField = "classification.national_codes";
  if (classification.national_codes().size() > kMaxListSize)
    return base::InvalidField(kField, "has too many values");
  for (const auto& [key, value] : classification.national_codes()) {
    if (key.empty() || key.size() > 32 || !All(key, IsKeyCharacter)) {
      return base::InvalidField(kField, "keys must be names of fields");
    }
    RETURN_IF_ERROR(base::CheckCode(absl::StrCat(kField, "[", key, "]"), value, kMaxCodeSize));
  }
  return absl::OkStatus();
}

absl::Status CheckDisclosure(const v1::Disclosure& d, absl::Time now) {
  const std::string prefix = "disclosure.";
  RETURN_IF_ERROR(CheckEnum(prefix + "basis", d.basis(), v1::DisclosureBasis_IsValid, true));
  if (!d.has_given_time()) return base::MissingField(prefix + "given_time");
  RETURN_IF_ERROR(CheckPast(prefix + "given_time", d.given_time(), now));
  if (d.has_expire_time()) {
    RETURN_IF_ERROR(CheckTimestamp(prefix + "expire_time", d.expire_time()));
    const absl::Time expire = base::FromProto(d.expire_time());
    if (expire <= base::FromProto(d.given_time())) {
      return base::InvalidField(prefix + "expire_time", "must be after given_time");
    }
    if (expire <= now)
      return base::InvalidField(prefix + "expire_time", "has passed: nothing may be disclosed on it");
  }
  RETURN_IF_ERROR(base::CheckCode(prefix + "override_reason", d.override_reason(), kMaxCodeSize));
  RETURN_IF_ERROR(base::CheckCode(prefix + "legal_reference", d.legal_reference(), kMaxCodeSize));
  const bool by_law = d.basis() == v1::DISCLOSURE_BASIS_LEGAL_DUTY ||
                      d.basis() == v1::DISCLOSURE_BASIS_COURT_OR_INTERNATIONAL_ORDER;
  if (by_law && d.legal_reference().empty()) return base::MissingField(prefix + "legal_reference");
  if (d.basis() == v1::DISCLOSURE_BASIS_VITAL_INTEREST && d.override_reason().empty()) {
    return base::MissingField(prefix + "override_reason");
  }
  return absl::OkStatus();
}

absl::Status CheckExcludedAgencies(const v1::SubmitReferralRequest& request) {
  if (request.excluded_agencies_size() > kMaxLegs) {
    return base::InvalidField("excluded_agencies", "names too many agencies");
  }
  for (int i = 0; i < request.excluded_agencies_size(); ++i) {
    const v1::ExcludedAgency& excluded = request.excluded_agencies(i);
    const std::string prefix = absl::StrCat("excluded_agencies[", i, "].");
    RETURN_IF_ERROR(base::CheckName(prefix + "agency_id", excluded.agency_id()));
    RETURN_IF_ERROR(CheckRequiredCode(prefix + "ground", excluded.ground()));
    for (const v1::PlannedLeg& leg : request.planned_legs()) {
      if (leg.recipient().agency_id() != excluded.agency_id()) continue;
      return base::InvalidField(prefix + "agency_id", "is a planned recipient as well");
    }
    if (IsSealedTo(request.sealed(), excluded.agency_id())) {
      return base::InvalidField(prefix + "agency_id", "can open the payload, which is sealed to it");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateClassification(const v1::Classification& c) {
  const std::string prefix = "classification.";
  if (c.mechanism_id().empty()) return base::MissingField(prefix + "mechanism_id");
  RETURN_IF_ERROR(base::CheckName(prefix + "mechanism_id", c.mechanism_id()));
  RETURN_IF_ERROR(CheckEnum(prefix + "procedure", c.procedure(), v1::ProcedureType_IsValid, true));
  const bool urgent = c.procedure() == v1::PROCEDURE_TYPE_URGENT;
  RETURN_IF_ERROR(
      CheckEnums(prefix + "urgency_grounds", c.urgency_grounds(), v1::UrgencyGround_IsValid, urgent));
  RETURN_IF_ERROR(CheckEnum(prefix + "subject_kind", c.subject_kind(), v1::SubjectKind_IsValid, true));
  RETURN_IF_ERROR(CheckEnums(prefix + "population", c.population(), v1::PopulationGroup_IsValid, true));
  RETURN_IF_ERROR(CheckEnum(prefix + "eligibility", c.eligibility(), v1::EligibilityGround_IsValid, false));
  RETURN_IF_ERROR(CheckEnum(prefix + "perpetrator", c.perpetrator(), v1::PerpetratorCategory_IsValid, true));
  RETURN_IF_ERROR(CheckEnums(prefix + "incidents", c.incidents(), v1::IncidentType_IsValid, true));
  RETURN_IF_ERROR(base::CheckCode(prefix + "iccs_code", c.iccs_code(), 16));
  if (!c.has_territory()) return base::MissingField(prefix + "territory");
  RETURN_IF_ERROR(CheckTerritory(c.territory()));
  RETURN_IF_ERROR(CheckEnum(prefix + "risk", c.risk(), v1::RiskLevel_IsValid, false));
  RETURN_IF_ERROR(CheckNationalCodes(c));
  // An individual may stand for a family; a sum of nobody helps no statistics.
  if (c.persons_covered() == 0) return base::MissingField(prefix + "persons_covered");
  if (c.persons_covered() > kMaxPersons)
    return base::InvalidField(prefix + "persons_covered", "is too large");
  return absl::OkStatus();
}

absl::Status CheckEnum(absl::string_view field, int value, bool (*is_valid)(int), bool required) {
  if (value == 0) return required ? base::MissingField(field) : absl::OkStatus();
  if (!is_valid(value)) return base::InvalidField(field, absl::StrCat("has no value ", value));
  return absl::OkStatus();
}

absl::Status CheckTimestamp(absl::string_view field, const google::protobuf::Timestamp& time) {
  constexpr int64_t kFirst = -62135596800;  // 0001-01-01T00:00:00Z
  constexpr int64_t kLast = 253402300799;   // 9999-12-31T23:59:59Z
  if (time.seconds() < kFirst || time.seconds() > kLast || time.nanos() < 0 || time.nanos() > 999999999) {
    return base::InvalidField(field, "is not a time of the years 1 to 9999");
  }
  return absl::OkStatus();
}

absl::Status CheckPast(absl::string_view field, const google::protobuf::Timestamp& time, absl::Time now) {
  RETURN_IF_ERROR(CheckTimestamp(field, time));
  if (base::FromProto(time) <= now + kClockTolerance) return absl::OkStatus();
  return base::InvalidField(field, "lies in the future; check the clock of the sending machine");
}

absl::Status CheckRequiredCode(absl::string_view field, absl::string_view code) {
  if (code.empty()) return base::MissingField(field);
  return base::CheckCode(field, code, kMaxCodeSize);
}

bool IsSealedTo(const v1::SealedPayload& sealed, absl::string_view agency_id) {
  return std::any_of(
      sealed.recipients().begin(), sealed.recipients().end(),
      [&](const v1::SealedRecipient& r) { return absl::string_view(r.agency_id()) == agency_id; });
}

absl::Status CheckSealed(absl::string_view field, const v1::SealedPayload& sealed) {
  const std::string prefix = absl::StrCat(field, ".");
  if (sealed.cms().empty()) return base::MissingField(prefix + "cms");
  if (sealed.cms().size() > kMaxCmsSize) {
    return base::InvalidField(prefix + "cms", absl::StrCat("must be at most ", kMaxCmsSize, " bytes"));
  }
  if (sealed.digest() != base::Sha256(sealed.cms())) {
    return base::InvalidField(prefix + "digest", "is not the SHA-256 of cms");
  }
  if (sealed.recipients().empty()) return base::MissingField(prefix + "recipients");
  if (sealed.recipients_size() > kMaxLegs) return base::InvalidField(prefix + "recipients", "names too many");
  for (int i = 0; i < sealed.recipients_size(); ++i) {
    const std::string path = absl::StrCat(prefix, "recipients[", i, "].");
    RETURN_IF_ERROR(base::CheckName(path + "agency_id", sealed.recipients(i).agency_id()));
    if (sealed.recipients(i).key_id().size() != base::kSha256Size) {
      return base::InvalidField(path + "key_id", "must be the SHA-256 of the key, 32 bytes");
    }
  }
  if (sealed.content_schema() == 0) return base::MissingField(prefix + "content_schema");
  return absl::OkStatus();
}

absl::Status CheckPlannedLegs(const google::protobuf::RepeatedPtrField<v1::PlannedLeg>& planned_legs,
                              absl::string_view sealed_field, const v1::SealedPayload& sealed) {
  if (planned_legs.size() > kMaxLegs)
    return base::InvalidField("planned_legs", "names too many recipients");
  std::set<std::string> seen;
  for (int i = 0; i < planned_legs.size(); ++i) {
    const v1::PlannedLeg& leg = planned_legs.Get(i);
    const std::string prefix = absl::StrCat("planned_legs[", i, "].");
    if (!leg.has_recipient()) return base::MissingField(prefix + "recipient");
    RETURN_IF_ERROR(base::CheckName(prefix + "recipient.agency_id", leg.recipient().agency_id()));
    if (!leg.recipient().unit_id().empty()) {
      RETURN_IF_ERROR(base::CheckName(prefix + "recipient.unit_id", leg.recipient().unit_id()));
    }
    RETURN_IF_ERROR(CheckEnum(prefix + "purpose", leg.purpose(), v1::LegPurpose_IsValid, true));
    RETURN_IF_ERROR(CheckEnum(prefix + "access", leg.access(), v1::AccessGrade_IsValid, true));
    RETURN_IF_ERROR(base::CheckCode(prefix + "routing_rule_id", leg.routing_rule_id(), kMaxCodeSize));
    if (!seen.insert(absl::StrCat(leg.recipient().agency_id(), "/", leg.recipient().unit_id(), "/",
                                  leg.purpose()))
             .second) {
      return base::InvalidField(prefix + "recipient", "has a leg for the same purpose already");
    }
    if (leg.access() == v1::ACCESS_GRADE_FULL && !IsSealedTo(sealed, leg.recipient().agency_id())) {
      return base::InvalidField(
          absl::StrCat(sealed_field, ".recipients"),
          absl::StrCat("lacks ", leg.recipient().agency_id(), ", which planned_legs grant FULL"));
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateSubmit(const v1::SubmitReferralRequest& request, absl::Time now) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (!request.case_id().empty()) RETURN_IF_ERROR(base::CheckDerivedId("case_id", request.case_id()));
  if (!request.has_classification()) return base::MissingField("classification");
  RETURN_IF_ERROR(ValidateClassification(request.classification()));
  if (!request.has_disclosure()) return base::MissingField("disclosure");
  RETURN_IF_ERROR(CheckDisclosure(request.disclosure(), now));
  if (!request.has_sealed()) return base::MissingField("sealed");
  RETURN_IF_ERROR(CheckSealed("sealed", request.sealed()));
  RETURN_IF_ERROR(CheckPlannedLegs(request.planned_legs(), "sealed", request.sealed()));
  RETURN_IF_ERROR(CheckExcludedAgencies(request));
  if (request.has_event_time()) RETURN_IF_ERROR(CheckPast("event_time", request.event_time(), now));
  if (!request.has_petition_time()) return base::MissingField("petition_time");
  RETURN_IF_ERROR(CheckPast("petition_time", request.petition_time(), now));
  return base::CheckCode("officer_pseudonym", request.officer_pseudonym(), kMaxCodeSize);
}

}  // namespace enlace::referral
