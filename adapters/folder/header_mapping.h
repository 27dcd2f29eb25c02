// Which column of an agency's file holds which canonical field.
#ifndef ENLACE_ADAPTERS_FOLDER_HEADER_MAPPING_H_
#define ENLACE_ADAPTERS_FOLDER_HEADER_MAPPING_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/folder/language.h"
#include "adapters/folder/problem.h"
#include "enlace/config/v1/adapter_config.pb.h"

namespace enlace::adapters::folder {

// A canonical field: its name in configuration files, its header in each
// language, and further headers (separated by ;) that are understood.
struct FieldWords {
  absl::string_view name;
  Words header;
  absl::string_view more;
};

// All fields, in the order of the summary.
const std::vector<FieldWords>& AllFields();
// Null if there is no such field.
const FieldWords* FindField(absl::string_view name);

// The columns of one file. `columns` holds for each canonical field its column;
// `other` the columns that no field takes, but for those without a header.
struct MappedHeaders {
  std::map<std::string, size_t> columns;
  std::vector<size_t> other;
};

// Maps headers by the agency's own mapping first, then by the built-in words of
// the three languages, compared as Fold() does. Immutable, thread-safe.
class HeaderMapping {
 public:
  // INVALID_ARGUMENT naming the setting if `mapping` names an unknown field.
  static absl::StatusOr<HeaderMapping> New(const config::v1::ColumnMapping& mapping);

  // Adds a problem for each field that two columns claim.
  MappedHeaders Map(const std::vector<std::string>& headers, Problems* problems) const;

  // How the agency itself calls `field`, for messages: the header of its own
  // mapping or that of its language.
  std::string HeaderOf(absl::string_view field, Language language) const;

 private:
  std::map<std::string, std::string> fields_;  // Folded header -> field.
  std::map<std::string, std::string> own_headers_;  // Field -> the agency's header.
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_HEADER_MAPPING_H_
