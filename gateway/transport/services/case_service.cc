#include "gateway/transport/services/case_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status CaseService::GetCaseStatus(grpc::ServerContext* context, const v1::GetCaseStatusRequest* request,
                                        v1::GetCaseStatusResponse* response) {
  return Serve(seam_, context, handlers_.get_case_status, *request, response);
}

grpc::Status CaseService::BatchGetCaseStatus(grpc::ServerContext* context,
                                             const v1::BatchGetCaseStatusRequest* request,
                                             v1::BatchGetCaseStatusResponse* response) {
  return Serve(seam_, context, handlers_.batch_get_case_status, *request, response);
}

grpc::Status CaseService::ReportInvestigationStatus(grpc::ServerContext* context,
                                                    const v1::ReportInvestigationStatusRequest* request,
                                                    v1::ReportInvestigationStatusResponse* response) {
  return Serve(seam_, context, handlers_.report_investigation_status, *request, response);
}

grpc::Status CaseService::ReportProtectionStatus(grpc::ServerContext* context,
                                                 const v1::ReportProtectionStatusRequest* request,
                                                 v1::ReportProtectionStatusResponse* response) {
  return Serve(seam_, context, handlers_.report_protection_status, *request, response);
}

grpc::Status CaseService::LinkNativeNumber(grpc::ServerContext* context,
                                           const v1::LinkNativeNumberRequest* request,
                                           v1::LinkNativeNumberResponse* response) {
  return Serve(seam_, context, handlers_.link_native_number, *request, response);
}

grpc::Status CaseService::AdvanceMeasure(grpc::ServerContext* context,
                                         const v1::AdvanceMeasureRequest* request,
                                         v1::AdvanceMeasureResponse* response) {
  return Serve(seam_, context, handlers_.advance_measure, *request, response);
}

grpc::Status CaseService::WithdrawConsent(grpc::ServerContext* context,
                                          const v1::WithdrawConsentRequest* request,
                                          v1::WithdrawConsentResponse* response) {
  return Serve(seam_, context, handlers_.withdraw_consent, *request, response);
}

}  // namespace enlace::transport
