// CaseService over gRPC: the status of cases.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_CASE_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_CASE_SERVICE_H_

#include "enlace/v1/case_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class CaseService final : public v1::CaseService::Service {
 public:
  CaseService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status GetCaseStatus(grpc::ServerContext* context, const v1::GetCaseStatusRequest* request,
                             v1::GetCaseStatusResponse* response) override;
  grpc::Status BatchGetCaseStatus(grpc::ServerContext* context, const v1::BatchGetCaseStatusRequest* request,
                                  v1::BatchGetCaseStatusResponse* response) override;
  grpc::Status ReportInvestigationStatus(grpc::ServerContext* context,
                                         const v1::ReportInvestigationStatusRequest* request,
                                         v1::ReportInvestigationStatusResponse* response) override;
  grpc::Status ReportProtectionStatus(grpc::ServerContext* context,
                                      const v1::ReportProtectionStatusRequest* request,
                                      v1::ReportProtectionStatusResponse* response) override;
  grpc::Status LinkNativeNumber(grpc::ServerContext* context, const v1::LinkNativeNumberRequest* request,
                                v1::LinkNativeNumberResponse* response) override;
  grpc::Status AdvanceMeasure(grpc::ServerContext* context, const v1::AdvanceMeasureRequest* request,
                              v1::AdvanceMeasureResponse* response) override;
  grpc::Status WithdrawConsent(grpc::ServerContext* context, const v1::WithdrawConsentRequest* request,
                               v1::WithdrawConsentResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_CASE_SERVICE_H_
