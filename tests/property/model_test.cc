// Random histories: the gateway answers what a naive reference of it says.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/property/trial.h"

namespace enlace::property {
namespace {

// The history to paste below as a test of its own.
std::string Text(const Finding& finding) {
  return absl::StrCat(finding.difference.what, "\nafter\n", Print(finding.history));
}

// A history that differed once.
void ExpectAgreement(const std::string& history) {
  const absl::optional<Difference> difference = Replay(ReadHistory(history));
  if (difference.has_value()) ADD_FAILURE() << "command " << difference->command << ": " << difference->what;
}

class ModelTest : public ::testing::TestWithParam<uint64_t> {};

TEST_P(ModelTest, TheGatewayAnswersAsTheReferenceUnderRandomHistories) {
  const Outcome outcome = Explore({.seed = GetParam(), .steps = 10000});
  for (const Finding& finding : outcome.findings) ADD_FAILURE() << Text(finding);
  EXPECT_EQ(outcome.steps, 10000u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, ::testing::Values(1, 2));

TEST(ModelHistoryTest, AnAgencyThatIsExcludedTwiceIsRecordedOnce) {
  ExpectAgreement(
      R"(number: 43 caller: "cndh" submit { exclude: "policia-chihuahua" exclude: "policia-chihuahua" })");
}

TEST(ModelHistoryTest, AnOverseerKeepsNoRowOfTheExclusionBeforeItsOwn) {
  ExpectAgreement(R"(
    number: 131 caller: "uep-chihuahua" submit { urgent: true }
    number: 186 caller: "mecanismo-federal" submit { case: 131 exclude: "fiscalia-juarez" exclude: "cndh" }
  )");
}

TEST(ModelHistoryTest, TheNoteOfATransferNamesItsAuthor) {
  ExpectAgreement(R"(
    number: 1 caller: "mecanismo-federal" submit { subdivision: "MX-SIN" }
    number: 2 caller: "fiscalia-general" advance { referral: 1 leg: 1 officer: true request { confirm_delivery { } } }
    number: 3 caller: "fiscalia-general" advance { referral: 1 leg: 1 officer: true request { confirm_reception { } } }
    number: 4 caller: "fiscalia-general" advance { referral: 1 leg: 1 officer: true request { accept { } } }
    number: 5 caller: "fiscalia-general" advance { referral: 1 leg: 1 officer: true note_to: "mecanismo-federal" request { transfer { successor { agency_id: "mecanismo-federal" } purpose: LEG_PURPOSE_INFORMATION } } }
  )");
}

TEST(ModelHistoryTest, ANumberTiedToAnotherCaseMeanwhileDoesNotLeadBackToTheFirst) {
  ExpectAgreement(R"(
    number: 1 caller: "uep-chihuahua" submit { }
    number: 2 caller: "uep-chihuahua" submit { }
    number: 3 caller: "fiscalia-chihuahua" link { case: 1 number: 1 }
    number: 4 caller: "uep-chihuahua" advance { referral: 1 leg: 1 officer: true request { withdraw { } } }
    number: 5 caller: "fiscalia-chihuahua" link { case: 2 number: 1 }
    number: 6 caller: "uep-chihuahua" submit { case: 1 }
    number: 7 caller: "fiscalia-chihuahua" look { number: 1 }
  )");
}

TEST(ModelHistoryTest, AReferralWithoutTakerIsNamedAmongSeveral) {
  ExpectAgreement(R"(
    number: 1 caller: "uep-chihuahua" submit { urgent: true }
    number: 2 caller: "fiscalia-chihuahua" submit { case: 1 subdivision: "GT-13" }
    number: 3 caller: "fiscalia-chihuahua" advance { referral: 2 leg: 1 officer: true request { withdraw { } } }
  )");
}

TEST(ModelHistoryTest, AUnitThatLostItsAccessWithTheConsentAnswersForNoMeasure) {
  ExpectAgreement(R"(
    number: 1 caller: "uep-chihuahua" submit { urgent: true }
    number: 2 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { confirm_delivery { } } }
    number: 3 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { confirm_reception { } } }
    number: 4 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { accept { } } }
    number: 5 caller: "mecanismo-federal" measure { referral: 1 officer: true request { request { kind: MEASURE_KIND_PROTECTIVE type: MEASURE_TYPE_PATROL covers: SUBJECT_KIND_INDIVIDUAL persons_covered: 1 } } }
    number: 6 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { begin_work { } } }
    number: 7 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { complete { outcome: OUTCOME_ANALYSIS_PRESENTED } } }
    number: 8 caller: "uep-chihuahua" advance { referral: 1 leg: 1 officer: true request { close { } } }
    number: 9 caller: "uep-chihuahua" withdraw_consent { referral: 1 officer: true }
    number: 10 caller: "uep-chihuahua" measure { referral: 1 measure: 5 officer: true request { grant { } } }
  )");
}

