#include "gateway/store/sqlite/statement.h"

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"

namespace enlace::store {

absl::Status SqliteError(sqlite3* db, int code, absl::string_view doing) {
  // The text of SQLite names tables and files, never values.
  const std::string text = absl::StrCat(
      "sqlite: ", doing, ": ", db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code), " (", code, ")");
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError(text);
    case SQLITE_FULL:
      return base::StoreUnavailable(absl::StrCat(text, ": the disk is full; make room, nothing was lost"));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
      return base::StoreUnavailable(text);
    default:
      return base::InternalError(text);
  }
}

absl::StatusOr<std::unique_ptr<Statement>> Statement::New(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* stmt = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.c_str(), static_cast<int>(sql.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
  if (code != SQLITE_OK) return SqliteError(db, code, sql);
  return std::unique_ptr<Statement>(new Statement(db, stmt));
}

Statement::~Statement() { sqlite3_finalize(stmt_); }

absl::Status Statement::BindBlob(int parameter, absl::string_view bytes) {
  // A null pointer would bind NULL instead of the empty string.
  const void* data = bytes.data() != nullptr ? bytes.data() : "";
  const int code = sqlite3_bind_blob64(stmt_, parameter, data, bytes.size(), SQLITE_TRANSIENT);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteError(db_, code, "bind");
}

absl::Status Statement::BindNumber(int parameter, int64_t number) {
  const int code = sqlite3_bind_int64(stmt_, parameter, number);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteError(db_, code, "bind");
}

absl::StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  last_code_ = sqlite3_extended_errcode(db_);
  return SqliteError(db_, last_code_, sqlite3_sql(stmt_));
}

std::string Statement::Blob(int column) const {
  const void* data = sqlite3_column_blob(stmt_, column);
  const int size = sqlite3_column_bytes(stmt_, column);
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
}

int64_t Statement::Number(int column) const { return sqlite3_column_int64(stmt_, column); }

void Statement::Reset() {
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);
}

}  // namespace enlace::store
