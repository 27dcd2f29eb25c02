// The keys of records in a file of their own, keys.db, so that erasing one
// leaves no trace of it among the data.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_KEY_FILE_H_
#define ENLACE_GATEWAY_STORE_SQLITE_KEY_FILE_H_

#include <memory>
#include <string>

#include "gateway/base/mutex.h"
#include "gateway/store/sqlite/connection.h"
#include "gateway/store/store.h"

namespace enlace::store {

// KeyVault over one SQLite connection with secure_delete. Thread-safe.
class KeyFile final : public KeyVault {
 public:
  // Opens or makes keys.db with mode 0600.
  static absl::StatusOr<std::unique_ptr<KeyFile>> New(const std::string& path);

  absl::StatusOr<base::Secret> GetOrCreate(absl::string_view subject, const base::Secret& fresh) override;
  absl::StatusOr<std::vector<base::Secret>> GetOrCreateAll(
      const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) override;
  absl::StatusOr<base::Secret> Get(absl::string_view subject) override;
  // Overwrites the key in the file, and empties the WAL that still held it.
  //   UNAVAILABLE  the key may be there still; repeat.
  absl::Status Erase(absl::string_view subject) override;

 private:
  explicit KeyFile(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  absl::StatusOr<absl::optional<std::string>> Find(absl::string_view subject)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Insert(absl::string_view subject, const base::Secret& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<std::vector<base::Secret>> GetOrCreateLocked(const std::vector<std::string>& subjects,
                                                              const std::function<base::Secret()>& fresh)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  base::Mutex mu_;
  const std::unique_ptr<Connection> connection_ ABSL_PT_GUARDED_BY(mu_);
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_KEY_FILE_H_
