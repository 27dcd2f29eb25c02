#include "gateway/transport/services/feed_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status FeedService::Watch(grpc::ServerContext* context, const v1::WatchRequest* request,
                                grpc::ServerWriter<v1::WatchResponse>* writer) {
  return ServeStream(seam_, context, handlers_.watch, *request, writer);
}

grpc::Status FeedService::Acknowledge(grpc::ServerContext* context, const v1::AcknowledgeRequest* request,
                                      v1::AcknowledgeResponse* response) {
  return Serve(seam_, context, handlers_.acknowledge, *request, response);
}

}  // namespace enlace::transport
