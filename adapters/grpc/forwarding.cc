#include "adapters/grpc/forwarding.h"

#include <grpc/support/time.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server_context.h>

#include <utility>

#include "client/act_signature.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "enlace/v1/warning_service.grpc.pb.h"

namespace enlace::adapters {
namespace {

using grpc::ServerContext;
using grpc::Status;

constexpr int kDefaultDeadlineSeconds = 60;

// What the caller's deadline and cancellation are bound to.
std::unique_ptr<grpc::ClientContext> ContextLike(const ServerContext& context) {
  return grpc::ClientContext::FromServerContext(context);
}

template <typename Service, typename Request, typename Response>
Status ForwardOver(const client::Line& line, const ServerContext& context,
                   Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, Response* response) {
  const auto onward = ContextLike(context);
  if (gpr_time_cmp(context.raw_deadline(), gpr_inf_future(context.raw_deadline().clock_type)) == 0) {
    onward->set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                      gpr_time_from_seconds(kDefaultDeadlineSeconds, GPR_TIMESPAN)));
  }
  const auto stub = Service::NewStub(line.channel);
  typename Service::StubInterface& callee = *stub;
  return (callee.*method)(onward.get(), request, response);
}

template <typename Service, typename Request, typename Response>
Status Forward(client::Connection& connection, const ServerContext& context,
               Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request, Response* response) {
  static_assert(!client::kIsAct<Request>, "an act is signed: use ForwardAct");
  return ForwardOver<Service>(connection.line(), context, method, request, response);
}

// What the system's version knows and ours does not, nobody here can vouch for:
// such an act goes on unsigned.
template <typename Service, typename Request, typename Response>
Status ForwardAct(client::Connection& connection, const std::string& case_log, const ServerContext& context,
                  Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&, Response*),
                  const Request& request, Response* response) {
  const client::Line line = connection.line();
  Request act = request;
  act.clear_act_signature();
  client::SignAct(line, case_log, &act).IgnoreError();
  return ForwardOver<Service>(line, context, method, act, response);
}

class ForwardingReferrals final : public v1::ReferralService::Service {
 public:
  ForwardingReferrals(client::Connection& connection, std::string case_log)
      : connection_(connection), case_log_(std::move(case_log)) {}
  Status SubmitReferral(ServerContext* context, const v1::SubmitReferralRequest* request,
                        v1::SubmitReferralResponse* response) override {
    return ForwardAct<v1::ReferralService>(connection_, case_log_, *context, &Stub::SubmitReferral, *request,
                                           response);
  }
  Status GetReferral(ServerContext* context, const v1::GetReferralRequest* request,
                     v1::GetReferralResponse* response) override {
    return Forward<v1::ReferralService>(connection_, *context, &Stub::GetReferral, *request, response);
  }
  Status ListReferrals(ServerContext* context, const v1::ListReferralsRequest* request,
                       v1::ListReferralsResponse* response) override {
    return Forward<v1::ReferralService>(connection_, *context, &Stub::ListReferrals, *request, response);
  }
  Status AdvanceLeg(ServerContext* context, const v1::AdvanceLegRequest* request,
                    v1::AdvanceLegResponse* response) override {
    return ForwardAct<v1::ReferralService>(connection_, case_log_, *context, &Stub::AdvanceLeg, *request,
                                           response);
  }
  Status ReclassifyReferral(ServerContext* context, const v1::ReclassifyReferralRequest* request,
                            v1::ReclassifyReferralResponse* response) override {
    return ForwardAct<v1::ReferralService>(connection_, case_log_, *context, &Stub::ReclassifyReferral,
                                           *request, response);
  }

 private:
  using Stub = v1::ReferralService::StubInterface;
  client::Connection& connection_;
  const std::string case_log_;
};

class ForwardingCases final : public v1::CaseService::Service {
 public:
  ForwardingCases(client::Connection& connection, std::string case_log)
      : connection_(connection), case_log_(std::move(case_log)) {}
  Status GetCaseStatus(ServerContext* context, const v1::GetCaseStatusRequest* request,
                       v1::GetCaseStatusResponse* response) override {
    return Forward<v1::CaseService>(connection_, *context, &Stub::GetCaseStatus, *request, response);
  }
  Status BatchGetCaseStatus(ServerContext* context, const v1::BatchGetCaseStatusRequest* request,
                            v1::BatchGetCaseStatusResponse* response) override {
    return Forward<v1::CaseService>(connection_, *context, &Stub::BatchGetCaseStatus, *request, response);
  }
  Status ReportInvestigationStatus(ServerContext* context,
                                   const v1::ReportInvestigationStatusRequest* request,
                                   v1::ReportInvestigationStatusResponse* response) override {
    return ForwardAct<v1::CaseService>(connection_, case_log_, *context, &Stub::ReportInvestigationStatus,
                                       *request, response);
  }
  Status ReportProtectionStatus(ServerContext* context, const v1::ReportProtectionStatusRequest* request,
                                v1::ReportProtectionStatusResponse* response) override {
    return ForwardAct<v1::CaseService>(connection_, case_log_, *context, &Stub::ReportProtectionStatus,
                                       *request, response);
  }
  Status LinkNativeNumber(ServerContext* context, const v1::LinkNativeNumberRequest* request,
                          v1::LinkNativeNumberResponse* response) override {
    return ForwardAct<v1::CaseService>(connection_, case_log_, *context, &Stub::LinkNativeNumber, *request,
                                       response);
  }
  Status AdvanceMeasure(ServerContext* context, const v1::AdvanceMeasureRequest* request,
                        v1::AdvanceMeasureResponse* response) override {
    return ForwardAct<v1::CaseService>(connection_, case_log_, *context, &Stub::AdvanceMeasure, *request,
                                       response);
  }
  Status WithdrawConsent(ServerContext* context, const v1::WithdrawConsentRequest* request,
                         v1::WithdrawConsentResponse* response) override {
    return ForwardAct<v1::CaseService>(connection_, case_log_, *context, &Stub::WithdrawConsent, *request,
                                       response);
  }

