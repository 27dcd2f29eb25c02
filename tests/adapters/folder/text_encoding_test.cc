#include "adapters/folder/text_encoding.h"

#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

TEST(TextEncodingTest, Utf8IsTakenAsItIs) {
  const auto text = DecodeText("Población");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->utf8, "Población");
  EXPECT_EQ(text->encoding, Encoding::kUtf8);
}

TEST(TextEncodingTest, ByteOrderMarkIsRemoved) {
  const auto text = DecodeText("\xEF\xBB\xBFPoblación");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->utf8, "Población");
  EXPECT_EQ(text->encoding, Encoding::kUtf8WithMark);
}

TEST(TextEncodingTest, EuroSignAndCurlyQuotesMakeItWindows1252) {
  const auto text = DecodeText("\x93Poblaci\xF3n\x94 \x80");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->utf8, "“Población” €");
  EXPECT_EQ(text->encoding, Encoding::kWindows1252);
}

TEST(TextEncodingTest, AByteWithoutMeaningInWindows1252MakesItLatin1) {
  const auto text = DecodeText("a\xF3\x81");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->encoding, Encoding::kLatin1);
  EXPECT_EQ(text->utf8, "aó\xC2\x81");
}

TEST(TextEncodingTest, NulBytesAndBinariesAreNoText) {
  EXPECT_FALSE(DecodeText(absl::string_view("a\0b", 3)).has_value());
  EXPECT_FALSE(DecodeText("PK\x03\x04").has_value());
}

TEST(TextEncodingTest, FoldIgnoresCaseAccentsAndBlanks) {
  EXPECT_EQ(Fold("  Número_de  EXPEDIENTE "), "numero de expediente");
  EXPECT_EQ(Fold("Situa\xC3\xA7\xC3\xA3o"), "situacao");
  EXPECT_EQ(Fold("situac\xCC\xA7" "a\xCC\x83o"), "situacao");
}

TEST(TextEncodingTest, TrimmedDropsNoBreakBlanks) { EXPECT_EQ(Trimmed("\xC2\xA0 á \t"), "á"); }

TEST(TextEncodingTest, ShortenedCutsBetweenCharacters) { EXPECT_EQ(Shortened("ááá", 3), "á…"); }

}  // namespace
}  // namespace enlace::adapters::folder