TEST(ModelHistoryTest, AClosedLegBringsNoNotesOnceTheConsentIsWithdrawn) {
  ExpectAgreement(R"(
    number: 1 caller: "uep-chihuahua" submit { urgent: true }
    number: 2 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { confirm_delivery { } } }
    number: 3 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { confirm_reception { } } }
    number: 4 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { accept { } } }
    number: 5 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true note_to: "acompanantes" request { transfer { successor { agency_id: "acompanantes" } purpose: LEG_PURPOSE_INFORMATION } } }
    number: 6 caller: "acompanantes" advance { referral: 1 leg: 5 officer: true request { confirm_delivery { } } }
    number: 7 caller: "acompanantes" advance { referral: 1 leg: 5 officer: true request { confirm_reception { } } }
    number: 8 caller: "acompanantes" advance { referral: 1 leg: 5 officer: true request { accept { } } }
    number: 9 caller: "acompanantes" advance { referral: 1 leg: 5 officer: true request { begin_work { } } }
    number: 10 caller: "acompanantes" advance { referral: 1 leg: 5 officer: true request { complete { outcome: OUTCOME_ANALYSIS_PRESENTED } } }
    number: 11 caller: "uep-chihuahua" advance { referral: 1 leg: 5 officer: true request { close { } } }
    number: 12 caller: "fiscalia-chihuahua" advance { referral: 1 leg: 2 officer: true request { confirm_delivery { } } }
    number: 13 caller: "fiscalia-chihuahua" advance { referral: 1 leg: 2 officer: true request { confirm_reception { } } }
    number: 14 caller: "fiscalia-chihuahua" advance { referral: 1 leg: 2 officer: true request { accept { } } }
    number: 15 caller: "fiscalia-chihuahua" advance { referral: 1 leg: 2 officer: true note_to: "acompanantes" request { transfer { successor { agency_id: "acompanantes" } } } }
    number: 16 caller: "uep-chihuahua" withdraw_consent { referral: 1 officer: true }
    number: 17 caller: "acompanantes" read { referral: 1 }
  )");
}

TEST(ModelHistoryTest, ALegFromBeforeALiftedExclusionBringsNoNotes) {
  ExpectAgreement(R"(
    number: 1 caller: "uep-chihuahua" submit { urgent: true }
    number: 2 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { confirm_delivery { } } }
    number: 3 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { confirm_reception { } } }
    number: 4 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { accept { } } }
    number: 5 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true request { begin_work { } } }
    number: 6 caller: "mecanismo-federal" advance { referral: 1 leg: 1 officer: true note_to: "mecanismo-federal" request { complete { outcome: OUTCOME_ANALYSIS_PRESENTED } } }
    number: 7 caller: "uep-chihuahua" advance { referral: 1 leg: 1 officer: true request { close { } } }
    number: 8 caller: "uep-chihuahua" submit { case: 1 exclude: "mecanismo-federal" urgent: true }
    number: 9 caller: "admin" lift { case: 1 agency: "mecanismo-federal" }
    number: 10 caller: "uep-chihuahua" reclassify { referral: 1 perpetrator: PERPETRATOR_CATEGORY_UNIDENTIFIED officer: true }
    number: 11 caller: "mecanismo-federal" advance { referral: 1 leg: 5 officer: true request { confirm_delivery { } } }
    number: 12 caller: "mecanismo-federal" advance { referral: 1 leg: 5 officer: true request { confirm_reception { } } }
    number: 13 caller: "mecanismo-federal" advance { referral: 1 leg: 5 officer: true request { decline { reason: DECLINE_REASON_DUPLICATE side: DECISION_SIDE_AGENCY } } }
    number: 14 caller: "mecanismo-federal" read { referral: 1 }
  )");
}

TEST(ModelHistoryTest, AnAlertThatItsIssuerCannotOpenIsRefused) {
  ExpectAgreement(R"(
    number: 1 caller: "mecanismo-federal" warn { warning { mechanism_id: "mx-federal" message_type: WARNING_MESSAGE_TYPE_ALERT subdivisions: "MX-SON" urgency: WARNING_URGENCY_EXPECTED severity: WARNING_SEVERITY_SEVERE certainty: WARNING_CERTAINTY_LIKELY addressees { agency_id: "fiscalia-juarez" } } expire_in_seconds: 2030 }
  )");
}

TEST(ModelHistoryTest, ANoteThatTheIssuerCannotOpenIsRefused) {
  ExpectAgreement(R"(
    number: 1 caller: "mecanismo-federal" warn { warning { mechanism_id: "mx-federal" message_type: WARNING_MESSAGE_TYPE_ALERT subdivisions: "MX-SON" urgency: WARNING_URGENCY_EXPECTED severity: WARNING_SEVERITY_SEVERE certainty: WARNING_CERTAINTY_LIKELY addressees { agency_id: "fiscalia-juarez" } } expire_in_seconds: 2030 seal_also_to: "mecanismo-federal" }
    number: 2 caller: "fiscalia-juarez" respond { warning: 1 response: WARNING_RESPONSE_DECLINED note_to: "fiscalia-juarez" }
  )");
}

TEST(ShrinkTest, LeavesOnlyTheCommandsThatMatter) {
  History history;
  for (uint32_t number = 1; number <= 200; ++number) history.add_commands()->set_number(number);
  const auto needs_both = [](const History& candidate) -> absl::optional<Difference> {
    int found = 0;
    for (const Command& command : candidate.commands())
      found += command.number() == 17 || command.number() == 123;
    if (found < 2) return absl::nullopt;
    return Difference{123, "both are there"};
  };
  EXPECT_EQ(Print(Shrink(history, needs_both)), "number: 17 \nnumber: 123 \n");
}

TEST(ShrinkTest, APrintedHistoryIsReadBack) {
  History history;
  Command& command = *history.add_commands();
  command.set_number(7);
  command.mutable_advance()->mutable_request()->mutable_accept();
  EXPECT_EQ(ReadHistory(Print(history)).SerializeAsString(), history.SerializeAsString());
}

}  // namespace
}  // namespace enlace::property
