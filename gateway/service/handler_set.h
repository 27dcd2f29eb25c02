// All handlers, made over one core.
#ifndef ENLACE_GATEWAY_SERVICE_HANDLER_SET_H_
#define ENLACE_GATEWAY_SERVICE_HANDLER_SET_H_

#include "gateway/service/administration/adopt_mechanisms.h"
#include "gateway/service/administration/create_agency.h"
#include "gateway/service/administration/create_enrollment_token.h"
#include "gateway/service/administration/cut_connections.h"
#include "gateway/service/administration/get_gateway_status.h"
#include "gateway/service/administration/get_revocation_list.h"
#include "gateway/service/administration/lift_exclusion.h"
#include "gateway/service/administration/list_certificates.h"
#include "gateway/service/administration/list_connections.h"
#include "gateway/service/administration/preview_revocation.h"
#include "gateway/service/administration/reinstate_agency.h"
#include "gateway/service/administration/reinstate_certificate.h"
#include "gateway/service/administration/revoke_certificate.h"
#include "gateway/service/administration/suspend_agency.h"
#include "gateway/service/administration/update_agency.h"
#include "gateway/service/approval/approve_proposal.h"
#include "gateway/service/approval/create_proposal.h"
#include "gateway/service/approval/list_proposals.h"
#include "gateway/service/approval/reject_proposal.h"
#include "gateway/service/authority/advance_authority.h"
#include "gateway/service/authority/list_authorities.h"
#include "gateway/service/cases/advance_measure.h"
#include "gateway/service/cases/batch_get_case_status.h"
#include "gateway/service/cases/get_case_status.h"
#include "gateway/service/cases/link_native_number.h"
#include "gateway/service/cases/report_investigation_status.h"
#include "gateway/service/cases/report_protection_status.h"
#include "gateway/service/cases/withdraw_consent.h"
#include "gateway/service/directory/get_agency.h"
#include "gateway/service/directory/list_agencies.h"
#include "gateway/service/directory/list_mechanisms.h"
#include "gateway/service/directory/resolve_recipients.h"
#include "gateway/service/enrollment/enroll.h"
#include "gateway/service/enrollment/get_ca_certificates.h"
#include "gateway/service/enrollment/get_trust_bundle.h"
#include "gateway/service/enrollment/renew.h"
#include "gateway/service/feed/acknowledge.h"
#include "gateway/service/feed/watch.h"
#include "gateway/service/ledger/get_checkpoint.h"
#include "gateway/service/ledger/get_consistency_proof.h"
#include "gateway/service/ledger/get_entries.h"
#include "gateway/service/ledger/get_inclusion_proof.h"
#include "gateway/service/ledger/list_accesses.h"
#include "gateway/service/referral/advance_leg.h"
#include "gateway/service/referral/get_referral.h"
#include "gateway/service/referral/list_referrals.h"
#include "gateway/service/referral/reclassify_referral.h"
#include "gateway/service/referral/submit_referral.h"
#include "gateway/service/report/get_report.h"
#include "gateway/service/report/get_unanswered.h"
#include "gateway/service/services.h"
#include "gateway/service/warning/answer_warning.h"
#include "gateway/service/warning/get_warning.h"
#include "gateway/service/warning/issue_warning.h"
#include "gateway/service/warning/list_warnings.h"

namespace enlace::service {

// Owns every handler. Borrows the core. `batch_size`: feed items per message.
class HandlerSet {
 public:
  HandlerSet(const Core& core, size_t batch_size)
      : submit_referral_(core),
        get_referral_(core),
        list_referrals_(core),
        advance_leg_(core),
        reclassify_referral_(core),
        get_case_status_(core),
        batch_get_case_status_(core),
        report_investigation_status_(core),
        report_protection_status_(core),
        link_native_number_(core),
        advance_measure_(core),
        withdraw_consent_(core),
        acknowledge_(core),
        watch_(core, batch_size),
        list_agencies_(core),
        get_agency_(core),
        list_mechanisms_(core),
        resolve_recipients_(core),
        enroll_(core),
        renew_(core),
        get_trust_bundle_(core),
        est_enroll_(core, CsrForm::kEitherKey),
        est_renew_(core, CsrForm::kEitherKey),
        est_ca_certificates_(core),
        create_agency_(core),
        update_agency_(core),
        suspend_agency_(core),
        reinstate_agency_(core),
        create_enrollment_token_(core),
        list_certificates_(core),
        revoke_certificate_(core),
        get_revocation_list_(core),
        list_connections_(core),
        cut_connections_(core),
        preview_revocation_(core),
        reinstate_certificate_(core),
        lift_exclusion_(core),
        adopt_mechanisms_(core),
        list_authorities_(core),
        advance_authority_(core),
        get_gateway_status_(core),
        create_proposal_(core),
        list_proposals_(core),
        approve_proposal_(core),
        reject_proposal_(core),
        get_checkpoint_(core),
        get_entries_(core),
        get_inclusion_proof_(core),
        get_consistency_proof_(core),
        list_accesses_(core),
        get_report_(core),
        get_unanswered_(core),
        issue_warning_(core),
        answer_warning_(core),
        get_warning_(core),
        list_warnings_(core) {}
  HandlerSet(const HandlerSet&) = delete;
  HandlerSet& operator=(const HandlerSet&) = delete;

