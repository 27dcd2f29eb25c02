// A WarningService that keeps what it is told and proves it with genuine receipts.
#ifndef ENLACE_TESTS_CLIENT_WARNING_FAKE_WARNINGS_H_
#define ENLACE_TESTS_CLIENT_WARNING_FAKE_WARNINGS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "enlace/v1/warning_service.grpc.pb.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {

// Set `log` before the first call.
class FakeWarnings final : public v1::WarningService::Service {
 public:
  grpc::Status IssueWarning(grpc::ServerContext* context, const v1::IssueWarningRequest* request,
                            v1::IssueWarningResponse* response) override;
  grpc::Status AnswerWarning(grpc::ServerContext* context, const v1::AnswerWarningRequest* request,
                             v1::AnswerWarningResponse* response) override;
  grpc::Status GetWarning(grpc::ServerContext* context, const v1::GetWarningRequest* request,
                          v1::GetWarningResponse* response) override;
  grpc::Status ListWarnings(grpc::ServerContext* context, const v1::ListWarningsRequest* request,
                            v1::ListWarningsResponse* response) override;

  const FakeLog* log = nullptr;
  std::vector<v1::IssueWarningRequest> issued;
  std::vector<v1::AnswerWarningRequest> answered;
  std::vector<v1::GetWarningRequest> looks;
  v1::ListWarningsRequest listed;
  // By id.
  std::map<std::string, v1::WarningView> warnings;
  // Changes what leaves.
  std::function<void(v1::WarningView*)> spoil_view;
  std::function<void(v1::IssueWarningResponse*)> spoil_issue;
  // Changes the record that a receipt proves.
  std::function<void(store::v1::Record*)> spoil_record;

 private:
  template <typename Request>
  v1::Receipt Prove(const std::string& type, const Request& request, const std::string& warning_id,
                    const std::string& sealed_digest) const;
};

}  // namespace enlace::client

#endif  // ENLACE_TESTS_CLIENT_WARNING_FAKE_WARNINGS_H_
