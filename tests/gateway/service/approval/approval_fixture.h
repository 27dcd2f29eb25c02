// A gateway with administrators who hold real certificates, and a policy.
#ifndef ENLACE_TESTS_GATEWAY_SERVICE_APPROVAL_APPROVAL_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_SERVICE_APPROVAL_APPROVAL_FIXTURE_H_

#include <set>
#include <string>
#include <vector>

#include "certs/x509/signing_request.h"
#include "gateway/base/time_text.h"
#include "gateway/service/replay/replay.h"
#include "gateway/store/proposal_rows.h"
#include "gateway/store/tables.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {

// Ana proposes, Ben approves; everything takes two persons unless a test says
// otherwise.
class ApprovalFixture : public GatewayFixture {
 protected:
  explicit ApprovalFixture(Mode mode = Mode::kManual) : GatewayFixture(mode) {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    ana_ = EnrolAdministrator("ana");
    ben_ = EnrolAdministrator("ben");
    AskTwoPersons();
  }

  void AskTwoPersons() {
    for (int act = 1; act < v1::AdministrativeAct_ARRAYSIZE; ++act) {
      core_->approval.two_persons.insert(static_cast<v1::AdministrativeAct>(act));
    }
  }

  // Before the policy asks for two, or while it is waived.
  identity::Caller EnrolAdministrator(const std::string& name) {
    v1::CreateEnrollmentTokenRequest token;
    token.set_request_id(NewId());
    token.set_administrator(name);
    const auto made = Call(api().create_enrollment_token, Administrator(), token);
    EXPECT_THAT(made, IsOk());
    return EnrolBy(made->token(), name);
  }
  identity::Caller EnrolBy(const std::string& token, const std::string& name) {
    const certs::PrivateKey key = *certs::PrivateKey::Generate();
    v1::EnrollRequest request;
    request.set_token(token);
    request.set_tls_csr_der(*certs::MakeSigningRequest(key, identity::AdministratorUri(kTrustDomain, name)));
    const auto enrolled = Call(api().enroll, identity::Caller(), request);
    EXPECT_THAT(enrolled, IsOk());
    const auto certificate = certs::Certificate::FromPem(enrolled->certificates().tls_chain_pem());
    return *identifier_->Identify(certificate->ToPem());
  }

  v1::CreateEnrollmentTokenRequest TokenRequest() {
    v1::CreateEnrollmentTokenRequest request;
    request.set_request_id(NewId());
    request.mutable_agency()->set_agency_id(kSender);
    request.mutable_agency()->set_unit_id("main");
    return request;
  }
  v1::SuspendAgencyRequest SuspendRequest(const std::string& agency_id = kSender) {
    v1::SuspendAgencyRequest request;
    request.set_request_id(NewId());
    request.set_agency_id(agency_id);
    request.set_reason("audit");
    return request;
  }
  v1::ProposedAct Act(const v1::CreateEnrollmentTokenRequest& request) {
    v1::ProposedAct act;
    *act.mutable_create_enrollment_token() = request;
    return act;
  }
  v1::ProposedAct Act(const v1::SuspendAgencyRequest& request) {
    v1::ProposedAct act;
    *act.mutable_suspend_agency() = request;
    return act;
  }

  v1::CreateProposalRequest ProposalOf(const v1::ProposedAct& act) {
    v1::CreateProposalRequest request;
    request.set_request_id(NewId());
    *request.mutable_act() = act;
    request.set_reason("new unit");
    return request;
  }
  absl::StatusOr<v1::CreateProposalResponse> Propose(const identity::Caller& caller,
                                                     const v1::CreateProposalRequest& request) {
    return Call(api().create_proposal, caller, request);
  }
  v1::Proposal MustPropose(const v1::ProposedAct& act) {
    const auto response = Propose(ana_, ProposalOf(act));
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->proposal() : v1::Proposal();
  }
  v1::ApproveProposalRequest ApprovalOf(const v1::Proposal& proposal) {
    v1::ApproveProposalRequest request;
    request.set_request_id(NewId());
    request.set_proposal_id(proposal.proposal_id());
    return request;
  }
  absl::StatusOr<v1::ApproveProposalResponse> Approve(const identity::Caller& caller,
                                                      const v1::Proposal& proposal) {
    return Call(api().approve_proposal, caller, ApprovalOf(proposal));
  }
  v1::RejectProposalRequest RejectionOf(const v1::Proposal& proposal) {
    v1::RejectProposalRequest request;
    request.set_request_id(NewId());
    request.set_proposal_id(proposal.proposal_id());
    request.set_reason("wrong unit");
    return request;
  }
  absl::StatusOr<v1::RejectProposalResponse> Reject(const identity::Caller& caller,
                                                    const v1::Proposal& proposal) {
    return Call(api().reject_proposal, caller, RejectionOf(proposal));
  }

  v1::Proposal Stored(const v1::Proposal& proposal) {
    return (*store::FindProposal(**store_.Read(), proposal.proposal_id()))
        .value_or(store::v1::ProposalRow())
        .proposal();
  }
  v1::AgencyState StateOfAgency(const std::string& agency_id = kSender) {
    for (const v1::Agency& agency : roster_.Agencies()) {
      if (agency.agency_id() == agency_id) return agency.state();
    }
    return v1::AGENCY_STATE_UNSPECIFIED;
  }
  // Records of the trust log from `first` on, by type.
  std::vector<std::string> TrustEvents(uint64_t first) {
    std::vector<std::string> types;
    for (uint64_t i = first; i < LogSize(v1::LOG_ID_TRUST); ++i) {
      types.push_back(RecordAt(i, v1::LOG_ID_TRUST).event_type());
    }
    return types;
  }
  // What fsck would say of the rows beside the records.
  std::vector<std::string> Problems() {
    const absl::StatusOr<ReplayReport> report = Replay(store_);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->comparison.problems : std::vector<std::string>();
  }

  identity::Caller ana_;
  identity::Caller ben_;
};

}  // namespace enlace::service

#endif  // ENLACE_TESTS_GATEWAY_SERVICE_APPROVAL_APPROVAL_FIXTURE_H_
