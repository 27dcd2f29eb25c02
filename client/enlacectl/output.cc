#include "client/enlacectl/output.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "gateway/base/time_text.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client {
namespace {

// Characters as UTF-8 counts them: bytes that do not continue one.
size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string Cell(absl::string_view text) {
  std::string cell = Printable(text);
  std::replace(cell.begin(), cell.end(), '\n', ' ');
  std::replace(cell.begin(), cell.end(), '\t', ' ');
  return cell;
}

void AppendRow(const std::vector<std::string>& row, const std::vector<size_t>& widths, std::string* out) {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string cell = Cell(row[i]);
    absl::StrAppend(&line, cell);
    if (i + 1 < row.size()) line.append(widths[i] - Width(cell) + 2, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(out, line, "\n");
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string clean(text);
  for (size_t i = 0; i < clean.size(); ++i) {
    const auto c = static_cast<unsigned char>(clean[i]);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) clean[i] = '?';
    // U+0080 to U+009F steer terminals as well: C2 80 to C2 9F in UTF-8.
    if (c == 0xc2 && i + 1 < clean.size() && static_cast<unsigned char>(clean[i + 1]) < 0xa0) {
      clean[i] = '?';
      clean[i + 1] = '?';
    }
  }
  return clean;
}

std::string FormatTable(const Table& table) {
  if (table.rows.empty()) return "(none)\n";
  std::vector<size_t> widths;
  for (const std::string& cell : table.heading) widths.push_back(Width(cell));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], Width(Cell(row[i])));
  }
  std::string out;
  AppendRow(table.heading, widths, &out);
  for (const auto& row : table.rows) AppendRow(row, widths, &out);
  return out;
}

std::string FormatFields(const std::vector<std::pair<std::string, std::string>>& fields) {
  size_t width = 0;
  for (const auto& [name, value] : fields) {
    if (!value.empty()) width = std::max(width, Width(name));
  }
  std::string out;
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    absl::StrAppend(&out, name, std::string(width - Width(name) + 2, ' '), Printable(value), "\n");
  }
  return out;
}

std::string FormatJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  return json;
}

std::string JsonString(absl::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string TimeCell(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return base::TimeText(base::FromProto(time));
}

}  // namespace enlace::client
