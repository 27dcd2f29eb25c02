#include "adapters/folder/folder_adapter.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/attachment_reader.h"
#include "adapters/folder/csv_reader.h"
#include "adapters/folder/without_names.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters {

using folder::DropFile;
using folder::PendingLine;
using folder::Problem;
using folder::ProblemKind;

namespace {

constexpr absl::Duration kDefaultQuietTime = absl::Seconds(2);
// A file that looks cut off, or whose attachments are not there, may come over a
// slow line: it is given this many quiet times before it is judged.
constexpr int kPatience = 10;
constexpr absl::Duration kOrphanAge = absl::Hours(1);
constexpr mode_t kSharedFolder = 0770;  // As far as the service's umask allows.
constexpr mode_t kSharedFile = 0660;

bool IsData(const std::string& name) {
  return absl::EndsWithIgnoreCase(name, ".csv") || absl::EndsWithIgnoreCase(name, ".json");
}

absl::Duration QuietTime(const config::v1::FolderDriver& driver) {
  if (!driver.has_quiet_time()) return kDefaultQuietTime;
  return absl::Seconds(driver.quiet_time().seconds()) + absl::Nanoseconds(driver.quiet_time().nanos());
}

}  // namespace

absl::StatusOr<std::unique_ptr<FolderAdapter>> FolderAdapter::New(const config::v1::AdapterConfig& config,
                                                                  const base::Clock& clock) {
  if (config.agency_id().empty()) return base::MissingField("agency_id");
  if (config.folder().root().empty()) return base::MissingField("folder.root");
  if (config.state_folder().empty()) return base::MissingField("state_folder");
  ASSIGN_OR_RETURN(folder::ReadingRules rules, folder::ReadingRules::New(config));
  const folder::FolderNames names = folder::NamesIn(rules.language);
  const auto below = [&](absl::string_view name) { return absl::StrCat(config.folder().root(), "/", name); };
  const Paths paths = {below(names.incoming), below(names.outgoing), below(names.quarantine),
                       below(names.done), below(names.notices)};
  for (const std::string* path :
       {&paths.incoming, &paths.outgoing, &paths.quarantine, &paths.done, &paths.notices}) {
    RETURN_IF_ERROR(base::MakeFolders(*path, kSharedFolder));
  }
  RETURN_IF_ERROR(base::MakeFolders(config.state_folder(), 0700));
  ASSIGN_OR_RETURN(std::unique_ptr<folder::Journal> journal,
                   folder::Journal::Open(config.state_folder() + "/folder.journal"));
  auto adapter = absl::WrapUnique(
      new FolderAdapter(std::move(rules), paths, QuietTime(config.folder()), std::move(journal), clock));
  RETURN_IF_ERROR(adapter->writer_.CleanUp());
  return adapter;
}

FolderAdapter::FolderAdapter(folder::ReadingRules rules, Paths paths, absl::Duration quiet_time,
                             std::unique_ptr<folder::Journal> journal, const base::Clock& clock)
    : rules_(std::move(rules)),
      paths_(std::move(paths)),
      quiet_time_(quiet_time),
      journal_(std::move(journal)),
      clock_(clock),
      scanner_(paths_.outgoing),
      quarantine_(paths_.quarantine, rules_.language),
      writer_(paths_.incoming, paths_.notices, rules_, *journal_) {}

absl::StatusOr<DeliveryAck> FolderAdapter::Deliver(const IncomingReferral& referral) {
  absl::StatusOr<std::string> name = writer_.Write(referral);
  if (!name.ok()) return ForLog(name.status());
  return DeliveryAck{"folder", *std::move(name), clock_.Now()};
}

absl::Status FolderAdapter::Announce(const IncomingChange& change) {
  return ForLog(writer_.Announce(change));
}

absl::StatusOr<std::vector<Collected>> FolderAdapter::Collect() {
  absl::StatusOr<std::vector<Collected>> collected = CollectAll();
  if (!collected.ok()) return ForLog(collected.status());
  return collected;
}

absl::Status FolderAdapter::Settle(absl::string_view source_id, const Settlement& settlement) {
  return ForLog(SettleOne(source_id, settlement));
}

absl::Status FolderAdapter::ForLog(const absl::Status& status) const {
  return folder::WithoutNames(
      status, {paths_.incoming, paths_.outgoing, paths_.quarantine, paths_.done, paths_.notices});
}

