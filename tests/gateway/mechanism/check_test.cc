#include "gateway/mechanism/check.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "gateway/mechanism/mechanism_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

constexpr char kGood[] = R"(mechanism_id: xx-test
display_name: Test
country: MX
time_zone: America/Mexico_City
sources:
  - key: law
    citation: A law
agreements:
  - key: pact
    subdivisions: [MX-CHH]
    source: law
routing_rules:
  - rule_id: R1
    purpose: protection
    recipient_kind: protection_unit
    access: full
    subdivisions: [MX-VER]
    requires_agreement: pact
    source: law
    legal_reference: Article 1
clock_rules:
  - rule_id: C1
    starts: petition_received
    stops: response_given
    amount: 3
    basis: elapsed_hours
    authority: statute
    validity: {from: 2012-01-01, to: 2013-01-01}
    source: law
    legal_reference: Article 2
)";

struct Mistake {
  const char* from;
  const char* to;
  const char* message;
};

class CheckTest : public ::testing::TestWithParam<Mistake> {};

TEST(CheckMechanismTest, GoodFilePasses) { EXPECT_THAT(ParseMechanism("x.yaml", kGood), IsOk()); }

TEST_P(CheckTest, MistakeIsToldWithFileLineAndField) {
  const std::string text = absl::StrReplaceAll(kGood, {{GetParam().from, GetParam().to}});
  ASSERT_NE(text, kGood);
  EXPECT_THAT(ParseMechanism("x.yaml", text),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, CheckTest,
    ::testing::Values(
        Mistake{"xx-test", "XX", "x.yaml:1: mechanism_id: must be"},
        Mistake{"display_name: Test\n", "", "x.yaml:1: display_name: is required"},
        Mistake{"country: MX", "country: mex", "x.yaml:3: country: must be an ISO 3166-1"},
        Mistake{"America/Mexico_City", "America/Atlantis", "x.yaml:4: time_zone: \"America/Atlantis\""},
        Mistake{"    citation: A law\n", "", "x.yaml:6: sources[0].citation: is required"},
        Mistake{"    citation: A law\n", "    citation: A law\n  - key: law\n    citation: B\n",
                "x.yaml:8: sources[1].key: \"law\" is given twice"},
        Mistake{"[MX-CHH]", "[GT-CHH]",
                "x.yaml:10: agreements[0].subdivisions[0]: \"GT-CHH\" is not an ISO 3166-2"},
        Mistake{"[MX-VER]", "[MX-Ver]", "x.yaml:17: routing_rules[0].subdivisions[0]"},
        Mistake{"[MX-VER]", "[MX-]", "x.yaml:17: routing_rules[0].subdivisions[0]"},
        Mistake{"[MX-VER]", "[MX-VERA]", "x.yaml:17: routing_rules[0].subdivisions[0]"},
        Mistake{"    requires_agreement: pact", "    requires_agreement: none",
                "x.yaml:18: routing_rules[0].requires_agreement: \"none\" is not the key"},
        Mistake{"    purpose: protection\n", "", "x.yaml:13: routing_rules[0].purpose: is required"},
        Mistake{"    recipient_kind: protection_unit\n", "", "routing_rules[0].recipient_kind: is required"},
        Mistake{"    access: full\n", "", "routing_rules[0].access: is required"},
        Mistake{"    source: law\n    legal_reference: Article 1\n", "    legal_reference: Article 1\n",
                "routing_rules[0].source: is required"},
        Mistake{"    legal_reference: Article 1\n", "", "routing_rules[0].legal_reference: is required"},
        Mistake{"rule_id: R1", "rule_id: R/1", "x.yaml:13: routing_rules[0].rule_id: must be"},
        Mistake{"amount: 3", "amount: 0", "x.yaml:25: clock_rules[0].amount: must be 1 to"},
        Mistake{"    stops: response_given\n", "", "clock_rules[0].stops: is required"},
        Mistake{"    starts: petition_received\n", "", "clock_rules[0].starts: is required"},
        Mistake{"    authority: statute\n", "", "clock_rules[0].authority: is required"},
        Mistake{"    basis: elapsed_hours\n", "", "clock_rules[0].basis: is required, or else an ambiguity"},
        Mistake{"to: 2013-01-01", "to: 2012-01-01",
                "x.yaml:28: clock_rules[0].validity.to: must be after from"},
        Mistake{"    source: law\n    legal_reference: Article 2",
                "    source: lore\n    legal_reference: Article 2",
                "x.yaml:29: clock_rules[0].source: \"lore\" is not the key of a source"}));

TEST(CheckMechanismTest, RuleIdGivenTwiceIsRefused) {
  const std::string again =
      "  - rule_id: C1\n    starts: petition_received\n    stops: response_given\n    amount: 1\n"
      "    basis: elapsed_hours\n    authority: statute\n    source: law\n    legal_reference: X\n";
  EXPECT_THAT(ParseMechanism("x.yaml", kGood + again),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("x.yaml:31: clock_rules[1].rule_id: \"C1\" is given twice")));
}

TEST(CheckMechanismTest, MechanismWithoutRoutingIsRefused) {
  const std::string text(kGood, std::string(kGood).find("routing_rules:"));
  EXPECT_THAT(ParseMechanism("x.yaml", text), StatusIs(absl::StatusCode::kInvalidArgument,
                                                       ::testing::HasSubstr("routing_rules: is required")));
}

}  // namespace
}  // namespace enlace::mechanism
