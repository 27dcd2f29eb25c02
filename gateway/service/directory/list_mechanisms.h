#ifndef ENLACE_GATEWAY_SERVICE_DIRECTORY_LIST_MECHANISMS_H_
#define ENLACE_GATEWAY_SERVICE_DIRECTORY_LIST_MECHANISMS_H_

#include "enlace/v1/directory_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// The mechanisms with their clocks and sources.
// Thread-safe. Borrows the core.
class ListMechanisms final : public Handler<v1::ListMechanismsRequest, v1::ListMechanismsResponse> {
 public:
  explicit ListMechanisms(const Core& core) : core_(core) {}

  //   (always OK)
  void Handle(const identity::Caller& caller, const v1::ListMechanismsRequest& request,
              Done<v1::ListMechanismsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_DIRECTORY_LIST_MECHANISMS_H_
