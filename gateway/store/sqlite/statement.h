// One prepared SQL statement.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_STATEMENT_H_
#define ENLACE_GATEWAY_STORE_SQLITE_STATEMENT_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::store {

// What a failed call of SQLite means, with the text of `db`:
//   UNAVAILABLE (STORE_UNAVAILABLE)  disk full, locked, out of memory, I/O error.
//   DATA_LOSS                        the file is damaged or no database.
//   INTERNAL                         a defect of ours.
absl::Status SqliteError(sqlite3* db, int code, absl::string_view doing);

// Owns a sqlite3_stmt. Not thread-safe. Ends before its connection.
class Statement {
 public:
  static absl::StatusOr<std::unique_ptr<Statement>> New(sqlite3* db, const std::string& sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Parameters count from 1; the bytes are copied.
  absl::Status BindBlob(int parameter, absl::string_view bytes);
  absl::Status BindNumber(int parameter, int64_t number);
  // Whether there is a row.
  absl::StatusOr<bool> Step();
  // Columns count from 0; of the current row.
  std::string Blob(int column) const;
  int64_t Number(int column) const;
  // SQLite's code of the last Step that failed.
  int last_code() const { return last_code_; }
  // Ready for the next use; lets go of locks and parameters.
  void Reset();

 private:
  Statement(sqlite3* db, sqlite3_stmt* stmt) : db_(db), stmt_(stmt) {}
  sqlite3* const db_;
  sqlite3_stmt* const stmt_;
  int last_code_ = SQLITE_OK;
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_STATEMENT_H_
