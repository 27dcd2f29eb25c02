// FeedService over gRPC: what concerns an agency.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_FEED_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_FEED_SERVICE_H_

#include "enlace/v1/feed_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class FeedService final : public v1::FeedService::Service {
 public:
  FeedService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status Watch(grpc::ServerContext* context, const v1::WatchRequest* request,
                     grpc::ServerWriter<v1::WatchResponse>* writer) override;
  grpc::Status Acknowledge(grpc::ServerContext* context, const v1::AcknowledgeRequest* request,
                           v1::AcknowledgeResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_FEED_SERVICE_H_
