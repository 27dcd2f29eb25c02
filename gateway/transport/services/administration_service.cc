#include "gateway/transport/services/administration_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status AdministrationService::CreateAgency(grpc::ServerContext* context,
                                                 const v1::CreateAgencyRequest* request,
                                                 v1::CreateAgencyResponse* response) {
  return Serve(seam_, context, handlers_.create_agency, *request, response);
}

grpc::Status AdministrationService::UpdateAgency(grpc::ServerContext* context,
                                                 const v1::UpdateAgencyRequest* request,
                                                 v1::UpdateAgencyResponse* response) {
  return Serve(seam_, context, handlers_.update_agency, *request, response);
}

grpc::Status AdministrationService::SuspendAgency(grpc::ServerContext* context,
                                                  const v1::SuspendAgencyRequest* request,
                                                  v1::SuspendAgencyResponse* response) {
  return Serve(seam_, context, handlers_.suspend_agency, *request, response);
}

grpc::Status AdministrationService::ReinstateAgency(grpc::ServerContext* context,
                                                    const v1::ReinstateAgencyRequest* request,
                                                    v1::ReinstateAgencyResponse* response) {
  return Serve(seam_, context, handlers_.reinstate_agency, *request, response);
}

grpc::Status AdministrationService::CreateEnrollmentToken(grpc::ServerContext* context,
                                                          const v1::CreateEnrollmentTokenRequest* request,
                                                          v1::CreateEnrollmentTokenResponse* response) {
  return Serve(seam_, context, handlers_.create_enrollment_token, *request, response);
}

grpc::Status AdministrationService::ListCertificates(grpc::ServerContext* context,
                                                     const v1::ListCertificatesRequest* request,
                                                     v1::ListCertificatesResponse* response) {
  return Serve(seam_, context, handlers_.list_certificates, *request, response);
}

grpc::Status AdministrationService::RevokeCertificate(grpc::ServerContext* context,
                                                      const v1::RevokeCertificateRequest* request,
                                                      v1::RevokeCertificateResponse* response) {
  return Serve(seam_, context, handlers_.revoke_certificate, *request, response);
}

grpc::Status AdministrationService::GetRevocationList(grpc::ServerContext* context,
                                                      const v1::GetRevocationListRequest* request,
                                                      v1::GetRevocationListResponse* response) {
  return Serve(seam_, context, handlers_.get_revocation_list, *request, response);
}

}  // namespace enlace::transport
