// One of many connections that use the same certificate.
#ifndef ENLACE_TESTS_REVOCATION_HOLDER_H_
#define ENLACE_TESTS_REVOCATION_HOLDER_H_

#include <atomic>
#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/connection.h"
#include "enlace/v1/feed_service.grpc.pb.h"

namespace enlace::revocation {

// A connection with an open Watch stream and a call whenever it is asked. Not
// thread-safe but for what is atomic.
class Holder {
 public:
  static absl::StatusOr<std::unique_ptr<Holder>> New(const client::ConnectionOptions& options,
                                                     const client::TlsIdentity& identity);
  ~Holder();
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  // Opens the stream and waits until its first message has come.
  absl::Status OpenStream();
  // Waits until the stream has ended, for at most `limit`; when that was. InfiniteFuture:
  // it goes on.
  absl::Time WaitForCut(absl::Duration limit);
  // As the gateway ended it; only after WaitForCut.
  const absl::Status& cut_with() const { return cut_with_; }

  // One look at the directory, without any second try.
  absl::Status Call();

 private:
  explicit Holder(std::unique_ptr<client::Connection> connection) : connection_(std::move(connection)) {}
  void Read();
  void EndStream();

  const std::unique_ptr<client::Connection> connection_;
  std::unique_ptr<v1::FeedService::Stub> feeds_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> stream_;
  std::thread reader_;
  std::atomic<int64_t> cut_at_{0};
  absl::Status cut_with_;
};

}  // namespace enlace::revocation

#endif  // ENLACE_TESTS_REVOCATION_HOLDER_H_
