// From the bytes of a file to UTF-8, and from any spelling to the form in which
// headers and codes are compared.
#ifndef ENLACE_ADAPTERS_FOLDER_TEXT_ENCODING_H_
#define ENLACE_ADAPTERS_FOLDER_TEXT_ENCODING_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace enlace::adapters::folder {

enum class Encoding { kUtf8, kUtf8WithMark, kWindows1252, kLatin1 };

struct DecodedText {
  std::string utf8;  // Without byte order mark.
  Encoding encoding = Encoding::kUtf8;
};

// Valid UTF-8 is UTF-8. Anything else is Windows-1252 if every byte from 0x80 to
// 0x9F means something there, and Latin-1 otherwise. Nothing for what is no text
// in any of them: bytes below blank other than tab, CR, LF and form feed.
std::optional<DecodedText> DecodeText(absl::string_view bytes);

// Whether `bytes` are well-formed UTF-8 (no surrogates, no overlong forms).
bool IsUtf8(absl::string_view bytes);

// For comparison: small letters, without accents, runs of blanks, underscores
// and hyphens as one blank, none at the ends. "  Número_de  Caso" and
// "numero de caso" are the same.
std::string Fold(absl::string_view utf8);

// `utf8` without blanks (also no-break ones) at both ends.
std::string Trimmed(absl::string_view utf8);

// At most `max_size` bytes of `utf8`, cut between characters, with an ellipsis.
std::string Shortened(absl::string_view utf8, size_t max_size);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_TEXT_ENCODING_H_
