#include "gateway/service/administration/reinstate_certificate.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/follow_certificate.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/certificates/revocation.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {

absl::Status ReinstateCertificateAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.serial().empty()) return base::MissingField("serial");
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

absl::StatusOr<v1::ReinstateCertificateResponse> ReinstateCertificateAct::Do(const ActContext& context,
                                                                             const Request& request) {
  ASSIGN_OR_RETURN(absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(context.work, request.serial()));
  if (!certificate.has_value()) return base::NotFound();
  const bool was_revoked = certificate->has_revoke_time();
  RETURN_IF_ERROR(MarkReinstated(context.work.now(), &*certificate));
  RETURN_IF_ERROR(RecordCertificate(context.work,
                                    {.caller = context.caller,
                                     .request_id = request.request_id(),
                                     .change = v1::CERTIFICATE_CHANGE_REINSTATED,
                                     .reason = request.reason(),
                                     .took_effect = was_revoked},
                                    &*certificate));
  FollowCertificate(context, *certificate);
  v1::ReinstateCertificateResponse response;
  *response.mutable_certificate() = *std::move(certificate);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service
