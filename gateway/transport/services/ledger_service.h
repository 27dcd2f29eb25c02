// LedgerService over gRPC: proofs.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_LEDGER_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_LEDGER_SERVICE_H_

#include "enlace/v1/ledger_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class LedgerService final : public v1::LedgerService::Service {
 public:
  LedgerService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status GetCheckpoint(grpc::ServerContext* context, const v1::GetCheckpointRequest* request,
                             v1::GetCheckpointResponse* response) override;
  grpc::Status GetEntries(grpc::ServerContext* context, const v1::GetEntriesRequest* request,
                          v1::GetEntriesResponse* response) override;
  grpc::Status GetInclusionProof(grpc::ServerContext* context, const v1::GetInclusionProofRequest* request,
                                 v1::GetInclusionProofResponse* response) override;
  grpc::Status GetConsistencyProof(grpc::ServerContext* context,
                                   const v1::GetConsistencyProofRequest* request,
                                   v1::GetConsistencyProofResponse* response) override;
  grpc::Status ListAccesses(grpc::ServerContext* context, const v1::ListAccessesRequest* request,
                            v1::ListAccessesResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_LEDGER_SERVICE_H_
