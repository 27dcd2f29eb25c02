// What the records of both logs make of the warnings of certificates' ends.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_EXPIRY_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_EXPIRY_REPLAY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes records of both logs in any order of the logs: they are put in the order of
// their times, which no two commands share. Holds every certificate in memory. Not
// thread-safe.
class ExpiryReplay {
 public:
  // Records of anything else change nothing.
  void Add(const store::v1::Record& record);

  struct Tables {
    store::Rows expiry;
    store::Rows due;
  };
  Tables Rows() const;

 private:
  // By time; within a command in the order of its records.
  std::multimap<absl::Time, store::v1::Event> events_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_EXPIRY_REPLAY_H_
