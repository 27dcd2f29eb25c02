// A good file of mechanisms/ with one mistake in it gives one error, which says where
// the mistake is and what to do about it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/files.h"
#include "gateway/mechanism/mechanism_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;

// The parser tells the line where it gave up.
constexpr char kAnyLine[] = "*";

struct Broken {
  const char* file;
  // The first place where the file has `from` becomes `to`.
  const char* from;
  const char* to;
  // Last name of the field that the error is about.
  const char* field;
  // Part of the error, with its remedy.
  const char* says;
  // Begins on the line that the error names; null: the first line of `to`.
  const char* at = nullptr;
};

// clang-format off
constexpr Broken kBroken[] = {
    {"mexico", "mechanism_id: mx-federal", "mechanism_id: MX", "mechanism_id", "write it like mx-federal"},
    {"guatemala", "mechanism_id: gt-national\n", "", "mechanism_id", "write it like mx-federal", "# Guatemala"},
    {"colombia", "display_name: Unidad Nacional de Protección (UNP)\n", "", "display_name", "is required; add the field", "# Colombia"},
    {"honduras", "country: HN", "country: Honduras", "country", "write two capital letters"},
    {"brazil", "country: BR", "country: br", "country", "write two capital letters"},
    {"mexico", "country: MX", "country: ZZ", "country", "\"ZZ\" is not; write two capital letters"},
    {"honduras", "country: HN\n", "", "country", "write two capital letters", "# Honduras"},
    {"mexico", "time_zone: America/Mexico_City", "time_zone: America/Atlantis", "time_zone", "write an IANA name"},
    {"brazil", "time_zone: America/Sao_Paulo", "time_zone: Sao_Paulo", "time_zone", "write an IANA name"},
    {"guatemala", "time_zone: America/Guatemala\n", "", "time_zone", "is required; add the field", "# Guatemala"},
    {"mexico", "country: MX", "country: [MX", "document", "look at brackets, quotes and indentation", kAnyLine},
    {"colombia", "  - key: operator", "	- key: operator", "document", "look at brackets, quotes and indentation", kAnyLine},
    {"honduras", "country: HN", "country: &c HN", "document", "quote the text, or write the value out"},
    {"mexico", "display_name: Evacuación", "display_name: \xff", "document", "save it as such", "display_name: \xff"},
    {"mexico", "display_name: Evacuación", "display_name:", "display_name", "give one or remove the field", "display_name:\n    description: Evacuation"},
    {"honduras", "    branch: state\n", "    brunch: state\n", "brunch", "known are rule_id"},
    {"mexico", "    access: oversight\n", "    access: oversight\n    access: oversight\n", "access", "keep one of the two", "access: oversight\n    source"},
    {"mexico", "agreements: []", "agreements: {}", "agreements", "write [a, b], or a line with a hyphen"},
    {"guatemala", "procedures: [international_order]", "procedures: international_order", "procedures", "write [a, b]"},
    {"brazil", "fallback_order: 2", "fallback_order: two", "fallback_order", "must be a number in range"},
    {"honduras", "operator_choice: true", "operator_choice: yes", "operator_choice", "must be true or false"},
    {"guatemala", "\"2024-08-28T00:00:00-06:00\"", "\"28 August 2024\"", "from", "write 2018-05-14"},
    {"mexico", "    citation: INEGI, claves de entidades federativas\n", "", "citation", "is required; add the field", "- key: inegi"},
    {"mexico", "  - key: iso-3166-2", "  - key: inegi", "key", "give each its own", "- key: inegi\n    citation: INEGI"},
    {"colombia", "  - key: dane\n    citation: DANE", "  - citation: DANE", "key", "is required; add the field", "- citation: DANE"},
    {"honduras", "code: transparency_portal", "code: Transparency Portal", "code", "write it like risk_unit"},
    {"honduras", "code: legal_office", "code: risk_unit", "code", "give each its own", "code: risk_unit\n    kind: protection_unit\n    display_name: Oficina"},
    {"honduras", "    kind: transparency_body\n", "", "kind", "docs/mechanism_schema.md lists its values", "code: transparency_portal"},
    {"colombia", "    display_name: Policía Nacional\n", "", "display_name", "is required; add the field", "code: police"},
    {"colombia", "    duty: Implements measures\n", "", "duty", "is required; add the field", "code: protection_subdirectorate"},
    {"mexico", "part_of: national_executive_coordinator", "part_of: governing", "part_of", "name the role that it belongs to"},
    {"honduras", "part_of: general_directorate", "part_of: case_reception", "part_of", "\"case_reception\" is not the code of another role"},
    {"guatemala", "      - legal_act: Ministerial Accord 214-2024\n        validity", "      - validity", "legal_act", "is required; add the field", "- validity: {from: \"2024"},
    {"guatemala", "        source: act-23-2018\n", "        source: act-23\n", "source", "cite one of the file's sources, or add it there"},
    {"guatemala", "from: \"2018-01-01T00:00:00-06:00\"", "from: \"2009-01-01T00:00:00-06:00\"", "from", "put the oldest first"},
    {"brazil", "{from: \"2007-02-12T00:00:00-03:00\", to: \"2016", "{from: \"2007-02-12T00:00:00-03:00\", to: \"2006", "to", "must be after from"},
    {"honduras", "    inferred: true\n  - code: special", "  - code: special", "inferred", "add inferred: true, or cite the law", "code: ordinary_prosecution"},
    {"mexico", "kind: state_protection_unit\n    display_name", "kind: state_unit\n    display_name", "kind", "\"state_unit\" is unknown; known are"},
    {"mexico", "code: MX-ZAC", "code: MX-ZZZ", "code", "codes of MX run from MX-AGU to MX-ZAC"},
    {"mexico", "{code: MX-AGU", "{code: GT-GU", "code", "\"GT-GU\" is not an ISO 3166-2 code of MX"},
    {"brazil", "{code: BR-TO,", "{code: BR-SP,", "code", "\"BR-SP\" is given twice; give each its own", "{code: BR-SP, display_name: \"Toc"},
    {"guatemala", "{code: GT-ZA, display_name: \"Zacapa\"}", "{code: GT-ZA}", "display_name", "is required; add the field"},
    {"honduras", "{code: HN-YO, display_name", "{display_name", "code", "is required; add the field", "{display_name: \"Yoro\""},
    {"colombia", "national_code: \"05\"", "national_code: \"5\"", "national_code", "write it with its leading zeros, in quotes"},
    {"mexico", "scheme: INEGI, national_code: \"32\"", "national_code: \"32\"", "scheme", "give both or neither"},
    {"brazil", "scheme: IBGE, national_code: \"53\"", "scheme: IBGE", "national_code", "give both or neither", "code: BR-DF"},
    {"mexico", "national_code: \"32\"", "national_code: \"31\"", "national_code", "give each its own", "display_name: \"Zacatecas\""},
    {"colombia", "national_code: \"99\"", "national_code: \"9X\"", "national_code", "write the code of the scheme"},
    {"brazil", "subdivisions: []", "subdivisions: [BR-XX]", "subdivisions[0]", "codes of BR run from BR-AC to BR-TO"},
    {"brazil", "subdivisions: []", "subdivisions: [MX-CHH]", "subdivisions[0]", "\"MX-CHH\" is not an ISO 3166-2 code of BR"},
    {"brazil", "    subdivisions: []\n    source: operator", "    subdivisions: []\n    source: nobody", "source", "cite one of the file's sources", "source: nobody"},
    {"brazil", "subdivisions: []", "validity: {from: 2020-01-01, to: 2019-01-01}", "to", "must be after from"},
    {"mexico", "agreements: []", "agreements: [{subdivisions: [MX-CHH], source: operator}]", "key", "is required; add the field"},
    {"mexico", "rule_id: MX-R6", "rule_id: MX-R5", "rule_id", "\"MX-R5\" is given twice", "rule_id: MX-R5\n    purpose: oversight"},
    {"guatemala", "  - rule_id: GT-R7\n    purpose", "  - purpose", "rule_id", "is required; add the field", "- purpose: investigation"},
    {"honduras", "rule_id: HN-R1", "rule_id: HN/R1", "rule_id", "write it like MX-1"},
    {"colombia", "rule_id: CO-R4", "rule_id: CO R4", "rule_id", "write it like MX-1"},
    {"mexico", "rule_id: MX-R3\n    purpose: implementation\n", "rule_id: MX-R3\n", "purpose", "docs/mechanism_schema.md lists its values"},
    {"mexico", "    recipient_kind: state_protection_unit\n", "", "recipient_kind", "docs/mechanism_schema.md lists its values", "rule_id: MX-R3"},
    {"guatemala", "    recipient_kind: international_orders_unit\n    access: full\n", "    recipient_kind: international_orders_unit\n", "access", "docs/mechanism_schema.md lists its values", "rule_id: GT-R1"},
    {"honduras", "    access: oversight\n", "    access: full\n", "access", "write oversight, summary or status_only", "access: full\n    source: operator\n    legal_reference: >-\n      The report has"},
    {"honduras", "recipient_role: ordinary_prosecution\n", "recipient_role: ordinary_prosecutor\n", "recipient_role", "name one of the file's roles"},
    {"honduras", "recipient_role: special_prosecutor", "recipient_role: human_rights_prosecutor", "recipient_role", "make the two agree"},
    {"honduras", "[state_agent, state_and_non_state]", "[state_agent, state_agent]", "perpetrators[1]", "remove one of the two"},
    {"honduras", "[unidentified]", "[unknown]", "perpetrators[0]", "\"unknown\" is unknown; known are state_agent"},
    {"colombia", "subject_kinds: [individual]", "subject_kinds: [individual, individual]", "subject_kinds[1]", "remove one of the two"},
    {"honduras", "populations: [human_rights_defender]", "populations: [journalist, journalist]", "populations[1]", "remove one of the two"},
    {"guatemala", "procedures: [international_order]", "procedures: [urgent, urgent]", "procedures[1]", "remove one of the two"},
    {"brazil", "requires_agreement: state-programme", "requires_agreement: pact", "requires_agreement", "its list of subdivisions may be empty"},
    {"mexico", "validity: {from: \"2012-11-12T00:00:00-06:00\"}\n    source: amnesty-2018\n    legal_reference: Petitions", "validity: {from: 2012-11-12, to: 2012-11-12}\n    source: amnesty-2018\n    legal_reference: Petitions", "to", "first instant at which the rule no longer holds", "validity: {from: 2012-11-12, to"},
    {"mexico", "    source: operator\n    legal_reference: >-\n      Incidents", "    legal_reference: >-\n      Incidents", "source", "is required; add the field", "rule_id: MX-R2"},
    {"mexico", "    legal_reference: Petitions go to the federal mechanism, established on 12 November 2012 under the law of 2012\n", "", "legal_reference", "is required; add the field", "rule_id: MX-R1"},
    {"mexico", "oversight by the registered one is the operator's choice\n    inferred: true\n", "oversight by the registered one is the operator's choice\n", "inferred", "add inferred: true, or cite the law", "rule_id: MX-R6"},
    {"colombia", "    same_subdivision: true\n", "    same_subdivision: maybe\n", "same_subdivision", "must be true or false"},
    {"colombia", "    same_subdivision: true\n", "    subdivisions: [CO-QQQ]\n", "subdivisions[0]", "codes of CO run from CO-AMA to CO-VID"},
    {"guatemala", "purpose: oversight", "purpose: supervision", "purpose", "\"supervision\" is unknown; known are protection"},
    {"mexico", "rule_id: MX-4", "rule_id: MX-3", "rule_id", "\"MX-3\" is given twice", "rule_id: MX-3\n    starts: risk"},
    {"mexico", "  - rule_id: MX-1\n    starts", "  - starts", "rule_id", "is required; add the field", "- starts: petition"},
    {"guatemala", "    starts: crime_committed\n    stops: investigation_meeting", "    stops: investigation_meeting", "starts", "docs/mechanism_schema.md lists its values", "rule_id: GT-3"},
    {"guatemala", "    stops: investigation_meeting_convened\n", "", "stops", "docs/mechanism_schema.md lists its values", "rule_id: GT-3"},
    {"mexico", "stops: response_given", "stops: petition_received", "stops", "name the act that the clock waits for"},
    {"mexico", "amount: 3\n", "amount: 0\n", "amount", "belongs into silences"},
    {"mexico", "amount: 3\n", "amount: 40000\n", "amount", "must be 1 to 36500"},
    {"mexico", "amount: 3\n", "amount: three\n", "amount", "must be a number in range"},
    {"mexico", "    amount: 9\n    basis: elapsed_hours\n", "    amount: 9\n", "basis", "write elapsed_hours, calendar_days or business_days", "rule_id: MX-2"},
    {"mexico", "basis: business_days", "basis: working_days", "basis", "known are elapsed_hours"},
    {"colombia", "    ambiguity: >-\n      The text says \"at least 90 days\", which is a floor and no ceiling; calendar or business days are not stated,\n      counted as calendar days\n", "    basis: calendar_days\n", "ambiguity", "quote the words that make it a floor", "rule_id: CO-1"},
    {"guatemala", "    ambiguity: The start of the 72 hours is not restated; that of the crime is taken\n", "", "ambiguity", "say what the source leaves open", "rule_id: GT-3"},
    {"mexico", "amount: 9\n    basis: elapsed_hours\n    procedures: [urgent]\n    authority: statute\n", "amount: 9\n    basis: elapsed_hours\n    procedures: [urgent]\n", "authority", "docs/mechanism_schema.md lists its values", "rule_id: MX-2"},
    {"mexico", "amount: 9\n    basis: elapsed_hours\n    procedures: [urgent]\n    authority: statute\n", "amount: 9\n    basis: elapsed_hours\n    procedures: [urgent]\n    authority: operator_target\n", "inferred", "is not law; add inferred: true", "rule_id: MX-2"},
    {"mexico", "    authority: operator_target", "    authority: statute", "authority", "write operator_target, or cite the law", "authority: statute\n    source: operator"},
    {"mexico", "within an hour of its delivery\n    inferred: true\n", "within an hour of its delivery\n", "inferred", "add inferred: true", "rule_id: MX-OP-1"},
    {"guatemala", "[capital_city]", "[capital_city, capital_city]", "localities[1]", "remove one of the two"},
    {"guatemala", "[outside_capital_city]", "[countryside]", "localities[0]", "known are capital_city"},
    {"honduras", "authority: stated_by_authority\n    validity: {from: \"2015-05-15T00:00:00-06:00\"}", "authority: stated_by_authority\n    validity: {from: 2015-05-15, to: 2014-05-15}", "to", "must be after from", "validity: {from: 2015-05-15, to"},
    {"colombia", "    source: amnesty-2018\n    legal_reference: Statement of the unit in the report, measures", "    source: amnesty\n    legal_reference: Statement of the unit in the report, measures", "source", "\"amnesty\" is not the key of a source", "source: amnesty\n"},
    {"colombia", "    legal_reference: Statement of the unit in the report, measures implemented within 60 days of the resolution\n", "", "legal_reference", "is required; add the field", "rule_id: CO-2"},
    {"mexico", "responsible_purpose: protection", "responsible_purpose: information", "responsible_purpose", "name a purpose that the file routes"},
    {"colombia", "at_least: true", "at_least: ninety", "at_least", "must be true or false"},
    {"mexico", "national_code: evacuation", "national_code: Evacuación", "national_code", "write it like armored-vehicle"},
    {"colombia", "national_code: conventional-vehicle", "national_code: armored-vehicle", "national_code", "\"armored-vehicle\" is given twice", "national_code: armored-vehicle\n    type: conventional"},
    {"honduras", "    type: technology\n", "", "type", "docs/mechanism_schema.md lists its values", "national_code: technology"},
    {"guatemala", "    display_name: Beca\n", "", "display_name", "is required; add the field", "national_code: scholarship"},
    {"guatemala", "    description: Scholarship\n", "", "description", "is required; add the field", "national_code: scholarship"},
    {"mexico", "type: patrol\n", "type: patrols\n", "type", "\"patrols\" is unknown; known are"},
    {"mexico", "[structural_prevention]", "[preventive, preventive]", "kinds[1]", "remove one of the two"},
    {"colombia", "covers: [collective]", "covers: [group]", "covers[0]", "known are individual, collective"},
    {"colombia", "    covers: [collective]\n    validity: {from: \"2015-08-21T00:00:00-05:00\"}\n    source: resolution-1085-2015\n", "    covers: [collective]\n    source: resolution-1085\n", "source", "\"resolution-1085\" is not the key of a source", "source: resolution-1085\n"},
    {"mexico", "duty_id: MX-REP-2", "duty_id: MX-REP-1", "duty_id", "give each its own", "duty_id: MX-REP-1\n    reporter: national_executive_coordinator\n    times"},
    {"honduras", "    reporter: general_directorate\n", "", "reporter", "is required; add the field", "duty_id: HN-REP-1"},
    {"mexico", "    content: Activities, including those of the fund\n", "", "content", "is required; add the field", "duty_id: MX-REP-1"},
    {"honduras", "    ambiguity: How often is not stated\n", "", "ambiguity", "say what the source leaves open", "duty_id: HN-REP-2"},
    {"mexico", "times_per_year: 12", "times_per_year: 400", "times_per_year", "write 12 for monthly"},
    {"colombia", "    issuer_kind: ombudsman\n", "", "issuer_kind", "docs/mechanism_schema.md lists its values", "rule_id: CO-W1"},
    {"colombia", "[protection_unit, ministry]", "[ministry, ministry]", "addressee_kinds[1]", "remove one of the two"},
    {"colombia", "about: CO-4", "about: CO-3", "about", "\"CO-3\" is given twice", "about: CO-3\n    text: >-\n      A measure"},
    {"brazil", "    text: The report states no deadline for Brazil\n", "", "text", "is required; add the field", "about: BR"},
    {"guatemala", "    source: amnesty-2018\n\nsubdivisions", "    source: nobody\n\nsubdivisions", "source", "\"nobody\" is not the key of a source", "source: nobody"},
};
// clang-format on

