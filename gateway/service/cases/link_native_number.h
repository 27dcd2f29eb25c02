#ifndef ENLACE_GATEWAY_SERVICE_CASES_LINK_NATIVE_NUMBER_H_
#define ENLACE_GATEWAY_SERVICE_CASES_LINK_NATIVE_NUMBER_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Ties the caller's own file number, as a keyed hash, to a case.
// Thread-safe. Borrows the core.
class LinkNativeNumber final : public Handler<v1::LinkNativeNumberRequest, v1::LinkNativeNumberResponse> {
 public:
  explicit LinkNativeNumber(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  a field is missing or malformed.
  //   NOT_FOUND         no case that the caller may know of.
  //   ALREADY_EXISTS    the caller tied this number to another case.
  void Handle(const identity::Caller& caller, const v1::LinkNativeNumberRequest& request,
              Done<v1::LinkNativeNumberResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_LINK_NATIVE_NUMBER_H_
