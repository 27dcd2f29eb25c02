// What can be wrong with something that an agency dropped.
#ifndef ENLACE_ADAPTERS_FOLDER_PROBLEM_H_
#define ENLACE_ADAPTERS_FOLDER_PROBLEM_H_

#include <string>
#include <vector>

namespace enlace::adapters::folder {

// `found` and `allowed` say what each kind puts there; messages.cc has the texts.
enum class ProblemKind {
  kNotText,
  kEmptyFile,
  kFileTooLarge,        // found: size; allowed: most
  kNotRegularFile,
  kUnterminatedQuote,
  kTextAfterQuote,
  kTooManyColumns,      // found: number of cells; allowed: number of headers
  kTooManyLines,        // allowed: most
  kNoLines,
  kMissingColumns,      // found: headers of the file; allowed: the missing ones
  kRepeatedColumn,      // found: what it means
  kMissingValue,
  kUnknownCode,         // found: value; allowed: the values
  kBadTime,             // found: value; allowed: an example
  kFutureTime,          // found: value
  kBadNumber,           // found: value; allowed: range
  kBadValue,            // found: value; allowed: what it must look like
  kValueTooLong,        // found: size; allowed: most
  kAttachmentMissing,   // found: name
  kAttachmentTooLarge,  // found: name and size; allowed: most
  kAttachmentName,      // found: name
  kAttachmentNotAFile,  // found: name
  kReferenceReused,     // found: reference
  kBadJson,             // found: what the parser says
  kJsonNotUtf8,
  kJsonShape,
  kJsonRepeatedKey,     // found: key
  kUnknownCase,         // found: short code
  kNoteRequired,
  kRefused,             // found: what the gateway says
  kOrphan,              // a file that no line names
};

// One thing that is wrong.
struct Problem {
  ProblemKind kind = ProblemKind::kNotText;
  int line = 0;         // From 1; 0 means the whole file.
  std::string column;   // The agency's own header; empty means the whole line.
  std::string found;
  std::string allowed;
};

using Problems = std::vector<Problem>;

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_PROBLEM_H_
