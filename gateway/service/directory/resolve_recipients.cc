#include "gateway/service/directory/resolve_recipients.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/submit.h"
#include "gateway/service/referral/find_route.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::ResolveRecipientsResponse> Resolve(const Core& core, const identity::Caller& caller,
                                                      const v1::ResolveRecipientsRequest& request) {
  RETURN_IF_ERROR(core.authorizer.CheckRole(caller, authz::Action::kSubmitReferral));
  RETURN_IF_ERROR(referral::ValidateClassification(request.classification()));
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  const std::vector<v1::Agency> agencies = core.roster.Agencies();
  RouteQuestion question{request.classification(), caller.agency_id};
  if (request.has_event_time()) question.event_time = base::FromProto(request.event_time());
  if (request.has_petition_time()) question.petition_time = base::FromProto(request.petition_time());
  question.now = core.clock.Now();
  question.agencies = agencies;
  for (const v1::ExcludedAgency& excluded : request.excluded_agencies()) {
    question.excluded.insert(excluded.agency_id());
  }
  ASSIGN_OR_RETURN(const FoundRoute found, FindRoute(core, *reader, question));

  v1::ResolveRecipientsResponse response;
  response.set_held_reason(found.route.held_reason);
  for (const mechanism::Choice& choice : found.route.choices) {
    v1::ResolvedRecipient* recipient = response.add_recipients();
    *recipient->mutable_planned_leg() = choice.leg;
    recipient->set_legal_reference(choice.legal_reference);
    const auto certificates = found.certificates.find(choice.leg.recipient().agency_id());
    if (certificates == found.certificates.end()) continue;
    for (const v1::SealingCertificate& certificate : certificates->second) {
      *recipient->add_sealing_certificates() = certificate;
    }
  }
  ASSIGN_OR_RETURN(
      const std::vector<v1::SealingCertificate> own,
      store::SealingCertificates(
          *reader, absl::StrCat("spiffe://", core.trust_domain, "/agency/", caller.agency_id, "/"), question.now));
  for (const v1::SealingCertificate& certificate : own) *response.add_own_certificates() = certificate;
  return response;
}

}  // namespace

void ResolveRecipients::Handle(const identity::Caller& caller, const v1::ResolveRecipientsRequest& request,
                               Done<v1::ResolveRecipientsResponse> done) {
  done(Resolve(core_, caller, request));
}

}  // namespace enlace::service
