#include "gateway/transport/call/page.h"

#include <gtest/gtest.h>

#include "gateway/base/errors.h"
#include "tests/gateway/transport/call/fake_responder.h"

namespace enlace::transport {
namespace {

class Rpcs final : public ExchangeFactory {
 public:
  explicit Rpcs(int* asked) : asked_(asked) {}
  std::unique_ptr<Exchange> Begin(const RequestHead&, Responder*) override {
    ++*asked_;
    return std::make_unique<AnsweredExchange>();
  }

 private:
  int* const asked_;
};

class PageTest : public ::testing::Test {
 protected:
  FakeResponder Ask(absl::string_view method, absl::string_view target) {
    PageExchanges exchanges(
        &pages_, [this] { return may_read_; }, std::make_unique<Rpcs>(&rpcs_));
    FakeResponder responder;
    const HeaderList headers;
    EXPECT_NE(exchanges.Begin(RequestHead{HttpVersion::k2, method, target, "", headers}, &responder),
              nullptr);
    return responder;
  }
  const std::vector<Page> pages_ = {{"/metrics", "text/plain", [this] { return body_; }}};
  std::string body_ = "enlace_connections 1\n";
  absl::Status may_read_;
  int rpcs_ = 0;
};

TEST_F(PageTest, APageSaysWhatItSaysNow) {
  EXPECT_EQ(Ask("GET", "/metrics").body, body_);
  body_ = "enlace_connections 2\n";
  const FakeResponder again = Ask("GET", "/metrics?name=x");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, body_);
  EXPECT_TRUE(again.ended);
}

TEST_F(PageTest, HeadHasNoBodyAndOtherMethodsAreRefused) {
  EXPECT_EQ(Ask("HEAD", "/metrics").body, "");
  EXPECT_EQ(Ask("HEAD", "/metrics").status, 200);
  EXPECT_EQ(Ask("POST", "/metrics").status, 405);
}

TEST_F(PageTest, WhoMayNotReadGetsNoBody) {
  may_read_ = base::RoleNotPermitted("administrators only");
  const FakeResponder refused = Ask("GET", "/metrics");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body, "forbidden\n");
}

TEST_F(PageTest, EverythingElseIsAnRpc) {
  Ask("POST", "/enlace.v1.FeedService/Watch");
  Ask("GET", "/metrics/more");
  EXPECT_EQ(rpcs_, 2);
}

}  // namespace
}  // namespace enlace::transport
