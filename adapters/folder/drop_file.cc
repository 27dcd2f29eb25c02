#include "adapters/folder/drop_file.h"

#include <map>

#include "absl/strings/match.h"
#include "adapters/folder/csv_reader.h"
#include "adapters/folder/json_reader.h"
#include "adapters/folder/row_to_referral.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/digest.h"

namespace enlace::adapters::folder {
namespace {

bool IsJson(const std::string& name) { return absl::EndsWithIgnoreCase(name, ".json"); }

// Bytes to table; what spoils the file goes into its problems.
void Parse(absl::string_view bytes, DropFile* file) {
  if (bytes.empty()) {
    file->problems.push_back({ProblemKind::kEmptyFile, 0, "", "", ""});
  } else if (IsJson(file->name)) {
    file->table = ReadJson(bytes, &file->problems);
  } else if (const std::optional<DecodedText> text = DecodeText(bytes); text.has_value()) {
    file->table = ReadCsv(text->utf8, &file->problems);
  } else {
    file->problems.push_back({ProblemKind::kNotText, 0, "", "", ""});
  }
  if (file->problems.empty() && file->table.rows.empty()) {
    file->problems.push_back({ProblemKind::kNoLines, 0, "", "", ""});
  }
  file->is_spoilt = file->table.rows.empty();
}

// Reads one line into a pending one; nothing if it asks for nothing.
std::optional<PendingLine> ReadLine(const DropFile& file, FileKind kind, const MappedHeaders& mapped, const Row& row,
                                    const ReadingRules& rules, absl::Time now, const FindCase& find,
                                    Problems* problems) {
  PendingLine out;
  out.line = row.line;
  if (kind == FileKind::kReferrals) {
    ReferralLine line = ReadReferralRow(rules, file.table, mapped, row, now, problems);
    out.reference = line.reference;
    out.content_digest = line.content_digest;
    out.attachment_names = std::move(line.attachment_names);
    out.item = std::move(line.referral);
    return out;
  }
  RowView view(rules, file.table, mapped, row, now, problems);
  out.reference = view.Text("short_code");
  if (kind == FileKind::kActions) {
    std::optional<OutgoingAction> action = ReadActionRow(view, rules, find);
    if (!action.has_value()) return std::nullopt;
    out.content_digest = action->source_id;
    out.item = *std::move(action);
    return out;
  }
  std::optional<OutgoingStatus> status = ReadStatusRow(view, rules, find, now);
  if (!status.has_value()) return std::nullopt;
  out.content_digest = status->source_id;
  out.item = *std::move(status);
  return out;
}

}  // namespace

bool MayBeCutOff(const std::string& name, absl::string_view bytes) {
  return IsJson(name) ? JsonLooksCutOff(bytes) : LooksCutOff(bytes);
}

DropFile ReadDropFile(const std::string& name, absl::string_view bytes, const ReadingRules& rules, absl::Time now,
                      const FindCase& find_case, const FindSettled& find_settled) {
  DropFile file;
  file.name = name;
  file.digest = base::Sha256(bytes);
  Parse(bytes, &file);
  if (file.is_spoilt) return file;
  for (const Problem& problem : file.problems) file.bad_lines.insert(problem.line);
  Problems of_headers;
  const MappedHeaders mapped = rules.headers.Map(file.table.headers, &of_headers);
  const FileKind kind = KindOf(mapped);
  if (of_headers.empty() && kind == FileKind::kReferrals) {
    of_headers = CheckReferralHeaders(rules, file.table, mapped);
  }
  if (!of_headers.empty()) {
    file.problems = std::move(of_headers);
    file.is_spoilt = true;
    return file;
  }
  std::map<std::string, std::string> seen;  // Source id -> content, within this file.
  for (const Row& row : file.table.rows) {
    if (file.bad_lines.count(row.line) > 0) continue;
    Problems problems;
    std::optional<PendingLine> line = ReadLine(file, kind, mapped, row, rules, now, find_case, &problems);
    if (line.has_value()) file.attachments.insert(line->attachment_names.begin(), line->attachment_names.end());
    if (problems.empty() && line.has_value()) {
      const std::string id = SourceIdOf(line->item);
      std::optional<std::string> known = find_settled(id);
      if (const auto it = seen.find(id); !known.has_value() && it != seen.end()) known = it->second;
      if (!known.has_value()) {
        seen.emplace(id, line->content_digest);
        file.pending.push_back(*std::move(line));
      } else if (*known == line->content_digest) {
        ++file.taken;
      } else {
        problems.push_back({ProblemKind::kReferenceReused, row.line, "", line->reference, ""});
      }
    }
    if (!problems.empty()) file.bad_lines.insert(row.line);
    file.problems.insert(file.problems.end(), problems.begin(), problems.end());
  }
  return file;
}

}  // namespace enlace::adapters::folder
