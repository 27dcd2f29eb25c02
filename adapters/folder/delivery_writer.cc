#include "adapters/folder/delivery_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/attachment_reader.h"
#include "adapters/folder/case_summary.h"
#include "adapters/folder/messages.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/identifier.h"
#include "gateway/base/short_code_folder.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters::folder {
namespace {

constexpr absl::string_view kHalfWritten = ".enlace-";
constexpr mode_t kSharedFile = 0660;  // As far as the service's umask allows.
constexpr mode_t kSharedFolder = 0770;
constexpr size_t kMaxNotices = 16 << 20;

constexpr Words kCaseFile = {"caso.json", "caso.json", "case.json"};
constexpr Words kSummaryFile = {"resumen.txt", "resumo.txt", "summary.txt"};
constexpr Words kStateFile = {"estado.txt", "situacao.txt", "status.txt"};

absl::Status SyncFolder(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return absl::UnavailableError(absl::StrCat(path, ": open failed: ", strerror(errno)));
  const bool ok = fsync(fd) == 0;
  close(fd);
  return ok ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(path, ": fsync failed"));
}

// Names under which the attachments lie, in their order, all different.
std::vector<std::string> AttachmentNames(const content::v1::ReferralContent& content, Language language) {
  std::set<std::string> taken = {std::string(kCaseFile.In(language)), std::string(kSummaryFile.In(language)),
                                 std::string(kStateFile.In(language)), AcknowledgementName(language)};
  std::vector<std::string> names;
  for (const content::v1::Attachment& attachment : content.attachments()) {
    const std::string safe = SafeFileName(attachment.file_name());
    std::string name = safe;
    for (int i = 2; !taken.insert(absl::AsciiStrToLower(name)).second; ++i) name = absl::StrCat(i, "-", safe);
    names.push_back(name);
  }
  return names;
}

// The leg that the folder at `path` was written for; empty if there is none.
std::string LegIn(const std::string& path, Language language) {
  const auto text = base::ReadFile(absl::StrCat(path, "/", kCaseFile.In(language)));
  if (!text.ok()) return "";
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  return json.is_object() && json.contains("leg_id") && json["leg_id"].is_string() ? json["leg_id"] : "";
}

// Adds one line unless a line with `mark` is there.
absl::Status AddLine(const std::string& path, absl::string_view mark, absl::string_view line) {
  std::string text;
  if (base::FileExists(path)) {
    ASSIGN_OR_RETURN(text, base::ReadFile(path, kMaxNotices));
    if (absl::StrContains(text, mark)) return absl::OkStatus();
  }
  return base::WriteFileAtomically(path, absl::StrCat(text, line, "\r\n"), kSharedFile);
}

std::string OneLine(absl::string_view text) { return absl::StrReplaceAll(text, {{"\r", " "}, {"\n", " "}}); }

}  // namespace

absl::Status DeliveryWriter::CleanUp() {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, base::ListFolder(incoming_));
  for (const std::string& name : names) {
    std::error_code ignored;
    if (absl::StartsWith(name, kHalfWritten))
      std::filesystem::remove_all(absl::StrCat(incoming_, "/", name), ignored);
  }
  return absl::OkStatus();
}

std::optional<DeliveredCase> DeliveryWriter::Find(const std::string& name) const {
  const std::optional<std::string> value = journal_.Get("case:" + base::ShortCodeFolder(name));
  if (!value.has_value()) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(*value, '\t');
  if (parts.size() != 4) return std::nullopt;
  return DeliveredCase{parts[0], parts[1], parts[2], parts[3], base::ShortCodeFolder(name)};
}

absl::StatusOr<std::string> DeliveryWriter::ChooseFolder(const IncomingReferral& referral) const {
  const std::string code = base::ShortCodeFolder(referral.referral.short_code());
  for (int i = 1; i < 100; ++i) {
    const std::string name = i == 1 ? code : absl::StrCat(code, "-", i);
    const std::string path = absl::StrCat(incoming_, "/", name);
    if (const auto known = Find(name); known.has_value()) {
      if (known->leg_id == referral.leg.leg_id()) return name;
      continue;
    }
    if (!base::FileExists(path) || LegIn(path, rules_.language) == referral.leg.leg_id()) return name;
  }
  return absl::UnavailableError(absl::StrCat(incoming_, ": too many folders of case ", code));
}

