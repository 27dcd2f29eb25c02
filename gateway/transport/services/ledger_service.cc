#include "gateway/transport/services/ledger_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status LedgerService::GetCheckpoint(grpc::ServerContext* context,
                                          const v1::GetCheckpointRequest* request,
                                          v1::GetCheckpointResponse* response) {
  return Serve(seam_, context, handlers_.get_checkpoint, *request, response);
}

grpc::Status LedgerService::GetEntries(grpc::ServerContext* context, const v1::GetEntriesRequest* request,
                                       v1::GetEntriesResponse* response) {
  return Serve(seam_, context, handlers_.get_entries, *request, response);
}

grpc::Status LedgerService::GetInclusionProof(grpc::ServerContext* context,
                                              const v1::GetInclusionProofRequest* request,
                                              v1::GetInclusionProofResponse* response) {
  return Serve(seam_, context, handlers_.get_inclusion_proof, *request, response);
}

grpc::Status LedgerService::GetConsistencyProof(grpc::ServerContext* context,
                                                const v1::GetConsistencyProofRequest* request,
                                                v1::GetConsistencyProofResponse* response) {
  return Serve(seam_, context, handlers_.get_consistency_proof, *request, response);
}

grpc::Status LedgerService::ListAccesses(grpc::ServerContext* context, const v1::ListAccessesRequest* request,
                                         v1::ListAccessesResponse* response) {
  return Serve(seam_, context, handlers_.list_accesses, *request, response);
}

}  // namespace enlace::transport
