#ifndef ENLACE_GATEWAY_SERVICE_CASES_ADVANCE_MEASURE_H_
#define ENLACE_GATEWAY_SERVICE_CASES_ADVANCE_MEASURE_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Opens a measure, or makes one transition of its machine, with what that does to
// clocks and whom it tells.
// Thread-safe. Borrows the core.
class AdvanceMeasure final : public Handler<v1::AdvanceMeasureRequest, v1::AdvanceMeasureResponse> {
 public:
  explicit AdvanceMeasure(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed, or the code is not one
  //                        of the mechanism's catalogue: mend it.
  //   PERMISSION_DENIED    agencies of this kind have no part in cases.
  //   NOT_FOUND            no such measure that the caller may know of.
  //   ABORTED              VERSION_CONFLICT: read again, decide again.
  //   FAILED_PRECONDITION  TRANSITION_NOT_ALLOWED, ACTOR_NOT_ALLOWED, GUARD_NOT_MET:
  //                        the message says what has to come first.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::AdvanceMeasureRequest& request,
              Done<v1::AdvanceMeasureResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_ADVANCE_MEASURE_H_
