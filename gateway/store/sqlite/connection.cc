#include "gateway/store/sqlite/connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/overlay.h"
#include "gateway/store/sqlite/wal_reserve.h"

namespace enlace::store {
namespace {

// SQLite would make the file with the umask's mode; -wal and -shm inherit ours.
absl::Status MakePrivateFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return base::StoreUnavailable(absl::StrCat(path, ": cannot be opened: ", strerror(errno)));
  close(fd);
  return absl::OkStatus();
}

std::string TableName(Table table) { return absl::StrCat("t", static_cast<int>(table)); }

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::New(const std::string& path, Role role) {
  // Whoever closes a file gives up all locks that its process has on it, those of open
  // connections as well. Without them the next program that looks at the file takes
  // itself for the last one and deletes the write-ahead log. Readers come while the
  // writer is open, and find the file made.
  if (role == Role::kWriter) RETURN_IF_ERROR(MakePrivateFile(path));
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nullptr);
  std::unique_ptr<Connection> connection(new Connection(db));
  if (code != SQLITE_OK) return SqliteError(db, code, absl::StrCat("open ", path));
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, 5000);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (role == Role::kReader) {
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    RETURN_IF_ERROR(connection->Run("PRAGMA wal_autocheckpoint=0; PRAGMA mmap_size=0; PRAGMA query_only=ON"));
    return connection;
  }
  ASSIGN_OR_RETURN(const std::string mode, connection->Text("PRAGMA journal_mode=WAL"));
  if (mode != "wal") return base::StoreUnavailable(absl::StrCat(path, ": cannot be put into WAL mode"));
  RETURN_IF_ERROR(connection->Run(
      absl::StrCat("PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA wal_autocheckpoint=", kWalPages,
                   "; PRAGMA journal_size_limit=134217728; PRAGMA temp_store=MEMORY;"
                   "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON")));
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close(db_);
}

absl::Status Connection::Run(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteError(db_, last_code(), sql);
}

absl::StatusOr<int64_t> Connection::Number(const std::string& sql) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Statement> statement, Statement::New(db_, sql));
  ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  return has_row ? statement->Number(0) : 0;
}

absl::StatusOr<std::string> Connection::Text(const std::string& sql) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Statement> statement, Statement::New(db_, sql));
  ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  return has_row ? statement->Blob(0) : std::string();
}

absl::StatusOr<Statement*> Connection::Prepare(const std::string& sql) {
  std::unique_ptr<Statement>& statement = statements_[sql];
  if (statement == nullptr) {
    ASSIGN_OR_RETURN(statement, Statement::New(db_, sql));
  }
  return statement.get();
}

absl::StatusOr<absl::optional<std::string>> Connection::Get(Table table, absl::string_view key) {
  ASSIGN_OR_RETURN(Statement * statement,
                   Prepare(absl::StrCat("SELECT value FROM ", TableName(table), " WHERE key=?1")));
  const auto reset = absl::MakeCleanup([statement] { statement->Reset(); });
  RETURN_IF_ERROR(statement->BindBlob(1, key));
  ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  if (!has_row) return absl::optional<std::string>();
  return absl::optional<std::string>(statement->Blob(0));
}

absl::StatusOr<std::vector<Row>> Connection::Scan(Table table, const Range& range) {
  // From the bounds that prefix and `after` set together: [low or (low, high).
  std::string low = range.prefix;
  std::string high = EndOfPrefix(range.prefix);
  bool low_is_open = false;
  if (!range.after.empty() && !range.reverse && range.after >= low) {
    low = range.after;
    low_is_open = true;
  }
  if (!range.after.empty() && range.reverse && (high.empty() || range.after < high)) high = range.after;
  ASSIGN_OR_RETURN(Statement * statement,
                   Prepare(absl::StrCat("SELECT key, value FROM ", TableName(table), " WHERE key",
                                        low_is_open ? ">" : ">=", "?1", high.empty() ? "" : " AND key<?2",
                                        " ORDER BY key", range.reverse ? " DESC" : "", " LIMIT ?3")));
  const auto reset = absl::MakeCleanup([statement] { statement->Reset(); });
  RETURN_IF_ERROR(statement->BindBlob(1, low));
  if (!high.empty()) RETURN_IF_ERROR(statement->BindBlob(2, high));
  RETURN_IF_ERROR(statement->BindNumber(3, static_cast<int64_t>(range.limit)));
  std::vector<Row> rows;
  for (;;) {
    ASSIGN_OR_RETURN(const bool has_row, statement->Step());
    if (!has_row) return rows;
    rows.push_back(Row{statement->Blob(0), statement->Blob(1)});
  }
}

}  // namespace enlace::store
