// Lines and columns: what a CSV and a JSON file have in common.
#ifndef ENLACE_ADAPTERS_FOLDER_TABLE_H_
#define ENLACE_ADAPTERS_FOLDER_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace enlace::adapters::folder {

// Stands between the elements of a JSON list within one cell; no text holds it.
inline constexpr char kElementSeparator = '\x1F';

inline constexpr size_t kMaxFileSize = 20000000;
inline constexpr size_t kMaxColumns = 200;
inline constexpr size_t kMaxLines = 100000;

struct Row {
  int line = 0;  // Where it begins, from 1; in JSON the number of the object.
  std::vector<std::string> cells;  // One per header.
};

struct Table {
  std::vector<std::string> headers;
  std::vector<Row> rows;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_TABLE_H_
