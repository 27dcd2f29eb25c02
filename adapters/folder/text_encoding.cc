#include "adapters/folder/text_encoding.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

#include "absl/strings/match.h"

namespace enlace::adapters::folder {
namespace {

constexpr absl::string_view kMark = "\xEF\xBB\xBF";

// Windows-1252, 0x80 to 0x9F; 0 where it means nothing.
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void AppendUtf8(uint32_t code_point, std::string* out) {
  char buffer[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(buffer, size, code_point);
  out->append(buffer, static_cast<size_t>(size));
}

bool IsTextByte(unsigned char byte) {
  return (byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

bool IsSeparator(UChar32 c) { return c == '_' || c == '-' || u_isUWhiteSpace(c) || c == 0x200B; }

}  // namespace

bool IsUtf8(absl::string_view bytes) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    if (c < 0) return false;
  }
  return true;
}

std::optional<DecodedText> DecodeText(absl::string_view bytes) {
  bool is_1252 = true;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!IsTextByte(byte)) return std::nullopt;
    if (byte >= 0x80 && byte < 0xA0 && kWindows1252[byte - 0x80] == 0) is_1252 = false;
  }
  DecodedText out;
  if (IsUtf8(bytes)) {
    const bool marked = absl::StartsWith(bytes, kMark);
    out.encoding = marked ? Encoding::kUtf8WithMark : Encoding::kUtf8;
    out.utf8 = std::string(marked ? bytes.substr(kMark.size()) : bytes);
    return out;
  }
  out.encoding = is_1252 ? Encoding::kWindows1252 : Encoding::kLatin1;
  out.utf8.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool mapped = is_1252 && byte >= 0x80 && byte < 0xA0;
    AppendUtf8(mapped ? kWindows1252[byte - 0x80] : byte, &out.utf8);
  }
  return out;
}

std::string Fold(absl::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  if (U_SUCCESS(error)) text = nfkd->normalize(text, error);
  text.foldCase();
  std::string out;
  bool gap = false;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK || c == 0xFEFF) continue;
    if (IsSeparator(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    AppendUtf8(static_cast<uint32_t>(c), &out);
  }
  return out;
}

std::string Trimmed(absl::string_view utf8) {
  const auto* data = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto size = static_cast<int32_t>(utf8.size());
  const auto is_blank = [](UChar32 c) { return c == 0xFEFF || (c >= 0 && u_isUWhiteSpace(c)); };
  int32_t begin = 0;
  while (begin < size) {
    int32_t next = begin;
    UChar32 c = 0;
    U8_NEXT(data, next, size, c);
    if (!is_blank(c)) break;
    begin = next;
  }
  int32_t end = size;
  while (end > begin) {
    int32_t previous = end;
    UChar32 c = 0;
    U8_PREV(data, begin, previous, c);
    if (!is_blank(c)) break;
    end = previous;
  }
  return std::string(utf8.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
}

std::string Shortened(absl::string_view utf8, size_t max_size) {
  if (utf8.size() <= max_size) return std::string(utf8);
  size_t end = max_size;
  while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) --end;
  return std::string(utf8.substr(0, end)) + "…";
}

}  // namespace enlace::adapters::folder
