// AdministrationService over gRPC: who takes part.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_ADMINISTRATION_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_ADMINISTRATION_SERVICE_H_

#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class AdministrationService final : public v1::AdministrationService::Service {
 public:
  AdministrationService(const Seam& seam, const service::Services& handlers)
      : seam_(seam), handlers_(handlers) {}

  grpc::Status CreateAgency(grpc::ServerContext* context, const v1::CreateAgencyRequest* request,
                            v1::CreateAgencyResponse* response) override;
  grpc::Status UpdateAgency(grpc::ServerContext* context, const v1::UpdateAgencyRequest* request,
                            v1::UpdateAgencyResponse* response) override;
  grpc::Status SuspendAgency(grpc::ServerContext* context, const v1::SuspendAgencyRequest* request,
                             v1::SuspendAgencyResponse* response) override;
  grpc::Status ReinstateAgency(grpc::ServerContext* context, const v1::ReinstateAgencyRequest* request,
                               v1::ReinstateAgencyResponse* response) override;
  grpc::Status CreateEnrollmentToken(grpc::ServerContext* context,
                                     const v1::CreateEnrollmentTokenRequest* request,
                                     v1::CreateEnrollmentTokenResponse* response) override;
  grpc::Status ListCertificates(grpc::ServerContext* context, const v1::ListCertificatesRequest* request,
                                v1::ListCertificatesResponse* response) override;
  grpc::Status RevokeCertificate(grpc::ServerContext* context, const v1::RevokeCertificateRequest* request,
                                 v1::RevokeCertificateResponse* response) override;
  grpc::Status GetRevocationList(grpc::ServerContext* context, const v1::GetRevocationListRequest* request,
                                 v1::GetRevocationListResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_ADMINISTRATION_SERVICE_H_
