// The store of a single gateway: two SQLite files in a folder of its own.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_SQLITE_STORE_H_
#define ENLACE_GATEWAY_STORE_SQLITE_SQLITE_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/base/mutex.h"
#include "gateway/store/sqlite/connection.h"
#include "gateway/store/sqlite/folder_lock.h"
#include "gateway/store/sqlite/key_file.h"
#include "gateway/store/store.h"

namespace enlace::store {

// <folder>/state.db holds the tables, <folder>/keys.db the keys, <folder>/lock
// keeps other processes out. One connection writes and checkpoints; each view
// has a read connection of a pool. Thread-safe. Views must end before the store.
class SqliteStore final : public Store {
 public:
  struct Options {
    // Mode 0700 if it is made.
    std::string folder;
    // Called when the disk fails a commit to either file: what is there is
    // unknown. Logs and aborts unless a test sets another; the store refuses
    // everything after it.
    std::function<void(absl::string_view why)> stop_process;
    // Most pages of state.db, for tests of a full disk; 0 for no limit.
    int64_t max_pages = 0;
    // Whether to take the room of a whole write-ahead log at once (wal_reserve.h):
    // for a gateway that serves.
    bool reserve_wal = false;
  };

  // Opens the folder, or makes it, and checks the file.
  //   FAILED_PRECONDITION  in use by another process; or written by a newer
  //                        version or another program. Says what to do.
  //   DATA_LOSS            state.db is damaged; restore a backup.
  //   UNAVAILABLE          cannot be read or written.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> New(Options options);
  ~SqliteStore() override;

  absl::StatusOr<std::unique_ptr<Reader>> Read() override;
  absl::StatusOr<std::unique_ptr<Transaction>> Begin() override;
  KeyVault& keys() override { return *keys_; }

 private:
  class View;
  class Writer;

  explicit SqliteStore(Options options) : options_(std::move(options)) {}
  absl::Status Open();
  void GiveBack(std::unique_ptr<Connection> connection);
  void EndWriter();
  // Marks the store as unusable and stops the process.
  void Stop(absl::string_view why);
  // Why nothing works any more, or OK.
  absl::Status CheckUsable();

  const Options options_;
  std::unique_ptr<FolderLock> lock_;
  // Used by whoever holds has_writer_.
  std::unique_ptr<Connection> writer_;
  std::unique_ptr<KeyFile> keys_;
  base::Mutex mu_;
  base::CondVar writer_ended_;
  bool has_writer_ ABSL_GUARDED_BY(mu_) = false;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::unique_ptr<Connection>> idle_readers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_SQLITE_STORE_H_
