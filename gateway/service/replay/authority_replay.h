// What the records of both logs make of authorities, and of who trusts which bundle.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_AUTHORITY_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_AUTHORITY_REPLAY_H_

#include <cstdint>
#include <map>
#include <string>

#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/authority.pb.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes the records of each log in their order and gives the rows that they lead to,
// whatever is stored. Not thread-safe.
class AuthorityReplay {
 public:
  // Of the trust log.
  void AddTrust(const store::v1::Record& record);
  // Of the case log: that agencies were told.
  void AddCase(uint64_t index, const store::v1::Record& record);

  store::Rows AuthorityRows() const;
  store::Rows BundleInstalledRows() const;
  const store::Rows& FeedRows() const { return feed_; }

 private:
  std::map<std::string, v1::Authority> authorities_;
  std::map<std::string, store::v1::BundleInstalledRow> bundles_;
  store::Rows feed_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_AUTHORITY_REPLAY_H_
