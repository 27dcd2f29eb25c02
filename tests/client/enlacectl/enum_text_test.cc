#include "client/enlacectl/enum_text.h"

#include "enlace/v1/leg.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

TEST(EnumTextTest, EveryValueReadsAsItIsWritten) {
  const auto* type = v1::LegState_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    const auto state = static_cast<v1::LegState>(type->value(i)->number());
    ASSERT_OK_AND_ASSIGN(const v1::LegState read, ParseEnumText<v1::LegState>("state", EnumText(state)));
    EXPECT_EQ(read, state);
  }
  EXPECT_EQ(EnumText(v1::LEG_STATE_RETURNED_NOT_COMPETENT), "returned-not-competent");
}

TEST(EnumTextTest, UnspecifiedIsNothingAndUnknownIsItsNumber) {
  EXPECT_EQ(EnumText(v1::LEG_STATE_UNSPECIFIED), "");
  EXPECT_EQ(EnumText(static_cast<v1::LegState>(4711)), "4711");
  EXPECT_THAT(ParseEnumText<v1::LegState>("state", "unspecified"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(EnumTextTest, SpellingIsForgivenMeaningIsNot) {
  EXPECT_THAT(ParseEnumText<v1::LegState>("state", "ON_HOLD"), IsOk());
  EXPECT_THAT(ParseEnumText<v1::LegState>("--state", "on-hol"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--state: must be one of draft, ")));
}

}  // namespace
}  // namespace enlace::client
