// The real gateway with the cast enrolled, for a history to be tried on.
#ifndef ENLACE_TESTS_PROPERTY_GATEWAY_WORLD_H_
#define ENLACE_TESTS_PROPERTY_GATEWAY_WORLD_H_

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/property/call.h"
#include "tests/property/cast.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::property {

// What came of a call; complete when `arrived`.
struct Got {
  bool arrived = false;
  absl::Status status;
  std::shared_ptr<google::protobuf::Message> response;
};

// Not thread-safe: the writer runs in Pump.
class GatewayWorld final : public GatewayFixture {
 public:
  // State in `other` if it is given, else in memory.
  explicit GatewayWorld(store::Store* other = nullptr);
  void TestBody() override {}

  // Hands the call to its handler. A walk or a watch is made at once; any other
  // arrives with the next Pump at the latest.
  std::shared_ptr<Got> Send(const property::Call& call);
  using GatewayFixture::LogSize;
  using GatewayFixture::Pump;
  using GatewayFixture::RecordAt;
  using GatewayFixture::StateOf;
  using GatewayFixture::Verify;

  v1::SealedPayload Sealed(const std::string& sender, std::vector<std::string> readers);
  std::string SerialOf(const std::string& agency) const;
  FakeClock& clock() { return clock_; }
  store::Store& state() { return state_; }

 private:
  void Register(const CastMember& member);
  // As the certificate makes it now, or why it makes none.
  absl::StatusOr<identity::Caller> Identify(const property::Call& call) const;
  template <typename Request, typename Response>
  void Start(service::Handler<Request, Response>* handler, const identity::Caller& caller,
             const Request& request, const std::shared_ptr<Got>& got) {
    handler->Handle(caller, request, [got](absl::StatusOr<Response> response) {
      if (got->arrived) std::abort();  // Answered twice.
      got->arrived = true;
      got->status = response.status();
      if (response.ok()) got->response = std::make_shared<Response>(*std::move(response));
    });
  }
  template <typename Request, typename Response>
  void Walk(service::Handler<Request, Response>* handler, const identity::Caller& caller, Request request,
            int most_pages, const std::shared_ptr<Got>& got);

  // The handler of a request.
  auto* HandlerOf(const v1::SubmitReferralRequest&) const { return api().submit_referral; }
  auto* HandlerOf(const v1::AdvanceLegRequest&) const { return api().advance_leg; }
  auto* HandlerOf(const v1::ReportInvestigationStatusRequest&) const {
    return api().report_investigation_status;
  }
  auto* HandlerOf(const v1::ReportProtectionStatusRequest&) const { return api().report_protection_status; }
  auto* HandlerOf(const v1::LinkNativeNumberRequest&) const { return api().link_native_number; }
  auto* HandlerOf(const v1::GetCaseStatusRequest&) const { return api().get_case_status; }
  auto* HandlerOf(const v1::GetReferralRequest&) const { return api().get_referral; }
  auto* HandlerOf(const v1::BatchGetCaseStatusRequest&) const { return api().batch_get_case_status; }
  auto* HandlerOf(const v1::AcknowledgeRequest&) const { return api().acknowledge; }
  auto* HandlerOf(const v1::SuspendAgencyRequest&) const { return api().suspend_agency; }
  auto* HandlerOf(const v1::ReinstateAgencyRequest&) const { return api().reinstate_agency; }
  auto* HandlerOf(const v1::RevokeCertificateRequest&) const { return api().revoke_certificate; }
  auto* HandlerOf(const v1::LiftExclusionRequest&) const { return api().lift_exclusion; }
  auto* HandlerOf(const v1::AdvanceMeasureRequest&) const { return api().advance_measure; }
  auto* HandlerOf(const v1::WithdrawConsentRequest&) const { return api().withdraw_consent; }
  auto* HandlerOf(const v1::ReclassifyReferralRequest&) const { return api().reclassify_referral; }
  auto* HandlerOf(const v1::ListReferralsRequest&) const { return api().list_referrals; }
  auto* HandlerOf(const v1::ListAccessesRequest&) const { return api().list_accesses; }
  auto* HandlerOf(const v1::IssueWarningRequest&) const { return api().issue_warning; }
  auto* HandlerOf(const v1::AnswerWarningRequest&) const { return api().answer_warning; }
  auto* HandlerOf(const v1::GetWarningRequest&) const { return api().get_warning; }
  auto* HandlerOf(const v1::ListWarningsRequest&) const { return api().list_warnings; }

  template <typename Request>
  void On(const identity::Caller& caller, const Request& request, const std::shared_ptr<Got>& got) {
    Start(HandlerOf(request), caller, request, got);
  }
  void On(const identity::Caller& caller, const v1::ListReferralsRequest& request,
          const std::shared_ptr<Got>& got);
  void On(const identity::Caller& caller, const v1::ListAccessesRequest& request,
          const std::shared_ptr<Got>& got);
  void On(const identity::Caller& caller, const v1::ListWarningsRequest& request,
          const std::shared_ptr<Got>& got);
  void On(const identity::Caller& caller, const v1::WatchRequest& request, const std::shared_ptr<Got>& got);

  std::map<std::string, v1::SealedPayload> sealed_;
};

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_GATEWAY_WORLD_H_
