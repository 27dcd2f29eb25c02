#include "gateway/service/administration/revoke_certificate.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/service/actor.h"
#include "gateway/service/command.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {

void RevokeCertificate::Handle(const identity::Caller& caller, const v1::RevokeCertificateRequest& request,
                               Done<v1::RevokeCertificateResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  absl::Status valid = base::CheckRequestId("request_id", request.request_id());
  if (valid.ok() && request.serial().empty()) valid = base::MissingField("serial");
  if (valid.ok() && !v1::RevocationReason_IsValid(request.reason())) {
    valid = base::InvalidField("reason", "must be one of RevocationReason");
  }
  if (!valid.ok()) return done(valid);
  RunCommand<v1::RevokeCertificateRequest, v1::RevokeCertificateResponse>(
      core_.sequencer, caller, "RevokeCertificate", request,
      [caller, request](ledger::Work& work) -> absl::StatusOr<v1::RevokeCertificateResponse> {
        ASSIGN_OR_RETURN(absl::optional<v1::Certificate> certificate,
                         store::FindCertificate(work, request.serial()));
        if (!certificate.has_value()) return base::NotFound();
        if (!certificate->has_revoke_time()) {  // The first revocation stands.
          *certificate->mutable_revoke_time() = base::ToProto(work.now());
          certificate->set_revocation_reason(request.reason());
          RETURN_IF_ERROR(store::PutCertificate(work, *certificate));
        }
        ledger::Draft draft = TrustDraft(caller, "certificate.revoked", request.request_id());
        draft.clazz = ledger::LeafClass::kKey;
        *draft.record.mutable_event()->mutable_certificate_revoked() = *certificate;
        RETURN_IF_ERROR(work.Append(std::move(draft)).status());
        v1::RevokeCertificateResponse response;
        *response.mutable_certificate() = *std::move(certificate);
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this](v1::RevokeCertificateResponse* response, bool) { core_.roster.Put(response->certificate()); });
}

}  // namespace enlace::service