AdapterCapabilities FolderAdapter::Capabilities() const {
  return {"folder", true, true, true, true, rules_.max_attachments_size};
}

bool FolderAdapter::IsQuiet(const std::string& name, int times) const {
  const folder::DropScanner::Seen* seen = scanner_.Find(name);
  return seen != nullptr && clock_.Now() - seen->since >= times * quiet_time_;
}

std::optional<std::string> FolderAdapter::FindSettled(const std::string& source_id) const {
  if (auto known = journal_->Get("done:" + source_id); known.has_value()) return known;
  for (const auto& [name, file] : files_) {
    for (const PendingLine& line : file.pending) {
      if (SourceIdOf(line.item) == source_id) return line.content_digest;
    }
  }
  return std::nullopt;
}

folder::FindCase FolderAdapter::CaseFinder() const {
  return [this](const std::string& code) { return writer_.Find(code); };
}

absl::StatusOr<std::vector<Collected>> FolderAdapter::CollectAll() {
  RETURN_IF_ERROR(scanner_.Look(clock_.Now()));
  RETURN_IF_ERROR(ReadNewFiles());
  std::vector<Collected> out;
  for (auto it = files_.begin(); it != files_.end();) {
    TakeReady(&it->second, &out);
    bool finished = false;
    RETURN_IF_ERROR(Progress(&it->second, &finished));
    it = finished ? files_.erase(it) : std::next(it);
  }
  RETURN_IF_ERROR(CollectAnswers(&out));
  RETURN_IF_ERROR(SweepOrphans());
  return out;
}

absl::Status FolderAdapter::ReadNewFiles() {
  for (auto it = files_.begin(); it != files_.end();) {
    // A file that was taken away or written anew is read anew.
    const folder::DropScanner::Seen* seen = scanner_.Find(it->first);
    it = seen == nullptr || seen->since != it->second.since ? files_.erase(it) : std::next(it);
  }
  for (const std::string& name : scanner_.Names()) {
    if (files_.count(name) > 0 || !IsQuiet(name, 1)) continue;
    const folder::DropScanner::Seen& seen = *scanner_.Find(name);
    if (!seen.is_regular) {
      RETURN_IF_ERROR(RefuseFile(name, {ProblemKind::kNotRegularFile, 0, "", "", ""}));
    } else if (IsData(name) && seen.size > folder::kMaxFileSize) {
      RETURN_IF_ERROR(
          RefuseFile(name, {ProblemKind::kFileTooLarge, 0, "", folder::SizeText(seen.size, rules_.language),
                            folder::SizeText(folder::kMaxFileSize, rules_.language)}));
    } else if (IsData(name)) {
      RETURN_IF_ERROR(ReadFile(name));
    }
  }
  return absl::OkStatus();
}

absl::Status FolderAdapter::ReadFile(const std::string& name) {
  absl::StatusOr<std::string> bytes =
      base::ReadFile(absl::StrCat(paths_.outgoing, "/", name), folder::kMaxFileSize);
  if (bytes.status().code() == absl::StatusCode::kNotFound) return absl::OkStatus();  // Taken away just now.
  if (!bytes.ok()) return absl::UnavailableError(bytes.status().message());
  if (folder::MayBeCutOff(name, *bytes) && !IsQuiet(name, kPatience)) return absl::OkStatus();
  DropFile file = folder::ReadDropFile(name, *bytes, rules_, clock_.Now(), CaseFinder(),
                                       [this](const std::string& id) { return FindSettled(id); });
  file.since = scanner_.Find(name)->since;
  files_.emplace(name, std::move(file));
  return absl::OkStatus();
}

absl::Status FolderAdapter::RefuseFile(const std::string& name, const Problem& problem) {
  const std::string tag =
      base::Sha256({name, absl::string_view("\0", 1), absl::StrCat(scanner_.Find(name)->modified_nanos)});
  return quarantine_.TakeFile(absl::StrCat(paths_.outgoing, "/", name), name, folder::KeptName(name, tag),
                              {problem});
}

