#ifndef ENLACE_GATEWAY_SERVICE_LEDGER_LIST_ACCESSES_H_
#define ENLACE_GATEWAY_SERVICE_LEDGER_LIST_ACCESSES_H_

#include "enlace/v1/ledger_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Who did and read what in a case, for its overseers; the look is recorded.
// Thread-safe. Borrows the core.
class ListAccesses final : public Handler<v1::ListAccessesRequest, v1::ListAccessesResponse> {
 public:
  explicit ListAccesses(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed.
  //   PERMISSION_DENIED  the caller does not oversee.
  //   NOT_FOUND          no case that the caller may know of.
  void Handle(const identity::Caller& caller, const v1::ListAccessesRequest& request,
              Done<v1::ListAccessesResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LEDGER_LIST_ACCESSES_H_
