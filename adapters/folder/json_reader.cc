#include "adapters/folder/json_reader.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/folder/text_encoding.h"

namespace enlace::adapters::folder {
namespace {

// Builds the table event by event, so that no deep tree is ever made.
class TableBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  TableBuilder(Table* table, Problems* problems) : table_(table), problems_(problems) {}

  bool null() override { return Value(""); }
  bool boolean(bool value) override { return Value(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return Value(absl::StrCat(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Value(absl::StrCat(value)); }
  bool number_float(number_float_t, const string_t& text) override { return Value(text); }
  bool string(string_t& value) override { return Value(value); }
  bool binary(binary_t&) override { return Refuse(ProblemKind::kJsonShape, ""); }

  bool start_object(size_t) override {
    if (in_object_ || done_) return Refuse(ProblemKind::kJsonShape, "");
    if (table_->rows.size() >= kMaxLines) {
      problems_->push_back({ProblemKind::kTooManyLines, 0, "", "", absl::StrCat(kMaxLines)});
      return false;
    }
    in_object_ = true;
    seen_.clear();
    table_->rows.emplace_back();
    table_->rows.back().line = static_cast<int>(table_->rows.size());
    table_->rows.back().cells.resize(table_->headers.size());
    return true;
  }
  bool end_object() override {
    in_object_ = false;
    if (!in_list_) done_ = true;
    return true;
  }
  bool key(string_t& key) override {
    if (!seen_.insert(key).second) return Refuse(ProblemKind::kJsonRepeatedKey, key);
    const auto [it, is_new] = columns_.emplace(key, table_->headers.size());
    column_ = it->second;
    if (!is_new) return true;
    if (table_->headers.size() >= kMaxColumns) {
      problems_->push_back({ProblemKind::kTooManyColumns, Line(), "", absl::StrCat(kMaxColumns + 1),
                            absl::StrCat(kMaxColumns)});
      return false;
    }
    table_->headers.push_back(key);
    table_->rows.back().cells.emplace_back();
    return true;
  }
  bool start_array(size_t) override {
    if (in_object_) {
      if (in_cell_list_) return Refuse(ProblemKind::kJsonShape, "");
      in_cell_list_ = true;
      return true;
    }
    if (in_list_ || done_) return Refuse(ProblemKind::kJsonShape, "");
    return in_list_ = true;
  }
  bool end_array() override {
    if (!in_cell_list_) done_ = true;
    in_cell_list_ = false;
    return true;
  }
  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return Refuse(ProblemKind::kBadJson, absl::StrCat(position));
  }

 private:
  int Line() const { return static_cast<int>(table_->rows.size()); }

  bool Refuse(ProblemKind kind, absl::string_view found) {
    problems_->push_back({kind, Line(), "", Shortened(found, 80), ""});
    return false;
  }

  bool Value(absl::string_view text) {
    if (!in_object_) return Refuse(ProblemKind::kJsonShape, "");
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F) {
        return Refuse(ProblemKind::kNotText, "");
      }
    }
    std::string& cell = table_->rows.back().cells[column_];
    if (!cell.empty() && !text.empty()) cell.push_back(kElementSeparator);
    absl::StrAppend(&cell, text);
    return true;
  }

  Table* const table_;
  Problems* const problems_;
  std::map<std::string, size_t> columns_;
  std::set<std::string> seen_;
  size_t column_ = 0;
  bool in_list_ = false, in_object_ = false, in_cell_list_ = false, done_ = false;
};

}  // namespace

Table ReadJson(absl::string_view bytes, Problems* problems) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  if (!IsUtf8(bytes)) {
    problems->push_back({ProblemKind::kJsonNotUtf8, 0, "", "", ""});
    return Table();
  }
  Table table;
  TableBuilder builder(&table, problems);
  const size_t before = problems->size();
  const bool ok = nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &builder);
  if (!ok && problems->size() == before) problems->push_back({ProblemKind::kBadJson, 0, "", "", ""});
  if (!ok) return Table();
  for (Row& row : table.rows) row.cells.resize(table.headers.size());
  return table;
}

bool JsonLooksCutOff(absl::string_view bytes) {
  const std::string text = Trimmed(bytes);
  return text.empty() || (text.back() != '}' && text.back() != ']');
}

}  // namespace enlace::adapters::folder
