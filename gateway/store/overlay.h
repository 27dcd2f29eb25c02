// Writes that are not in a store yet, laid over a view of it.
#ifndef ENLACE_GATEWAY_STORE_OVERLAY_H_
#define ENLACE_GATEWAY_STORE_OVERLAY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Collects puts and deletes in memory and reads as if they had been made in
// `base`, which it borrows. Not thread-safe. Dropping it leaves nothing behind.
class Overlay final : public Reader {
 public:
  // Key -> value; nullopt where the row is deleted.
  using Writes = std::map<std::string, absl::optional<std::string>, std::less<>>;

  explicit Overlay(Reader& base) : base_(base) {}

  void Put(Table table, absl::string_view key, absl::string_view value);
  void Delete(Table table, absl::string_view key);
  absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key) override;
  absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range) override;

  // Makes the writes in `transaction`. On an error some of them are made: drop
  // the transaction.
  absl::Status ApplyTo(Transaction& transaction) const;
  const std::map<Table, Writes>& writes() const { return writes_; }

 private:
  Reader& base_;
  std::map<Table, Writes> writes_;
};

// Whether `key` is within prefix and after of `range`.
bool IsInRange(const Range& range, absl::string_view key);

// The least string above all that begin with `prefix`; empty if there is none.
std::string EndOfPrefix(absl::string_view prefix);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_OVERLAY_H_
