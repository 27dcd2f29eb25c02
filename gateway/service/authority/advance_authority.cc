#include "gateway/service/authority/advance_authority.h"

#include <utility>

#include "gateway/service/authority/authority_act.h"
#include "gateway/service/authority/list_authorities.h"
#include "gateway/service/command.h"

namespace enlace::service {

void AdvanceAuthority::Handle(const identity::Caller& caller, const v1::AdvanceAuthorityRequest& request,
                              Done<v1::AdvanceAuthorityResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = ValidateAdvance(request);
  if (!valid.ok()) return done(valid);
  LookForAuthorities(core_);
  RunCommand<v1::AdvanceAuthorityRequest, v1::AdvanceAuthorityResponse>(
      core_.sequencer, caller, "AdvanceAuthority", request,
      [this, caller, request](ledger::Work& work) { return DecideAdvance(work, core_, caller, request); },
      std::move(done),
      [this](v1::AdvanceAuthorityResponse* response, bool replayed) {
        if (!replayed) TakeEffect(core_, *response);
      });
}

}  // namespace enlace::service
