#include "client/error_text.h"

#include <set>
#include <string>

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

constexpr Language kAll[] = {Language::kEnglish, Language::kSpanish, Language::kPortuguese};

TEST(ErrorTextTest, EveryReasonOfTheContractHasASentenceInEveryLanguage) {
  const auto* type = v1::ErrorReason_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    for (const Language language : kAll) {
      EXPECT_GT(ReasonText(static_cast<v1::ErrorReason>(type->value(i)->number()), language).size(), 20U)
          << type->value(i)->name();
    }
  }
}

TEST(ErrorTextTest, EveryConnectionProblemHasItsOwnSentenceInEveryLanguage) {
  for (const Language language : kAll) {
    std::set<std::string> texts;
    for (int i = 1; i <= static_cast<int>(ConnectionProblem::kBroken); ++i) {
      texts.insert(ConnectionText(static_cast<ConnectionProblem>(i), language));
    }
    EXPECT_EQ(texts.size(), 7U);
    EXPECT_EQ(texts.count(""), 0U);
  }
}

TEST(ErrorTextTest, RefusalSaysTheRemedyAndWhatTheGatewaySaid) {
  const absl::Status status = base::InvalidField("petition_time", "is required");
  EXPECT_THAT(ErrorText(status, Language::kSpanish), HasSubstr("Corríjalo"));
  EXPECT_THAT(ErrorText(status, Language::kSpanish), HasSubstr("petition_time: is required"));
}

TEST(ErrorTextTest, StatusWithoutReasonKeepsItsOwnWords) {
  EXPECT_EQ(ErrorText(absl::DataLossError("the receipt is wrong"), Language::kEnglish),
            "the receipt is wrong");
  EXPECT_EQ(ErrorText(absl::InternalError(""), Language::kEnglish), "INTERNAL");
  EXPECT_THAT(ErrorText(absl::DeadlineExceededError(""), Language::kPortuguese), HasSubstr("a tempo"));
}

}  // namespace
}  // namespace enlace::client
