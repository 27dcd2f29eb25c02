// One connection to a SQLite file, with the settings that durability takes.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_CONNECTION_H_
#define ENLACE_GATEWAY_STORE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "gateway/store/sqlite/statement.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Owns a sqlite3 and its prepared statements. Not thread-safe. In a file with
// several connections only one may write, and it alone checkpoints: SQLite
// before 3.51.3 can corrupt a file whose WAL two connections reset at once.
class Connection {
 public:
  enum class Role {
    kWriter,  // Writes and checkpoints.
    kReader,  // Neither.
  };

  // Opens `path` in WAL mode with synchronous=FULL and without memory mapping. A
  // writer makes it, with mode 0600, if it is not there; the first writer comes before
  // every other connection of its process.
  //   UNAVAILABLE, DATA_LOSS  as SqliteError.
  static absl::StatusOr<std::unique_ptr<Connection>> New(const std::string& path, Role role);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs statements without parameters and results.
  absl::Status Run(const std::string& sql);
  // The first column of the first row, as a number and as text.
  absl::StatusOr<int64_t> Number(const std::string& sql);
  absl::StatusOr<std::string> Text(const std::string& sql);
  // A prepared statement, kept for the next use. Reset it after use.
  absl::StatusOr<Statement*> Prepare(const std::string& sql);

  absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key);
  absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range);

  // SQLite's extended code of the last failure.
  int last_code() const { return sqlite3_extended_errcode(db_); }
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

 private:
  explicit Connection(sqlite3* db) : db_(db) {}
  sqlite3* const db_;
  std::map<std::string, std::unique_ptr<Statement>> statements_;
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_CONNECTION_H_
