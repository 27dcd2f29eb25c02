// Acts of administrators, which may take two of them.
#ifndef ENLACE_CLIENT_ENLACECTL_ADMINISTRATIVE_ACT_H_
#define ENLACE_CLIENT_ENLACECTL_ADMINISTRATIVE_ACT_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/enlacectl/context.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "enlace/v1/approval_service.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {

// Options of every such command.
struct ActFlags {
  std::string request_id;
  std::string why;
};
void AddActOptions(CLI::App* verb, ActFlags& flags);

// --request-id, or a new one.
std::string RequestIdOf(const Context& context, const ActFlags& flags);

v1::ProposedAct ProposedOf(const v1::CreateAgencyRequest& request);
v1::ProposedAct ProposedOf(const v1::CreateEnrollmentTokenRequest& request);
v1::ProposedAct ProposedOf(const v1::RevokeCertificateRequest& request);
v1::ProposedAct ProposedOf(const v1::SuspendAgencyRequest& request);
v1::ProposedAct ProposedOf(const v1::ReinstateAgencyRequest& request);
v1::ProposedAct ProposedOf(const v1::ReinstateCertificateRequest& request);
v1::ProposedAct ProposedOf(const v1::LiftExclusionRequest& request);
v1::ProposedAct ProposedOf(const v1::AdoptMechanismsRequest& request);
v1::ProposedAct ProposedOf(const v1::AdvanceAuthorityRequest& request);

// Proposes the act, prints the proposal, what the colleague has to do and how to get
// the answer afterwards. The same act proposes the same proposal. Returns `refusal`, or
// what the proposal was refused by.
absl::Status Propose(Context& context, const v1::ProposedAct& act, const std::string& request_id,
                     const std::string& why, const absl::Status& refusal);

// Calls the act's method. Where the act takes two administrators, proposes it as above:
// then the act is not done, and the status says so (APPROVAL_REQUIRED). `why` stands in
// the proposal unless the flags say something else.
template <typename Request, typename Response>
absl::StatusOr<Response> CallAct(Context& context, const ActFlags& flags, const std::string& why,
                                 grpc::Status (v1::AdministrationService::StubInterface::*method)(
                                     grpc::ClientContext*, const Request&, Response*),
                                 const Request& request) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  absl::StatusOr<Response> response = session->Call<v1::AdministrationService>(method, request);
  if (base::ReasonOf(response.status()) != v1::ERROR_REASON_APPROVAL_REQUIRED) return response;
  return Propose(context, ProposedOf(request), request.request_id(), flags.why.empty() ? why : flags.why,
                 response.status());
}

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_ADMINISTRATIVE_ACT_H_
