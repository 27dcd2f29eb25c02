#ifndef ENLACE_GATEWAY_SERVICE_LEDGER_GET_ENTRIES_H_
#define ENLACE_GATEWAY_SERVICE_LEDGER_GET_ENTRIES_H_

#include "enlace/v1/ledger_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Raw leaves of a log.
// Thread-safe. Borrows the core.
class GetEntries final : public Handler<v1::GetEntriesRequest, v1::GetEntriesResponse> {
 public:
  explicit GetEntries(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   log_id is missing.
  //   PERMISSION_DENIED  leaves of the case log are for overseers.
  void Handle(const identity::Caller& caller, const v1::GetEntriesRequest& request,
              Done<v1::GetEntriesResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LEDGER_GET_ENTRIES_H_
