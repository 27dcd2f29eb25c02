#include "adapters/folder/row_view.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters::folder {
namespace {

constexpr absl::string_view kDefaultTimeFormat = "%d/%m/%Y %H:%M";
constexpr size_t kMaxAttachmentSize = 700000;
constexpr Words kCodeForm = {
    "un código sin espacios, acentos ni nombres, por ejemplo MC-453-22 o riesgo_inminente",
    "um código sem espaços, acentos nem nomes, por exemplo MC-453-22 ou risco_iminente",
    "a code without blanks, accents or names, for example MC-453-22 or imminent_risk"};
constexpr absl::Duration kClockTolerance = absl::Minutes(5);

bool IsToken(absl::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-' || c == '@';
  });
}

// The agency's own form, with seconds, without time; then the ISO forms.
std::vector<std::string> TimeFormats(absl::string_view own) {
  std::vector<std::string> out = {std::string(own)};
  if (absl::EndsWith(own, "%M")) out.push_back(absl::StrCat(own, ":%S"));
  const size_t blank = own.find(' ');
  if (blank != absl::string_view::npos) out.emplace_back(own.substr(0, blank));
  for (const char* iso :
       {"%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    out.emplace_back(iso);
  }
  return out;
}

// An entry of the agency's table of codes, which may have blanks and accents, as
// a code.
std::string AsCode(absl::string_view text) {
  std::string code = Fold(text);
  for (char& c : code) {
    if (!base::CheckCode("", absl::string_view(&c, 1), 1).ok()) c = '_';
  }
  return code.substr(0, 64);
}

// Without the apostrophe that WithoutFormula() puts before +52 and the like.
std::string Cell(const Row& row, size_t column) {
  std::string cell = column < row.cells.size() ? Trimmed(row.cells[column]) : std::string();
  if (cell.size() > 1 && cell[0] == '\'' &&
      absl::string_view("=+-@").find(cell[1]) != absl::string_view::npos) {
    cell.erase(0, 1);
  }
  return cell;
}

}  // namespace

absl::StatusOr<ReadingRules> ReadingRules::New(const config::v1::AdapterConfig& config) {
  const config::v1::FolderDriver& driver = config.folder();
  ReadingRules out;
  out.agency_id = config.agency_id();
  out.mechanism_id = config.mechanism_id();
  out.language = LanguageOf(config.language());
  ASSIGN_OR_RETURN(out.headers, HeaderMapping::New(driver.mapping()));
  ASSIGN_OR_RETURN(out.codes, CodeTables::New(driver.mapping()));
  for (const auto& [field, value] : driver.defaults()) {
    if (FindField(field) == nullptr) {
      return base::InvalidField(absl::StrCat("folder.defaults[\"", field, "\"]"), "is not a canonical field");
    }
    if (!ValuesOf(field).empty() && !out.codes.Read(field, value).has_value()) {
      return base::InvalidField(absl::StrCat("folder.defaults[\"", field, "\"]"),
                                absl::StrCat("\"", value, "\" is not a value of the field"));
    }
    out.defaults[field] = value;
  }
  const std::string& zone = driver.mapping().time_zone();
  if (zone.empty()) return base::MissingField("folder.mapping.time_zone");
  if (!absl::LoadTimeZone(zone, &out.zone)) {
    return base::InvalidField("folder.mapping.time_zone",
                              absl::StrCat("\"", zone, "\" is not an IANA time zone"));
  }
  const std::string& format = driver.mapping().time_format();
  out.time_formats = TimeFormats(format.empty() ? kDefaultTimeFormat : absl::string_view(format));
  out.max_attachments_size =
      driver.max_attachment_size() == 0 ? kMaxAttachmentSize : driver.max_attachment_size();
  if (out.max_attachments_size > kMaxAttachmentSize) {
    return base::InvalidField("folder.max_attachment_size",
                              absl::StrCat("may be at most ", kMaxAttachmentSize));
  }
  return out;
}

std::string RowView::Text(absl::string_view field) {
  const std::string name(field);
  const auto column = mapped_.columns.find(name);
  if (column != mapped_.columns.end()) {
    read_.insert(column->second);
    const std::string cell = Cell(row_, column->second);
    if (!cell.empty()) return absl::StrReplaceAll(cell, {{std::string(1, kElementSeparator), "; "}});
  }
  const auto fallback = rules_.defaults.find(name);
  return fallback == rules_.defaults.end() ? std::string() : fallback->second;
}

