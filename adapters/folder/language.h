// The language in which an agency's officers read.
#ifndef ENLACE_ADAPTERS_FOLDER_LANGUAGE_H_
#define ENLACE_ADAPTERS_FOLDER_LANGUAGE_H_

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace enlace::adapters::folder {

enum class Language { kSpanish, kPortuguese, kEnglish };

// From a BCP 47 tag; Spanish for what is neither Portuguese nor English.
inline Language LanguageOf(absl::string_view tag) {
  if (absl::StartsWithIgnoreCase(tag, "pt")) return Language::kPortuguese;
  if (absl::StartsWithIgnoreCase(tag, "en")) return Language::kEnglish;
  return Language::kSpanish;
}

// One text in the three languages.
struct Words {
  absl::string_view es, pt, en;
  absl::string_view In(Language language) const {
    return language == Language::kSpanish ? es : language == Language::kPortuguese ? pt : en;
  }
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_LANGUAGE_H_
