#include "tests/revocation/holder.h"

#include <grpcpp/client_context.h>

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "client/rpc_status.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "gateway/base/status_macros.h"

namespace enlace::revocation {
namespace {

void LimitTo(absl::Duration limit, grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(limit));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Holder>> Holder::New(const client::ConnectionOptions& options,
                                                    const client::TlsIdentity& identity) {
  client::TlsIdentity own{base::Secret(std::string(identity.key_pem.RevealSecret())), identity.chain_pem,
                          identity.roots_pem};
  ASSIGN_OR_RETURN(auto connection, client::Connection::New(options, std::move(own)));
  return std::unique_ptr<Holder>(new Holder(std::move(connection)));
}

Holder::~Holder() { EndStream(); }

void Holder::EndStream() {
  if (context_ != nullptr) context_->TryCancel();
  if (reader_.joinable()) reader_.join();
}

absl::Status Holder::OpenStream() {
  EndStream();
  cut_at_ = 0;
  feeds_ = v1::FeedService::NewStub(connection_->channel());
  context_ = std::make_unique<grpc::ClientContext>();
  stream_ = feeds_->Watch(context_.get(), v1::WatchRequest());
  v1::WatchResponse first;
  if (!stream_->Read(&first)) return client::FromRpc(stream_->Finish());
  reader_ = std::thread([this] { Read(); });
  return absl::OkStatus();
}

void Holder::Read() {
  v1::WatchResponse ignored;
  while (stream_->Read(&ignored)) {
  }
  const int64_t now = absl::ToUnixNanos(absl::Now());
  cut_with_ = client::FromRpc(stream_->Finish());
  cut_at_.store(now, std::memory_order_release);
}

absl::Time Holder::WaitForCut(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  while (cut_at_.load(std::memory_order_acquire) == 0) {
    if (absl::Now() > until) return absl::InfiniteFuture();
    absl::SleepFor(absl::Microseconds(100));
  }
  return absl::FromUnixNanos(cut_at_);
}

absl::Status Holder::Call() {
  grpc::ClientContext context;
  LimitTo(absl::Seconds(10), &context);
  v1::ListMechanismsResponse response;
  const auto stub = v1::DirectoryService::NewStub(connection_->channel());
  return client::FromRpc(stub->ListMechanisms(&context, v1::ListMechanismsRequest(), &response));
}

}  // namespace enlace::revocation
