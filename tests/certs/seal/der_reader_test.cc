#include "certs/seal/der_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace enlace::certs {
namespace {

using std::string_literals::operator""s;

TEST(DerReaderTest, ReadsElementsInOrder) {
  const std::string der = "\x02\x01\x05\x04\x02hi"s;
  DerReader reader(der);
  absl::string_view contents;
  EXPECT_FALSE(reader.Read(kDerOctetString, &contents));  // Another tag: no move.
  ASSERT_TRUE(reader.Read(kDerInteger, &contents));
  EXPECT_EQ(contents, "\x05");
  ASSERT_TRUE(reader.ReadWhole(kDerOctetString, &contents));
  EXPECT_EQ(contents, "\x04\x02hi");
  EXPECT_TRUE(reader.AtEnd());
  EXPECT_FALSE(reader.Read(kDerInteger, &contents));
}

TEST(DerReaderTest, LongLengthsMustBeShortest) {
  absl::string_view contents;
  const std::string body(200, 'x');
  const std::string good = "\x04\x81\xc8"s + body;
  EXPECT_TRUE(DerReader(good).Read(kDerOctetString, &contents));
  EXPECT_EQ(contents, body);
  for (const std::string& bad : {"\x04\x82\x00\xc8"s + body, "\x04\x81\x01x"s, "\x04\x80xx\x00\x00"s,
                                 "\x04\x85\x00\x00\x00\x00\x01x"s, "\x04\x84\xff\xff\xff\xffx"s, "\x04\x81"s,
                                 "\x04"s, "\x04\x02x"s}) {
    EXPECT_FALSE(DerReader(bad).Read(kDerOctetString, &contents));
  }
}

TEST(DerReaderTest, ExpectMovesOverTheseBytesOnly) {
  const std::string der = "\x02\x01\x05"s;
  DerReader reader(der);
  EXPECT_FALSE(reader.Expect("\x02\x01\x06"));
  EXPECT_TRUE(reader.Expect("\x02\x01\x05"));
  EXPECT_TRUE(reader.AtEnd());
}

}  // namespace
}  // namespace enlace::certs
