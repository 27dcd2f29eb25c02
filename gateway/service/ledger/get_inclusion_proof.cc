#include "gateway/service/ledger/get_inclusion_proof.h"

#include <string>
#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/service/ledger/log_request.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::GetInclusionProofResponse> Get(const Core& core,
                                                  const v1::GetInclusionProofRequest& request) {
  RETURN_IF_ERROR(CheckLogId(request.log_id()));
  ledger::LogReader log(core.store);
  auto proof = log.InclusionProof(request.log_id(), request.leaf_index(), request.tree_size());
  if (!proof.ok()) {
    const bool has_leaf = request.leaf_index() < request.tree_size();
    return AsBadRequest(proof.status(), has_leaf ? "tree_size" : "leaf_index");
  }
  v1::GetInclusionProofResponse response;
  response.set_leaf_hash(proof->leaf_hash);
  response.set_tree_size(proof->size);
  for (const std::string& hash : proof->path) response.add_path(hash);
  return response;
}

}  // namespace

void GetInclusionProof::Handle(const identity::Caller& caller, const v1::GetInclusionProofRequest& request,
                               Done<v1::GetInclusionProofResponse> done) {
  done(Get(core_, request));
}

}  // namespace enlace::service
