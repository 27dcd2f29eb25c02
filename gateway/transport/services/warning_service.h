// WarningService over gRPC: early warnings.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_WARNING_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_WARNING_SERVICE_H_

#include "enlace/v1/warning_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class WarningService final : public v1::WarningService::Service {
 public:
  WarningService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status IssueWarning(grpc::ServerContext* context, const v1::IssueWarningRequest* request,
                            v1::IssueWarningResponse* response) override;
  grpc::Status GetWarning(grpc::ServerContext* context, const v1::GetWarningRequest* request,
                          v1::GetWarningResponse* response) override;
  grpc::Status ListWarnings(grpc::ServerContext* context, const v1::ListWarningsRequest* request,
                            v1::ListWarningsResponse* response) override;
  grpc::Status AnswerWarning(grpc::ServerContext* context, const v1::AnswerWarningRequest* request,
                             v1::AnswerWarningResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_WARNING_SERVICE_H_
