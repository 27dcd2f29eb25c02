#include "gateway/service/administration/lift_exclusion.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/referral/fold.h"
#include "gateway/service/case_writer.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

constexpr size_t kMaxReason = 200;

}  // namespace

absl::Status LiftExclusionAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(base::CheckDerivedId("case_id", request.case_id()));
  RETURN_IF_ERROR(base::CheckName("agency_id", request.agency_id()));
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckCode("reason", request.reason(), kMaxReason);
}

absl::StatusOr<v1::LiftExclusionResponse> LiftExclusionAct::Do(const ActContext& context,
                                                               const Request& request) {
  // The gateway's own grant: nothing that is read by it leaves the house.
  const authz::Grant grant = context.core.authorizer.AuthorizeGateway(request.case_id());
  ASSIGN_OR_RETURN(absl::optional<store::v1::CaseState> state, store::FindCase(context.work, grant));
  if (!state.has_value() || !referral::IsExcluded(*state, request.agency_id())) return base::NotFound();
  CaseWriter::Act act{context.caller, "", request.request_id()};
  act.purpose = request.reason();
  CaseWriter writer(context.work, context.core.mechanisms, act, grant, *std::move(state));
  referral::Decision decision;
  decision.case_id = request.case_id();
  decision.events.emplace_back().mutable_exclusion_lifted()->set_agency_id(request.agency_id());
  RETURN_IF_ERROR(writer.Add(decision));
  RETURN_IF_ERROR(writer.Finish());
  v1::LiftExclusionResponse response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service
