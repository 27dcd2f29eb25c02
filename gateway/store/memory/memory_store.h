// A store in memory: for tests, and for a gateway that keeps nothing.
#ifndef ENLACE_GATEWAY_STORE_MEMORY_MEMORY_STORE_H_
#define ENLACE_GATEWAY_STORE_MEMORY_MEMORY_STORE_H_

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "gateway/base/mutex.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Passes the suite of the real stores and locks like them. Thread-safe. Views
// must end before the store does.
class MemoryStore final : public Store {
 public:
  // Where a fault strikes; kKey is any call of the vault but Erase.
  enum class Step { kRead, kBegin, kGet, kScan, kPut, kCommit, kKey };

  MemoryStore();
  ~MemoryStore() override;

  absl::StatusOr<std::unique_ptr<Reader>> Read() override;
  absl::StatusOr<std::unique_ptr<Transaction>> Begin() override;
  KeyVault& keys() override;

  // The next `step` that no fault was queued for yet fails with `status`, having
  // done nothing. OK lets one pass: (kPut, OK), (kPut, e) fails the second.
  void FailNext(Step step, absl::Status status);
  // The next commit or making of keys is kept, and answers `status` all the same.
  void KeepButFailNext(Step step, absl::Status status);

 private:
  class View;
  class Writer;
  class Vault;
  using Rows = std::map<std::string, std::string, std::less<>>;
  using Tables = std::map<Table, std::shared_ptr<Rows>>;
  struct Fault {
    absl::Status status;
    bool kept = false;
  };

  // The fault queued for `step`, or none.
  Fault TakeFault(Step step);
  Tables Snapshot();
  void Release(Tables* tables);
  void EndWriter();

  base::Mutex mu_;
  base::CondVar writer_ended_;
  bool has_writer_ ABSL_GUARDED_BY(mu_) = false;
  // A view shares a table's rows; a commit copies what is shared.
  Tables tables_ ABSL_GUARDED_BY(mu_);
  base::Mutex faults_mu_;
  std::map<Step, std::deque<Fault>> faults_ ABSL_GUARDED_BY(faults_mu_);
  std::unique_ptr<Vault> vault_;
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_MEMORY_MEMORY_STORE_H_
