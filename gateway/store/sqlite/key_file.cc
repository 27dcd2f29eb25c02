#include "gateway/store/sqlite/key_file.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::store {

absl::StatusOr<std::unique_ptr<KeyFile>> KeyFile::New(
    const std::string& path, std::function<void(absl::string_view why)> disk_failed) {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::New(path, Connection::Role::kWriter));
  RETURN_IF_ERROR(connection->Run("PRAGMA secure_delete=ON"));
  RETURN_IF_ERROR(connection->Run(
      "CREATE TABLE IF NOT EXISTS keys(subject BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID"));
  return std::unique_ptr<KeyFile>(new KeyFile(std::move(connection), std::move(disk_failed)));
}

absl::Status KeyFile::Written(const absl::Status& status) {
  if (!status.ok() && (connection_->last_code() & 0xff) == SQLITE_IOERR) disk_failed_(status.message());
  return status;
}

absl::StatusOr<absl::optional<std::string>> KeyFile::Find(absl::string_view subject) {
  ASSIGN_OR_RETURN(Statement * statement, connection_->Prepare("SELECT key FROM keys WHERE subject=?1"));
  const auto reset = absl::MakeCleanup([statement] { statement->Reset(); });
  RETURN_IF_ERROR(statement->BindBlob(1, subject));
  ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  if (!has_row) return absl::optional<std::string>();
  return absl::optional<std::string>(statement->Blob(0));
}

absl::Status KeyFile::Insert(absl::string_view subject, const base::Secret& key) {
  ASSIGN_OR_RETURN(Statement * statement,
                   connection_->Prepare("INSERT INTO keys(subject, key) VALUES(?1, ?2)"));
  const auto reset = absl::MakeCleanup([statement] { statement->Reset(); });
  RETURN_IF_ERROR(statement->BindBlob(1, subject));
  RETURN_IF_ERROR(statement->BindBlob(2, key.RevealSecret()));
  return statement->Step().status();
}

absl::StatusOr<base::Secret> KeyFile::GetOrCreate(absl::string_view subject, const base::Secret& fresh) {
  ASSIGN_OR_RETURN(std::vector<base::Secret> keys,
                   GetOrCreateAll({std::string(subject)}, [&fresh] { return fresh.Clone(); }));
  return std::move(keys.front());
}

absl::StatusOr<std::vector<base::Secret>> KeyFile::GetOrCreateAll(
    const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) {
  base::MutexLock lock(&mu_);
  RETURN_IF_ERROR(connection_->Run("BEGIN"));
  absl::StatusOr<std::vector<base::Secret>> keys = GetOrCreateLocked(subjects, fresh);
  const absl::Status committed = keys.ok() ? Written(connection_->Run("COMMIT")) : keys.status();
  if (connection_->in_transaction()) {
    const absl::Status ignored = connection_->Run("ROLLBACK");  // The first error is the one to tell.
    static_cast<void>(ignored);
  }
  RETURN_IF_ERROR(committed);
  return keys;
}

absl::StatusOr<std::vector<base::Secret>> KeyFile::GetOrCreateLocked(
    const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) {
  std::vector<base::Secret> keys;
  for (const std::string& subject : subjects) {
    ASSIGN_OR_RETURN(absl::optional<std::string> found, Find(subject));
    if (found.has_value()) {
      keys.emplace_back(*std::move(found));
      continue;
    }
    keys.push_back(fresh());
    RETURN_IF_ERROR(Insert(subject, keys.back()));
  }
  return keys;
}

absl::StatusOr<base::Secret> KeyFile::Get(absl::string_view subject) {
  base::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(absl::optional<std::string> found, Find(subject));
  if (!found.has_value()) return absl::NotFoundError("no key of this subject");
  return base::Secret(*std::move(found));
}

absl::Status KeyFile::Erase(absl::string_view subject) {
  base::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(Statement * statement, connection_->Prepare("DELETE FROM keys WHERE subject=?1"));
  {
    const auto reset = absl::MakeCleanup([statement] { statement->Reset(); });
    RETURN_IF_ERROR(statement->BindBlob(1, subject));
    RETURN_IF_ERROR(Written(statement->Step().status()));
  }
  // Also if there was no row: an Erase cut short left the key in the WAL.
  const absl::StatusOr<int64_t> busy = connection_->Number("PRAGMA wal_checkpoint(TRUNCATE)");
  RETURN_IF_ERROR(Written(busy.status()));
  if (*busy != 0)
    return base::StoreUnavailable("keys.db is read by another process; the key is not erased yet");
  return absl::OkStatus();
}

}  // namespace enlace::store