 private:
  using Stub = v1::CaseService::StubInterface;
  client::Connection& connection_;
  const std::string case_log_;
};

class ForwardingWarnings final : public v1::WarningService::Service {
 public:
  ForwardingWarnings(client::Connection& connection, std::string case_log)
      : connection_(connection), case_log_(std::move(case_log)) {}
  Status IssueWarning(ServerContext* context, const v1::IssueWarningRequest* request,
                      v1::IssueWarningResponse* response) override {
    return ForwardAct<v1::WarningService>(connection_, case_log_, *context, &Stub::IssueWarning, *request,
                                          response);
  }
  Status AnswerWarning(ServerContext* context, const v1::AnswerWarningRequest* request,
                       v1::AnswerWarningResponse* response) override {
    return ForwardAct<v1::WarningService>(connection_, case_log_, *context, &Stub::AnswerWarning, *request,
                                          response);
  }
  Status GetWarning(ServerContext* context, const v1::GetWarningRequest* request,
                    v1::GetWarningResponse* response) override {
    return Forward<v1::WarningService>(connection_, *context, &Stub::GetWarning, *request, response);
  }
  Status ListWarnings(ServerContext* context, const v1::ListWarningsRequest* request,
                      v1::ListWarningsResponse* response) override {
    return Forward<v1::WarningService>(connection_, *context, &Stub::ListWarnings, *request, response);
  }

 private:
  using Stub = v1::WarningService::StubInterface;
  client::Connection& connection_;
  const std::string case_log_;
};

class ForwardingDirectory final : public v1::DirectoryService::Service {
 public:
  explicit ForwardingDirectory(client::Connection& connection) : connection_(connection) {}
  Status ListAgencies(ServerContext* context, const v1::ListAgenciesRequest* request,
                      v1::ListAgenciesResponse* response) override {
    return Forward<v1::DirectoryService>(connection_, *context, &Stub::ListAgencies, *request, response);
  }
  Status GetAgency(ServerContext* context, const v1::GetAgencyRequest* request,
                   v1::GetAgencyResponse* response) override {
    return Forward<v1::DirectoryService>(connection_, *context, &Stub::GetAgency, *request, response);
  }
  Status ListMechanisms(ServerContext* context, const v1::ListMechanismsRequest* request,
                        v1::ListMechanismsResponse* response) override {
    return Forward<v1::DirectoryService>(connection_, *context, &Stub::ListMechanisms, *request, response);
  }
  Status ResolveRecipients(ServerContext* context, const v1::ResolveRecipientsRequest* request,
                           v1::ResolveRecipientsResponse* response) override {
    return Forward<v1::DirectoryService>(connection_, *context, &Stub::ResolveRecipients, *request, response);
  }

 private:
  using Stub = v1::DirectoryService::StubInterface;
  client::Connection& connection_;
};

class ForwardingFeed final : public v1::FeedService::Service {
 public:
  explicit ForwardingFeed(client::Connection& connection) : connection_(connection) {}
  Status Watch(ServerContext* context, const v1::WatchRequest* request,
               grpc::ServerWriter<v1::WatchResponse>* writer) override {
    const auto onward = ContextLike(*context);
    const auto stub = v1::FeedService::NewStub(connection_.channel());
    const auto stream = stub->Watch(onward.get(), *request);
    v1::WatchResponse response;
    while (stream->Read(&response)) {
      if (!writer->Write(response)) onward->TryCancel();
    }
    return stream->Finish();
  }
  Status Acknowledge(ServerContext* context, const v1::AcknowledgeRequest* request,
                     v1::AcknowledgeResponse* response) override {
    return Forward<v1::FeedService>(connection_, *context, &Stub::Acknowledge, *request, response);
  }

 private:
  using Stub = v1::FeedService::StubInterface;
  client::Connection& connection_;
};

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> NewForwardingServices(client::Connection& connection,
                                                                  const std::string& case_log) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<ForwardingReferrals>(connection, case_log));
  services.push_back(std::make_unique<ForwardingCases>(connection, case_log));
  services.push_back(std::make_unique<ForwardingWarnings>(connection, case_log));
  services.push_back(std::make_unique<ForwardingDirectory>(connection));
  services.push_back(std::make_unique<ForwardingFeed>(connection));
  return services;
}

}  // namespace enlace::adapters
