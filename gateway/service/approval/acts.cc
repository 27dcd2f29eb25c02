#include "gateway/service/approval/acts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/service/administration/adopt_mechanisms.h"
#include "gateway/service/administration/create_agency.h"
#include "gateway/service/administration/create_enrollment_token.h"
#include "gateway/service/administration/lift_exclusion.h"
#include "gateway/service/administration/reinstate_agency.h"
#include "gateway/service/administration/reinstate_certificate.h"
#include "gateway/service/administration/revoke_certificate.h"
#include "gateway/service/administration/suspend_agency.h"
#include "gateway/service/administration/update_agency.h"
#include "gateway/service/authority/advance_authority.h"

namespace enlace::service {
namespace {

using v1::ProposedAct;

// Where the oneof is not set.
struct NoAct : ActOf<v1::CreateAgencyRequest, v1::CreateAgencyResponse> {
  static constexpr char kMethod[] = "";
  static absl::Status Check(const Request&) { return base::MissingField("act"); }
  static absl::StatusOr<Response> Do(const ActContext&, const Request& request) { return Check(request); }
};

// Calls `visit` with the act and its request. One line for each act.
template <typename Visitor>
auto Visit(const ProposedAct& act, const Visitor& visit) {
  switch (act.act_case()) {
    case ProposedAct::kCreateAgency:
      return visit(CreateAgencyAct(), act.create_agency());
    case ProposedAct::kUpdateAgency:
      return visit(UpdateAgencyAct(), act.update_agency());
    case ProposedAct::kCreateEnrollmentToken:
      return visit(CreateEnrollmentTokenAct(), act.create_enrollment_token());
    case ProposedAct::kRevokeCertificate:
      return visit(RevokeCertificateAct(), act.revoke_certificate());
    case ProposedAct::kSuspendAgency:
      return visit(SuspendAgencyAct(), act.suspend_agency());
    case ProposedAct::kReinstateAgency:
      return visit(ReinstateAgencyAct(), act.reinstate_agency());
    case ProposedAct::kReinstateCertificate:
      return visit(ReinstateCertificateAct(), act.reinstate_certificate());
    case ProposedAct::kLiftExclusion:
      return visit(LiftExclusionAct(), act.lift_exclusion());
    case ProposedAct::kAdoptMechanisms:
      return visit(AdoptMechanismsAct(), act.adopt_mechanisms());
    case ProposedAct::kAdvanceAuthority:
      return visit(AdvanceAuthorityAct(), act.advance_authority());
    case ProposedAct::ACT_NOT_SET:
      break;
  }
  return visit(NoAct(), v1::CreateAgencyRequest());
}

}  // namespace

ActRequest RequestOf(const ProposedAct& act) {
  return Visit(act, [](auto done_by, const auto& request) {
    using Act = decltype(done_by);
    return ActRequest{Act::kMethod, request.request_id(), BodyHash(Act::kMethod, request)};
  });
}

absl::Status CheckAct(const ProposedAct& act) {
  const absl::Status checked =
      Visit(act, [](auto done_by, const auto& request) { return decltype(done_by)::Check(request); });
  if (act.act_case() == ProposedAct::ACT_NOT_SET) return checked;
  return BelowField(absl::StrCat("act.", act.GetDescriptor()->FindFieldByNumber(act.act_case())->name()),
                    checked);
}

absl::StatusOr<Prepared> PrepareAct(const Core& core, const ProposedAct& act) {
  return Visit(
      act, [&core](auto done_by, const auto& request) { return decltype(done_by)::Prepare(core, request); });
}

absl::StatusOr<std::string> DoAct(const ActContext& context, const ProposedAct& act) {
  return Visit(act, [&context](auto done_by, const auto& request) -> absl::StatusOr<std::string> {
    ASSIGN_OR_RETURN(const auto response, decltype(done_by)::Do(context, request));
    return response.SerializeAsString();
  });
}

absl::Status BelowField(const std::string& prefix, const absl::Status& status) {
  const std::string field = base::FieldOf(status);
  if (field.empty()) return status;
  absl::string_view problem = status.message();
  absl::ConsumePrefix(&problem, absl::StrCat(field, ": "));
  return base::InvalidField(absl::StrCat(prefix, ".", field), problem);
}

}  // namespace enlace::service