absl::Status DeliveryWriter::Fill(const IncomingReferral& referral, const std::string& folder,
                                  const std::string& name) const {
  const Language language = rules_.language;
  const std::vector<std::string> names = AttachmentNames(referral.content, language);
  ASSIGN_OR_RETURN(const std::string json, CaseJson(referral, names));
  const auto write = [&](absl::string_view file, absl::string_view data) {
    return base::WriteFileAtomically(absl::StrCat(folder, "/", file), data, kSharedFile);
  };
  for (size_t i = 0; i < names.size(); ++i) {
    RETURN_IF_ERROR(write(names[i], referral.content.attachments(static_cast<int>(i)).content()));
  }
  RETURN_IF_ERROR(write(AcknowledgementName(language), AcknowledgementTemplate(rules_, name)));
  RETURN_IF_ERROR(write(kSummaryFile.In(language), SummaryText(referral, names, language, rules_.zone)));
  return write(kCaseFile.In(language), json);
}

absl::StatusOr<std::string> DeliveryWriter::Write(const IncomingReferral& referral) {
  const std::string& leg_id = referral.leg.leg_id();
  RETURN_IF_ERROR(base::CheckName("leg.leg_id", absl::AsciiStrToLower(leg_id)));
  RETURN_IF_ERROR(base::CheckShortCode("referral.short_code", referral.referral.short_code()));
  if (const auto known = journal_.Get("leg:" + leg_id); known.has_value()) return *known;
  for (const content::v1::Attachment& attachment : referral.content.attachments()) {
    if (attachment.content().size() > rules_.max_attachments_size) {
      return absl::ResourceExhaustedError(absl::StrCat("an attachment has ", attachment.content().size(),
                                                       " bytes; this agency takes at most ",
                                                       rules_.max_attachments_size));
    }
  }
  ASSIGN_OR_RETURN(const std::string name, ChooseFolder(referral));
  const std::string path = absl::StrCat(incoming_, "/", name);
  if (!base::FileExists(path)) {
    const std::string hidden = absl::StrCat(incoming_, "/", kHalfWritten, leg_id);
    std::error_code ignored;
    std::filesystem::remove_all(hidden, ignored);
    RETURN_IF_ERROR(base::MakeFolders(hidden, kSharedFolder));
    RETURN_IF_ERROR(Fill(referral, hidden, name));
    if (rename(hidden.c_str(), path.c_str()) != 0) {
      return absl::UnavailableError(absl::StrCat(path, ": rename failed: ", strerror(errno)));
    }
    RETURN_IF_ERROR(SyncFolder(incoming_));
  }
  // The folder's own entry first: Find() must know every leg that was acknowledged.
  RETURN_IF_ERROR(journal_.Put(
      "case:" + name, absl::StrCat(leg_id, "\t", referral.referral.referral_id(), "\t",
                                   referral.referral.case_id(), "\t", referral.referral.short_code())));
  RETURN_IF_ERROR(journal_.Put("leg:" + leg_id, name));
  return name;
}

absl::Status DeliveryWriter::Announce(const IncomingChange& change) {
  const v1::FeedItem& item = change.item;
  const absl::Time time = base::FromProto(item.record_time());
  const std::string mark = absl::StrCat("[", item.position(), "]");
  const std::string when = absl::FormatTime("%d/%m/%Y %H:%M", time, rules_.zone);
  const std::string line =
      absl::StrCat(when, "  ", item.short_code(), "  ", OneLine(change.sentence), "  ", mark);
  const std::string day = absl::FormatTime("%Y-%m-%d", time, rules_.zone);
  if (base::CheckShortCode("short_code", item.short_code()).ok()) {
    const std::optional<std::string> own = journal_.Get("leg:" + item.leg_id());
    const std::string folder =
        absl::StrCat(incoming_, "/", own.value_or(base::ShortCodeFolder(item.short_code())));
    if (!change.note.text().empty()) RETURN_IF_ERROR(base::MakeFolders(folder, kSharedFolder));
    if (base::FileExists(folder)) {
      for (const content::v1::Attachment& file : change.note.attachments()) {
        const std::string name = absl::StrCat(item.position(), "-", SafeFileName(file.file_name()));
        RETURN_IF_ERROR(
            base::WriteFileAtomically(absl::StrCat(folder, "/", name), file.content(), kSharedFile));
      }
      const std::string note =
          change.note.text().empty() ? "" : absl::StrCat("\r\n  ", OneLine(change.note.text()));
      RETURN_IF_ERROR(AddLine(absl::StrCat(folder, "/", kStateFile.In(rules_.language)), mark, line + note));
    }
  }
  return AddLine(absl::StrCat(notices_, "/", day, ".txt"), mark, line);
}

}  // namespace enlace::adapters::folder
