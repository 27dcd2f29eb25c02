// Which commands took effect, by the records alone, and whether each is
// remembered once.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_REQUEST_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_REQUEST_REPLAY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes the records of both logs. What a response held cannot be known from the
// records; that it is remembered, about which record and under which tree, can.
// Not thread-safe.
class RequestReplay {
 public:
  // `tree_size`: of the log after the batch that holds the record.
  void Add(v1::LogId log, uint64_t index, uint64_t tree_size, const store::v1::Record& record);

  // Tells a request_id that took effect twice or is not remembered, and a
  // remembered one whose record or tree is another. `is_spent`: whether an
  // enrolment token of this hash was spent; its request_id is that hash.
  // `is_complete`: whether all records could be opened; if not, a row without
  // records is passed over.
  //   UNAVAILABLE, DATA_LOSS  as store::Reader.
  absl::Status Compare(store::Reader& reader, const std::function<bool(const std::string& hash)>& is_spent,
                       bool is_complete, store::ComparisonReport* report) const;

 private:
  struct Applied {
    v1::LogId log = v1::LOG_ID_UNSPECIFIED;
    uint64_t first = 0;
    uint64_t last = 0;
    uint64_t tree_size = 0;
    absl::Time time;
    bool again = false;
  };
  void CompareRow(const store::Row& row, const std::function<bool(const std::string& hash)>& is_spent,
                  bool is_complete, store::ComparisonReport* report) const;

  // By the key of the row.
  std::map<std::string, Applied> applied_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_REQUEST_REPLAY_H_
