// The languages that officials are addressed in.
#ifndef ENLACE_CLIENT_LANGUAGE_H_
#define ENLACE_CLIENT_LANGUAGE_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace enlace::client {

enum class Language { kEnglish, kSpanish, kPortuguese };

// From a BCP 47 tag or a POSIX locale: es, es-MX, es_GT.UTF-8, pt-BR, en, C.
// Nothing for other languages.
std::optional<Language> ParseLanguage(absl::string_view text);

// One text in all languages; English is for developers and logs.
struct Phrase {
  const char* english;
  const char* spanish;
  const char* portuguese;
  const char* In(Language language) const;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_LANGUAGE_H_
