// What the clients of a fault run sent, what they were told, and what they read.
// It lives in the harness, which nobody kills.
#ifndef ENLACE_TESTS_FAULT_JOURNAL_H_
#define ENLACE_TESTS_FAULT_JOURNAL_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/mutex.h"

namespace enlace::fault {

// One command under one request_id.
struct SentCommand {
  std::string agency_id;
  std::string request_id;
  std::string body_digest;
  // How often it was acknowledged; 0 means that nobody knows what became of it.
  int answers = 0;
  v1::Receipt receipt;
};

// A status or referral that was read, and where the gateway says its look stands.
struct Look {
  std::string agency_id;
  std::string case_id;
  v1::RecordRef record;
};

// What the checker reads. A plain value.
struct JournalData {
  std::map<std::pair<std::string, std::string>, SentCommand> commands;  // By agency and request_id.
  std::vector<Look> looks;
  std::map<std::string, std::vector<v1::FeedItem>> feeds;  // By agency, in the order of arrival.
  std::map<std::string, int> refusals;                     // By reason; for the report.
  std::vector<std::string> findings;                       // What a client saw that must not be.
  uint64_t repeats = 0;
  uint64_t reuses_refused = 0;
};

// Thread-safe.
class Journal {
 public:
  // Before the first byte leaves.
  void Sent(const std::string& agency_id, const std::string& request_id, const std::string& body) {
    base::MutexLock lock(&mu_);
    SentCommand& command = data_.commands[{agency_id, request_id}];
    command.agency_id = agency_id;
    command.request_id = request_id;
    command.body_digest = base::Sha256(body);
  }
  // Every further answer must have the receipt of the first.
  void Acknowledged(const std::string& agency_id, const std::string& request_id, const v1::Receipt& receipt) {
    base::MutexLock lock(&mu_);
    SentCommand& command = data_.commands[{agency_id, request_id}];
    if (command.answers++ == 0) {
      command.receipt = receipt;
      return;
    }
    ++data_.repeats;
    if (command.receipt.SerializeAsString() != receipt.SerializeAsString()) {
      data_.findings.push_back(absl::StrCat("request ", request_id, ": a repetition got another receipt"));
    }
  }
  void Looked(Look look) {
    base::MutexLock lock(&mu_);
    data_.looks.push_back(std::move(look));
  }
  void Heard(const std::string& agency_id, const v1::FeedItem& item) {
    base::MutexLock lock(&mu_);
    data_.feeds[agency_id].push_back(item);
  }
  void Refused(const std::string& reason) {
    base::MutexLock lock(&mu_);
    ++data_.refusals[reason];
  }
  void ReuseRefused() {
    base::MutexLock lock(&mu_);
    ++data_.reuses_refused;
  }
  void Finding(std::string text) {
    base::MutexLock lock(&mu_);
    data_.findings.push_back(std::move(text));
  }
  JournalData Take() const {
    base::MutexLock lock(&mu_);
    return data_;
  }
  // Grows with everything that is written: unchanged for a while means at rest.
  uint64_t Size() const {
    base::MutexLock lock(&mu_);
    uint64_t size = data_.commands.size() + data_.looks.size() + data_.repeats;
    for (const auto& [agency, items] : data_.feeds) size += items.size();
    return size;
  }

 private:
  mutable base::Mutex mu_;
  JournalData data_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::fault

#endif  // ENLACE_TESTS_FAULT_JOURNAL_H_
