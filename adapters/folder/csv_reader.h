// Comma- or semicolon-separated text (RFC 4180) as spreadsheets write it.
#ifndef ENLACE_ADAPTERS_FOLDER_CSV_READER_H_
#define ENLACE_ADAPTERS_FOLDER_CSV_READER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/folder/problem.h"
#include "adapters/folder/table.h"

namespace enlace::adapters::folder {

// Reads `utf8`. The first line that is not blank holds the headers; the
// separator is whichever of comma, semicolon and tab stands there most often
// outside quotes; a leading "sep=;" line of a spreadsheet is obeyed. Blank lines
// are passed over; short lines are filled up with empty cells. Lines that
// are wrong in themselves are in the table as they are, and in `problems` by their
// line: take only rows without a problem. What
// spoils the file as a whole (line 0, or an unterminated quote) leaves the table
// empty. Line numbers are those that a text editor shows.
Table ReadCsv(absl::string_view utf8, Problems* problems);

// Whether `utf8` may be the beginning of a longer file: it ends within quotes or
// without a line end.
bool LooksCutOff(absl::string_view utf8);

// One line for officers' spreadsheets, with CRLF: quoted where needed, and with
// an apostrophe before what a spreadsheet would run as a formula.
std::string CsvLine(const std::vector<std::string>& cells, char separator = ';');

// `text` with the apostrophe, if it begins with = + - @, tab or CR.
std::string WithoutFormula(absl::string_view text);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_CSV_READER_H_
