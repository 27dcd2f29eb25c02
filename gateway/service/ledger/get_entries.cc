#include "gateway/service/ledger/get_entries.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/service/ledger/log_request.h"

namespace enlace::service {
namespace {

constexpr uint32_t kMaxEntries = 1000;

absl::StatusOr<v1::GetEntriesResponse> Get(const Core& core, const identity::Caller& caller,
                                           const v1::GetEntriesRequest& request) {
  RETURN_IF_ERROR(CheckLogId(request.log_id()));
  const bool oversees =
      caller.kind == identity::Caller::Kind::kAgency && authz::IsOverseer(caller.agency_kind);
  if (request.log_id() == v1::LOG_ID_CASE && !oversees) {
    return base::RoleNotPermitted("leaves of the case log are for overseers; use GetInclusionProof");
  }
  const uint32_t count =
      request.max_entries() == 0 || request.max_entries() > kMaxEntries ? kMaxEntries : request.max_entries();
  ledger::LogReader log(core.store);
  absl::StatusOr<std::vector<std::string>> leaves =
      log.Leaves(request.log_id(), request.first_index(), count);
  if (!leaves.ok()) return AsBadRequest(leaves.status(), "first_index");
  v1::GetEntriesResponse response;
  for (std::string& leaf : *leaves) response.add_leaves(std::move(leaf));
  return response;
}

}  // namespace

void GetEntries::Handle(const identity::Caller& caller, const v1::GetEntriesRequest& request,
                        Done<v1::GetEntriesResponse> done) {
  done(Get(core_, caller, request));
}

}  // namespace enlace::service
