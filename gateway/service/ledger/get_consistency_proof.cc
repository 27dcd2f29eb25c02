#include "gateway/service/ledger/get_consistency_proof.h"

#include <string>
#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/service/ledger/log_request.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::GetConsistencyProofResponse> Get(const Core& core,
                                                    const v1::GetConsistencyProofRequest& request) {
  RETURN_IF_ERROR(CheckLogId(request.log_id()));
  ledger::LogReader log(core.store);
  auto proof = log.ConsistencyProof(request.log_id(), request.old_size(), request.new_size());
  if (!proof.ok()) {
    const bool grows = request.old_size() <= request.new_size();
    return AsBadRequest(proof.status(), grows ? "new_size" : "old_size");
  }
  v1::GetConsistencyProofResponse response;
  response.set_new_size(proof->new_size);
  for (const std::string& hash : proof->path) response.add_path(hash);
  return response;
}

}  // namespace

void GetConsistencyProof::Handle(const identity::Caller& caller,
                                 const v1::GetConsistencyProofRequest& request,
                                 Done<v1::GetConsistencyProofResponse> done) {
  done(Get(core_, request));
}

}  // namespace enlace::service
