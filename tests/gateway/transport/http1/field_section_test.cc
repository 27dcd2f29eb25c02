#include "gateway/transport/http1/field_section.h"

#include <gtest/gtest.h>

#include <string>

namespace enlace::transport {
namespace {

using Result = FieldSection::Result;

TEST(FieldSectionTest, EndsAtTheEmptyLineWhereverTheBytesAreSplit) {
  const std::string section = "GET / HTTP/1.1\r\na: b\r\nc:\td\xc3\xa9\r\n\r\n";
  const std::string bytes = section + "more";
  for (size_t split = 0; split < section.size(); ++split) {
    FieldSection scan(3, 14);
    ASSERT_EQ(scan.Scan(bytes.substr(0, split)), Result::kMore) << split;
    ASSERT_EQ(scan.Scan(bytes), Result::kComplete) << split;
    EXPECT_EQ(scan.size(), section.size());
  }
}

TEST(FieldSectionTest, RefusesWhatTwoParsersMayReadDifferently) {
  for (const std::string& bytes :
       {std::string("a: b\nc"), std::string("a: b\rc"), std::string("a: b\0c", 6), std::string("a: \x7f"),
        std::string("a: \x0b"), std::string("a: b\r\n c"), std::string("a: b\r\n\tc")}) {
    FieldSection scan(3, 14);
    EXPECT_EQ(scan.Scan(bytes), Result::kRefused) << bytes;
    EXPECT_STRNE(scan.problem(), "");
  }
}

TEST(FieldSectionTest, WhatComesFirstDecides) {
  const std::string lines = "a\r\nb\r\nc\r\nd\r\n\n";
  FieldSection whole(3, 14), split(3, 14);
  EXPECT_EQ(whole.Scan(lines), Result::kTooManyLines);
  EXPECT_EQ(split.Scan(lines.substr(0, 12)), Result::kTooManyLines);
  FieldSection longer(3, 14);
  EXPECT_EQ(longer.Scan("123456789012345\n"), Result::kFirstLineTooLong);
}

TEST(FieldSectionTest, CanBeUsedAgain) {
  FieldSection scan(3, 14);
  ASSERT_EQ(scan.Scan("\n"), Result::kRefused);
  scan.Reset();
  EXPECT_EQ(scan.Scan("\r\n"), Result::kComplete);
  EXPECT_EQ(scan.size(), 2);
}

}  // namespace
}  // namespace enlace::transport
