#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_LIST_AUTHORITIES_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_LIST_AUTHORITIES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/authority.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"
#include "gateway/store/store.h"

namespace enlace::service {

// All authorities, oldest first, with how many certificates of each are in force and,
// of those that are PUBLISHED or ISSUING, which agencies do not know the root yet.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::vector<v1::Authority>> Authorities(const Core& core, store::Reader& reader);

// Takes up what was put into the gateway's folder since; what cannot be loaded is
// logged. Blocks on files and tokens.
void LookForAuthorities(const Core& core);

// The authorities that issue certificates and those that agencies trust.
// Thread-safe. Borrows the core.
class ListAuthorities final : public Handler<v1::ListAuthoritiesRequest, v1::ListAuthoritiesResponse> {
 public:
  explicit ListAuthorities(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  void Handle(const identity::Caller& caller, const v1::ListAuthoritiesRequest& request,
              Done<v1::ListAuthoritiesResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_LIST_AUTHORITIES_H_
