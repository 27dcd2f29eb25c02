// Every RPC of the contract as a handler: what a transport serves.
#ifndef ENLACE_GATEWAY_SERVICE_SERVICES_H_
#define ENLACE_GATEWAY_SERVICE_SERVICES_H_

#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/approval_service.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/directory_service.pb.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/report_service.pb.h"
#include "enlace/v1/warning_service.pb.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Borrowed handlers, one per method and three for EST; all must be set.
struct Services {
  // ReferralService
  Handler<v1::SubmitReferralRequest, v1::SubmitReferralResponse>* submit_referral = nullptr;
  Handler<v1::GetReferralRequest, v1::GetReferralResponse>* get_referral = nullptr;
  Handler<v1::ListReferralsRequest, v1::ListReferralsResponse>* list_referrals = nullptr;
  Handler<v1::AdvanceLegRequest, v1::AdvanceLegResponse>* advance_leg = nullptr;
  Handler<v1::ReclassifyReferralRequest, v1::ReclassifyReferralResponse>* reclassify_referral = nullptr;
  // CaseService
  Handler<v1::GetCaseStatusRequest, v1::GetCaseStatusResponse>* get_case_status = nullptr;
  Handler<v1::BatchGetCaseStatusRequest, v1::BatchGetCaseStatusResponse>* batch_get_case_status = nullptr;
  Handler<v1::ReportInvestigationStatusRequest, v1::ReportInvestigationStatusResponse>*
      report_investigation_status = nullptr;
  Handler<v1::ReportProtectionStatusRequest, v1::ReportProtectionStatusResponse>* report_protection_status =
      nullptr;
  Handler<v1::LinkNativeNumberRequest, v1::LinkNativeNumberResponse>* link_native_number = nullptr;
  Handler<v1::AdvanceMeasureRequest, v1::AdvanceMeasureResponse>* advance_measure = nullptr;
  Handler<v1::WithdrawConsentRequest, v1::WithdrawConsentResponse>* withdraw_consent = nullptr;
  // FeedService
  Handler<v1::AcknowledgeRequest, v1::AcknowledgeResponse>* acknowledge = nullptr;
  StreamHandler<v1::WatchRequest, v1::WatchResponse>* watch = nullptr;
  // DirectoryService
  Handler<v1::ListAgenciesRequest, v1::ListAgenciesResponse>* list_agencies = nullptr;
  Handler<v1::GetAgencyRequest, v1::GetAgencyResponse>* get_agency = nullptr;
  Handler<v1::ListMechanismsRequest, v1::ListMechanismsResponse>* list_mechanisms = nullptr;
  Handler<v1::ResolveRecipientsRequest, v1::ResolveRecipientsResponse>* resolve_recipients = nullptr;
  // EnrollmentService
  Handler<v1::EnrollRequest, v1::EnrollResponse>* enroll = nullptr;
  Handler<v1::RenewRequest, v1::RenewResponse>* renew = nullptr;
  Handler<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse>* get_trust_bundle = nullptr;
  // The same for EST (RFC 7030), whose clients can say less.
  Handler<v1::EnrollRequest, v1::EnrollResponse>* est_enroll = nullptr;
  Handler<v1::RenewRequest, v1::RenewResponse>* est_renew = nullptr;
  Handler<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse>* est_ca_certificates = nullptr;
  // AdministrationService
  Handler<v1::CreateAgencyRequest, v1::CreateAgencyResponse>* create_agency = nullptr;
  Handler<v1::UpdateAgencyRequest, v1::UpdateAgencyResponse>* update_agency = nullptr;
  Handler<v1::SuspendAgencyRequest, v1::SuspendAgencyResponse>* suspend_agency = nullptr;
  Handler<v1::ReinstateAgencyRequest, v1::ReinstateAgencyResponse>* reinstate_agency = nullptr;
  Handler<v1::CreateEnrollmentTokenRequest, v1::CreateEnrollmentTokenResponse>* create_enrollment_token =
      nullptr;
  Handler<v1::ListCertificatesRequest, v1::ListCertificatesResponse>* list_certificates = nullptr;
  Handler<v1::RevokeCertificateRequest, v1::RevokeCertificateResponse>* revoke_certificate = nullptr;
  Handler<v1::GetRevocationListRequest, v1::GetRevocationListResponse>* get_revocation_list = nullptr;
  Handler<v1::ListConnectionsRequest, v1::ListConnectionsResponse>* list_connections = nullptr;
  Handler<v1::CutConnectionsRequest, v1::CutConnectionsResponse>* cut_connections = nullptr;
  Handler<v1::PreviewRevocationRequest, v1::PreviewRevocationResponse>* preview_revocation = nullptr;
  Handler<v1::ReinstateCertificateRequest, v1::ReinstateCertificateResponse>* reinstate_certificate = nullptr;
  Handler<v1::LiftExclusionRequest, v1::LiftExclusionResponse>* lift_exclusion = nullptr;
  Handler<v1::AdoptMechanismsRequest, v1::AdoptMechanismsResponse>* adopt_mechanisms = nullptr;
  Handler<v1::ListAuthoritiesRequest, v1::ListAuthoritiesResponse>* list_authorities = nullptr;
  Handler<v1::AdvanceAuthorityRequest, v1::AdvanceAuthorityResponse>* advance_authority = nullptr;
  Handler<v1::GetGatewayStatusRequest, v1::GetGatewayStatusResponse>* get_gateway_status = nullptr;
  // ApprovalService
  Handler<v1::CreateProposalRequest, v1::CreateProposalResponse>* create_proposal = nullptr;
  Handler<v1::ListProposalsRequest, v1::ListProposalsResponse>* list_proposals = nullptr;
  Handler<v1::ApproveProposalRequest, v1::ApproveProposalResponse>* approve_proposal = nullptr;
  Handler<v1::RejectProposalRequest, v1::RejectProposalResponse>* reject_proposal = nullptr;
  // LedgerService
  Handler<v1::GetCheckpointRequest, v1::GetCheckpointResponse>* get_checkpoint = nullptr;
  Handler<v1::GetEntriesRequest, v1::GetEntriesResponse>* get_entries = nullptr;
  Handler<v1::GetInclusionProofRequest, v1::GetInclusionProofResponse>* get_inclusion_proof = nullptr;
  Handler<v1::GetConsistencyProofRequest, v1::GetConsistencyProofResponse>* get_consistency_proof = nullptr;
  Handler<v1::ListAccessesRequest, v1::ListAccessesResponse>* list_accesses = nullptr;
  // ReportService
  Handler<v1::GetReportRequest, v1::GetReportResponse>* get_report = nullptr;
  Handler<v1::GetUnansweredRequest, v1::GetUnansweredResponse>* get_unanswered = nullptr;
  // WarningService
  Handler<v1::IssueWarningRequest, v1::IssueWarningResponse>* issue_warning = nullptr;
  Handler<v1::AnswerWarningRequest, v1::AnswerWarningResponse>* answer_warning = nullptr;
  Handler<v1::GetWarningRequest, v1::GetWarningResponse>* get_warning = nullptr;
  Handler<v1::ListWarningsRequest, v1::ListWarningsResponse>* list_warnings = nullptr;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_SERVICES_H_
