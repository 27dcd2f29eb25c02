// Results as a table for people or as JSON for programs.
#ifndef ENLACE_CLIENT_ENLACECTL_OUTPUT_H_
#define ENLACE_CLIENT_ENLACECTL_OUTPUT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace enlace::client {

// Rows under a heading; each row has as many cells as the heading.
struct Table {
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows;
};

// Columns as wide as their widest cell, two blanks between, one line per row.
// Control characters in cells are replaced: what agencies wrote must not steer
// a terminal. A table without rows says so.
std::string FormatTable(const Table& table);

// "name   value" lines; those with an empty value are left out.
std::string FormatFields(const std::vector<std::pair<std::string, std::string>>& fields);

// Replaces control characters but line ends and tabs.
std::string Printable(absl::string_view text);

// The proto's JSON form with its own field names, indented, with a line end.
std::string FormatJson(const google::protobuf::Message& message);

// A JSON string literal with its quotes.
std::string JsonString(absl::string_view text);

// 2026-11-23T23:17:03Z, or empty for the zero time.
std::string TimeCell(const google::protobuf::Timestamp& time);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_OUTPUT_H_
