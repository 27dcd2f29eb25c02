#include "gateway/mechanism/escalation_check.h"

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
routing_rules:
  - rule_id: R1
    purpose: protection
    recipient_kind: protection_unit
    access: full
    source: law
    legal_reference: Article 1
clock_rules:
  - rule_id: C1
    starts: petition_received
    stops: response_given
    amount: 3
    basis: elapsed_hours
    authority: statute
    source: law
    legal_reference: Article 2
    escalation:
      - {step_id: due, percent: 100, level: breach, sender: true}
escalation:
  - step_id: half
    percent: 50
    level: reminder
    responsible: true
  - step_id: breach
    percent: 100
    level: breach
    responsible: true
    sender: true
  - step_id: overseer
    percent: 200
    level: escalation
    kinds: [ombudsman]
holidays:
  - {day: 2026-02-05, source: law}
held_reminder_hours: 12
)";

struct Mistake {
  const char* from;
  const char* to;
  const char* message;
};

class EscalationCheckTest : public ::testing::TestWithParam<Mistake> {};

TEST(CheckEscalationTest, AGoodFilePasses) {
  ASSERT_OK_AND_ASSIGN(const Mechanism mechanism, ParseMechanism("x.yaml", kGood));
  EXPECT_EQ(mechanism.escalation_size(), 3);
  EXPECT_EQ(mechanism.escalation(2).kinds(0), v1::AGENCY_KIND_OMBUDSMAN);
}

TEST_P(EscalationCheckTest, AMistakeIsToldWithFileLineAndField) {
  const std::string text = absl::StrReplaceAll(kGood, {{GetParam().from, GetParam().to}});
  ASSERT_NE(text, kGood);
  EXPECT_THAT(ParseMechanism("x.yaml", text),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, EscalationCheckTest,
    ::testing::Values(
        Mistake{"step_id: half", "step_id: Half!", "x.yaml:27: escalation[0].step_id: must be"},
        Mistake{"percent: 50", "percent: 0", "x.yaml:28: escalation[0].percent: must be 1 to 1000"},
        Mistake{"percent: 200", "percent: 1001", "escalation[2].percent: must be 1 to 1000"},
        Mistake{"percent: 200", "percent: 99", "escalation[2].level: must be reminder before 100"},
        Mistake{"level: reminder", "level: breach", "x.yaml:29: escalation[0].level: must be reminder"},
        Mistake{"    level: reminder\n", "", "escalation[0].level: is required"},
        Mistake{"    kinds: [ombudsman]\n", "", "escalation[2]: tells nobody"},
        Mistake{"step_id: overseer", "step_id: breach", "escalation[2].step_id: \"breach\" is given twice"},
        Mistake{"    percent: 100\n", "    percent: 300\n", "escalation[2].percent: must not be less"},
        Mistake{"breach, sender: true", "breach, responsible: true",
                "x.yaml:24: clock_rules[0].escalation: must tell the sender"},
        Mistake{"day: 2026-02-05", "day: 2026-02-30", "holidays[0].day: must be a date"},
        Mistake{"day: 2026-02-05", "day: 2026-2-5", "holidays[0].day: must be a date"},
        Mistake{"02-05, source: law", "02-05, source: calendar", "holidays[0].source: \"calendar\" is not"}));

}  // namespace
}  // namespace enlace::mechanism
