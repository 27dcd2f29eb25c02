#include "adapters/folder/csv_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/folder/text_encoding.h"

namespace enlace::adapters::folder {
namespace {

// The separator of the header line, which `text` begins with.
char DetectSeparator(absl::string_view text) {
  size_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    commas += c == ',';
    semicolons += c == ';';
    tabs += c == '\t';
  }
  if (semicolons > 0 && semicolons >= commas && semicolons >= tabs) return ';';
  return tabs > commas ? '\t' : ',';
}

// Takes one record after the other from a text.
class Scanner {
 public:
  Scanner(absl::string_view text, char separator, int line)
      : text_(text), separator_(separator), line_(line) {}

  enum class Result { kRecord, kEnd, kUnterminatedQuote, kTextAfterQuote };

  Result Next(Row* row) {
    row->cells.clear();
    if (at_ >= text_.size()) return Result::kEnd;
    row->line = line_;
    const size_t begin = at_;
    for (;;) {
      std::string cell;
      const bool quoted = Peek() == '"';
      if (quoted && !Quoted(&cell)) return Result::kUnterminatedQuote;
      if (quoted && !AtBoundary()) {
        SkipLine();
        row->cells = {std::string(text_.substr(begin, at_ - begin))};
        return Result::kTextAfterQuote;
      }
      if (!quoted) Plain(&cell);
      row->cells.push_back(std::move(cell));
      if (Peek() != separator_ || at_ >= text_.size()) break;
      ++at_;
    }
    LineEnd();
    return Result::kRecord;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  bool AtBoundary() const { return Peek() == separator_ || Peek() == '\n' || Peek() == '\r'; }

  // From the opening quote to behind the closing one.
  bool Quoted(std::string* cell) {
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '"')) {
        ++at_;
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        return true;
      }
      if (c == '"') ++at_;
      if (c == '\n' || (c == '\r' && !(at_ + 1 < text_.size() && text_[at_ + 1] == '\n'))) ++line_;
      cell->push_back(c);
    }
    return false;
  }

  void Plain(std::string* cell) {
    const size_t begin = at_;
    while (at_ < text_.size() && !AtBoundary()) ++at_;
    *cell = std::string(text_.substr(begin, at_ - begin));
  }

  void LineEnd() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  void SkipLine() {
    while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    LineEnd();
  }

  const absl::string_view text_;
  const char separator_;
  size_t at_ = 0;
  int line_;
};

bool IsBlank(const Row& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return Trimmed(cell).empty(); });
}

// Drops empty headers at the end, which spreadsheets leave behind.
void TrimHeaders(std::vector<std::string>* headers) {
  for (std::string& header : *headers) header = Trimmed(header);
  while (!headers->empty() && headers->back().empty()) headers->pop_back();
}

// Fills up or, where only empty cells are too many, cuts `row`. False: too many.
bool Fit(size_t columns, Row* row) {
  while (row->cells.size() > columns && Trimmed(row->cells.back()).empty()) row->cells.pop_back();
  if (row->cells.size() > columns) return false;
  row->cells.resize(columns);
  return true;
}

// Removes blank lines and a "sep=;" line from the front; says which separator.
char TakePreamble(absl::string_view* text, int* line) {
  for (;;) {
    const size_t end = text->find_first_of("\r\n");
    const absl::string_view first = absl::StripAsciiWhitespace(text->substr(0, end));
    const bool names_separator = absl::StartsWithIgnoreCase(first, "sep=") && first.size() == 5;
    if (end == absl::string_view::npos || (!first.empty() && !names_separator)) return DetectSeparator(*text);
    const bool two = (*text)[end] == '\r' && end + 1 < text->size() && (*text)[end + 1] == '\n';
    text->remove_prefix(end + (two ? 2 : 1));
    ++*line;
    if (names_separator) return first[4];
  }
}

}  // namespace

Table ReadCsv(absl::string_view utf8, Problems* problems) {
  Table table;
  int line = 1;
  const char separator = TakePreamble(&utf8, &line);
  Scanner scanner(utf8, separator, line);
  Row row;
  for (;;) {
    const Scanner::Result result = scanner.Next(&row);
    if (result == Scanner::Result::kEnd) break;
    if (result == Scanner::Result::kUnterminatedQuote) {
      problems->push_back({ProblemKind::kUnterminatedQuote, row.line, "", "", ""});
      return Table();
    }
    if (result == Scanner::Result::kTextAfterQuote) {
      problems->push_back({ProblemKind::kTextAfterQuote, row.line, "", "", ""});
      if (table.headers.empty()) return Table();
      table.rows.push_back(row);
      continue;
    }
    if (IsBlank(row)) continue;
    if (table.headers.empty()) {
      table.headers = std::move(row.cells);
      TrimHeaders(&table.headers);
      if (table.headers.size() <= kMaxColumns) continue;
      problems->push_back({ProblemKind::kTooManyColumns, row.line, "", absl::StrCat(table.headers.size()),
                           absl::StrCat(kMaxColumns)});
      return Table();
    }
    if (table.rows.size() >= kMaxLines) {
      problems->push_back({ProblemKind::kTooManyLines, 0, "", "", absl::StrCat(kMaxLines)});
      return Table();
    }
    if (!Fit(table.headers.size(), &row)) {
      problems->push_back({ProblemKind::kTooManyColumns, row.line, "", absl::StrCat(row.cells.size()),
                           absl::StrCat(table.headers.size())});
    }
    table.rows.push_back(row);
  }
  return table;
}

bool LooksCutOff(absl::string_view utf8) {
  if (utf8.empty()) return true;
  if (utf8.back() != '\n' && utf8.back() != '\r') return true;
  return std::count(utf8.begin(), utf8.end(), '"') % 2 != 0;
}

std::string WithoutFormula(absl::string_view text) {
  const bool risky = !text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos;
  return absl::StrCat(risky ? "'" : "", text);
}

std::string CsvLine(const std::vector<std::string>& cells, char separator) {
  std::string out;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(separator);
    const std::string cell = WithoutFormula(cells[i]);
    if (cell.find_first_of("\"\r\n,;\t") == std::string::npos) {
      out += cell;
    } else {
      absl::StrAppend(&out, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
    }
  }
  return out + "\r\n";
}

}  // namespace enlace::adapters::folder