  // Valid as long as this set.
  Services services() {
    Services out;
    out.submit_referral = &submit_referral_;
    out.get_referral = &get_referral_;
    out.list_referrals = &list_referrals_;
    out.advance_leg = &advance_leg_;
    out.reclassify_referral = &reclassify_referral_;
    out.get_case_status = &get_case_status_;
    out.batch_get_case_status = &batch_get_case_status_;
    out.report_investigation_status = &report_investigation_status_;
    out.report_protection_status = &report_protection_status_;
    out.link_native_number = &link_native_number_;
    out.advance_measure = &advance_measure_;
    out.withdraw_consent = &withdraw_consent_;
    out.acknowledge = &acknowledge_;
    out.watch = &watch_;
    out.list_agencies = &list_agencies_;
    out.get_agency = &get_agency_;
    out.list_mechanisms = &list_mechanisms_;
    out.resolve_recipients = &resolve_recipients_;
    out.enroll = &enroll_;
    out.renew = &renew_;
    out.get_trust_bundle = &get_trust_bundle_;
    out.est_enroll = &est_enroll_;
    out.est_renew = &est_renew_;
    out.est_ca_certificates = &est_ca_certificates_;
    out.create_agency = &create_agency_;
    out.update_agency = &update_agency_;
    out.suspend_agency = &suspend_agency_;
    out.reinstate_agency = &reinstate_agency_;
    out.create_enrollment_token = &create_enrollment_token_;
    out.list_certificates = &list_certificates_;
    out.revoke_certificate = &revoke_certificate_;
    out.get_revocation_list = &get_revocation_list_;
    out.list_connections = &list_connections_;
    out.cut_connections = &cut_connections_;
    out.preview_revocation = &preview_revocation_;
    out.reinstate_certificate = &reinstate_certificate_;
    out.lift_exclusion = &lift_exclusion_;
    out.adopt_mechanisms = &adopt_mechanisms_;
    out.list_authorities = &list_authorities_;
    out.advance_authority = &advance_authority_;
    out.get_gateway_status = &get_gateway_status_;
    out.create_proposal = &create_proposal_;
    out.list_proposals = &list_proposals_;
    out.approve_proposal = &approve_proposal_;
    out.reject_proposal = &reject_proposal_;
    out.get_checkpoint = &get_checkpoint_;
    out.get_entries = &get_entries_;
    out.get_inclusion_proof = &get_inclusion_proof_;
    out.get_consistency_proof = &get_consistency_proof_;
    out.list_accesses = &list_accesses_;
    out.get_report = &get_report_;
    out.get_unanswered = &get_unanswered_;
    out.issue_warning = &issue_warning_;
    out.answer_warning = &answer_warning_;
    out.get_warning = &get_warning_;
    out.list_warnings = &list_warnings_;
    return out;
  }

 private:
  SubmitReferral submit_referral_;
  GetReferral get_referral_;
  ListReferrals list_referrals_;
  AdvanceLeg advance_leg_;
  ReclassifyReferral reclassify_referral_;
  GetCaseStatus get_case_status_;
  BatchGetCaseStatus batch_get_case_status_;
  ReportInvestigationStatus report_investigation_status_;
  ReportProtectionStatus report_protection_status_;
  LinkNativeNumber link_native_number_;
  AdvanceMeasure advance_measure_;
  WithdrawConsent withdraw_consent_;
  Acknowledge acknowledge_;
  Watch watch_;
  ListAgencies list_agencies_;
  GetAgency get_agency_;
  ListMechanisms list_mechanisms_;
  ResolveRecipients resolve_recipients_;
  Enroll enroll_;
  Renew renew_;
  GetTrustBundle get_trust_bundle_;
  Enroll est_enroll_;
  Renew est_renew_;
  GetCaCertificates est_ca_certificates_;
  CreateAgency create_agency_;
  UpdateAgency update_agency_;
  SuspendAgency suspend_agency_;
  ReinstateAgency reinstate_agency_;
  CreateEnrollmentToken create_enrollment_token_;
  ListCertificates list_certificates_;
  RevokeCertificate revoke_certificate_;
  GetRevocationList get_revocation_list_;
  ListConnections list_connections_;
  CutConnections cut_connections_;
  PreviewRevocation preview_revocation_;
  ReinstateCertificate reinstate_certificate_;
  LiftExclusion lift_exclusion_;
  AdoptMechanisms adopt_mechanisms_;
  ListAuthorities list_authorities_;
  AdvanceAuthority advance_authority_;
  GetGatewayStatus get_gateway_status_;
  CreateProposal create_proposal_;
  ListProposals list_proposals_;
  ApproveProposal approve_proposal_;
  RejectProposal reject_proposal_;
  GetCheckpoint get_checkpoint_;
  GetEntries get_entries_;
  GetInclusionProof get_inclusion_proof_;
  GetConsistencyProof get_consistency_proof_;
  ListAccesses list_accesses_;
  GetReport get_report_;
  GetUnanswered get_unanswered_;
  IssueWarning issue_warning_;
  AnswerWarning answer_warning_;
  GetWarning get_warning_;
  ListWarnings list_warnings_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_HANDLER_SET_H_
