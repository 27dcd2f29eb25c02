#include "gateway/service/administration/revoke_certificate.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/service/actor.h"
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
  if (!certificate->has_revoke_time()) {  // The first revocation stands.
    *certificate->mutable_revoke_time() = base::ToProto(context.work.now());
    certificate->set_revocation_reason(request.reason());
    RETURN_IF_ERROR(store::PutCertificate(context.work, *certificate));
  }
  ledger::Draft draft = TrustDraft(context.caller, "certificate.revoked", request.request_id());
  draft.clazz = ledger::LeafClass::kKey;
  *draft.record.mutable_event()->mutable_certificate_revoked() = *certificate;
  RETURN_IF_ERROR(context.work.Append(std::move(draft)).status());
  context.after.push_back([&roster = context.core.roster, revoked = *certificate] { roster.Put(revoked); });
  v1::RevokeCertificateResponse response;
  *response.mutable_certificate() = *std::move(certificate);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service
