// What the records of the trust log make of proposals and of the mechanisms' files.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_APPROVAL_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_APPROVAL_REPLAY_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/comparison.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Takes the records of the trust log in their order and compares what they lead to
// with what is stored. Not thread-safe.
class ApprovalReplay {
 public:
  void Add(uint64_t index, const store::v1::Record& record);

  //   UNAVAILABLE, DATA_LOSS  as store::Reader.
  absl::Status Compare(store::Reader& reader, store::ComparisonReport* report) const;

 private:
  std::map<std::string, store::v1::ProposalRow> proposals_;
  std::string mechanisms_digest_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_APPROVAL_REPLAY_H_
