#include "gateway/transport/call/method_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/call/bound_method.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"

namespace enlace::transport {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

constexpr absl::string_view kPackage = "enlace.v1";

bool IsUrgentReferral(const v1::SubmitReferralRequest& request) {
  return request.classification().procedure() == v1::PROCEDURE_TYPE_URGENT;
}

// Every method of every service of the contract that is linked in.
std::vector<const MethodDescriptor*> ContractMethods() {
  std::vector<std::string> names;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&names);
  std::sort(names.begin(), names.end());
  std::vector<const MethodDescriptor*> out;
  for (const std::string& name : names) {
    if (!absl::StartsWith(name, "enlace/v1/")) continue;
    const FileDescriptor* const file = DescriptorPool::generated_pool()->FindFileByName(name);
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) out.push_back(file->service(s)->method(m));
    }
  }
  return out;
}

// Collects what is bound and what is wrong with it.
class Binder {
 public:
  template <typename Request, typename Response>
  void Unary(absl::string_view name, Placement placement, service::Handler<Request, Response>* handler,
             bool (*urgency)(const Request&) = nullptr) {
    const MethodDescriptor* const method = Describe<Request, Response>(name, handler == nullptr);
    if (method == nullptr) return;
    MethodTraits traits;
    traits.placement = placement;
    traits.urgent_lane = urgency != nullptr;
    bound_[method] = std::make_unique<BoundUnary<Request, Response>>(method, traits, handler, urgency);
  }
  template <typename Request, typename Response>
  void Stream(absl::string_view name, service::StreamHandler<Request, Response>* handler) {
    const MethodDescriptor* const method = Describe<Request, Response>(name, handler == nullptr);
    if (method == nullptr) return;
    bound_[method] = std::make_unique<BoundStream<Request, Response>>(method, MethodTraits(), handler);
  }
  // All that was bound; complete, or an error.
  absl::StatusOr<std::map<const MethodDescriptor*, std::unique_ptr<ServedMethod>>> Take() {
    RETURN_IF_ERROR(status_);
    for (const MethodDescriptor* const method : ContractMethods()) {
      if (bound_.count(method) == 0) {
        return absl::InvalidArgumentError(absl::StrCat("handlers: ", method->full_name(), " is not bound"));
      }
    }
    return std::move(bound_);
  }

 private:
  template <typename Request, typename Response>
  const MethodDescriptor* Describe(absl::string_view name, bool is_missing) {
    const std::string full_name = absl::StrCat(kPackage, ".", name);
    const MethodDescriptor* const method = DescriptorPool::generated_pool()->FindMethodByName(full_name);
    if (method == nullptr || method->input_type() != Request::descriptor() ||
        method->output_type() != Response::descriptor()) {
      status_.Update(
          absl::InvalidArgumentError(absl::StrCat("handlers: the contract has no such ", full_name)));
      return nullptr;
    }
    if (is_missing) {
      status_.Update(absl::InvalidArgumentError(absl::StrCat("handlers: ", full_name, " is missing")));
      return nullptr;
    }
    return method;
  }

  absl::Status status_;
  std::map<const MethodDescriptor*, std::unique_ptr<ServedMethod>> bound_;
};

// Commands and looks only check the request and hand it to the sequencer, so that
// they run on the loop. What reads the store by itself, computes a proof or a
// report, or uses the authority's key, does not.
constexpr Placement kLoop = Placement::kLoop;
constexpr Placement kWorker = Placement::kWorker;

void BindCases(const service::Services& s, Binder* bind) {
  bind->Unary("ReferralService.SubmitReferral", kLoop, s.submit_referral, &IsUrgentReferral);
  bind->Unary("ReferralService.GetReferral", kLoop, s.get_referral);
  bind->Unary("ReferralService.ListReferrals", kLoop, s.list_referrals);
  bind->Unary("ReferralService.AdvanceLeg", kLoop, s.advance_leg);
  bind->Unary("ReferralService.ReclassifyReferral", kLoop, s.reclassify_referral);
  bind->Unary("CaseService.GetCaseStatus", kLoop, s.get_case_status);
  bind->Unary("CaseService.BatchGetCaseStatus", kLoop, s.batch_get_case_status);
  bind->Unary("CaseService.ReportInvestigationStatus", kLoop, s.report_investigation_status);
  bind->Unary("CaseService.ReportProtectionStatus", kLoop, s.report_protection_status);
  bind->Unary("CaseService.LinkNativeNumber", kLoop, s.link_native_number);
  bind->Unary("CaseService.AdvanceMeasure", kLoop, s.advance_measure);
  bind->Unary("CaseService.WithdrawConsent", kLoop, s.withdraw_consent);
  bind->Unary("FeedService.Acknowledge", kLoop, s.acknowledge);
  bind->Stream("FeedService.Watch", s.watch);
  bind->Unary("WarningService.IssueWarning", kLoop, s.issue_warning);
  bind->Unary("WarningService.AnswerWarning", kLoop, s.answer_warning);
  bind->Unary("WarningService.GetWarning", kLoop, s.get_warning);
  bind->Unary("WarningService.ListWarnings", kLoop, s.list_warnings);
}

