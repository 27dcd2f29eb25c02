// Handlers that note who called them, one for each RPC of the contract.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_FAKE_SERVICES_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_FAKE_SERVICES_H_

#include <deque>
#include <memory>
#include <utility>

#include "gateway/base/mutex.h"
#include "gateway/service/services.h"

namespace enlace::transport {

// Answers with an empty message at once, unless a test sets `behave`.
template <typename Request, typename Response>
class FakeHandler final : public service::Handler<Request, Response> {
 public:
  void Handle(const identity::Caller& caller, const Request& request, service::Done<Response> done) override {
    {
      base::MutexLock lock(&mu_);
      ++calls_;
      last_ = caller;
    }
    if (behave) return behave(request, std::move(done));
    done(Response());
  }
  int calls() const {
    base::MutexLock lock(&mu_);
    return calls_;
  }
  identity::Caller last() const {
    base::MutexLock lock(&mu_);
    return last_;
  }
  // Set before the call.
  std::function<void(const Request&, service::Done<Response>)> behave;

 private:
  mutable base::Mutex mu_;
  int calls_ ABSL_GUARDED_BY(mu_) = 0;
  identity::Caller last_ ABSL_GUARDED_BY(mu_);
};

// Streams what a test pushes. All streams of a handler share the queue.
template <typename Request, typename Response>
class FakeStreamHandler final : public service::StreamHandler<Request, Response> {
 public:
  absl::StatusOr<std::unique_ptr<service::Stream<Response>>> Open(const identity::Caller& caller,
                                                                  const Request&) override {
    base::MutexLock lock(&mu_);
    ++open_;
    changed_.NotifyAll();
    return std::make_unique<Source>(this);
  }
  void Push(absl::StatusOr<Response> item) {
    base::MutexLock lock(&mu_);
    queue_.push_back(std::move(item));
    if (wake_) wake_();
  }
  // From now on there is always something to send.
  void Flood(Response item) {
    base::MutexLock lock(&mu_);
    flood_ = std::make_unique<Response>(std::move(item));
    if (wake_) wake_();
  }
  // Waits, for at most ten seconds, until so many streams are open.
  bool AwaitOpen(int streams) {
    base::MutexLock lock(&mu_);
    while (open_ != streams) {
      if (!changed_.WaitFor(&mu_, absl::Seconds(10))) return false;
    }
    return true;
  }

 private:
  class Source final : public service::Stream<Response> {
   public:
    explicit Source(FakeStreamHandler* owner) : owner_(owner) {}
    ~Source() override {
      base::MutexLock lock(&owner_->mu_);
      owner_->wake_ = nullptr;
      --owner_->open_;
      owner_->changed_.NotifyAll();
    }
    absl::StatusOr<std::unique_ptr<Response>> Poll() override { return owner_->Next(); }
    void OnWake(std::function<void()> wake) override {
      base::MutexLock lock(&owner_->mu_);
      owner_->wake_ = std::move(wake);
    }

   private:
    FakeStreamHandler* const owner_;
  };

  absl::StatusOr<std::unique_ptr<Response>> Next() {
    base::MutexLock lock(&mu_);
    if (flood_ != nullptr) return std::make_unique<Response>(*flood_);
    if (queue_.empty()) return std::unique_ptr<Response>();
    absl::StatusOr<Response> item = std::move(queue_.front());
    queue_.pop_front();
    if (!item.ok()) return item.status();
    return std::make_unique<Response>(*std::move(item));
  }

