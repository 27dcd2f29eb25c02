// ReportService over gRPC: statistics, and what nobody answered.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_REPORT_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_REPORT_SERVICE_H_

#include "enlace/v1/report_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class ReportService final : public v1::ReportService::Service {
 public:
  ReportService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status GetReport(grpc::ServerContext* context, const v1::GetReportRequest* request,
                         v1::GetReportResponse* response) override;
  grpc::Status GetUnanswered(grpc::ServerContext* context, const v1::GetUnansweredRequest* request,
                             v1::GetUnansweredResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_REPORT_SERVICE_H_
