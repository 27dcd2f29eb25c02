#include "gateway/transport/services/report_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status ReportService::GetReport(grpc::ServerContext* context, const v1::GetReportRequest* request,
                                      v1::GetReportResponse* response) {
  return Serve(seam_, context, handlers_.get_report, *request, response);
}

grpc::Status ReportService::GetUnanswered(grpc::ServerContext* context,
                                          const v1::GetUnansweredRequest* request,
                                          v1::GetUnansweredResponse* response) {
  return Serve(seam_, context, handlers_.get_unanswered, *request, response);
}

}  // namespace enlace::transport