  base::Mutex mu_;
  base::CondVar changed_;
  int open_ ABSL_GUARDED_BY(mu_) = 0;
  std::deque<absl::StatusOr<Response>> queue_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<Response> flood_ ABSL_GUARDED_BY(mu_);
  std::function<void()> wake_ ABSL_GUARDED_BY(mu_);
};

struct FakeServices {
  FakeHandler<v1::SubmitReferralRequest, v1::SubmitReferralResponse> submit_referral;
  FakeHandler<v1::GetReferralRequest, v1::GetReferralResponse> get_referral;
  FakeHandler<v1::ListReferralsRequest, v1::ListReferralsResponse> list_referrals;
  FakeHandler<v1::AdvanceLegRequest, v1::AdvanceLegResponse> advance_leg;
  FakeHandler<v1::ReclassifyReferralRequest, v1::ReclassifyReferralResponse> reclassify_referral;
  FakeHandler<v1::GetCaseStatusRequest, v1::GetCaseStatusResponse> get_case_status;
  FakeHandler<v1::BatchGetCaseStatusRequest, v1::BatchGetCaseStatusResponse> batch_get_case_status;
  FakeHandler<v1::ReportInvestigationStatusRequest, v1::ReportInvestigationStatusResponse>
      report_investigation_status;
  FakeHandler<v1::ReportProtectionStatusRequest, v1::ReportProtectionStatusResponse> report_protection_status;
  FakeHandler<v1::LinkNativeNumberRequest, v1::LinkNativeNumberResponse> link_native_number;
  FakeHandler<v1::AdvanceMeasureRequest, v1::AdvanceMeasureResponse> advance_measure;
  FakeHandler<v1::WithdrawConsentRequest, v1::WithdrawConsentResponse> withdraw_consent;
  FakeHandler<v1::AcknowledgeRequest, v1::AcknowledgeResponse> acknowledge;
  FakeStreamHandler<v1::WatchRequest, v1::WatchResponse> watch;
  FakeHandler<v1::ListAgenciesRequest, v1::ListAgenciesResponse> list_agencies;
  FakeHandler<v1::GetAgencyRequest, v1::GetAgencyResponse> get_agency;
  FakeHandler<v1::ListMechanismsRequest, v1::ListMechanismsResponse> list_mechanisms;
  FakeHandler<v1::ResolveRecipientsRequest, v1::ResolveRecipientsResponse> resolve_recipients;
  FakeHandler<v1::EnrollRequest, v1::EnrollResponse> enroll;
  FakeHandler<v1::RenewRequest, v1::RenewResponse> renew;
  FakeHandler<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse> get_trust_bundle;
  FakeHandler<v1::EnrollRequest, v1::EnrollResponse> est_enroll;
  FakeHandler<v1::RenewRequest, v1::RenewResponse> est_renew;
  FakeHandler<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse> est_ca_certificates;
  FakeHandler<v1::CreateAgencyRequest, v1::CreateAgencyResponse> create_agency;
  FakeHandler<v1::UpdateAgencyRequest, v1::UpdateAgencyResponse> update_agency;
  FakeHandler<v1::SuspendAgencyRequest, v1::SuspendAgencyResponse> suspend_agency;
  FakeHandler<v1::ReinstateAgencyRequest, v1::ReinstateAgencyResponse> reinstate_agency;
  FakeHandler<v1::CreateEnrollmentTokenRequest, v1::CreateEnrollmentTokenResponse> create_enrollment_token;
  FakeHandler<v1::ListCertificatesRequest, v1::ListCertificatesResponse> list_certificates;
  FakeHandler<v1::RevokeCertificateRequest, v1::RevokeCertificateResponse> revoke_certificate;
  FakeHandler<v1::GetRevocationListRequest, v1::GetRevocationListResponse> get_revocation_list;
  FakeHandler<v1::ListConnectionsRequest, v1::ListConnectionsResponse> list_connections;
  FakeHandler<v1::CutConnectionsRequest, v1::CutConnectionsResponse> cut_connections;
  FakeHandler<v1::PreviewRevocationRequest, v1::PreviewRevocationResponse> preview_revocation;
  FakeHandler<v1::ReinstateCertificateRequest, v1::ReinstateCertificateResponse> reinstate_certificate;
  FakeHandler<v1::LiftExclusionRequest, v1::LiftExclusionResponse> lift_exclusion;
  FakeHandler<v1::AdoptMechanismsRequest, v1::AdoptMechanismsResponse> adopt_mechanisms;
  FakeHandler<v1::ListAuthoritiesRequest, v1::ListAuthoritiesResponse> list_authorities;
  FakeHandler<v1::AdvanceAuthorityRequest, v1::AdvanceAuthorityResponse> advance_authority;
  FakeHandler<v1::GetGatewayStatusRequest, v1::GetGatewayStatusResponse> get_gateway_status;
  FakeHandler<v1::CreateProposalRequest, v1::CreateProposalResponse> create_proposal;
  FakeHandler<v1::ListProposalsRequest, v1::ListProposalsResponse> list_proposals;
  FakeHandler<v1::ApproveProposalRequest, v1::ApproveProposalResponse> approve_proposal;
  FakeHandler<v1::RejectProposalRequest, v1::RejectProposalResponse> reject_proposal;
  FakeHandler<v1::GetCheckpointRequest, v1::GetCheckpointResponse> get_checkpoint;
  FakeHandler<v1::GetEntriesRequest, v1::GetEntriesResponse> get_entries;
  FakeHandler<v1::GetInclusionProofRequest, v1::GetInclusionProofResponse> get_inclusion_proof;
  FakeHandler<v1::GetConsistencyProofRequest, v1::GetConsistencyProofResponse> get_consistency_proof;
  FakeHandler<v1::ListAccessesRequest, v1::ListAccessesResponse> list_accesses;
  FakeHandler<v1::GetReportRequest, v1::GetReportResponse> get_report;
  FakeHandler<v1::GetUnansweredRequest, v1::GetUnansweredResponse> get_unanswered;
  FakeHandler<v1::IssueWarningRequest, v1::IssueWarningResponse> issue_warning;
  FakeHandler<v1::AnswerWarningRequest, v1::AnswerWarningResponse> answer_warning;
  FakeHandler<v1::GetWarningRequest, v1::GetWarningResponse> get_warning;
  FakeHandler<v1::ListWarningsRequest, v1::ListWarningsResponse> list_warnings;

