#include "adapters/folder/code_values.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/errors.h"

namespace enlace::adapters::folder {
namespace {

bool Matches(const ValueWords& value, const std::string& folded) {
  for (const absl::string_view word : {value.name, value.words.es, value.words.pt, value.words.en}) {
    if (Fold(word) == folded) return true;
  }
  for (const absl::string_view word : absl::StrSplit(value.more, ';', absl::SkipEmpty())) {
    if (Fold(word) == folded) return true;
  }
  return false;
}

// Fields that are no enum, but whose values agencies write in their own way.
bool IsTranslatable(absl::string_view field) {
  return field == "subdivision" || field == "country" || field == "iccs_code" ||
         field == "municipality_code" || field == "excluded_agencies" || field == "suggested_agency" ||
         field == "legal_reference" || field == "override_reason" || field == "stage_code";
}

}  // namespace

std::string WordOf(absl::string_view field, int number, Language language) {
  for (const ValueWords& value : ValuesOf(field)) {
    if (value.number == number) return std::string(value.words.In(language));
  }
  return absl::StrCat(number);
}

absl::StatusOr<CodeTables> CodeTables::New(const config::v1::ColumnMapping& mapping) {
  CodeTables out;
  for (const config::v1::CodeTable& table : mapping.codes()) {
    const std::string setting = absl::StrCat("folder.mapping.codes[", table.field(), "]");
    const std::vector<ValueWords>& values = ValuesOf(table.field());
    if (values.empty() && !IsTranslatable(table.field())) {
      return base::InvalidField(setting, "is not a field that takes a code table");
    }
    for (const auto& [code, canonical] : table.values()) {
      if (values.empty()) {
        out.tables_[table.field()][Fold(code)] = {code, 0, canonical};
        continue;
      }
      const ValueWords* match = nullptr;
      for (const ValueWords& value : values) {
        if (value.name == canonical) match = &value;
      }
      if (match == nullptr) {
        return base::InvalidField(
            absl::StrCat(setting, ".values[\"", code, "\"]"),
            absl::StrCat("\"", canonical, "\" is not a value of the field; write one of ",
                         absl::StrJoin(values, ", ", [](std::string* text, const ValueWords& v) {
                           absl::StrAppend(text, v.name);
                         })));
      }
      out.tables_[table.field()][Fold(code)] = {code, match->number, ""};
    }
  }
  return out;
}

std::optional<CodedValue> CodeTables::Read(absl::string_view field, absl::string_view text) const {
  const std::string folded = Fold(text);
  const auto table = tables_.find(std::string(field));
  if (table != tables_.end()) {
    const auto code = table->second.find(folded);
    if (code != table->second.end()) return CodedValue{code->second.number, true};
  }
  for (const ValueWords& value : ValuesOf(field)) {
    if (Matches(value, folded)) return CodedValue{value.number, false};
  }
  return std::nullopt;
}

std::string CodeTables::Translate(absl::string_view field, absl::string_view text) const {
  const auto table = tables_.find(std::string(field));
  if (table == tables_.end()) return std::string(text);
  const auto code = table->second.find(Fold(text));
  return code == table->second.end() ? std::string(text) : code->second.translation;
}

std::string CodeTables::Allowed(absl::string_view field, Language language) const {
  std::vector<std::string> words;
  const auto table = tables_.find(std::string(field));
  if (table != tables_.end()) {
    for (const auto& [folded, code] : table->second) words.push_back(code.text);
  }
  for (const ValueWords& value : ValuesOf(field)) words.emplace_back(value.words.In(language));
  return absl::StrJoin(words, ", ");
}

}  // namespace enlace::adapters::folder
