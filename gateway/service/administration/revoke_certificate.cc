#include "gateway/service/administration/revoke_certificate.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/follow_certificate.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/certificates/revocation.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {

absl::Status RevokeCertificateAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.serial().empty()) return base::MissingField("serial");
  if (!v1::RevocationReason_IsValid(request.reason())) {
    return base::InvalidField("reason", "must be one of RevocationReason");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::RevokeCertificateResponse> RevokeCertificateAct::Do(const ActContext& context,
                                                                       const Request& request) {
  ASSIGN_OR_RETURN(absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(context.work, request.serial()));
  if (!certificate.has_value()) return base::NotFound();
  const bool took_effect =
      MarkRevoked(request.reason(), context.work.now(), context.core.undo_window, &*certificate);
  RETURN_IF_ERROR(RecordCertificate(context.work,
                                    {.caller = context.caller,
                                     .request_id = request.request_id(),
                                     .change = v1::CERTIFICATE_CHANGE_REVOKED,
                                     .took_effect = took_effect},
                                    &*certificate));
  FollowCertificate(context, *certificate);
  v1::RevokeCertificateResponse response;
  *response.mutable_certificate() = *std::move(certificate);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service
