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
