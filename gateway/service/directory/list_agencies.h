#ifndef ENLACE_GATEWAY_SERVICE_DIRECTORY_LIST_AGENCIES_H_
#define ENLACE_GATEWAY_SERVICE_DIRECTORY_LIST_AGENCIES_H_

#include "enlace/v1/directory_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Lists the agencies, by id.
// Thread-safe. Borrows the core.
class ListAgencies final : public Handler<v1::ListAgenciesRequest, v1::ListAgenciesResponse> {
 public:
  explicit ListAgencies(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  page_token is not ours.
  void Handle(const identity::Caller& caller, const v1::ListAgenciesRequest& request,
              Done<v1::ListAgenciesResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_DIRECTORY_LIST_AGENCIES_H_
