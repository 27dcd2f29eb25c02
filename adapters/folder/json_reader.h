// JSON as systems export it: one object or a list of objects, whose keys stand
// for the headers of a CSV file.
#ifndef ENLACE_ADAPTERS_FOLDER_JSON_READER_H_
#define ENLACE_ADAPTERS_FOLDER_JSON_READER_H_

#include "absl/strings/string_view.h"
#include "adapters/folder/problem.h"
#include "adapters/folder/table.h"

namespace enlace::adapters::folder {

// Reads `bytes`, which must be UTF-8 (a byte order mark is passed over). Values
// are strings, numbers, true, false, null or lists of these, whose elements come
// joined with kElementSeparator. Anything deeper, a key given twice in one
// object, and control characters are refused: then `problems` says why and the
// table is empty. Row::line is the number of the object, from 1.
Table ReadJson(absl::string_view bytes, Problems* problems);

// Whether `bytes` end before the JSON does.
bool JsonLooksCutOff(absl::string_view bytes);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_JSON_READER_H_
