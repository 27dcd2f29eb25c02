// What the records of the case log make of feed items that are about no case and no
// warning.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_NOTICE_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_NOTICE_REPLAY_H_

#include <cstdint>

#include "enlace/store/v1/record.pb.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes the records of the case log in their order. Not thread-safe.
class NoticeReplay {
 public:
  // Records of anything else change nothing.
  void Add(uint64_t index, const store::v1::Record& record);
  const store::Rows& FeedRows() const { return feed_; }

 private:
  store::Rows feed_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_NOTICE_REPLAY_H_