  service::Services Handlers() {
    service::Services out;
    out.submit_referral = &submit_referral;
    out.get_referral = &get_referral;
    out.list_referrals = &list_referrals;
    out.advance_leg = &advance_leg;
    out.reclassify_referral = &reclassify_referral;
    out.get_case_status = &get_case_status;
    out.batch_get_case_status = &batch_get_case_status;
    out.report_investigation_status = &report_investigation_status;
    out.report_protection_status = &report_protection_status;
    out.link_native_number = &link_native_number;
    out.advance_measure = &advance_measure;
    out.withdraw_consent = &withdraw_consent;
    out.acknowledge = &acknowledge;
    out.watch = &watch;
    out.list_agencies = &list_agencies;
    out.get_agency = &get_agency;
    out.list_mechanisms = &list_mechanisms;
    out.resolve_recipients = &resolve_recipients;
    out.enroll = &enroll;
    out.renew = &renew;
    out.get_trust_bundle = &get_trust_bundle;
    out.est_enroll = &est_enroll;
    out.est_renew = &est_renew;
    out.est_ca_certificates = &est_ca_certificates;
    out.create_agency = &create_agency;
    out.update_agency = &update_agency;
    out.suspend_agency = &suspend_agency;
    out.reinstate_agency = &reinstate_agency;
    out.create_enrollment_token = &create_enrollment_token;
    out.list_certificates = &list_certificates;
    out.revoke_certificate = &revoke_certificate;
    out.get_revocation_list = &get_revocation_list;
    out.list_connections = &list_connections;
    out.cut_connections = &cut_connections;
    out.preview_revocation = &preview_revocation;
    out.reinstate_certificate = &reinstate_certificate;
    out.lift_exclusion = &lift_exclusion;
    out.adopt_mechanisms = &adopt_mechanisms;
    out.list_authorities = &list_authorities;
    out.advance_authority = &advance_authority;
    out.get_gateway_status = &get_gateway_status;
    out.create_proposal = &create_proposal;
    out.list_proposals = &list_proposals;
    out.approve_proposal = &approve_proposal;
    out.reject_proposal = &reject_proposal;
    out.get_checkpoint = &get_checkpoint;
    out.get_entries = &get_entries;
    out.get_inclusion_proof = &get_inclusion_proof;
    out.get_consistency_proof = &get_consistency_proof;
    out.list_accesses = &list_accesses;
    out.get_report = &get_report;
    out.get_unanswered = &get_unanswered;
    out.issue_warning = &issue_warning;
    out.answer_warning = &answer_warning;
    out.get_warning = &get_warning;
    out.list_warnings = &list_warnings;
    return out;
  }
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_FAKE_SERVICES_H_
