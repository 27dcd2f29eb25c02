#include "gateway/mechanism/check_context.h"

#include <gtest/gtest.h>

#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;

class CheckContextTest : public ::testing::Test {
 protected:
  std::string Text() const { return std::string(context_.ToStatus().message()); }

  Mechanism mechanism_;
  base::YamlLines lines_ = {{"sources", 3}, {"sources[1]", 7}, {"country", 2}};
  CheckContext context_{mechanism_, "x.yaml", lines_};
};

TEST_F(CheckContextTest, MistakeStandsAtTheNearestLineThatTheFileHas) {
  context_.Problem("sources[1].key", "is bad", "mend it");
  EXPECT_EQ(Text(), "x.yaml:7: sources[1].key: is bad; mend it");
}

TEST_F(CheckContextTest, MistakesAreToldInTheOrderOfTheFile) {
  context_.Problem("sources[1]", "b");
  context_.Problem("country", "a");
  context_.Problem("display_name", "first");
  EXPECT_EQ(Text(), "x.yaml:1: display_name: first\nx.yaml:2: country: a\nx.yaml:7: sources[1]: b");
  EXPECT_THAT(context_.ToStatus(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(CheckContextTest, WithoutMistakesAllIsWell) {
  std::set<std::string> seen;
  EXPECT_TRUE(context_.Once("a", "x", &seen));
  EXPECT_TRUE(context_.Require("a", "x"));
  EXPECT_TRUE(context_.RequireSet("a", 1));
  EXPECT_THAT(context_.ToStatus(), IsOk());
}

TEST_F(CheckContextTest, ValidityWithoutAnInstantIsAMistake) {
  config::v1::Validity validity;
  EXPECT_TRUE(context_.CheckValidity("r", validity));
  *validity.mutable_from() = base::ToProto(absl::FromUnixSeconds(100));
  EXPECT_TRUE(context_.CheckValidity("r", validity));
  *validity.mutable_to() = base::ToProto(absl::FromUnixSeconds(101));
  EXPECT_TRUE(context_.CheckValidity("r", validity));
  *validity.mutable_to() = validity.from();
  EXPECT_FALSE(context_.CheckValidity("r", validity));
  EXPECT_THAT(Text(), HasSubstr("r.validity.to: must be after from"));
}

TEST_F(CheckContextTest, WhatTheOperatorChoseMustSaySo) {
  context_.sources = {{"law", false}, {"operator", true}};
  EXPECT_TRUE(context_.CheckCited("r", "law", false));
  EXPECT_TRUE(context_.CheckCited("r", "operator", true));
  EXPECT_FALSE(context_.CheckCited("r", "operator", false));
  EXPECT_FALSE(context_.CheckCited("r", "lore", true));
  context_.sources_are_sound = false;
  EXPECT_TRUE(context_.CheckCited("r", "lore", true));
}

TEST_F(CheckContextTest, SubdivisionMustBeOfTheCountryAndOfTheFile) {
  mechanism_.set_country("MX");
  EXPECT_TRUE(context_.CheckSubdivision("s", "MX-CHH"));
  EXPECT_FALSE(context_.CheckSubdivision("s", "GT-GU"));
  EXPECT_FALSE(context_.CheckSubdivision("s", "MX-QQQ"));
  context_.subdivisions = {"MX-CHH"};
  EXPECT_TRUE(context_.CheckSubdivision("s", "MX-CHH"));
  EXPECT_FALSE(context_.CheckSubdivision("s", "MX-VER"));
  EXPECT_THAT(Text(), HasSubstr("\"MX-VER\" is not among the file's own subdivisions; add it there"));
}

}  // namespace
}  // namespace enlace::mechanism