class BrokenFileTest : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenFileTest, GivesOneErrorWithLineAndRemedy) {
  const Broken& broken = GetParam();
  const std::string path = absl::StrCat(ENLACE_SOURCE_DIR "/mechanisms/", broken.file, ".yaml");
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(path));
  ASSERT_THAT(ParseMechanism("x.yaml", text), IsOk());
  const size_t place = text.find(broken.from);
  ASSERT_NE(place, std::string::npos) << broken.from;
  text.replace(place, std::string(broken.from).size(), broken.to);

  const absl::Status status = ParseMechanism("x.yaml", text).status();
  ASSERT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  const std::string error(status.message());
  EXPECT_THAT(error, Not(HasSubstr("\n")));
  EXPECT_THAT(error, HasSubstr(absl::StrCat(broken.field, ": ")));
  EXPECT_THAT(error, HasSubstr(broken.says));
  if (broken.at == kAnyLine) return;
  const std::vector<std::string> lines = absl::StrSplit(broken.to, '\n');
  const size_t at = text.find(broken.at == nullptr ? lines.front() : broken.at);
  ASSERT_NE(at, std::string::npos);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  EXPECT_TRUE(absl::StartsWith(error, absl::StrCat("x.yaml:", line, ": ")))
      << error << "\nnot at line " << line;
}

INSTANTIATE_TEST_SUITE_P(Mistakes, BrokenFileTest, ::testing::ValuesIn(kBroken));

TEST(BrokenFilesTest, ThereAreAHundredOfThem) { EXPECT_GE(std::size(kBroken), 100u); }

TEST(BrokenFilesTest, EveryMistakeOfAFileIsTold) {
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(ENLACE_SOURCE_DIR "/mechanisms/honduras.yaml"));
  text.replace(text.find("country: HN"), 11, "country: hn");
  text.replace(text.find("amount: 24"), 10, "amount: 0 ");
  const absl::Status status = ParseMechanism("x.yaml", text).status();
  const std::vector<std::string> errors = absl::StrSplit(status.message(), '\n');
  ASSERT_EQ(errors.size(), 2u) << status;
  EXPECT_THAT(errors[0], HasSubstr("country: must be"));
  EXPECT_THAT(errors[1], HasSubstr("clock_rules[0].amount: must be"));
}

}  // namespace
}  // namespace enlace::mechanism
