#ifndef ENLACE_GATEWAY_SERVICE_LEDGER_GET_CONSISTENCY_PROOF_H_
#define ENLACE_GATEWAY_SERVICE_LEDGER_GET_CONSISTENCY_PROOF_H_

#include "enlace/v1/ledger_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Consistency proof between two trees of a log.
// Thread-safe. Borrows the core.
class GetConsistencyProof final : public Handler<v1::GetConsistencyProofRequest, v1::GetConsistencyProofResponse> {
 public:
  explicit GetConsistencyProof(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  log_id is missing, or no such trees.
  void Handle(const identity::Caller& caller, const v1::GetConsistencyProofRequest& request,
              Done<v1::GetConsistencyProofResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LEDGER_GET_CONSISTENCY_PROOF_H_