absl::Status FolderAdapter::SweepOrphans() {
  for (const std::string& name : scanner_.Names()) {
    const folder::DropScanner::Seen& seen = *scanner_.Find(name);
    if (IsData(name) || !seen.is_regular || clock_.Now() - seen.since < kOrphanAge) continue;
    const bool named = std::any_of(files_.begin(), files_.end(),
                                   [&](const auto& file) { return file.second.attachments.count(name) > 0; });
    if (!named && base::FileExists(absl::StrCat(paths_.outgoing, "/", name))) {
      RETURN_IF_ERROR(RefuseFile(name, {ProblemKind::kOrphan, 0, "", "", ""}));
    }
  }
  return absl::OkStatus();
}

void FolderAdapter::TakeReady(DropFile* file, std::vector<Collected>* out) {
  for (auto it = file->pending.begin(); it != file->pending.end();) {
    const bool patient = !IsQuiet(file->name, kPatience);
    const bool waits =
        std::any_of(it->attachment_names.begin(), it->attachment_names.end(), [&](const auto& name) {
          return scanner_.Find(name) == nullptr ? patient && folder::IsPlainFileName(name)
                                                : !IsQuiet(name, 1);
        });
    if (waits) {
      ++it;
      continue;
    }
    Collected item = it->item;
    folder::Problems problems;
    if (auto* referral = std::get_if<OutgoingReferral>(&item)) {
      problems = folder::ReadAttachments(paths_.outgoing, it->attachment_names, rules_.max_attachments_size,
                                         rules_.language, &referral->content);
    }
    if (problems.empty()) {
      out->push_back(std::move(item));
      ++it;
      continue;
    }
    for (Problem& problem : problems) {
      problem.line = it->line;
      problem.column = rules_.headers.HeaderOf("attachments", rules_.language);
      file->problems.push_back(std::move(problem));
    }
    file->bad_lines.insert(it->line);
    it = file->pending.erase(it);
  }
}

absl::Status FolderAdapter::Progress(DropFile* file, bool* finished) {
  const std::string kept = folder::KeptName(file->name, file->digest);
  const std::string path = absl::StrCat(paths_.outgoing, "/", file->name);
  const bool nothing_taken = file->pending.empty() && file->taken == 0;
  if (file->is_spoilt || (nothing_taken && !file->problems.empty())) {
    *finished = true;
    RETURN_IF_ERROR(MoveAttachments(*file, paths_.quarantine));
    return quarantine_.TakeFile(path, file->name, kept, file->problems);
  }
  if (file->problems.size() > file->reported) {
    RETURN_IF_ERROR(
        quarantine_.WriteLines(file->name, kept, file->table, file->bad_lines, file->problems, true));
    file->reported = file->problems.size();
  }
  *finished = file->pending.empty();
  return *finished ? Finish(*file) : absl::OkStatus();
}

absl::Status FolderAdapter::Finish(const DropFile& file) {
  const std::string kept = folder::KeptName(file.name, file.digest);
  if (!file.receipts.empty()) {
    const auto header = [&](const char* field) { return rules_.headers.HeaderOf(field, rules_.language); };
    static constexpr folder::Words kIndex = {"Índice del registro", "Índice do registro",
                                             "Index of the record"};
    static constexpr folder::Words kTime = {"Fecha de registro (UTC)", "Data do registro (UTC)",
                                            "Recorded (UTC)"};
    std::string csv = absl::StrCat("\xEF\xBB\xBF", folder::CsvLine({header("reference"), header("short_code"),
                                                                    std::string(kIndex.In(rules_.language)),
                                                                    std::string(kTime.In(rules_.language))}));
    for (const auto& receipt : file.receipts) csv += folder::CsvLine(receipt);
    RETURN_IF_ERROR(
        base::WriteFileAtomically(absl::StrCat(paths_.done, "/", kept, ".recibo.csv"), csv, kSharedFile));
  }
  RETURN_IF_ERROR(MoveAttachments(file, paths_.done));
  return folder::MoveInto(absl::StrCat(paths_.outgoing, "/", file.name), paths_.done, kept);
}

absl::Status FolderAdapter::MoveAttachments(const DropFile& file, const std::string& to) {
  for (const std::string& name : file.attachments) {
    const std::string path = absl::StrCat(paths_.outgoing, "/", name);
    if (!folder::IsPlainFileName(name) || IsData(name)) continue;
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode)) continue;
    const bool wanted = std::any_of(files_.begin(), files_.end(), [&](const auto& other) {
      return other.first != file.name && other.second.attachments.count(name) > 0;
    });
    if (wanted) continue;
    RETURN_IF_ERROR(folder::MoveInto(path, to, folder::KeptName(name, file.digest)));
  }
  return absl::OkStatus();
}

