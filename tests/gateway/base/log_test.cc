#include "gateway/base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

using ::testing::ElementsAre;

std::vector<std::string>& Lines() {
  static auto* const lines = new std::vector<std::string>();
  return *lines;
}

class LogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Lines().clear();
    SetLogSinkForTest([](absl::string_view line) { Lines().emplace_back(line); });
  }
  void TearDown() override { SetLogSinkForTest(nullptr); }
};

TEST_F(LogTest, LineIsJsonWithTypedFields) {
  Log(LogLevel::kInfo, "leg.accepted", {{"legs", 2}, {"agency", "unidad"}, {"index", uint64_t{7}}, {"low", int64_t{-1}}});
  EXPECT_THAT(Lines(), ElementsAre(R"({"event":"leg.accepted","legs":2,"agency":"unidad","index":7,"low":-1})"));
}

TEST_F(LogTest, TextCannotForgeALineOrAField) {
  Log(LogLevel::kError, "e", {{"k", "a\"b\\c\nd\x7f\x01"}});
  EXPECT_THAT(Lines(), ElementsAre("{\"event\":\"e\",\"k\":\"a\\\"b\\\\c\\u000ad\\u007f\\u0001\"}"));
}

TEST_F(LogTest, LongTextIsCut) {
  Log(LogLevel::kInfo, "e", {{"k", std::string(501, 'x')}});
  EXPECT_THAT(Lines(), ElementsAre("{\"event\":\"e\",\"k\":\"" + std::string(500, 'x') + "\"}"));
}

TEST_F(LogTest, LevelDropsLinesOnStandardError) {
  SetLogSinkForTest(nullptr);
  SetLogLevel(LogLevel::kError);
  ::testing::internal::CaptureStderr();
  Log(LogLevel::kWarning, "dropped");
  Log(LogLevel::kError, "kept");
  const std::string text = ::testing::internal::GetCapturedStderr();
  SetLogLevel(LogLevel::kInfo);
  EXPECT_THAT(text, ::testing::HasSubstr("\"event\":\"kept\""));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("dropped")));
}

}  // namespace
}  // namespace enlace::base
