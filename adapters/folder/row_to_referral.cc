#include "adapters/folder/row_to_referral.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/messages.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters::folder {
namespace {

constexpr absl::string_view kRequired[] = {"population",  "procedure",     "perpetrator",   "incidents",
                                           "subdivision", "petition_time", "consent_basis", "consent_time"};
constexpr size_t kMaxLineText = 200000;
constexpr size_t kMaxIccsCode = 16;
constexpr int kMaxPersons = 1000000;

constexpr Words kSubdivisionForm = {"el código ISO 3166-2, por ejemplo MX-CHH",
                                    "o código ISO 3166-2, por exemplo BR-PA",
                                    "the ISO 3166-2 code, for example MX-CHH"};
constexpr Words kAgencyForm = {"el identificador de la institución, por ejemplo fge-chihuahua",
                               "o identificador da instituição, por exemplo mp-para",
                               "the agency's identifier, for example fge-chihuahua"};
constexpr Words kPersonsForm = {"un número de 1 a 1000000", "um número de 1 a 1000000",
                                "a number from 1 to 1000000"};
constexpr Words kCountryForm = {"dos letras, por ejemplo MX", "duas letras, por exemplo BR",
                                "two letters, for example MX"};

bool Has(const ReadingRules& rules, const MappedHeaders& mapped, absl::string_view field) {
  const std::string name(field);
  return mapped.columns.count(name) > 0 || rules.defaults.count(name) > 0;
}

bool IsSubdivision(absl::string_view code) {
  if (code.size() < 4 || code.size() > 6 || code[2] != '-') return false;
  const auto upper_or_digit = [](char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c); };
  return absl::ascii_isupper(code[0]) && absl::ascii_isupper(code[1]) &&
         std::all_of(code.begin() + 3, code.end(), upper_or_digit);
}

void ReadTerritory(const ReadingRules& rules, RowView& row, v1::Territory* territory) {
  const std::string code =
      absl::AsciiStrToUpper(rules.codes.Translate("subdivision", row.Text("subdivision")));
  std::string country = absl::AsciiStrToUpper(rules.codes.Translate("country", row.Text("country")));
  if (code.empty()) {
    row.Missing("subdivision");
  } else if (!IsSubdivision(code)) {
    row.Wrong("subdivision", ProblemKind::kBadValue, row.Text("subdivision"),
              kSubdivisionForm.In(rules.language));
  } else if (country.empty()) {
    country = code.substr(0, 2);
  }
  if (!country.empty() && country.size() != 2) {
    row.Wrong("country", ProblemKind::kBadValue, row.Text("country"), kCountryForm.In(rules.language));
  }
  territory->set_country(country);
  territory->set_subdivision(code);
  territory->set_locality(static_cast<v1::ClockLocality>(row.Code("locality")));
}

uint32_t ReadPersonsCovered(const ReadingRules& rules, RowView& row) {
  const std::string text = row.Text("persons_covered");
  if (text.empty()) return 1;
  int number = 0;
  if (absl::SimpleAtoi(text, &number) && number >= 1 && number <= kMaxPersons)
    return static_cast<uint32_t>(number);
  row.Wrong("persons_covered", ProblemKind::kBadNumber, text, kPersonsForm.In(rules.language));
  return 1;
}

// Codes of one kind that must not be empty.
template <typename Repeated>
void ReadCodes(RowView& row, absl::string_view field, bool required, size_t problems_before,
               const Problems& problems, Repeated* out) {
  for (const int number : row.Codes(field)) out->Add(number);
  if (required && out->empty() && problems.size() == problems_before) row.Missing(field);
}

int ReadCode(RowView& row, absl::string_view field) {
  const int number = row.Code(field);
  if (number == 0 && row.Text(field).empty()) row.Missing(field);
  return number;
}