std::string FolderAdapter::AnswerReasonPath(const std::string& folder) const {
  static constexpr folder::Words kName = {"acuse-motivo.txt", "resposta-motivo.txt", "answer-reason.txt"};
  return absl::StrCat(paths_.incoming, "/", folder, "/", kName.In(rules_.language));
}

absl::Status FolderAdapter::CollectAnswers(std::vector<Collected>* out) {
  std::vector<std::string> folders;
  journal_->ForEach("case:",
                    [&](const std::string& key, const std::string&) { folders.push_back(key.substr(5)); });
  answers_.clear();
  answer_folders_.clear();
  const std::string name = folder::AcknowledgementName(rules_.language);
  for (const std::string& folder : folders) {
    const std::string path = absl::StrCat(paths_.incoming, "/", folder, "/", name);
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    if (clock_.Now() - absl::TimeFromTimespec(info.st_mtim) < quiet_time_ &&
        clock_.Now() >= absl::TimeFromTimespec(info.st_mtim)) {
      continue;
    }
    const absl::StatusOr<std::string> bytes = base::ReadFile(path, 1 << 20);
    if (!bytes.ok()) continue;  // The officer has taken it away, or it is none.
    DropFile file = folder::ReadDropFile(name, *bytes, rules_, clock_.Now(), CaseFinder(),
                                         [this](const std::string& id) { return FindSettled(id); });
    const std::string reason = AnswerReasonPath(folder);
    if (file.problems.empty()) {
      if (file.taken == 0 && !file.pending.empty()) unlink(reason.c_str());
    } else if (!base::FileExists(reason)) {
      RETURN_IF_ERROR(base::WriteFileAtomically(
          reason, folder::ReasonText(name, file.problems, false, rules_.language), kSharedFile));
    }
    for (PendingLine& line : file.pending) {
      const std::string id = SourceIdOf(line.item);
      if (!std::holds_alternative<OutgoingAction>(line.item) || !answers_.emplace(id, line).second) continue;
      answer_folders_[id] = folder;
      out->push_back(std::move(line.item));
    }
  }
  return absl::OkStatus();
}

absl::Status FolderAdapter::SettleOne(absl::string_view source_id, const Settlement& settlement) {
  const std::string id(source_id);
  bool known = journal_->Get("done:" + id).has_value() || journal_->Get("refused:" + id).has_value();
  const Problem refusal = {ProblemKind::kRefused, 0, "", std::string(settlement.result.message()), ""};
  if (const auto answer = answers_.find(id); answer != answers_.end()) {
    // An answer stays where it is; refused, it is done with until it is changed.
    if (!settlement.result.ok()) {
      RETURN_IF_ERROR(base::WriteFileAtomically(
          AnswerReasonPath(answer_folders_[id]),
          folder::ReasonText(folder::AcknowledgementName(rules_.language), {refusal}, false, rules_.language),
          kSharedFile));
    }
    RETURN_IF_ERROR(journal_->Put("done:" + id, answer->second.content_digest));
    answer_folders_.erase(id);
    answers_.erase(answer);
    known = true;
  }
  for (auto& [name, file] : files_) {
    const auto line = std::find_if(file.pending.begin(), file.pending.end(), [&](const PendingLine& pending) {
      return SourceIdOf(pending.item) == id;
    });
    if (line == file.pending.end()) continue;
    known = true;
    if (settlement.result.ok()) {
      RETURN_IF_ERROR(journal_->Put("done:" + id, line->content_digest));
      ++file.taken;
      file.receipts.push_back({line->reference, settlement.short_code, absl::StrCat(settlement.log_index),
                               base::TimeText(settlement.record_time)});
    } else {
      RETURN_IF_ERROR(journal_->Put("refused:" + id, line->content_digest));
      file.problems.push_back(refusal);
      file.problems.back().line = line->line;
      file.bad_lines.insert(line->line);
    }
    file.pending.erase(line);
    bool finished = false;
    RETURN_IF_ERROR(Progress(&file, &finished));
    if (finished) files_.erase(name);
    break;
  }
  return known ? absl::OkStatus() : absl::NotFoundError("nothing with this source id was collected");
}

}  // namespace enlace::adapters
