#ifndef ENLACE_GATEWAY_SERVICE_LEDGER_GET_CHECKPOINT_H_
#define ENLACE_GATEWAY_SERVICE_LEDGER_GET_CHECKPOINT_H_

#include "enlace/v1/ledger_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// The latest signed checkpoint of a log.
// Thread-safe. Borrows the core.
class GetCheckpoint final : public Handler<v1::GetCheckpointRequest, v1::GetCheckpointResponse> {
 public:
  explicit GetCheckpoint(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  log_id is missing.
  void Handle(const identity::Caller& caller, const v1::GetCheckpointRequest& request,
              Done<v1::GetCheckpointResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LEDGER_GET_CHECKPOINT_H_