void ReadClassification(const ReadingRules& rules, RowView& row, const Problems& problems,
                        v1::Classification* out) {
  out->set_mechanism_id(rules.mechanism_id);
  out->set_procedure(static_cast<v1::ProcedureType>(ReadCode(row, "procedure")));
  ReadCodes(row, "urgency_grounds", out->procedure() == v1::PROCEDURE_TYPE_URGENT, problems.size(), problems,
            out->mutable_urgency_grounds());
  int kind = row.Code("subject_kind");
  if (kind == 0) {
    kind = row.Text("collective_name").empty() ? v1::SUBJECT_KIND_INDIVIDUAL : v1::SUBJECT_KIND_COLLECTIVE;
  }
  out->set_subject_kind(static_cast<v1::SubjectKind>(kind));
  ReadCodes(row, "population", true, problems.size(), problems, out->mutable_population());
  out->set_eligibility(static_cast<v1::EligibilityGround>(row.Code("eligibility")));
  out->set_perpetrator(static_cast<v1::PerpetratorCategory>(ReadCode(row, "perpetrator")));
  ReadCodes(row, "incidents", true, problems.size(), problems, out->mutable_incidents());
  out->set_iccs_code(row.ClearCode("iccs_code", kMaxIccsCode));
  ReadTerritory(rules, row, out->mutable_territory());
  out->set_risk(static_cast<v1::RiskLevel>(row.Code("risk")));
  out->set_persons_covered(ReadPersonsCovered(rules, row));
  for (const auto& [field, code] : row.national_codes()) (*out->mutable_national_codes())[field] = code;
}

void ReadDisclosure(RowView& row, v1::Disclosure* out) {
  out->set_basis(static_cast<v1::DisclosureBasis>(ReadCode(row, "consent_basis")));
  if (const auto time = row.Time("consent_time"); time.has_value()) {
    *out->mutable_given_time() = base::ToProto(*time);
  } else if (row.Text("consent_time").empty()) {
    row.Missing("consent_time");
  }
  out->set_legal_reference(row.ClearCode("legal_reference"));
  const bool needs_law = out->basis() == v1::DISCLOSURE_BASIS_LEGAL_DUTY ||
                         out->basis() == v1::DISCLOSURE_BASIS_COURT_OR_INTERNATIONAL_ORDER;
  if (needs_law && row.Text("legal_reference").empty()) row.Missing("legal_reference");
  out->set_override_reason(row.ClearCode("override_reason"));
  const bool needs_reason = out->basis() == v1::DISCLOSURE_BASIS_VITAL_INTEREST;
  if (needs_reason && row.Text("override_reason").empty()) row.Missing("override_reason");
}

void ReadPersons(RowView& row, content::v1::ReferralContent* content) {
  const std::string name = row.Text("full_name");
  if (!name.empty()) {
    content::v1::Person* person = content->add_persons();
    person->set_role(content::v1::PERSON_ROLE_VICTIM);
    person->set_full_name(name);
    person->set_document(row.Text("document"));
    for (std::string& contact : row.Many("contact")) person->add_contacts(std::move(contact));
    person->set_safe_contact(row.Text("safe_contact"));
    person->set_occupation(row.Text("occupation"));
  }
  const std::string collective = row.Text("collective_name");
  if (!collective.empty()) {
    content->mutable_collective()->set_name(collective);
    content->mutable_collective()->set_kind(row.Text("collective_kind"));
  }
  if (name.empty() && collective.empty()) row.Missing("full_name");
  const std::string organization = row.Text("accompanying_organization");
  if (!organization.empty()) content->mutable_accompanying_organization()->set_name(organization);
}

void ReadNeeds(RowView& row, content::v1::ReferralContent* content) {
  content::v1::DifferentialNeeds needs;
  needs.set_gender(row.Text("gender"));
  needs.set_people(row.Text("people"));
  needs.set_language(row.Text("language"));
  needs.set_disability(row.Text("disability"));
  if (needs.ByteSizeLong() > 0) *content->mutable_differential_needs() = needs;
}

void ReadEvents(RowView& row, const std::optional<absl::Time>& event_time,
                content::v1::ReferralContent* content) {
  content::v1::Place place;
  place.set_municipality(row.Text("municipality"));
  place.set_municipality_code(row.Text("municipality_code"));
  place.set_address(row.Text("address"));
  content->set_narrative(row.Text("narrative"));
  if (event_time.has_value()) {
    content::v1::Incident* incident = content->add_incidents();
    *incident->mutable_time() = base::ToProto(*event_time);
    if (place.ByteSizeLong() > 0) *incident->mutable_place() = place;
  } else if (place.ByteSizeLong() > 0) {
    *content->mutable_place() = place;
  }
  content::v1::Perpetrator perpetrator;
  perpetrator.set_detail(row.Text("perpetrator_detail"));
  perpetrator.set_institution(row.Text("perpetrator_institution"));
  if (perpetrator.ByteSizeLong() > 0) *content->add_perpetrators() = perpetrator;
  content->set_requested_measures(row.Text("requested_measures"));
}

