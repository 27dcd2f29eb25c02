#ifndef ENLACE_GATEWAY_SERVICE_DIRECTORY_RESOLVE_RECIPIENTS_H_
#define ENLACE_GATEWAY_SERVICE_DIRECTORY_RESOLVE_RECIPIENTS_H_

#include "enlace/v1/directory_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Dry run of routing: whom a referral would reach now, and what to seal to. For
// an existing case it is a recorded look.
// Thread-safe. Borrows the core.
class ResolveRecipients final : public Handler<v1::ResolveRecipientsRequest, v1::ResolveRecipientsResponse> {
 public:
  explicit ResolveRecipients(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is missing or malformed.
  //   PERMISSION_DENIED  this kind of caller submits no referrals.
  //   NOT_FOUND          case_id names no case that the caller may know of.
  void Handle(const identity::Caller& caller, const v1::ResolveRecipientsRequest& request,
              Done<v1::ResolveRecipientsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_DIRECTORY_RESOLVE_RECIPIENTS_H_
