#include "client/enlacectl/watch_command.h"

#include <nlohmann/json.hpp>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class WatchCommandTest : public GatewayCliTest {
 protected:
  WatchCommandTest() {
    v1::WatchResponse response;
    v1::FeedItem& item = *response.add_items();
    item.set_position(42);
    item.set_kind(v1::FEED_KIND_LEG_DISPATCHED);
    item.set_short_code("ABCD-EFGH-1");
    response.set_caught_up(true);
    gateway_.watches.push_back({{response}, grpc::Status::OK, /*hang=*/true});
  }
};

TEST_F(WatchCommandTest, PrintsOneLinePerItem) {
  const Ran ran = Run({"watch", "--after", "41", "--until-caught-up"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("42"));
  EXPECT_THAT(ran.out, HasSubstr("leg-dispatched"));
  EXPECT_EQ(gateway_.watched[0].after_position(), 41U);
}

TEST_F(WatchCommandTest, AnItemOfAWarningNamesIt) {
  v1::FeedItem& item = *gateway_.watches.front().responses[0].mutable_items(0);
  item.set_kind(v1::FEED_KIND_WARNING);
  item.set_warning_id("00000000000000000000000001");
  EXPECT_THAT(Run({"watch", "--until-caught-up"}).out, HasSubstr("00000000000000000000000001"));
}

TEST_F(WatchCommandTest, AnItemOfACertificateSaysWhichAndWhat) {
  v1::FeedItem& item = *gateway_.watches.front().responses[0].mutable_items(0);
  item.set_kind(v1::FEED_KIND_CERTIFICATE);
  item.mutable_certificate()->set_serial("5f3a09");
  item.mutable_certificate()->set_unit_id("main");
  item.mutable_certificate()->set_change(v1::CERTIFICATE_CHANGE_EXPIRING);
  EXPECT_THAT(Run({"--language", "es", "watch", "--until-caught-up"}).out,
              AllOf(HasSubstr("certificado TLS 5f3a09 (main"), HasSubstr("vence pronto")));
}

TEST_F(WatchCommandTest, JsonIsOneObjectPerLine) {
  const Ran ran = Run({"watch", "--until-caught-up", "-o", "json"});
  const auto json = nlohmann::json::parse(ran.out, nullptr, false);
  ASSERT_TRUE(json.is_object()) << ran.out;
  EXPECT_EQ(json["position"], "42");
}

TEST_F(WatchCommandTest, RefusalEndsItWithItsStatus) {
  gateway_.watches.clear();
  EXPECT_EQ(Run({"watch"}).status, 5);
}

}  // namespace
}  // namespace enlace::client
