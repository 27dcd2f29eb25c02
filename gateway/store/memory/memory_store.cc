#include "gateway/store/memory/memory_store.h"

#include <utility>

#include "absl/strings/match.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/overlay.h"

namespace enlace::store {

// A snapshot: shares the rows with the store until a commit changes them.
class MemoryStore::View final : public Reader {
 public:
  explicit View(MemoryStore& store) : store_(store), tables_(store.Snapshot()) {}
  // Under the store's lock, so that a commit that finds rows unshared also sees
  // our reads as done.
  ~View() override { store_.Release(&tables_); }

  absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key) override {
    RETURN_IF_ERROR(store_.TakeFault(Step::kGet).status);
    const auto rows = tables_.find(table);
    if (rows == tables_.end()) return absl::optional<std::string>();
    const auto row = rows->second->find(key);
    if (row == rows->second->end()) return absl::optional<std::string>();
    return absl::optional<std::string>(row->second);
  }

  absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range) override {
    RETURN_IF_ERROR(store_.TakeFault(Step::kScan).status);
    std::vector<Row> out;
    const auto found = tables_.find(table);
    if (found == tables_.end()) return out;
    const Rows& rows = *found->second;
    if (range.reverse) {
      const std::string end = EndOfPrefix(range.prefix);
      auto row = end.empty() ? rows.end() : rows.lower_bound(end);
      if (!range.after.empty() && (end.empty() || range.after < end)) row = rows.lower_bound(range.after);
      while (row != rows.begin() && out.size() < range.limit) {
        --row;
        if (!absl::StartsWith(row->first, range.prefix)) break;
        out.push_back(Row{row->first, row->second});
      }
      return out;
    }
    auto row = range.after > range.prefix ? rows.upper_bound(range.after) : rows.lower_bound(range.prefix);
    for (; row != rows.end() && out.size() < range.limit; ++row) {
      if (!absl::StartsWith(row->first, range.prefix)) break;
      if (IsInRange(range, row->first)) out.push_back(Row{row->first, row->second});
    }
    return out;
  }

 private:
  MemoryStore& store_;
  Tables tables_;
};

class MemoryStore::Writer final : public Transaction {
 public:
  explicit Writer(MemoryStore& store)
      : store_(store), base_(std::make_unique<View>(store)), overlay_(*base_) {}
  ~Writer() override {
    if (!done_) store_.EndWriter();
  }

  absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key) override {
    return overlay_.Get(table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range) override {
    return overlay_.Scan(table, range);
  }
  absl::Status Put(Table table, absl::string_view key, absl::string_view value) override {
    RETURN_IF_ERROR(store_.TakeFault(Step::kPut).status);
    overlay_.Put(table, key, value);
    return absl::OkStatus();
  }
  absl::Status Delete(Table table, absl::string_view key) override {
    RETURN_IF_ERROR(store_.TakeFault(Step::kPut).status);
    overlay_.Delete(table, key);
    return absl::OkStatus();
  }

  absl::Status Commit() override {
    const Fault fault = store_.TakeFault(Step::kCommit);
    base_.reset();  // Unshares what it read, so that little is copied.
    if (fault.status.ok() || fault.kept) Apply();
    store_.EndWriter();
    done_ = true;
    return fault.status;
  }

 private:
  void Apply() {
    base::MutexLock lock(&store_.mu_);
    for (const auto& [table, writes] : overlay_.writes()) {
      std::shared_ptr<Rows>& rows = store_.tables_[table];
      if (rows == nullptr) {
        rows = std::make_shared<Rows>();
      } else if (rows.use_count() > 1) {
        rows = std::make_shared<Rows>(*rows);
      }
      for (const auto& [key, value] : writes) {
        if (value.has_value()) {
          (*rows)[key] = *value;
        } else {
          rows->erase(key);
        }
      }
    }
  }

  MemoryStore& store_;
  std::unique_ptr<View> base_;
  Overlay overlay_;
  bool done_ = false;
};

