#include "gateway/transport/http1/request_parser.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace enlace::transport {
namespace {

using Event = RequestParser::Event;

// All that a parser finds in `pieces`, as text.
std::string Read(RequestParser* parser, const std::vector<std::string>& pieces) {
  std::string found, kept;
  for (const std::string& piece : pieces) {
    kept += piece;
    absl::string_view rest = kept;
    for (bool more = true; more;) {
      switch (parser->Next(&rest)) {
        case Event::kNeedMore:
          more = false;
          break;
        case Event::kHead:
          absl::StrAppend(&found, parser->head().method, " ", parser->head().target, "{");
          break;
        case Event::kBody:
          absl::StrAppend(&found, parser->body());
          break;
        case Event::kEnd:
          absl::StrAppend(&found, "}");
          break;
        case Event::kFault:
          return absl::StrCat(found, "!", parser->fault().status);
      }
    }
    kept = std::string(rest);
  }
  return absl::StrCat(found, kept.empty() ? "" : "+");
}

std::string Read(const std::vector<std::string>& pieces, const RequestLimits& limits = {}) {
  RequestParser parser(limits);
  return Read(&parser, pieces);
}

TEST(RequestParserTest, ReadsTheSameWhereverTheBytesAreSplit) {
  const std::string bytes =
      "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
      "\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
      "PUT /c HTTP/1.1\r\nhost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "3;x=\"y;z\"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nT: u\r\n\r\n"
      "POST /d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      "POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
  const std::string found = "GET /a{}POST /b{hello}PUT /c{abc0123456789}POST /d{}POST /e{}";
  ASSERT_EQ(Read({bytes}), found);
  for (size_t split = 0; split <= bytes.size(); ++split) {
    ASSERT_EQ(Read({bytes.substr(0, split), bytes.substr(split)}), found) << split;
  }
  std::vector<std::string> single;
  for (const char c : bytes) single.emplace_back(1, c);
  EXPECT_EQ(Read(single), found);
}

TEST(RequestParserTest, TellsTheHead) {
  RequestParser parser{RequestLimits()};
  absl::string_view bytes =
      "POST https://other:1/x?y HTTP/1.1\r\nHost: h\r\nX-A:  b c \r\nx-a: d\r\nExpect: 100-Continue\r\n"
      "Content-Length: 1\r\nConnection: Close\r\n\r\n";
  ASSERT_EQ(parser.Next(&bytes), Event::kHead);
  const ParsedHead& head = parser.head();
  EXPECT_EQ(head.target, "/x?y");
  EXPECT_EQ(head.authority, "other:1");
  EXPECT_TRUE(head.expects_continue);
  EXPECT_FALSE(head.keep_alive);
  EXPECT_FALSE(head.fields.Has("host"));
  ASSERT_EQ(head.fields.size(), 5);
  EXPECT_EQ(head.fields.at(0).name, "x-a");
  EXPECT_EQ(head.fields.at(0).value, "b c");
  EXPECT_EQ(head.fields.at(1).value, "d");
  EXPECT_FALSE(parser.complete());
}

TEST(RequestParserTest, IsCompleteBeforeItsEndIsTold) {
  RequestParser parser{RequestLimits()};
  absl::string_view bytes = "POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx";
  ASSERT_EQ(parser.Next(&bytes), Event::kHead);
  EXPECT_FALSE(parser.head().keep_alive);
  EXPECT_EQ(parser.head().authority, "");
  ASSERT_EQ(parser.Next(&bytes), Event::kBody);
  EXPECT_TRUE(parser.complete());
  ASSERT_EQ(parser.Next(&bytes), Event::kEnd);
}

TEST(RequestParserTest, LimitsHaveTheirOwnAnswers) {
  RequestLimits limits;
  limits.max_head_bytes = 1000;
  limits.max_target_bytes = 100;
  limits.max_fields = 3;
  const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n";
  EXPECT_EQ(Read({get + "a: " + std::string(1000, 'x')}, limits), "!431");
  EXPECT_EQ(Read({get + "a: b\r\nc: d\r\n\r\n"}, limits), "GET /{}");
  EXPECT_EQ(Read({get + "a: b\r\nc: d\r\ne: f\r\n"}, limits), "!431");
  EXPECT_EQ(Read({"GET /" + std::string(99, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"}, limits),
            "GET /" + std::string(99, 'a') + "{}");
  EXPECT_EQ(Read({"GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"}, limits), "!414");
  EXPECT_EQ(Read({"GET /" + std::string(300, 'a')}, limits), "!414") << "before the line has ended";
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(Read({chunked + "0\r\na: " + std::string(1000, 'x')}, limits), "POST /{!431");
  EXPECT_EQ(Read({chunked + "0\r\na: b\r\na: b\r\na: b\r\na: b\r\n\r\n"}, limits), "POST /{!431");
  EXPECT_EQ(Read({chunked + "1;" + std::string(300, 'x')}, limits), "POST /{!400");
}

TEST(RequestParserTest, ABodyOfLineNoiseIsRefused) {
  std::string body;
  for (int i = 0; i < 2000; ++i) body += "1;xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\na\r\n";
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(Read({chunked + body}).substr(0, 7), "POST /{");
  EXPECT_EQ(Read({chunked + body}).substr(Read({chunked + body}).size() - 4), "!400");
  std::string honest;
  for (int i = 0; i < 20000; ++i) honest += "1\r\na\r\n";
  EXPECT_EQ(Read({chunked + honest + "0\r\n\r\n"}), "POST /{" + std::string(20000, 'a') + "}");
}

TEST(RequestParserTest, OtherVersionsAreTold) {
  EXPECT_EQ(Read({"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}), "!505");
  EXPECT_EQ(Read({"GET / HTTP/1.2\r\nHost: h\r\n\r\n"}), "!505");
  EXPECT_EQ(Read({"GET / http/1.1\r\nHost: h\r\n\r\n"}), "!400");
  EXPECT_EQ(Read({"GET /\r\nHost: h\r\n\r\n"}), "!400");
}

}  // namespace
}  // namespace enlace::transport
