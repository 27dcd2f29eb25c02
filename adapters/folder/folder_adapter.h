// The driver for agencies whose system is files in folders.
#ifndef ENLACE_ADAPTERS_FOLDER_FOLDER_ADAPTER_H_
#define ENLACE_ADAPTERS_FOLDER_FOLDER_ADAPTER_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/adapter.h"
#include "adapters/folder/delivery_writer.h"
#include "adapters/folder/drop_file.h"
#include "adapters/folder/drop_scanner.h"
#include "adapters/folder/journal.h"
#include "adapters/folder/messages.h"
#include "adapters/folder/quarantine.h"
#include "enlace/config/v1/adapter_config.pb.h"
#include "gateway/base/clock.h"

namespace enlace::adapters {

// Takes CSV and JSON files with their attachments from salida/, and puts what
// arrives into entrada/. A line is settled exactly once, under whatever name it
// comes again; a file is moved to procesado/ when each of its lines is settled,
// and to cuarentena/ with a reason if it cannot be taken. Not thread-safe.
// Borrows the clock. Never follows a symbolic link out of the folder.
class FolderAdapter final : public Adapter {
 public:
  // Makes the folders and cleans up after a crash.
  //   INVALID_ARGUMENT     a setting is wrong; the message names it.
  //   FAILED_PRECONDITION  another adapter uses the state folder.
  //   DATA_LOSS            the journal is damaged; restore it.
  //   UNAVAILABLE          a folder cannot be made or read.
  static absl::StatusOr<std::unique_ptr<FolderAdapter>> New(const config::v1::AdapterConfig& config,
                                                            const base::Clock& clock);

  absl::StatusOr<DeliveryAck> Deliver(const IncomingReferral& referral) override;
  absl::Status Announce(const IncomingChange& change) override;
  absl::StatusOr<std::vector<Collected>> Collect() override;
  absl::Status Settle(absl::string_view source_id, const Settlement& settlement) override;
  AdapterCapabilities Capabilities() const override;

 private:
  struct Paths {
    std::string incoming, outgoing, quarantine, done, notices;
  };
  FolderAdapter(folder::ReadingRules rules, Paths paths, absl::Duration quiet_time,
                std::unique_ptr<folder::Journal> journal, const base::Clock& clock);

  absl::StatusOr<std::vector<Collected>> CollectAll();
  absl::Status SettleOne(absl::string_view source_id, const Settlement& settlement);
  // As it may be told to the runtime, which logs it.
  absl::Status ForLog(const absl::Status& status) const;
  // Whether the file has not changed for `times` quiet times.
  bool IsQuiet(const std::string& name, int times) const;
  absl::Status ReadNewFiles();
  absl::Status ReadFile(const std::string& name);
  absl::Status RefuseFile(const std::string& name, const folder::Problem& problem);
  absl::Status SweepOrphans();
  // Appends the lines of `file` that are ready to `out`.
  void TakeReady(folder::DropFile* file, std::vector<Collected>* out);
  // Writes new reasons; moves the file away when nothing of it is pending.
  absl::Status Progress(folder::DropFile* file, bool* finished);
  absl::Status Finish(const folder::DropFile& file);
  absl::Status MoveAttachments(const folder::DropFile& file, const std::string& to);
  // Answers that officers fill in within the folders of the cases.
  absl::Status CollectAnswers(std::vector<Collected>* out);
  std::optional<std::string> FindSettled(const std::string& source_id) const;
  folder::FindCase CaseFinder() const;
  std::string AnswerReasonPath(const std::string& folder) const;

  const folder::ReadingRules rules_;
  const Paths paths_;
  const absl::Duration quiet_time_;
  const std::unique_ptr<folder::Journal> journal_;
  const base::Clock& clock_;
  folder::DropScanner scanner_;
  folder::Quarantine quarantine_;
  folder::DeliveryWriter writer_;
  std::map<std::string, folder::DropFile> files_;       // By name.
  std::map<std::string, folder::PendingLine> answers_;  // By source id.
  std::map<std::string, std::string> answer_folders_;   // Source id -> folder of the case.
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_FOLDER_FOLDER_ADAPTER_H_
