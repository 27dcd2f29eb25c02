// The sentences that officers meet when something they dropped is not taken.
#ifndef ENLACE_ADAPTERS_FOLDER_MESSAGES_H_
#define ENLACE_ADAPTERS_FOLDER_MESSAGES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "adapters/folder/language.h"
#include "adapters/folder/problem.h"

namespace enlace::adapters::folder {

// Names of the folders, by the agency's language.
struct FolderNames {
  absl::string_view incoming;    // entrada: what arrives for the agency.
  absl::string_view outgoing;    // salida: what the agency drops.
  absl::string_view quarantine;  // cuarentena
  absl::string_view done;        // procesado
  absl::string_view notices;     // avisos
};
FolderNames NamesIn(Language language);

// One problem: where, what was found, what is allowed, what to do. Ends without
// a line end. Quotes at most 120 bytes of what was found.
std::string ProblemText(const Problem& problem, Language language);

// The whole reason file about `file`, CRLF lines. `rest_taken` says that the
// other lines of the file were taken and must not be sent again.
std::string ReasonText(absl::string_view file, const Problems& problems, bool rest_taken, Language language);

// "1,2 MB", "700 kB": sizes as officers read them, by the language's comma.
std::string SizeText(size_t bytes, Language language);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_MESSAGES_H_
