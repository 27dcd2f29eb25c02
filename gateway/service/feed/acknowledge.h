#ifndef ENLACE_GATEWAY_SERVICE_FEED_ACKNOWLEDGE_H_
#define ENLACE_GATEWAY_SERVICE_FEED_ACKNOWLEDGE_H_

#include "enlace/v1/feed_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Records up to where an agency has handled its feed.
// Thread-safe. Borrows the core.
class Acknowledge final : public Handler<v1::AcknowledgeRequest, v1::AcknowledgeResponse> {
 public:
  explicit Acknowledge(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no agency.
  //   OUT_OF_RANGE       POSITION_INVALID: beyond the log.
  void Handle(const identity::Caller& caller, const v1::AcknowledgeRequest& request,
              Done<v1::AcknowledgeResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_FEED_ACKNOWLEDGE_H_
