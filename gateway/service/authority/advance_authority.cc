#include "gateway/service/authority/advance_authority.h"

#include <utility>

#include "gateway/service/authority/authority_act.h"
#include "gateway/service/authority/list_authorities.h"

namespace enlace::service {

absl::Status AdvanceAuthorityAct::Check(const Request& request) { return ValidateAdvance(request); }

absl::StatusOr<Prepared> AdvanceAuthorityAct::Prepare(const Core& core, const Request&) {
  LookForAuthorities(core);
  return Prepared();
}

absl::StatusOr<v1::AdvanceAuthorityResponse> AdvanceAuthorityAct::Do(const ActContext& context,
                                                                     const Request& request) {
  ASSIGN_OR_RETURN(Response response, DecideAdvance(context.work, context.core, context.caller, request));
  context.after.push_back([&core = context.core, response] { TakeEffect(core, response); });
  return response;
}

}  // namespace enlace::service
