#include "tests/verifier/mutation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace enlace::verifier {
namespace {

// What parsers disagree about: blanks and controls of ASCII and Unicode, bytes
// that are no UTF-8, and pieces of the formats themselves.
const std::vector<std::string>& Pieces() {
  static const auto* const pieces = new std::vector<std::string>{
      std::string(1, '\0'),
      "\t",
      "\n",
      "\n\n",
      "\r",
      "\r\n",
      "\v",
      "\x1f",
      " ",
      "+",
      "-",
      "=",
      "0",
      "\x7f",
      "\x80",
      "\xff",
      "\xc0\xaf",
      "\xed\xa0\x80",
      "\xf4\x90\x80\x80",
      "\xc2\x85",
      "\xc2\xa0",
      "\xe2\x80\xa8",
      "\xe3\x80\x80",
      "\xef\xbb\xbf",
      "\xc3\xb1",
      "\xe2\x80\x94 ",
      "extra \n",
      "extra AA==\n",
      "extra AB==\n",
      "index 0\n",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
  };
  return *pieces;
}

constexpr char kDigits[] = "0123456789";
constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string Mutator::RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(Below(256));
  return bytes;
}

std::string Mutator::Bytes(std::string bytes) {
  if (bytes.empty()) return RandomBytes(1 + Below(40));
  const size_t at = Below(bytes.size());
  const size_t size = 1 + Below(std::min<size_t>(bytes.size() - at, OneIn(4) ? 64 : 2));
  switch (Below(8)) {
    case 0:
      return bytes.substr(0, at);
    case 1:
      return bytes.erase(at, size);
    case 2:
      return bytes.insert(at, bytes.substr(at, size));
    case 3:
      return bytes.insert(at, Pick(Pieces()));
    case 4:
      return bytes + Pick(Pieces());
    case 5:
      std::swap(bytes[at], bytes[Below(bytes.size())]);
      return bytes;
    case 6:
      bytes[at] = static_cast<char>(Below(256));
      return bytes;
    default:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << Below(8)));
      return bytes;
  }
}

std::string Mutator::Lines(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  const size_t at = Below(lines.size());
  switch (Below(6)) {
    case 0:
      lines.insert(lines.begin() + static_cast<ptrdiff_t>(at), lines[Below(lines.size())]);
      break;
    case 1:
      lines.erase(lines.begin() + static_cast<ptrdiff_t>(at));
      break;
    case 2:
      std::swap(lines[at], lines[Below(lines.size())]);
      break;
    case 3:
      lines.insert(lines.begin() + static_cast<ptrdiff_t>(at), OneIn(2) ? "" : Pick(Pieces()));
      break;
    case 4:
      lines[at] += OneIn(2) ? "\r" : " ";
      break;
    default:
      return absl::StrJoin(lines, "\r\n");
  }
  return absl::StrJoin(lines, "\n");
}

std::string Mutator::Number(const std::string& digits) {
  switch (Below(4)) {
    case 0:
      return Pick(std::vector<std::string>{"", "0", "00", "-0", "1", "2", "256", "4294967296",
                                           "9223372036854775807", "9223372036854775808",
                                           "18446744073709551615", "18446744073709551616",
                                           "99999999999999999999999999", "1e2", "0x10", "\xd9\xa1"});
    case 1:
      return absl::StrCat(Pick(std::vector<std::string>{"0", "+", "-", " ", "00", "\t"}), digits);
    case 2:
      return absl::StrCat(digits, Pick(std::vector<std::string>{" ", ".", ".0", "0", "\r", "_", ","}));
    default:
      return Bytes(digits);
  }
}

std::string Mutator::Base64(std::string text) {
  if (text.empty()) return Pick(std::vector<std::string>{"=", "====", "A", "AA==", "\n"});
  const size_t padding = text.find('=');
  const size_t end = padding == std::string::npos ? text.size() : padding;
  switch (Below(6)) {
    case 0:  // Without padding.
      return text.substr(0, end);
    case 1:  // With more of it.
      return absl::StrCat(text, OneIn(2) ? "=" : "====");
    case 2:  // Bits that the padding hides.
      if (end > 0) text[end - 1] = kBase64[(std::string(kBase64).find(text[end - 1]) + 1 + Below(3)) % 64];
      return text;
    case 3:  // The alphabet for addresses.
      return absl::StrReplaceAll(text, {{"+", "-"}, {"/", "_"}});
    case 4:
      return text.insert(Below(text.size()),
                         Pick(std::vector<std::string>{" ", "\n", "\r\n", "=", "==", "A"}));
    default:
      text[Below(text.size())] = kBase64[Below(64)];
      return text;
  }
}

std::string Mutator::Run(const std::string& text, const std::string& characters,
                         std::string (Mutator::*change)(const std::string&)) {
  const size_t begin = text.find_first_of(characters, Below(text.size() + 1));
  if (begin == std::string::npos) return Bytes(text);
  const size_t first = text.find_last_not_of(characters, begin);
  const size_t from = first == std::string::npos ? 0 : first + 1;
  const size_t to = std::min(text.find_first_not_of(characters, begin), text.size());
  return absl::StrCat(text.substr(0, from), (this->*change)(text.substr(from, to - from)), text.substr(to));
}

std::string Mutator::NumberIn(const std::string& text) {
  std::vector<std::pair<size_t, size_t>> words;
  for (size_t end, begin = 0; begin < text.size(); begin = end + 1) {
    end = std::min(text.find_first_of(" \n\"", begin), text.size());
    if (end > begin && text.find_first_not_of(kDigits, begin) >= end) words.emplace_back(begin, end - begin);
  }
  if (words.empty()) return Run(text, kDigits, &Mutator::Number);
  const auto [at, size] = Pick(words);
  return absl::StrCat(text.substr(0, at), Number(text.substr(at, size)), text.substr(at + size));
}

std::string Mutator::Text(const std::string& text) {
  switch (Below(4)) {
    case 0:
      return Lines(text);
    case 1:
      return NumberIn(text);
    case 2:
      return Run(text, absl::StrCat(kBase64, "="), &Mutator::Base64Run);
    default:
      return Bytes(text);
  }
}

std::vector<std::string> Mutator::Path(std::vector<std::string> path) {
  if (path.empty()) return {RandomBytes(32)};
  const size_t at = Below(path.size());
  switch (Below(6)) {
    case 0:
      path.erase(path.begin() + static_cast<ptrdiff_t>(at));
      return path;
    case 1:
      path.insert(path.begin() + static_cast<ptrdiff_t>(at), OneIn(2) ? path[at] : RandomBytes(32));
      return path;
    case 2:
      path.push_back(path[at]);
      return path;
    case 3:
      std::swap(path[at], path[Below(path.size())]);
      return path;
    case 4:
      path[at] = Bytes(path[at]);
      return path;
    default:
      path[at][Below(path[at].size())] ^= static_cast<char>(1 << Below(8));
      return path;
  }
}

}  // namespace enlace::verifier
