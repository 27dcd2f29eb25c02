// Requests that servers and proxies have been known to read differently: each is
// refused before anything is served, or read in the one way that RFC 9112 leaves.
#include <string>
#include <vector>

#include "tests/gateway/transport/http1/http1_harness.h"

namespace enlace::transport {
namespace {

struct Vector {
  const char* name;
  std::string bytes;
};

const std::string kHead = "POST / HTTP/1.1\r\nHost: h\r\n";
const std::string kChunked = kHead + "Transfer-Encoding: chunked\r\n\r\n";
const std::string kRest = "\r\n\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";

// Refused at the head: nothing is ever begun.
std::vector<Vector> RefusedHeads() {
  return {
      {"CL.TE", kHead + "Content-Length: 5\r\nTransfer-Encoding: chunked" + kRest},
      {"TE.CL", kHead + "Transfer-Encoding: chunked\r\nContent-Length: 5" + kRest},
      {"CL twice, different", kHead + "Content-Length: 5\r\nContent-Length: 0" + kRest},
      {"CL twice, same", kHead + "Content-Length: 5\r\nContent-Length: 5" + kRest},
      {"CL list", kHead + "Content-Length: 5, 5" + kRest},
      {"CL with sign", kHead + "Content-Length: +5" + kRest},
      {"CL negative", kHead + "Content-Length: -1" + kRest},
      {"CL hex", kHead + "Content-Length: 0x5" + kRest},
      {"CL empty", kHead + "Content-Length:" + kRest},
      {"CL with a space inside", kHead + "Content-Length: 1 0" + kRest},
      {"CL with a fraction", kHead + "Content-Length: 5.0" + kRest},
      {"CL over 64 bits", kHead + "Content-Length: 18446744073709551621" + kRest},
      {"CL quoted", kHead + "Content-Length: \"5\"" + kRest},
      {"CL with an underscore", kHead + "Content_Length: 5" + kRest},
      {"TE identity", kHead + "Transfer-Encoding: identity" + kRest},
      {"TE unknown", kHead + "Transfer-Encoding: xchunked" + kRest},
      {"TE gzip, chunked", kHead + "Transfer-Encoding: gzip, chunked" + kRest},
      {"TE chunked, identity", kHead + "Transfer-Encoding: chunked, identity" + kRest},
      {"TE chunked, chunked", kHead + "Transfer-Encoding: chunked, chunked" + kRest},
      {"TE twice", kHead + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + kRest},
      {"TE twice, one unknown", kHead + "Transfer-Encoding: x\r\nTransfer-Encoding: chunked" + kRest},
      {"TE twice, second unknown", kHead + "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow" + kRest},
      {"TE with a parameter", kHead + "Transfer-Encoding: chunked;q=1" + kRest},
      {"TE quoted", kHead + "Transfer-Encoding: \"chunked\"" + kRest},
      {"TE with a comma", kHead + "Transfer-Encoding: ,chunked" + kRest},
      {"TE empty", kHead + "Transfer-Encoding:" + kRest},
      {"TE with a vertical tab", kHead + "Transfer-Encoding: \x0b" "chunked" + kRest},
      {"TE with a NUL", kHead + "Transfer-Encoding: chunked" + std::string(1, '\0') + kRest},
      {"TE with a form feed before the colon", kHead + "Transfer-Encoding\x0c: chunked" + kRest},
      {"TE with an underscore", kHead + "Transfer_Encoding: chunked" + kRest},
      {"TE under HTTP/1.0", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked" + kRest},
      {"space before the colon", kHead + "Transfer-Encoding : chunked" + kRest},
      {"tab before the colon", kHead + "Content-Length\t: 5" + kRest},
      {"space before the name", kHead + " Transfer-Encoding: chunked" + kRest},
      {"space before the first name", "POST / HTTP/1.1\r\n Host: h" + kRest},
      {"folded value", kHead + "Transfer-Encoding:\r\n chunked" + kRest},
      {"folded with a tab", kHead + "X: y\r\n\tTransfer-Encoding: chunked" + kRest},
      {"bare LF between fields", kHead + "X: y\nTransfer-Encoding: chunked" + kRest},
      {"bare CR between fields", kHead + "X: y\rTransfer-Encoding: chunked" + kRest},
      {"CR CR LF", kHead + "X: y\r\r\nTransfer-Encoding: chunked" + kRest},
      {"LF LF as the end", "POST / HTTP/1.1\nHost: h\n\nGET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"no colon", kHead + "Transfer-Encoding chunked" + kRest},
      {"empty name", kHead + ": chunked" + kRest},
      {"name in quotes", kHead + "\"Content-Length\": 5" + kRest},
      {"name that is not ASCII", kHead + "Content-Length\xc2\xa0: 5" + kRest},
      {"NUL in a name", kHead + std::string("Content\0Length: 5", 17) + kRest},
      {"no Host", "GET / HTTP/1.1" + kRest},
      {"Host twice", kHead + "Host: other" + kRest},
      {"Host twice, same", kHead + "host: h" + kRest},
      {"Host list", "GET / HTTP/1.1\r\nHost: h, other" + kRest},
      {"Host empty", "GET / HTTP/1.1\r\nHost:" + kRest},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: h/hidden" + kRest},
      {"Host with a user", "GET / HTTP/1.1\r\nHost: u@h" + kRest},
      {"absolute target without Host", "GET https://h/ HTTP/1.1" + kRest},
      {"two spaces in the request line", "GET  / HTTP/1.1\r\nHost: h" + kRest},
      {"tab in the request line", "GET\t/ HTTP/1.1\r\nHost: h" + kRest},
      {"space in the target", "GET /a b HTTP/1.1\r\nHost: h" + kRest},
      {"space at the end of the request line", "GET / HTTP/1.1 \r\nHost: h" + kRest},
      {"space before the method", " GET / HTTP/1.1\r\nHost: h" + kRest},
      {"no version", "GET /\r\nHost: h" + kRest},
      {"version in lower case", "GET / http/1.1\r\nHost: h" + kRest},
      {"version with two digits", "GET / HTTP/1.10\r\nHost: h" + kRest},
      {"fragment in the target", "GET /a#b HTTP/1.1\r\nHost: h" + kRest},
      {"backslash in the target", "GET \\a HTTP/1.1\r\nHost: h" + kRest},
      {"relative target", "GET a HTTP/1.1\r\nHost: h" + kRest},
      {"authority of another method", "GET h:443 HTTP/1.1\r\nHost: h" + kRest},
      {"asterisk of another method", "GET * HTTP/1.1\r\nHost: h" + kRest},
      {"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: h" + kRest},
      {"TLS instead of HTTP", std::string("\x16\x03\x01\x02\x00", 5)},
  };
}

// Refused in the body: the request is begun, never ended, and what hides behind
// it is not begun.
std::vector<Vector> RefusedBodies() {
  const std::string hidden = "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";
  return {
      {"chunk size with a sign", kChunked + "+1\r\na\r\n" + hidden},
      {"chunk size with 0x", kChunked + "0x1\r\na\r\n" + hidden},
      {"chunk size empty", kChunked + "\r\na\r\n" + hidden},
      {"chunk size with a space before", kChunked + " 1\r\na\r\n" + hidden},
      {"chunk size with a space after", kChunked + "1 \r\na\r\n" + hidden},
      {"chunk size over 64 bits", kChunked + "10000000000000001\r\na\r\n" + hidden},
      {"chunk size of many zeros", kChunked + std::string(20, '0') + "1\r\na\r\n" + hidden},
      {"chunk line ended by LF", kChunked + "1\na\r\n" + hidden},
      {"chunk line ended by CR", kChunked + "1\ra\r\n" + hidden},
      {"chunk data longer than said", kChunked + "1\r\nab\r\n" + hidden},
      {"chunk data ended by LF", kChunked + "1\r\na\n" + hidden},
      {"chunk data ended by two others", kChunked + "1\r\naXX" + hidden},
      {"LF in an extension", kChunked + "1;a\nb\r\na\r\n" + hidden},
      {"LF in a quoted extension", kChunked + "1;a=\"\n\"\r\na\r\n" + hidden},
      {"NUL in an extension", kChunked + "1;" + std::string(1, '\0') + "\r\na\r\n" + hidden},
      {"extension of the last chunk ended by LF", kChunked + "0;a\n\r\n" + hidden},
      {"last chunk ended by LF", kChunked + "0\n\r\n" + hidden},
      {"trailers ended by LF", kChunked + "0\r\n\nGET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"folded trailer", kChunked + "0\r\na: b\r\n c\r\n\r\n" + hidden},
      {"trailer with a space before", kChunked + "0\r\n a: b\r\n\r\n" + hidden},
      {"length in a trailer", kChunked + "0\r\nContent-Length: 5\r\n\r\n" + hidden},
      {"coding in a trailer", kChunked + "0\r\nTransfer-Encoding: chunked\r\n\r\n" + hidden},
  };
}

TEST(SmugglingTest, AnAmbiguousHeadIsNeverServed) {
  for (const Vector& vector : RefusedHeads()) {
    for (const bool whole : {true, false}) {
      Http1Harness http;
      bool good = true;
      if (whole) {
        good = http.Feed(vector.bytes);
      } else {
        for (const char c : vector.bytes) good = http.Feed(absl::string_view(&c, 1));
      }
      EXPECT_FALSE(good) << vector.name;
      EXPECT_THAT(http.Sent(), testing::StartsWith("HTTP/1.1 400 ")) << vector.name;
      EXPECT_TRUE(http.seen.empty()) << vector.name << ": " << http.seen[0]->head;
      EXPECT_TRUE(http.session().done()) << vector.name;
    }
  }
}

TEST(SmugglingTest, AnAmbiguousBodyEndsTheConnection) {
  for (const Vector& vector : RefusedBodies()) {
    Http1Harness http;
    EXPECT_FALSE(http.Feed(vector.bytes)) << vector.name;
    ASSERT_EQ(http.seen.size(), 1) << vector.name;
    EXPECT_FALSE(http.seen[0]->ended) << vector.name;
    EXPECT_TRUE(http.seen[0]->closed) << vector.name;
    EXPECT_THAT(http.Sent(), testing::StartsWith("HTTP/1.1 400 ")) << vector.name;
  }
}

TEST(SmugglingTest, WhatRfc9112AllowsIsReadInItsOneWay) {
  struct Row {
    const char* name;
    std::string bytes;
    std::string head;
    std::string body;
  };
  for (const Row& row : std::vector<Row>{
           {"no space after the colon", "POST / HTTP/1.1\r\nHost:h\r\nContent-Length:1\r\n\r\na",
            "POST / h content-length=1", "a"},
           {"tabs round the value", kHead + "Content-Length:\t1\t\r\n\r\na", "POST / h content-length=1", "a"},
           {"zeros before the length", kHead + "Content-Length: 0001\r\n\r\na", "POST / h content-length=0001", "a"},
           {"coding in capitals", kHead + "TRANSFER-ENCODING: CHUNKED\r\n\r\n1\r\na\r\n0\r\n\r\n",
            "POST / h transfer-encoding=CHUNKED", "a"},
           {"body of a GET", "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na", "GET / h content-length=1", "a"},
           {"one empty line first", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / h", ""},
           {"absolute target before Host", "GET http://other/x HTTP/1.1\r\nHost: h\r\n\r\n", "GET /x other", ""},
           {"no Host under HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "GET / ", ""},
           {"chunk with an extension", kChunked + "1;a=b;c=\"d;e\"\r\na\r\n0;f\r\n\r\n",
            "POST / h transfer-encoding=chunked", "a"}}) {
    Http1Harness http;
    EXPECT_TRUE(http.Feed(row.bytes)) << row.name;
    ASSERT_EQ(http.seen.size(), 1) << row.name;
    EXPECT_TRUE(http.seen[0]->ended) << row.name;
    EXPECT_EQ(http.seen[0]->head, row.head) << row.name;
    EXPECT_EQ(http.seen[0]->body, row.body) << row.name;
  }
}

}  // namespace
}  // namespace enlace::transport