void BindDirectoryAndRecord(const service::Services& s, Binder* bind) {
  bind->Unary("DirectoryService.ListAgencies", kWorker, s.list_agencies);
  bind->Unary("DirectoryService.GetAgency", kWorker, s.get_agency);
  bind->Unary("DirectoryService.ListMechanisms", kLoop, s.list_mechanisms);
  bind->Unary("DirectoryService.ResolveRecipients", kWorker, s.resolve_recipients);
  bind->Unary("LedgerService.GetCheckpoint", kWorker, s.get_checkpoint);
  bind->Unary("LedgerService.GetEntries", kWorker, s.get_entries);
  bind->Unary("LedgerService.GetInclusionProof", kWorker, s.get_inclusion_proof);
  bind->Unary("LedgerService.GetConsistencyProof", kWorker, s.get_consistency_proof);
  bind->Unary("LedgerService.ListAccesses", kLoop, s.list_accesses);
  bind->Unary("ReportService.GetReport", kWorker, s.get_report);
  bind->Unary("ReportService.GetUnanswered", kWorker, s.get_unanswered);
}

void BindAdministration(const service::Services& s, Binder* bind) {
  bind->Unary("EnrollmentService.Enroll", kWorker, s.enroll);
  bind->Unary("EnrollmentService.Renew", kWorker, s.renew);
  bind->Unary("EnrollmentService.GetTrustBundle", kWorker, s.get_trust_bundle);
  bind->Unary("AdministrationService.CreateAgency", kLoop, s.create_agency);
  bind->Unary("AdministrationService.UpdateAgency", kLoop, s.update_agency);
  bind->Unary("AdministrationService.SuspendAgency", kLoop, s.suspend_agency);
  bind->Unary("AdministrationService.ReinstateAgency", kLoop, s.reinstate_agency);
  bind->Unary("AdministrationService.CreateEnrollmentToken", kLoop, s.create_enrollment_token);
  bind->Unary("AdministrationService.ListCertificates", kWorker, s.list_certificates);
  bind->Unary("AdministrationService.RevokeCertificate", kLoop, s.revoke_certificate);
  bind->Unary("AdministrationService.GetRevocationList", kWorker, s.get_revocation_list);
  bind->Unary("AdministrationService.ListConnections", kWorker, s.list_connections);
  bind->Unary("AdministrationService.CutConnections", kLoop, s.cut_connections);
  bind->Unary("AdministrationService.PreviewRevocation", kWorker, s.preview_revocation);
  bind->Unary("AdministrationService.ReinstateCertificate", kLoop, s.reinstate_certificate);
  bind->Unary("AdministrationService.LiftExclusion", kLoop, s.lift_exclusion);
  bind->Unary("AdministrationService.AdoptMechanisms", kWorker, s.adopt_mechanisms);
  bind->Unary("AdministrationService.ListAuthorities", kWorker, s.list_authorities);
  bind->Unary("AdministrationService.AdvanceAuthority", kWorker, s.advance_authority);
  bind->Unary("AdministrationService.GetGatewayStatus", kWorker, s.get_gateway_status);
  bind->Unary("ApprovalService.CreateProposal", kWorker, s.create_proposal);
  bind->Unary("ApprovalService.ListProposals", kWorker, s.list_proposals);
  bind->Unary("ApprovalService.ApproveProposal", kWorker, s.approve_proposal);
  bind->Unary("ApprovalService.RejectProposal", kLoop, s.reject_proposal);
}

bool IsServedOn(PortKind kind, const MethodDescriptor& method) {
  const bool is_enroll = method.full_name() == "enlace.v1.EnrollmentService.Enroll";
  if (kind != PortKind::kEnrollment) return !is_enroll;
  return is_enroll || method.full_name() == "enlace.v1.EnrollmentService.GetTrustBundle";
}

}  // namespace

absl::StatusOr<std::unique_ptr<MethodTable>> MethodTable::New(PortKind kind,
                                                              const service::Services& handlers) {
  Binder bind;
  BindCases(handlers, &bind);
  BindDirectoryAndRecord(handlers, &bind);
  BindAdministration(handlers, &bind);
  ASSIGN_OR_RETURN(auto bound, bind.Take());
  auto table = std::make_unique<MethodTable>();
  for (auto& [method, served] : bound) {
    if (IsServedOn(kind, *method)) table->Add(std::move(served));
  }
  return table;
}

void MethodTable::Add(std::unique_ptr<ServedMethod> method) {
  by_path_[method->path()] = method.get();
  methods_.push_back(std::move(method));
}

const ServedMethod* MethodTable::Find(absl::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

std::vector<std::string> MethodTable::services() const {
  std::set<std::string> names;
  for (const auto& method : methods_) names.insert(method->descriptor().service()->full_name());
  return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace enlace::transport
