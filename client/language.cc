#include "client/language.h"

#include <string>

#include "absl/strings/ascii.h"

namespace enlace::client {

std::optional<Language> ParseLanguage(absl::string_view text) {
  const std::string tag = absl::AsciiStrToLower(text.substr(0, text.find_first_of("-_.@")));
  if (tag == "es") return Language::kSpanish;
  if (tag == "pt") return Language::kPortuguese;
  if (tag == "en" || tag == "c" || tag == "posix") return Language::kEnglish;
  return std::nullopt;
}

const char* Phrase::In(Language language) const {
  switch (language) {
    case Language::kSpanish:
      return spanish;
    case Language::kPortuguese:
      return portuguese;
    case Language::kEnglish:
      break;
  }
  return english;
}

}  // namespace enlace::client
