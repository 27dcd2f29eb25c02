#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_ADVANCE_AUTHORITY_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_ADVANCE_AUTHORITY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes the next step of an authority's life. Looks into the gateway's folder first, so
// that a new authority needs no restart. Blocks on files and tokens.
// Thread-safe. Borrows the core.
class AdvanceAuthority final : public Handler<v1::AdvanceAuthorityRequest, v1::AdvanceAuthorityResponse> {
 public:
  explicit AdvanceAuthority(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   INVALID_ARGUMENT   names the field that is missing or not well formed.
  //   others             as DecideAdvance.
  void Handle(const identity::Caller& caller, const v1::AdvanceAuthorityRequest& request,
              Done<v1::AdvanceAuthorityResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_ADVANCE_AUTHORITY_H_
