#include "gateway/service/directory/resolve_recipients.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/submit.h"
#include "gateway/service/command.h"
#include "gateway/service/directory/agency_view.h"
#include "gateway/service/look.h"
#include "gateway/service/referral/find_route.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::ResolveRecipientsRequest;
using Response = v1::ResolveRecipientsResponse;

absl::Status Check(const Core& core, const identity::Caller& caller, const Request& request) {
  RETURN_IF_ERROR(core.authorizer.CheckRole(caller, authz::Action::kSubmitReferral));
  RETURN_IF_ERROR(referral::ValidateClassification(request.classification()));
  if (!request.case_id().empty()) RETURN_IF_ERROR(base::CheckDerivedId("case_id", request.case_id()));
  for (int i = 0; i < request.excluded_agencies_size(); ++i) {
    const v1::ExcludedAgency& excluded = request.excluded_agencies(i);
    const std::string field = absl::StrCat("excluded_agencies[", i, "]");
    RETURN_IF_ERROR(base::CheckName(field + ".agency_id", excluded.agency_id()));
    RETURN_IF_ERROR(base::CheckCode(field + ".ground", excluded.ground(), referral::kMaxCodeSize));
  }
  return base::CheckCode("officer_pseudonym", request.officer_pseudonym(), 64);
}

// `excluded`: by the case, besides those that the request names.
absl::StatusOr<Response> Resolve(const Core& core, store::Reader& reader, absl::Time now,
                                 const identity::Caller& caller, const Request& request,
                                 std::set<std::string> excluded) {
  const std::vector<v1::Agency> agencies = core.roster.Agencies();
  RouteQuestion question{request.classification(), caller.agency_id};
  if (request.has_event_time()) question.event_time = base::FromProto(request.event_time());
  if (request.has_petition_time()) question.petition_time = base::FromProto(request.petition_time());
  question.now = now;
  question.agencies = agencies;
  question.excluded = std::move(excluded);
  for (const v1::ExcludedAgency& named : request.excluded_agencies())
    question.excluded.insert(named.agency_id());
  ASSIGN_OR_RETURN(const FoundRoute found, FindRoute(core, reader, question));

  Response response;
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
      OfferedSealingCertificates(core, reader, caller.agency_id, question.now));
  for (const v1::SealingCertificate& certificate : own) *response.add_own_certificates() = certificate;
  return response;
}

// The route of a further referral. It shows by omission whom the case excludes,
// so that it is a look at the case, under the grant that submitting takes.
absl::StatusOr<Response> ResolveInCase(const Core& core, ledger::Work& work, const identity::Caller& caller,
                                       const Request& request) {
  const LookRequest look{authz::KeyKind::kCase, request.case_id(), "route.read", request.officer_pseudonym(),
                         ""};
  ASSIGN_OR_RETURN(const authz::Grant grant,
                   RecordedLook(core, work, caller, authz::Action::kSubmitReferral, look));
  ASSIGN_OR_RETURN(const store::v1::CaseState state, store::ReadCase(work, grant));
  std::set<std::string> excluded;
  for (const store::v1::Exclusion& exclusion : state.exclusions()) excluded.insert(exclusion.agency_id());
  return Resolve(core, work, work.now(), caller, request, std::move(excluded));
}

}  // namespace

void ResolveRecipients::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  const absl::Status ready = Check(core_, caller, request);
  if (!ready.ok()) return done(ready);
  if (request.case_id().empty()) {
    const auto reader = core_.store.Read();
    if (!reader.ok()) return done(reader.status());
    return done(Resolve(core_, **reader, core_.clock.Now(), caller, request, {}));
  }
  RunLook<Response>(
      core_.sequencer,
      [this, caller, request](ledger::Work& work) { return ResolveInCase(core_, work, caller, request); },
      [this](const ledger::Answer& answer, Response* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
