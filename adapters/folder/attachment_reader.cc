#include "adapters/folder/attachment_reader.h"

#include <sys/stat.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/folder/messages.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"

namespace enlace::adapters::folder {
namespace {

struct MediaType {
  absl::string_view extension, type;
};
constexpr MediaType kMediaTypes[] = {
    {"pdf", "application/pdf"},  {"jpg", "image/jpeg"}, {"jpeg", "image/jpeg"}, {"png", "image/png"},
    {"txt", "text/plain"},       {"csv", "text/csv"},   {"mp3", "audio/mpeg"},  {"ogg", "audio/ogg"},
    {"opus", "audio/ogg"},       {"m4a", "audio/mp4"},  {"mp4", "video/mp4"},   {"doc", "application/msword"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xls", "application/vnd.ms-excel"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"odt", "application/vnd.oasis.opendocument.text"}, {"webp", "image/webp"}, {"heic", "image/heic"}};

absl::string_view ExtensionOf(absl::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == absl::string_view::npos || dot == 0 ? absl::string_view() : name.substr(dot + 1);
}

// Names that Windows keeps for devices, whatever the extension.
bool IsDeviceName(absl::string_view name) {
  const std::string stem = absl::AsciiStrToUpper(name.substr(0, name.find('.')));
  if (stem == "CON" || stem == "PRN" || stem == "AUX" || stem == "NUL") return true;
  return stem.size() == 4 && (absl::StartsWith(stem, "COM") || absl::StartsWith(stem, "LPT")) &&
         absl::ascii_isdigit(static_cast<unsigned char>(stem[3]));
}

}  // namespace

bool IsPlainFileName(absl::string_view name) {
  if (name.empty() || name.size() > 200 || name[0] == '.' || name[0] == '~' || !IsUtf8(name)) return false;
  for (const char c : name) {
    if (c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  }
  return true;
}

std::string SafeFileName(absl::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  if (slash != absl::string_view::npos) name.remove_prefix(slash + 1);
  std::string safe;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool bad = byte < 0x20 || byte == 0x7F || absl::string_view("<>:\"|?*").find(c) != absl::string_view::npos;
    safe.push_back(bad ? '_' : c);
  }
  while (!safe.empty() && absl::string_view(".~ -").find(safe[0]) != absl::string_view::npos) safe.erase(0, 1);
  while (!safe.empty() && (safe.back() == '.' || safe.back() == ' ')) safe.pop_back();
  if (!IsUtf8(safe) || safe.empty()) safe = "anexo";
  if (IsDeviceName(safe)) safe.insert(0, "_");
  constexpr size_t kMost = 120;
  if (safe.size() <= kMost) return safe;
  const std::string extension(ExtensionOf(safe).substr(0, 10));
  std::string stem = safe.substr(0, kMost - 12);
  while (!stem.empty() && !IsUtf8(stem)) stem.pop_back();
  return extension.empty() ? stem : absl::StrCat(stem, ".", extension);
}

std::string MediaTypeOf(absl::string_view name) {
  const std::string extension = absl::AsciiStrToLower(ExtensionOf(name));
  for (const MediaType& type : kMediaTypes) {
    if (type.extension == extension) return std::string(type.type);
  }
  return "application/octet-stream";
}

Problems ReadAttachments(const std::string& folder, const std::vector<std::string>& names, size_t max_total,
                         Language language, content::v1::ReferralContent* content) {
  Problems problems;
  size_t total = 0;
  for (const std::string& name : names) {
    if (!IsPlainFileName(name)) {
      problems.push_back({ProblemKind::kAttachmentName, 0, "", name, ""});
      continue;
    }
    const std::string path = absl::StrCat(folder, "/", name);
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0) {
      problems.push_back({ProblemKind::kAttachmentMissing, 0, "", name, ""});
      continue;
    }
    if (!S_ISREG(info.st_mode)) {
      problems.push_back({ProblemKind::kAttachmentNotAFile, 0, "", name, ""});
      continue;
    }
    total += static_cast<size_t>(info.st_size);
    if (total > max_total) {
      problems.push_back({ProblemKind::kAttachmentTooLarge, 0, "",
                          absl::StrCat(name, " (", SizeText(static_cast<size_t>(info.st_size), language), ")"),
                          SizeText(max_total, language)});
      continue;
    }
    absl::StatusOr<std::string> bytes = base::ReadFile(path, max_total);
    if (!bytes.ok()) {
      problems.push_back({ProblemKind::kAttachmentNotAFile, 0, "", name, ""});
      continue;
    }
    content::v1::Attachment* attachment = content->add_attachments();
    attachment->set_file_name(name);
    attachment->set_media_type(MediaTypeOf(name));
    attachment->set_sha256(base::Sha256(*bytes));
    attachment->set_content(*std::move(bytes));
  }
  return problems;
}

}  // namespace enlace::adapters::folder
