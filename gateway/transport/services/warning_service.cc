#include "gateway/transport/services/warning_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status WarningService::IssueWarning(grpc::ServerContext* context,
                                          const v1::IssueWarningRequest* request,
                                          v1::IssueWarningResponse* response) {
  return Serve(seam_, context, handlers_.issue_warning, *request, response);
}

grpc::Status WarningService::GetWarning(grpc::ServerContext* context, const v1::GetWarningRequest* request,
                                        v1::GetWarningResponse* response) {
  return Serve(seam_, context, handlers_.get_warning, *request, response);
}

grpc::Status WarningService::ListWarnings(grpc::ServerContext* context,
                                          const v1::ListWarningsRequest* request,
                                          v1::ListWarningsResponse* response) {
  return Serve(seam_, context, handlers_.list_warnings, *request, response);
}

grpc::Status WarningService::AnswerWarning(grpc::ServerContext* context,
                                           const v1::AnswerWarningRequest* request,
                                           v1::AnswerWarningResponse* response) {
  return Serve(seam_, context, handlers_.answer_warning, *request, response);
}

}  // namespace enlace::transport