void ReadExcluded(const ReadingRules& rules, RowView& row, std::vector<v1::ExcludedAgency>* out) {
  for (const std::string& text : row.Many("excluded_agencies")) {
    const std::string id = absl::AsciiStrToLower(rules.codes.Translate("excluded_agencies", text));
    if (!base::CheckName("excluded_agencies", id).ok()) {
      row.Wrong("excluded_agencies", ProblemKind::kBadValue, text, kAgencyForm.In(rules.language));
      continue;
    }
    out->emplace_back();
    out->back().set_agency_id(id);
    out->back().set_ground("conflict_of_interest");
  }
}

void CheckSize(const ReadingRules& rules, const Table& table, const Row& row, Problems* problems) {
  size_t total = 0, longest = 0;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    total += row.cells[i].size();
    if (row.cells[i].size() > row.cells[longest].size()) longest = i;
  }
  if (total <= kMaxLineText) return;
  problems->push_back({ProblemKind::kValueTooLong, row.line, table.headers[longest],
                       SizeText(row.cells[longest].size(), rules.language),
                       SizeText(kMaxLineText, rules.language)});
}

}  // namespace

Problems CheckReferralHeaders(const ReadingRules& rules, const Table& table, const MappedHeaders& mapped) {
  std::vector<std::string> missing;
  static constexpr Words kOr = {"» o «", "» ou «", "\" or \""};
  if (!Has(rules, mapped, "full_name") && !Has(rules, mapped, "collective_name")) {
    missing.push_back(absl::StrCat("«", rules.headers.HeaderOf("full_name", rules.language),
                                   kOr.In(rules.language),
                                   rules.headers.HeaderOf("collective_name", rules.language), "»"));
  }
  for (const absl::string_view field : kRequired) {
    if (!Has(rules, mapped, field)) {
      missing.push_back(absl::StrCat("«", rules.headers.HeaderOf(field, rules.language), "»"));
    }
  }
  if (missing.empty()) return {};
  return {{ProblemKind::kMissingColumns, 0, "", absl::StrJoin(table.headers, ", "),
           absl::StrJoin(missing, ", ")}};
}

ReferralLine ReadReferralRow(const ReadingRules& rules, const Table& table, const MappedHeaders& mapped,
                             const Row& row, absl::Time now, Problems* problems) {
  RowView view(rules, table, mapped, row, now, problems);
  ReferralLine line;
  OutgoingReferral& out = line.referral;
  CheckSize(rules, table, row, problems);
  line.content_digest = view.ContentDigest();
  line.reference = view.Text("reference");
  const absl::string_view nul("\0", 1);
  const bool own = !line.reference.empty();
  out.source_id = absl::BytesToHexString(base::Sha256(
      {own ? "reference" : "line", nul, rules.agency_id, nul, own ? line.reference : line.content_digest}));
  out.native_number = line.reference;
  out.content.set_sender_reference(line.reference);
  ReadClassification(rules, view, *problems, &out.classification);
  ReadDisclosure(view, &out.disclosure);
  out.event_time = view.Time("event_time");
  if (const auto time = view.Time("petition_time"); time.has_value()) {
    out.petition_time = *time;
  } else if (view.Text("petition_time").empty()) {
    view.Missing("petition_time");
  }
  ReadPersons(view, &out.content);
  if (out.content.has_collective())
    out.content.mutable_collective()->set_size(out.classification.persons_covered());
  ReadNeeds(view, &out.content);
  ReadEvents(view, out.event_time, &out.content);
  ReadExcluded(rules, view, &out.excluded);
  out.officer_pseudonym = view.Officer();
  line.attachment_names = view.Many("attachments");
  for (auto& [header, text] : view.Unread()) (*out.content.mutable_other_fields())[header] = text;
  return line;
}

}  // namespace enlace::adapters::folder