std::vector<std::string> RowView::Many(absl::string_view field) {
  const auto column = mapped_.columns.find(std::string(field));
  std::string text = column == mapped_.columns.end() ? "" : Cell(row_, column->second);
  // A JSON list says itself where its elements end.
  const bool listed = text.find(kElementSeparator) != std::string::npos;
  const std::string whole = Text(field);
  if (text.empty()) text = whole;
  const std::string separators = listed ? std::string(1, kElementSeparator) : std::string(";|");
  std::vector<std::string> out;
  for (const absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(separators))) {
    std::string trimmed = Trimmed(part);
    if (!trimmed.empty()) out.push_back(std::move(trimmed));
  }
  return out;
}

int RowView::Code(absl::string_view field) {
  const std::string text = Text(field);
  if (text.empty()) return 0;
  const std::optional<CodedValue> value = rules_.codes.Read(field, text);
  if (!value.has_value()) {
    Wrong(field, ProblemKind::kUnknownCode, text, rules_.codes.Allowed(field, rules_.language));
    return 0;
  }
  if (value->by_agency_table) national_codes_[std::string(field)] = AsCode(text);
  return value->number;
}

std::vector<int> RowView::Codes(absl::string_view field) {
  std::vector<int> out;
  std::vector<std::string> own;
  for (const std::string& text : Many(field)) {
    const std::optional<CodedValue> value = rules_.codes.Read(field, text);
    if (!value.has_value()) {
      Wrong(field, ProblemKind::kUnknownCode, text, rules_.codes.Allowed(field, rules_.language));
      continue;
    }
    if (value->by_agency_table) own.push_back(text);
    if (std::find(out.begin(), out.end(), value->number) == out.end()) out.push_back(value->number);
  }
  if (!own.empty()) national_codes_[std::string(field)] = AsCode(absl::StrJoin(own, ";"));
  return out;
}

std::optional<absl::Time> RowView::Time(absl::string_view field) {
  const std::string text = Text(field);
  if (text.empty()) return std::nullopt;
  absl::Time time;
  bool understood = absl::ParseTime(absl::RFC3339_full, text, &time, nullptr);
  for (size_t i = 0; i < rules_.time_formats.size() && !understood; ++i) {
    understood = absl::ParseTime(rules_.time_formats[i], text, rules_.zone, &time, nullptr);
  }
  const auto year = absl::ToCivilYear(time, rules_.zone).year();
  if (!understood || year < 1900 || year > 9999) {  // 14/05/18 would be the year 18.
    Wrong(field, ProblemKind::kBadTime, text, absl::FormatTime(rules_.time_formats[0], now_, rules_.zone));
    return std::nullopt;
  }
  if (time > now_ + kClockTolerance) {
    Wrong(field, ProblemKind::kFutureTime, text, "");
    return std::nullopt;
  }
  return std::min(time, now_);
}

std::string RowView::ClearCode(absl::string_view field, size_t max_size) {
  const std::string text = Text(field);
  std::string code = rules_.codes.Translate(field, text);
  if (base::CheckCode(field, code, max_size).ok()) return code;
  Wrong(field, ProblemKind::kBadValue, text, kCodeForm.In(rules_.language));
  return "";
}

std::string RowView::Officer() {
  const std::string text = Text("officer");
  if (text.empty() || IsToken(text)) return text;
  return "o-" +
         absl::BytesToHexString(base::Sha256({rules_.agency_id, absl::string_view("\0", 1), Fold(text)}))
             .substr(0, 16);
}

void RowView::Wrong(absl::string_view field, ProblemKind kind, absl::string_view found,
                    absl::string_view allowed) {
  const auto column = mapped_.columns.find(std::string(field));
  const std::string header = column == mapped_.columns.end() ? rules_.headers.HeaderOf(field, rules_.language)
                                                             : table_.headers[column->second];
  problems_.push_back({kind, row_.line, header, std::string(found), std::string(allowed)});
}

std::map<std::string, std::string> RowView::Unread() const {
  std::map<std::string, std::string> out;
  for (size_t i = 0; i < table_.headers.size(); ++i) {
    if (read_.count(i) > 0) continue;
    const std::string cell = Cell(row_, i);
    if (!cell.empty()) {
      out[Shortened(table_.headers[i], 100)] =
          absl::StrReplaceAll(cell, {{std::string(1, kElementSeparator), "; "}});
    }
  }
  return out;
}

std::string RowView::ContentDigest() const {
  std::vector<std::string> pairs;
  for (size_t i = 0; i < table_.headers.size(); ++i) {
    const std::string cell = Cell(row_, i);
    // Hashed one by one, so that no cell can pretend to be two.
    if (!cell.empty()) {
      pairs.push_back(base::Sha256({base::Sha256(Fold(table_.headers[i])), base::Sha256(cell)}));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return absl::BytesToHexString(base::Sha256(absl::StrJoin(pairs, "")));
}

}  // namespace enlace::adapters::folder
