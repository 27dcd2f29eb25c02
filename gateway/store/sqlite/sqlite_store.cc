#include "gateway/store/sqlite/sqlite_store.h"

#include <cstdlib>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/sqlite/wal_reserve.h"

namespace enlace::store {
namespace {

constexpr int64_t kApplicationId = 0x456e6c63;  // "Enlc"
constexpr int64_t kSchemaVersion = 1;
constexpr size_t kMaxIdleReaders = 16;
constexpr int kFirstTable = static_cast<int>(Table::kCase);
constexpr int kLastTable = static_cast<int>(Table::kMechanisms);

// All tables of this version, of which an older file lacks some.
absl::Status MakeTables(Connection& db) {
  std::string sql = "BEGIN IMMEDIATE;";
  for (int table = kFirstTable; table <= kLastTable; ++table) {
    absl::StrAppend(&sql, "CREATE TABLE IF NOT EXISTS t", table,
                    "(key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;");
  }
  absl::StrAppend(&sql, "PRAGMA application_id=", kApplicationId, ";PRAGMA user_version=", kSchemaVersion,
                  ";COMMIT");
  return db.Run(sql);
}

// Makes the schema of a new file; refuses files that are not ours.
absl::Status CheckSchema(const std::string& path, Connection& db) {
  ASSIGN_OR_RETURN(const int64_t application, db.Number("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t version, db.Number("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const int64_t tables, db.Number("SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return MakeTables(db);
  if (application != kApplicationId) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": belongs to another program; name another folder of state"));
  }
  if (version > kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": was written by a newer version (schema ",
                                                      version, ", this one knows ", kSchemaVersion,
                                                      "); install that version again"));
  }
  ASSIGN_OR_RETURN(const std::string check, db.Text("PRAGMA quick_check(1)"));
  if (check != "ok")
    return absl::DataLossError(absl::StrCat(path, ": is damaged (", check, "); restore a backup"));
  return tables < kLastTable - kFirstTable + 1 ? MakeTables(db) : absl::OkStatus();
}

}  // namespace

// A read transaction on a connection of the pool.
class SqliteStore::View final : public Reader {
 public:
  View(SqliteStore& store, std::unique_ptr<Connection> connection)
      : store_(store), connection_(std::move(connection)) {}
  ~View() override {
    if (connection_->Run("ROLLBACK").ok()) store_.GiveBack(std::move(connection_));
  }
  absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key) override {
    return connection_->Get(table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range) override {
    return connection_->Scan(table, range);
  }

 private:
  SqliteStore& store_;
  std::unique_ptr<Connection> connection_;
};

class SqliteStore::Writer final : public Transaction {
 public:
  explicit Writer(SqliteStore& store) : store_(store), db_(*store.writer_) {}
  ~Writer() override { End(); }

  absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key) override {
    return db_.Get(table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range) override {
    return db_.Scan(table, range);
  }

  absl::Status Put(Table table, absl::string_view key, absl::string_view value) override {
    return Write(
        absl::StrCat("INSERT INTO t", static_cast<int>(table),
                     "(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value=excluded.value"),
        key, &value);
  }
  absl::Status Delete(Table table, absl::string_view key) override {
    return Write(absl::StrCat("DELETE FROM t", static_cast<int>(table), " WHERE key=?1"), key, nullptr);
  }

  absl::Status Commit() override {
    if (!failure_.ok()) {
      // SQLite may have rolled back by itself: a COMMIT now would commit a part.
      End();
      return failure_;
    }
    const absl::Status committed = db_.Run("COMMIT");
    if (!committed.ok() && (db_.last_code() & 0xff) == SQLITE_IOERR) store_.Stop(committed.message());
    End();
    return committed;
  }

 private:
  absl::Status Write(const std::string& sql, absl::string_view key, const absl::string_view* value) {
    RETURN_IF_ERROR(failure_);
    failure_ = [&]() -> absl::Status {
      ASSIGN_OR_RETURN(Statement * statement, db_.Prepare(sql));
      const auto reset = absl::MakeCleanup([statement] { statement->Reset(); });
      RETURN_IF_ERROR(statement->BindBlob(1, key));
      if (value != nullptr) RETURN_IF_ERROR(statement->BindBlob(2, *value));
      return statement->Step().status();
    }();
    return failure_;
  }

  void End() {
    if (ended_) return;
    ended_ = true;
    if (db_.in_transaction() && !db_.Run("ROLLBACK").ok()) store_.Stop("a transaction cannot be rolled back");
    store_.EndWriter();
  }

  SqliteStore& store_;
  Connection& db_;
  absl::Status failure_;
  bool ended_ = false;
};

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::New(Options options) {
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(options)));
  RETURN_IF_ERROR(store->Open());
  return store;
}

