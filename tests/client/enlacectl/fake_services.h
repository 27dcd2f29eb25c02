// The services that only enlacectl calls; they note the request and give a
// genuine receipt.
#ifndef ENLACE_TESTS_CLIENT_ENLACECTL_FAKE_SERVICES_H_
#define ENLACE_TESTS_CLIENT_ENLACECTL_FAKE_SERVICES_H_

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "enlace/v1/approval_service.grpc.pb.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "enlace/v1/ledger_service.grpc.pb.h"
#include "enlace/v1/report_service.grpc.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/time_text.h"
#include "gateway/ledger/verify/merkle.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {

// Set `log` before the first call.
struct FakeLogUser {
  const FakeLog* log = nullptr;
  template <typename Request>
  v1::Receipt Prove(const std::string& type, const Request& request) const {
    store::v1::Record record;
    *record.mutable_record_time() = base::ToProto(absl::Now());
    record.set_event_type(type);
    record.set_request_id(request.request_id());
    return log->Prove(record);
  }
};

class FakeAdministration final : public v1::AdministrationService::Service, public FakeLogUser {
 public:
  grpc::Status CreateAgency(grpc::ServerContext*, const v1::CreateAgencyRequest* request,
                            v1::CreateAgencyResponse* response) override {
    created = *request;
    if (takes_two_persons) return ApprovalRequired();
    *response->mutable_agency() = request->agency();
    *response->mutable_receipt() = Prove("agency.created", *request);
    return grpc::Status::OK;
  }
  grpc::Status SuspendAgency(grpc::ServerContext*, const v1::SuspendAgencyRequest* request,
                             v1::SuspendAgencyResponse* response) override {
    suspended = *request;
    if (takes_two_persons) return ApprovalRequired();
    *response->mutable_receipt() = Prove("agency.suspended", *request);
    return grpc::Status::OK;
  }
  grpc::Status ReinstateAgency(grpc::ServerContext*, const v1::ReinstateAgencyRequest* request,
                               v1::ReinstateAgencyResponse* response) override {
    reinstated = *request;
    if (takes_two_persons) return ApprovalRequired();
    *response->mutable_receipt() = Prove("agency.reinstated", *request);
    return grpc::Status::OK;
  }
  grpc::Status CreateEnrollmentToken(grpc::ServerContext*, const v1::CreateEnrollmentTokenRequest* request,
                                     v1::CreateEnrollmentTokenResponse* response) override {
    token = *request;
    if (takes_two_persons) return ApprovalRequired();
    response->set_token(token_text);
    *response->mutable_receipt() = Prove("token.created", *request);
    return grpc::Status::OK;
  }
  grpc::Status ListCertificates(grpc::ServerContext*, const v1::ListCertificatesRequest* request,
                                v1::ListCertificatesResponse* response) override {
    v1::Certificate& certificate = *response->add_certificates();
    certificate.set_serial(request->page_token().empty() ? "5f3a09" : "77aa01");
    certificate.set_usage(v1::CERTIFICATE_USAGE_SEALING);
    if (request->page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  }
  grpc::Status RevokeCertificate(grpc::ServerContext*, const v1::RevokeCertificateRequest* request,
                                 v1::RevokeCertificateResponse* response) override {
    revoked = *request;
    if (takes_two_persons) return ApprovalRequired();
    response->mutable_certificate()->set_serial(request->serial());
    response->mutable_certificate()->mutable_revoke_time()->set_seconds(1768478400);
    response->mutable_certificate()->mutable_undo_until()->set_seconds(1768478400 + 600);
    *response->mutable_receipt() = Prove("certificate.revoked", *request);
    return grpc::Status::OK;
  }
  grpc::Status PreviewRevocation(grpc::ServerContext*, const v1::PreviewRevocationRequest* request,
                                 v1::PreviewRevocationResponse* response) override {
    response->mutable_certificate()->set_serial(request->serial());
    response->mutable_certificate()->set_usage(v1::CERTIFICATE_USAGE_TLS_CLIENT);
    response->set_open_streams(12);
    return grpc::Status::OK;
  }
  grpc::Status ReinstateCertificate(grpc::ServerContext*, const v1::ReinstateCertificateRequest* request,
                                    v1::ReinstateCertificateResponse* response) override {
    taken_back = *request;
    response->mutable_certificate()->set_serial(request->serial());
    *response->mutable_receipt() = Prove("certificate.reinstated", *request);
    return grpc::Status::OK;
  }
  grpc::Status GetGatewayStatus(grpc::ServerContext*, const v1::GetGatewayStatusRequest*,
                                v1::GetGatewayStatusResponse* response) override {
    *response = status;
    return grpc::Status::OK;
  }
  grpc::Status ListConnections(grpc::ServerContext*, const v1::ListConnectionsRequest* request,
                               v1::ListConnectionsResponse* response) override {
    v1::Connection& connection = *response->add_connections();
    connection.set_connection_id(request->page_token().empty() ? "mutual-1" : "mutual-2");
    connection.set_peer_name("agency/mx-fgr");
    if (request->page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  }
  grpc::Status CutConnections(grpc::ServerContext*, const v1::CutConnectionsRequest* request,
                              v1::CutConnectionsResponse* response) override {
    cut = *request;
    response->set_cut_count(3);
    *response->mutable_receipt() = Prove("connections.cut", *request);
    return grpc::Status::OK;
  }
  grpc::Status LiftExclusion(grpc::ServerContext*, const v1::LiftExclusionRequest* request,
                             v1::LiftExclusionResponse* response) override {
    lifted = *request;
    if (takes_two_persons) return ApprovalRequired();
    *response->mutable_receipt() = Prove("exclusion.lifted", *request);
    return grpc::Status::OK;
  }
  grpc::Status AdoptMechanisms(grpc::ServerContext*, const v1::AdoptMechanismsRequest* request,
                               v1::AdoptMechanismsResponse* response) override {
    adopted = *request;
    if (takes_two_persons) return ApprovalRequired();
    *response->mutable_receipt() = Prove("mechanisms.adopted", *request);
    return grpc::Status::OK;
  }
  grpc::Status ListAuthorities(grpc::ServerContext*, const v1::ListAuthoritiesRequest*,
                               v1::ListAuthoritiesResponse* response) override {
    for (const char* id : {"5f3a09", "5f3b77"}) {
      v1::Authority& authority = *response->add_authorities();
      authority.set_authority_id(id);
      authority.set_state(v1::AUTHORITY_STATE_PUBLISHED);
      authority.add_unaware_agency_ids("mx-fgr");
    }
    return grpc::Status::OK;
  }
  grpc::Status AdvanceAuthority(grpc::ServerContext*, const v1::AdvanceAuthorityRequest* request,
                                v1::AdvanceAuthorityResponse* response) override {
    advanced = *request;
    if (takes_two_persons) return ApprovalRequired();
    response->mutable_authority()->set_authority_id(request->authority_id());
    response->mutable_authority()->set_state(request->to());
    *response->mutable_receipt() = Prove("authority.issuing", *request);
    return grpc::Status::OK;
  }
  // Of all acts.
  bool takes_two_persons = false;
  v1::LiftExclusionRequest lifted;
  v1::AdoptMechanismsRequest adopted;
  v1::AdvanceAuthorityRequest advanced;
  v1::CreateAgencyRequest created;
  v1::SuspendAgencyRequest suspended;
  v1::ReinstateAgencyRequest reinstated;
  v1::CreateEnrollmentTokenRequest token;
  std::string token_text = "enlace1.TOKEN";
  v1::RevokeCertificateRequest revoked;
  v1::ReinstateCertificateRequest taken_back;
  v1::GetGatewayStatusResponse status;
  v1::CutConnectionsRequest cut;

 private:
  static grpc::Status ApprovalRequired() {
    return Refused(grpc::StatusCode::FAILED_PRECONDITION, v1::ERROR_REASON_APPROVAL_REQUIRED,
                   "takes two administrators");
  }
};

// Proposals, one after another; keeps the state that the test sets.
class FakeApproval final : public v1::ApprovalService::Service, public FakeLogUser {
 public:
  grpc::Status CreateProposal(grpc::ServerContext*, const v1::CreateProposalRequest* request,
                              v1::CreateProposalResponse* response) override {
    proposed = *request;
    *response->mutable_proposal() = ProposalOf(*request);
    *response->mutable_receipt() = Prove("proposal.created", *request);
    return grpc::Status::OK;
  }
  grpc::Status ListProposals(grpc::ServerContext*, const v1::ListProposalsRequest* request,
                             v1::ListProposalsResponse* response) override {
    listed = *request;
    v1::Proposal& proposal = *response->add_proposals();
    proposal = ProposalOf(proposed);
    proposal.set_proposal_id(request->page_token().empty() ? "PROPOSAL-1" : "PROPOSAL-2");
    if (request->page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  }
  grpc::Status ApproveProposal(grpc::ServerContext*, const v1::ApproveProposalRequest* request,
                               v1::ApproveProposalResponse* response) override {
    approved = *request;
    *response->mutable_proposal() = ProposalOf(proposed);
    *response->mutable_receipt() = Prove("proposal.approved", *request);
    return grpc::Status::OK;
  }
  grpc::Status RejectProposal(grpc::ServerContext*, const v1::RejectProposalRequest* request,
                              v1::RejectProposalResponse* response) override {
    rejected = *request;
    *response->mutable_proposal() = ProposalOf(proposed);
    *response->mutable_receipt() = Prove("proposal.rejected", *request);
    return grpc::Status::OK;
  }
  v1::ProposalState state = v1::PROPOSAL_STATE_OPEN;
  v1::CreateProposalRequest proposed;
  v1::ListProposalsRequest listed;
  v1::ApproveProposalRequest approved;
  v1::RejectProposalRequest rejected;

 private:
  v1::Proposal ProposalOf(const v1::CreateProposalRequest& request) const {
    v1::Proposal proposal;
    proposal.set_proposal_id("PROPOSAL-1");
    proposal.set_proposer("ana");
    *proposal.mutable_act() = request.act();
    proposal.set_reason(request.reason());
    proposal.set_state(state);
    return proposal;
  }
};

class FakeCases final : public v1::CaseService::Service, public FakeLogUser {
 public:
  grpc::Status GetCaseStatus(grpc::ServerContext*, const v1::GetCaseStatusRequest* request,
                             v1::GetCaseStatusResponse* response) override {
    looked = *request;
    response->mutable_status()->set_case_id("CASE");
    response->mutable_status()->set_access(v1::ACCESS_GRADE_FULL);
    response->mutable_status()->add_active_warning_ids("WARNING-1");
    *response->mutable_status()->mutable_measures() = measures;
    return grpc::Status::OK;
  }
  grpc::Status ReportInvestigationStatus(grpc::ServerContext*,
                                         const v1::ReportInvestigationStatusRequest* request,
                                         v1::ReportInvestigationStatusResponse* response) override {
    investigation = *request;
    *response->mutable_receipt() = Prove("investigation.reported", *request);
    return grpc::Status::OK;
  }
  grpc::Status ReportProtectionStatus(grpc::ServerContext*, const v1::ReportProtectionStatusRequest* request,
                                      v1::ReportProtectionStatusResponse* response) override {
    protection = *request;
    *response->mutable_receipt() = Prove("protection.reported", *request);
    return grpc::Status::OK;
  }
  grpc::Status LinkNativeNumber(grpc::ServerContext*, const v1::LinkNativeNumberRequest* request,
                                v1::LinkNativeNumberResponse* response) override {
    linked = *request;
    *response->mutable_receipt() = Prove("case.linked", *request);
    return grpc::Status::OK;
  }
  grpc::Status AdvanceMeasure(grpc::ServerContext*, const v1::AdvanceMeasureRequest* request,
                              v1::AdvanceMeasureResponse* response) override {
    advanced = *request;
    response->mutable_measure()->set_measure_id("MEASURE");
    response->mutable_measure()->set_state(v1::MEASURE_STATE_GRANTED);
    *response->mutable_receipt() = Prove("measure.granted", *request);
    return grpc::Status::OK;
  }
  grpc::Status WithdrawConsent(grpc::ServerContext*, const v1::WithdrawConsentRequest* request,
                               v1::WithdrawConsentResponse* response) override {
    consent = *request;
    response->add_ended_legs()->set_state(v1::LEG_STATE_REVOKED);
    *response->mutable_receipt() = Prove("consent.withdrawn", *request);
    return grpc::Status::OK;
  }
  v1::GetCaseStatusRequest looked;
  v1::ReportInvestigationStatusRequest investigation;
  v1::ReportProtectionStatusRequest protection;
  v1::LinkNativeNumberRequest linked;
  v1::AdvanceMeasureRequest advanced;
  v1::WithdrawConsentRequest consent;
  // Of the one case that there is.
  google::protobuf::RepeatedPtrField<v1::Measure> measures;
};

// Reports that the test sets, with the receipt of a drawing of them.
class FakeReports final : public v1::ReportService::Service, public FakeLogUser {
 public:
  grpc::Status GetReport(grpc::ServerContext*, const v1::GetReportRequest* request,
                         v1::GetReportResponse* response) override {
    asked = *request;
    *response->mutable_report() = report;
    response->set_document(report.SerializeAsString());
    *response->mutable_receipt() = ProveDrawn(response->document());
    return grpc::Status::OK;
  }
  grpc::Status GetUnanswered(grpc::ServerContext*, const v1::GetUnansweredRequest* request,
                             v1::GetUnansweredResponse* response) override {
    asked_list = *request;
    *response->mutable_list() = list;
    response->set_document(list.SerializeAsString());
    *response->mutable_receipt() = ProveDrawn(response->document());
    if (tells_another) response->mutable_list()->clear_legs();
    return grpc::Status::OK;
  }
  v1::Report report;
  v1::UnansweredList list;
  v1::GetReportRequest asked;
  v1::GetUnansweredRequest asked_list;
  // Whether the list is not the one in the document.
  bool tells_another = false;

 private:
  v1::Receipt ProveDrawn(const std::string& document) const {
    store::v1::Record record;
    *record.mutable_record_time() = base::ToProto(absl::Now());
    record.set_event_type("report.drawn");
    record.mutable_event()->mutable_report_drawn()->set_digest(base::Sha256({document}));
    return log->Prove(record);
  }
};

// A log of one leaf, then of two.
class FakeLedger final : public v1::LedgerService::Service, public FakeLogUser {
 public:
  std::string Root(uint64_t size) const {
    const std::string first = ledger::LeafHash("first");
    return size == 1 ? first : ledger::NodeHash(first, ledger::LeafHash("second"));
  }
  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    response->set_checkpoint(log->SignCheckpoint(size, rewritten ? ledger::LeafHash("other") : Root(size)));
    return grpc::Status::OK;
  }
  grpc::Status GetConsistencyProof(grpc::ServerContext*, const v1::GetConsistencyProofRequest* request,
                                   v1::GetConsistencyProofResponse* response) override {
    if (request->old_size() < request->new_size()) response->add_path(ledger::LeafHash("second"));
    return grpc::Status::OK;
  }
  grpc::Status ListAccesses(grpc::ServerContext*, const v1::ListAccessesRequest*,
                            v1::ListAccessesResponse* response) override {
    v1::CaseAccess& access = *response->add_accesses();
    access.mutable_actor()->set_agency_id("mx-pol");
    access.set_event_type("case.read");
    access.set_officer_pseudonym("of-9");
    return grpc::Status::OK;
  }
  uint64_t size = 1;
  bool rewritten = false;
};

}  // namespace enlace::client

#endif  // ENLACE_TESTS_CLIENT_ENLACECTL_FAKE_SERVICES_H_
