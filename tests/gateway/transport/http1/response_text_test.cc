#include "gateway/transport/http1/response_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace enlace::transport {
namespace {

std::string Fields(const std::vector<Header>& fields) {
  std::string out;
  AppendFields(fields, &out);
  return out;
}

TEST(ResponseTextTest, NamesGoAsGivenAndFramingIsNotTheCallers) {
  EXPECT_EQ(Fields({{"Grpc-Status", "0"}, {"x", ""}}), "Grpc-Status: 0\r\nx: \r\n");
  EXPECT_EQ(Fields({{"Content-Length", "3"}, {"transfer-encoding", "chunked"}, {"Connection", "x"}, {"upgrade", "y"}}),
            "");
}

TEST(ResponseTextTest, NoValueAddsALine) {
  EXPECT_EQ(Fields({{"a", "b\r\nset-cookie: c"}, {"d\r\ne", "f"}, {"", "g"}, {"h i", "j"}}),
            "a: b  set-cookie: c\r\n");
}

TEST(ResponseTextTest, WritesEachFraming) {
  const auto head = [](int status, BodyFraming framing, bool close) {
    std::string out;
    AppendResponseHead(status, "a: b\r\n", framing, 7, close, &out);
    return out;
  };
  EXPECT_EQ(head(200, BodyFraming::kLength, false), "HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 7\r\n\r\n");
  EXPECT_EQ(head(404, BodyFraming::kChunked, true),
            "HTTP/1.1 404 Not Found\r\na: b\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
  EXPECT_EQ(head(204, BodyFraming::kNone, false), "HTTP/1.1 204 No Content\r\na: b\r\n\r\n");
  EXPECT_EQ(head(299, BodyFraming::kUntilClose, true), "HTTP/1.1 299 \r\na: b\r\nconnection: close\r\n\r\n");
}

TEST(ResponseTextTest, WritesChunks) {
  std::string out;
  AppendChunk("", &out);
  EXPECT_EQ(out, "");
  AppendChunk(std::string(26, 'x'), &out);
  AppendLastChunk("t: u\r\n", &out);
  EXPECT_EQ(out, "1a\r\n" + std::string(26, 'x') + "\r\n0\r\nt: u\r\n\r\n");
}

TEST(ResponseTextTest, RefusalsSayWhetherTheRequestMayComeAgain) {
  const auto refusal = [](int status) {
    std::string out;
    AppendRefusal(status, "no", &out);
    return out;
  };
  EXPECT_EQ(refusal(431),
            "HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\ncontent-length: 42\r\n"
            "connection: close\r\n\r\n{\"code\":\"invalid_argument\",\"message\":\"no\"}");
  EXPECT_NE(refusal(408).find("deadline_exceeded"), std::string::npos);
  EXPECT_NE(refusal(429).find("resource_exhausted"), std::string::npos);
}

}  // namespace
}  // namespace enlace::transport
