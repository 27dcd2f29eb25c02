#include "gateway/transport/rpc/connect_get.h"

#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

TEST(ConnectGetTest, AMessageIsPercentEncoded) {
  ASSERT_OK_AND_ASSIGN(const ConnectQuery query,
                       ParseConnectQuery("connect=v1&encoding=json&message=%7b%22purpose%22%3A%22a+b%22%7D"));
  EXPECT_EQ(query.codec, MessageCodec::kJson);
  EXPECT_EQ(query.message, R"({"purpose":"a b"})");
  EXPECT_EQ(query.compression, "");
}

TEST(ConnectGetTest, AMessageIsUrlSafeBase64WithAndWithoutPadding) {
  for (const char* const message : {"-_8", "-_8%3D", "-_8="}) {
    ASSERT_OK_AND_ASSIGN(
        const ConnectQuery query,
        ParseConnectQuery(std::string("base64=1&encoding=proto&compression=gzip&message=") + message));
    EXPECT_EQ(query.codec, MessageCodec::kProto);
    EXPECT_EQ(query.message, "\xfb\xff") << message;
    EXPECT_EQ(query.compression, "gzip");
  }
}

TEST(ConnectGetTest, AnEmptyMessageMustStillBeThere) {
  EXPECT_THAT(ParseConnectQuery("encoding=proto&message="), IsOk());
  EXPECT_THAT(ParseConnectQuery("encoding=proto"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ConnectGetTest, MalformedQueriesAreRefused) {
  for (const char* const bad : {"", "message=x", "encoding=xml&message=x", "encoding=json&message=%zz",
                                "encoding=json&message=x&connect=v2", "encoding=json&message=x&base64=yes",
                                "encoding=proto&message=***&base64=1"}) {
    EXPECT_THAT(ParseConnectQuery(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

}  // namespace
}  // namespace enlace::transport
