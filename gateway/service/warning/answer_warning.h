#ifndef ENLACE_GATEWAY_SERVICE_WARNING_ANSWER_WARNING_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_ANSWER_WARNING_H_

#include "enlace/v1/warning_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes the answer of an addressee: records it, stops its clock if it decides, and
// tells the issuer. A warning that expired or was replaced can still be answered.
// Thread-safe. Borrows the core.
class AnswerWarning final : public Handler<v1::AnswerWarningRequest, v1::AnswerWarningResponse> {
 public:
  explicit AnswerWarning(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed, or the note is not
  //                        sealed to the issuer and the caller alone.
  //   NOT_FOUND            no warning that the caller may know of.
  //   FAILED_PRECONDITION  ACTOR_NOT_ALLOWED: the caller is not among those warned;
  //                        GUARD_NOT_MET: it has answered too often.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::AnswerWarningRequest& request,
              Done<v1::AnswerWarningResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_ANSWER_WARNING_H_
