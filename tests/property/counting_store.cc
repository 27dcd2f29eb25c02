#include "tests/property/counting_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"

namespace enlace::property {

class CountingStore::View final : public store::Reader {
 public:
  View(CountingStore& store, std::unique_ptr<store::Reader> inner)
      : store_(store), inner_(std::move(inner)) {}
  absl::StatusOr<absl::optional<std::string>> Get(store::Table table, absl::string_view key) override {
    store_.Count("get", table, key.size());
    return inner_->Get(table, key);
  }
  absl::StatusOr<std::vector<store::Row>> Scan(store::Table table, const store::Range& range) override {
    store_.Count("scan", table, range.prefix.size() + range.after.size());
    return inner_->Scan(table, range);
  }

 private:
  CountingStore& store_;
  const std::unique_ptr<store::Reader> inner_;
};

class CountingStore::Writer final : public store::Transaction {
 public:
  Writer(CountingStore& store, std::unique_ptr<store::Transaction> inner)
      : store_(store), inner_(std::move(inner)) {}
  absl::StatusOr<absl::optional<std::string>> Get(store::Table table, absl::string_view key) override {
    store_.Count("get", table, key.size());
    return inner_->Get(table, key);
  }
  absl::StatusOr<std::vector<store::Row>> Scan(store::Table table, const store::Range& range) override {
    store_.Count("scan", table, range.prefix.size() + range.after.size());
    return inner_->Scan(table, range);
  }
  absl::Status Put(store::Table table, absl::string_view key, absl::string_view value) override {
    store_.Count("put", table, key.size());
    return inner_->Put(table, key, value);
  }
  absl::Status Delete(store::Table table, absl::string_view key) override {
    store_.Count("delete", table, key.size());
    return inner_->Delete(table, key);
  }
  absl::Status Commit() override {
    ++store_.work_["commit"];
    return inner_->Commit();
  }

 private:
  CountingStore& store_;
  const std::unique_ptr<store::Transaction> inner_;
};

absl::StatusOr<std::unique_ptr<store::Reader>> CountingStore::Read() {
  ++work_["read"];
  ASSIGN_OR_RETURN(std::unique_ptr<store::Reader> inner, inner_.Read());
  return std::unique_ptr<store::Reader>(std::make_unique<View>(*this, std::move(inner)));
}

absl::StatusOr<std::unique_ptr<store::Transaction>> CountingStore::Begin() {
  ++work_["begin"];
  ASSIGN_OR_RETURN(std::unique_ptr<store::Transaction> inner, inner_.Begin());
  return std::unique_ptr<store::Transaction>(std::make_unique<Writer>(*this, std::move(inner)));
}

void CountingStore::Count(const char* what, store::Table table, size_t bytes) {
  ++work_[absl::StrCat(what, " ", static_cast<int>(table))];
  work_[absl::StrCat(what, " bytes")] += bytes;
}

absl::StatusOr<base::Secret> CountingStore::Keys::GetOrCreate(absl::string_view subject,
                                                              const base::Secret& fresh) {
  ++store_.work_["key"];
  return store_.inner_.keys().GetOrCreate(subject, fresh);
}

absl::StatusOr<std::vector<base::Secret>> CountingStore::Keys::GetOrCreateAll(
    const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) {
  store_.work_["key"] += subjects.size();
  return store_.inner_.keys().GetOrCreateAll(subjects, fresh);
}

absl::StatusOr<base::Secret> CountingStore::Keys::Get(absl::string_view subject) {
  ++store_.work_["key read"];
  return store_.inner_.keys().Get(subject);
}

absl::Status CountingStore::Keys::Erase(absl::string_view subject) {
  return store_.inner_.keys().Erase(subject);
}

}  // namespace enlace::property
