#include "client/enlacectl/context.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ContextTest : public CliTest {
 protected:
  std::istringstream in_;
  std::ostringstream out_, err_;
  Context context_{{in_, out_, err_, clock_, random_, sleeper_, [this](const std::string& name) {
                      const auto found = variables_.find(name);
                      return found == variables_.end() ? std::nullopt
                                                       : std::optional<std::string>(found->second);
                    }}};
};

TEST_F(ContextTest, FlagComesBeforeVariableBeforeHome) {
  EXPECT_THAT(context_.IdentityFolder().status(), StatusIs(absl::StatusCode::kInvalidArgument));
  variables_["HOME"] = "/home/maria";
  EXPECT_EQ(*context_.IdentityFolder(), "/home/maria/.enlace");
  variables_["ENLACE_IDENTITY"] = "/v";
  EXPECT_EQ(*context_.IdentityFolder(), "/v");
  context_.globals().identity = "/f";
  EXPECT_EQ(*context_.IdentityFolder(), "/f");
}

TEST_F(ContextTest, AddressIsRememberedInTheIdentityFolder) {
  context_.globals().identity = files_.path();
  EXPECT_THAT(context_.GatewayAddress().status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--address")));
  ASSERT_THAT(context_.RememberAddress({"gw.example", 7444}), IsOk());
  EXPECT_EQ(context_.GatewayAddress()->ToText(), "gw.example:7444");
  variables_["ENLACE_ADDRESS"] = "other.example:1";
  EXPECT_EQ(context_.GatewayAddress()->host, "other.example");
  context_.globals().address = "bad";
  EXPECT_THAT(context_.GatewayAddress().status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ContextTest, LanguageFollowsFlagThenLocale) {
  EXPECT_EQ(context_.language(), Language::kEnglish);
  variables_["LANG"] = "es_MX.UTF-8";
  EXPECT_EQ(context_.language(), Language::kSpanish);
  variables_["LC_ALL"] = "pt_BR.UTF-8";
  EXPECT_EQ(context_.language(), Language::kPortuguese);
  context_.globals().language = "en";
  EXPECT_EQ(context_.language(), Language::kEnglish);
}

TEST_F(ContextTest, ProgressKeepsOutOfJson) {
  context_.Progress("sealing");
  EXPECT_EQ(err_.str(), "sealing\n");
  context_.globals().output = "json";
  context_.Progress("sending");
  EXPECT_EQ(err_.str(), "sealing\n");
}

TEST_F(ContextTest, TimesAreNowDatesOrInstants) {
  EXPECT_THAT(context_.ParseTimeOption("--at", "now"), IsOk());
  EXPECT_THAT(context_.ParseTimeOption("--at", "2026-01-02"), IsOk());
  EXPECT_THAT(context_.ParseTimeOption("--at", "yesterday"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--at")));
}

TEST_F(ContextTest, SessionWithoutIdentityIsUnauthenticated) {
  context_.globals().identity = files_.File("id");
  context_.globals().address = "127.0.0.1:1";
  EXPECT_THAT(context_.OpenSession().status(), StatusIs(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace enlace::client
