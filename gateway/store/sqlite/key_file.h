// The keys of records in a file of their own, keys.db, so that erasing one
// leaves no trace of it among the data.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_KEY_FILE_H_
#define ENLACE_GATEWAY_STORE_SQLITE_KEY_FILE_H_

#include <functional>
#include <memory>
#include <string>

#include "gateway/base/mutex.h"
#include "gateway/store/sqlite/connection.h"
#include "gateway/store/store.h"

namespace enlace::store {

// KeyVault over one SQLite connection with secure_delete. Thread-safe.
class KeyFile final : public KeyVault {
 public:
  // Opens or makes keys.db with mode 0600. `disk_failed` is called, under our
  // lock, when the disk fails a commit or an erasure: nobody knows what is on it,
  // and no repetition on the same connection finds out. It should not return.
  static absl::StatusOr<std::unique_ptr<KeyFile>> New(const std::string& path,
                                                      std::function<void(absl::string_view why)> disk_failed);

  absl::StatusOr<base::Secret> GetOrCreate(absl::string_view subject, const base::Secret& fresh) override;
  absl::StatusOr<std::vector<base::Secret>> GetOrCreateAll(
      const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) override;
  absl::StatusOr<base::Secret> Get(absl::string_view subject) override;
  // Overwrites the key in the file, and empties the WAL that still held it.
  //   UNAVAILABLE  the key may be there still; repeat.
  absl::Status Erase(absl::string_view subject) override;

 private:
  KeyFile(std::unique_ptr<Connection> connection, std::function<void(absl::string_view why)> disk_failed)
      : disk_failed_(std::move(disk_failed)), connection_(std::move(connection)) {}
  // Passes the outcome of what wrote last on, and reports a failed disk.
  absl::Status Written(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<absl::optional<std::string>> Find(absl::string_view subject)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Insert(absl::string_view subject, const base::Secret& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<std::vector<base::Secret>> GetOrCreateLocked(const std::vector<std::string>& subjects,
                                                              const std::function<base::Secret()>& fresh)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::function<void(absl::string_view why)> disk_failed_;
  base::Mutex mu_;
  const std::unique_ptr<Connection> connection_ ABSL_PT_GUARDED_BY(mu_);
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_KEY_FILE_H_
