// DirectoryService over gRPC: who is there.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_DIRECTORY_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_DIRECTORY_SERVICE_H_

#include "enlace/v1/directory_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class DirectoryService final : public v1::DirectoryService::Service {
 public:
  DirectoryService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status ListAgencies(grpc::ServerContext* context, const v1::ListAgenciesRequest* request,
                            v1::ListAgenciesResponse* response) override;
  grpc::Status GetAgency(grpc::ServerContext* context, const v1::GetAgencyRequest* request,
                         v1::GetAgencyResponse* response) override;
  grpc::Status ListMechanisms(grpc::ServerContext* context, const v1::ListMechanismsRequest* request,
                              v1::ListMechanismsResponse* response) override;
  grpc::Status ResolveRecipients(grpc::ServerContext* context, const v1::ResolveRecipientsRequest* request,
                                 v1::ResolveRecipientsResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_DIRECTORY_SERVICE_H_
