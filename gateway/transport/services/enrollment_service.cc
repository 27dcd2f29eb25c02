#include "gateway/transport/services/enrollment_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status EnrollmentService::Enroll(grpc::ServerContext* context, const v1::EnrollRequest* request,
                                       v1::EnrollResponse* response) {
  return Serve(seam_, context, handlers_.enroll, *request, response);
}

grpc::Status EnrollmentService::Renew(grpc::ServerContext* context, const v1::RenewRequest* request,
                                      v1::RenewResponse* response) {
  return Serve(seam_, context, handlers_.renew, *request, response);
}

grpc::Status EnrollmentService::GetTrustBundle(grpc::ServerContext* context,
                                               const v1::GetTrustBundleRequest* request,
                                               v1::GetTrustBundleResponse* response) {
  return Serve(seam_, context, handlers_.get_trust_bundle, *request, response);
}

}  // namespace enlace::transport
