// A store that counts the work it is asked for.
#ifndef ENLACE_TESTS_PROPERTY_COUNTING_STORE_H_
#define ENLACE_TESTS_PROPERTY_COUNTING_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/store/store.h"

namespace enlace::property {

// Every call of the store's contract by its name and table ("get 2"), and the
// bytes that were asked with and written ("get bytes").
using Work = std::map<std::string, uint64_t>;

// Passes everything on to `inner`, which it borrows. Not thread-safe: for a writer
// that runs on the thread of the test.
class CountingStore final : public store::Store {
 public:
  explicit CountingStore(store::Store& inner) : inner_(inner), keys_(*this) {}

  absl::StatusOr<std::unique_ptr<store::Reader>> Read() override;
  absl::StatusOr<std::unique_ptr<store::Transaction>> Begin() override;
  store::KeyVault& keys() override { return keys_; }

  // What was done since the last call.
  Work TakeWork() { return std::exchange(work_, {}); }

 private:
  class View;
  class Writer;
  // Counts the making and reading of keys.
  class Keys final : public store::KeyVault {
   public:
    explicit Keys(CountingStore& store) : store_(store) {}
    absl::StatusOr<base::Secret> GetOrCreate(absl::string_view subject, const base::Secret& fresh) override;
    absl::StatusOr<std::vector<base::Secret>> GetOrCreateAll(
        const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) override;
    absl::StatusOr<base::Secret> Get(absl::string_view subject) override;
    absl::Status Erase(absl::string_view subject) override;

   private:
    CountingStore& store_;
  };

  void Count(const char* what, store::Table table, size_t bytes);

  store::Store& inner_;
  Keys keys_;
  Work work_;
};

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_COUNTING_STORE_H_
