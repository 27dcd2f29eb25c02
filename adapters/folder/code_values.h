// Coded values: from an agency's word to the canonical value, and back to a word
// that its officers read.
#ifndef ENLACE_ADAPTERS_FOLDER_CODE_VALUES_H_
#define ENLACE_ADAPTERS_FOLDER_CODE_VALUES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/folder/language.h"
#include "enlace/config/v1/adapter_config.pb.h"

namespace enlace::adapters::folder {

// One value of a coded field.
struct ValueWords {
  int number;                  // Of the protobuf enum.
  absl::string_view name;      // Canonical: lower case, without prefix.
  Words words;                 // As officers read it.
  absl::string_view more;      // Further words that are understood, by ;
};

// The values of a coded field; empty for a field that is not coded.
const std::vector<ValueWords>& ValuesOf(absl::string_view field);

// The word for value `number` of `field`; its number if there is none.
std::string WordOf(absl::string_view field, int number, Language language);

// A value that was understood.
struct CodedValue {
  int number = 0;
  bool by_agency_table = false;  // The agency's own code, worth keeping.
};

// Reads coded values by the agency's tables first, then by canonical names and
// built-in words. Immutable, thread-safe.
class CodeTables {
 public:
  // INVALID_ARGUMENT naming the setting for an unknown field or value.
  static absl::StatusOr<CodeTables> New(const config::v1::ColumnMapping& mapping);

  std::optional<CodedValue> Read(absl::string_view field, absl::string_view text) const;

  // The text that the agency's table gives for `text` in a field that is not
  // coded (subdivision, for example); `text` itself without an entry.
  std::string Translate(absl::string_view field, absl::string_view text) const;

  // What an officer may write, for messages: the agency's own codes, then words.
  std::string Allowed(absl::string_view field, Language language) const;

 private:
  struct Code {
    std::string text;
    int number = 0;
    std::string translation;
  };
  // Field -> folded code -> value.
  std::map<std::string, std::map<std::string, Code>> tables_;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_CODE_VALUES_H_
