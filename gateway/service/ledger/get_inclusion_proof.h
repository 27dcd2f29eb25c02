#ifndef ENLACE_GATEWAY_SERVICE_LEDGER_GET_INCLUSION_PROOF_H_
#define ENLACE_GATEWAY_SERVICE_LEDGER_GET_INCLUSION_PROOF_H_

#include "enlace/v1/ledger_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Inclusion proof of a leaf.
// Thread-safe. Borrows the core.
class GetInclusionProof final : public Handler<v1::GetInclusionProofRequest, v1::GetInclusionProofResponse> {
 public:
  explicit GetInclusionProof(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  log_id is missing, or no such leaf in such a tree.
  void Handle(const identity::Caller& caller, const v1::GetInclusionProofRequest& request,
              Done<v1::GetInclusionProofResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LEDGER_GET_INCLUSION_PROOF_H_
