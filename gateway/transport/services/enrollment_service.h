// EnrollmentService over gRPC: how an agency comes by its certificates.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_ENROLLMENT_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_ENROLLMENT_SERVICE_H_

#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class EnrollmentService final : public v1::EnrollmentService::Service {
 public:
  EnrollmentService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status Enroll(grpc::ServerContext* context, const v1::EnrollRequest* request,
                      v1::EnrollResponse* response) override;
  grpc::Status Renew(grpc::ServerContext* context, const v1::RenewRequest* request,
                     v1::RenewResponse* response) override;
  grpc::Status GetTrustBundle(grpc::ServerContext* context, const v1::GetTrustBundleRequest* request,
                              v1::GetTrustBundleResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_ENROLLMENT_SERVICE_H_