absl::Status SqliteStore::Open() {
  const std::string path = absl::StrCat(options_.folder, "/state.db");
  RETURN_IF_ERROR(base::MakeFolders(options_.folder));
  ASSIGN_OR_RETURN(lock_, FolderLock::New(options_.folder));
  ASSIGN_OR_RETURN(writer_, Connection::New(path, Connection::Role::kWriter));
  RETURN_IF_ERROR(CheckSchema(path, *writer_));
  if (options_.reserve_wal) {
    const absl::Status reserved = ReserveWal(absl::StrCat(path, "-wal"), kWholeWal);
    if (!reserved.ok()) {
      base::Log(base::LogLevel::kWarning, "wal_not_reserved",
                {{"why", reserved.message()}, {"remedy", "make room on the disk, then start again"}});
    }
  }
  if (options_.max_pages > 0) {
    RETURN_IF_ERROR(writer_->Number(absl::StrCat("PRAGMA max_page_count=", options_.max_pages)).status());
  }
  ASSIGN_OR_RETURN(keys_, KeyFile::New(absl::StrCat(options_.folder, "/keys.db"),
                                       [this](absl::string_view why) { Stop(why); }));
  return absl::OkStatus();
}

SqliteStore::~SqliteStore() {
  {
    base::MutexLock lock(&mu_);
    idle_readers_.clear();
  }
  writer_.reset();  // Last of all connections, so that it checkpoints.
}

absl::StatusOr<std::unique_ptr<Reader>> SqliteStore::Read() {
  RETURN_IF_ERROR(CheckUsable());
  std::unique_ptr<Connection> connection;
  {
    base::MutexLock lock(&mu_);
    if (!idle_readers_.empty()) {
      connection = std::move(idle_readers_.back());
      idle_readers_.pop_back();
    }
  }
  if (connection == nullptr) {
    ASSIGN_OR_RETURN(connection,
                     Connection::New(absl::StrCat(options_.folder, "/state.db"), Connection::Role::kReader));
  }
  RETURN_IF_ERROR(connection->Run("BEGIN"));
  // A deferred transaction takes its snapshot with its first read.
  RETURN_IF_ERROR(connection->Get(Table::kHead, "").status());
  return std::unique_ptr<Reader>(std::make_unique<View>(*this, std::move(connection)));
}

absl::StatusOr<std::unique_ptr<Transaction>> SqliteStore::Begin() {
  {
    base::MutexLock lock(&mu_);
    while (has_writer_) writer_ended_.Wait(&mu_);
    has_writer_ = true;
  }
  absl::Status begun = CheckUsable();
  if (begun.ok()) begun = writer_->Run("BEGIN IMMEDIATE");
  if (!begun.ok()) {
    EndWriter();
    return begun;
  }
  return std::unique_ptr<Transaction>(std::make_unique<Writer>(*this));
}

void SqliteStore::GiveBack(std::unique_ptr<Connection> connection) {
  base::MutexLock lock(&mu_);
  if (idle_readers_.size() < kMaxIdleReaders) idle_readers_.push_back(std::move(connection));
}

void SqliteStore::EndWriter() {
  base::MutexLock lock(&mu_);
  has_writer_ = false;
  writer_ended_.NotifyOne();
}

void SqliteStore::Stop(absl::string_view why) {
  {
    base::MutexLock lock(&mu_);
    is_stopped_ = true;
  }
  if (options_.stop_process) return options_.stop_process(why);
  base::Log(base::LogLevel::kError, "store_disk_failed",
            {{"why", why}, {"remedy", "check the disk, then start again: the state is read anew"}});
  std::abort();
}

absl::Status SqliteStore::CheckUsable() {
  base::MutexLock lock(&mu_);
  return is_stopped_ ? base::StoreUnavailable("the disk failed; the process must start again")
                     : absl::OkStatus();
}

}  // namespace enlace::store
