#include "gateway/service/ledger/get_checkpoint.h"

#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/service/ledger/log_request.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::GetCheckpointResponse> Get(const Core& core, const v1::GetCheckpointRequest& request) {
  RETURN_IF_ERROR(CheckLogId(request.log_id()));
  ledger::LogReader log(core.store);
  v1::GetCheckpointResponse response;
  ASSIGN_OR_RETURN(*response.mutable_checkpoint(), log.Checkpoint(request.log_id()));
  return response;
}

}  // namespace

void GetCheckpoint::Handle(const identity::Caller& caller, const v1::GetCheckpointRequest& request,
                           Done<v1::GetCheckpointResponse> done) {
  done(Get(core_, request));
}

}  // namespace enlace::service
