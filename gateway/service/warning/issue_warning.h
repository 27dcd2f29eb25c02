#ifndef ENLACE_GATEWAY_SERVICE_WARNING_ISSUE_WARNING_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_ISSUE_WARNING_H_

#include "enlace/v1/warning_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes a sealed alert, checks who may warn whom, and makes it durable with its
// clocks, feed items and record. An update or a cancel ends the warning that it
// refers to. Never opens the alert.
// Thread-safe. Borrows the core.
class IssueWarning final : public Handler<v1::IssueWarningRequest, v1::IssueWarningResponse> {
 public:
  explicit IssueWarning(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing, malformed or out of bounds; the
  //                        envelope is wrong or not sealed to every addressee.
  //   PERMISSION_DENIED    the mechanism lets no agency of this kind warn now.
  //   NOT_FOUND            references_warning_id names none that the caller knows.
  //   FAILED_PRECONDITION  it names one of another issuer, or not in force.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::IssueWarningRequest& request,
              Done<v1::IssueWarningResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_ISSUE_WARNING_H_