class MemoryStore::Vault final : public KeyVault {
 public:
  explicit Vault(MemoryStore& store) : store_(store) {}

  absl::StatusOr<base::Secret> GetOrCreate(absl::string_view subject, const base::Secret& fresh) override {
    ASSIGN_OR_RETURN(std::vector<base::Secret> keys,
                     GetOrCreateAll({std::string(subject)}, [&fresh] { return fresh.Clone(); }));
    return std::move(keys.front());
  }

  absl::StatusOr<std::vector<base::Secret>> GetOrCreateAll(
      const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) override {
    const Fault fault = store_.TakeFault(Step::kKey);
    if (!fault.status.ok() && !fault.kept) return fault.status;
    base::MutexLock lock(&mu_);
    std::vector<base::Secret> out;
    for (const std::string& subject : subjects) {
      auto key = keys_.find(subject);
      if (key == keys_.end()) key = keys_.emplace(subject, fresh()).first;
      out.push_back(key->second.Clone());
    }
    if (!fault.status.ok()) return fault.status;
    return out;
  }

  absl::StatusOr<base::Secret> Get(absl::string_view subject) override {
    RETURN_IF_ERROR(store_.TakeFault(Step::kKey).status);
    base::MutexLock lock(&mu_);
    const auto key = keys_.find(subject);
    if (key == keys_.end()) return absl::NotFoundError("no key of this subject");
    return key->second.Clone();
  }

  absl::Status Erase(absl::string_view subject) override {
    base::MutexLock lock(&mu_);
    const auto key = keys_.find(subject);
    if (key != keys_.end()) keys_.erase(key);
    return absl::OkStatus();
  }

 private:
  MemoryStore& store_;
  base::Mutex mu_;
  std::map<std::string, base::Secret, std::less<>> keys_ ABSL_GUARDED_BY(mu_);
};

MemoryStore::MemoryStore() : vault_(std::make_unique<Vault>(*this)) {}
MemoryStore::~MemoryStore() = default;

absl::StatusOr<std::unique_ptr<Reader>> MemoryStore::Read() {
  RETURN_IF_ERROR(TakeFault(Step::kRead).status);
  return std::unique_ptr<Reader>(std::make_unique<View>(*this));
}

absl::StatusOr<std::unique_ptr<Transaction>> MemoryStore::Begin() {
  RETURN_IF_ERROR(TakeFault(Step::kBegin).status);
  {
    base::MutexLock lock(&mu_);
    while (has_writer_) writer_ended_.Wait(&mu_);
    has_writer_ = true;
  }
  return std::unique_ptr<Transaction>(std::make_unique<Writer>(*this));
}

KeyVault& MemoryStore::keys() { return *vault_; }

void MemoryStore::FailNext(Step step, absl::Status status) {
  base::MutexLock lock(&faults_mu_);
  faults_[step].push_back(Fault{std::move(status), false});
}

void MemoryStore::KeepButFailNext(Step step, absl::Status status) {
  base::MutexLock lock(&faults_mu_);
  faults_[step].push_back(Fault{std::move(status), true});
}

MemoryStore::Fault MemoryStore::TakeFault(Step step) {
  base::MutexLock lock(&faults_mu_);
  std::deque<Fault>& queue = faults_[step];
  if (queue.empty()) return Fault{};
  Fault fault = std::move(queue.front());
  queue.pop_front();
  return fault;
}

MemoryStore::Tables MemoryStore::Snapshot() {
  base::MutexLock lock(&mu_);
  return tables_;
}

void MemoryStore::Release(Tables* tables) {
  base::MutexLock lock(&mu_);
  tables->clear();
}

void MemoryStore::EndWriter() {
  base::MutexLock lock(&mu_);
  has_writer_ = false;
  writer_ended_.NotifyOne();
}

}  // namespace enlace::store
