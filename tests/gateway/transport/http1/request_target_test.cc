#include "gateway/transport/http1/request_target.h"

#include <gtest/gtest.h>

#include <string>

namespace enlace::transport {
namespace {

TEST(RequestTargetTest, ReadsTheFourForms) {
  struct Row {
    const char *method, *target, *path, *authority;
  };
  for (const Row& row : {Row{"GET", "/", "/", ""}, Row{"GET", "/a/b?c=%20&d", "/a/b?c=%20&d", ""},
                         Row{"GET", "//a", "//a", ""}, Row{"GET", "https://h:443/a?b", "/a?b", "h:443"},
                         Row{"GET", "HTTP://h", "/", "h"}, Row{"GET", "http://h?x", "/?x", "h"},
                         Row{"GET", "http://[::1]:8/x", "/x", "[::1]:8"}, Row{"OPTIONS", "http://h", "*", "h"},
                         Row{"OPTIONS", "*", "*", ""}, Row{"CONNECT", "h:443", "h:443", "h:443"}}) {
    const auto target = ParseRequestTarget(row.method, row.target);
    ASSERT_TRUE(target.has_value()) << row.target;
    EXPECT_EQ(target->path, row.path);
    EXPECT_EQ(target->authority, row.authority);
  }
}

TEST(RequestTargetTest, RefusesAnyOther) {
  struct Row {
    const char *method, *target;
  };
  for (const Row& row : {Row{"GET", ""}, Row{"GET", "a"}, Row{"GET", "h:443"}, Row{"GET", "*"},
                         Row{"GET", "/a#b"}, Row{"GET", "/\xc3\xa9"}, Row{"GET", "/a\"b"}, Row{"GET", "/a\\b"},
                         Row{"GET", "ftp://h/"}, Row{"GET", "https://"}, Row{"GET", "https:///a"},
                         Row{"GET", "https://u@h/"}, Row{"GET", "https://h:x/"}, Row{"CONNECT", "/"},
                         Row{"CONNECT", "h"}, Row{"CONNECT", "h:"}, Row{"CONNECT", "[::1]"},
                         Row{"CONNECT", "https://h/"}}) {
    EXPECT_FALSE(ParseRequestTarget(row.method, row.target).has_value()) << row.method << " " << row.target;
  }
}

TEST(RequestTargetTest, KnowsAHost) {
  for (const char* host : {"a", "a.example:443", "1.2.3.4", "[::1]", "[2001:db8::1]:8443", "a_b~c", "a:"}) {
    EXPECT_TRUE(IsHost(host)) << host;
  }
  for (const char* host : {"", ":443", "a,b", "a b", "a/b", "u@a", "a:443:1", "a:123456", "a:4x", "[]", "[:", "[::1]x",
                           "[::1", "a?b", "a%41"}) {
    EXPECT_FALSE(IsHost(host)) << host;
  }
}

}  // namespace
}  // namespace enlace::transport
