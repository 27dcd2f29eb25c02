#include "gateway/service/administration/revoke_certificate.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/certificates/revocation.h"
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
      [caller, request,
       undo_window = core_.undo_window](ledger::Work& work) -> absl::StatusOr<v1::RevokeCertificateResponse> {
        ASSIGN_OR_RETURN(absl::optional<v1::Certificate> certificate,
                         store::FindCertificate(work, request.serial()));
        if (!certificate.has_value()) return base::NotFound();
        const bool took_effect = MarkRevoked(request.reason(), work.now(), undo_window, &*certificate);
        RETURN_IF_ERROR(RecordCertificate(work,
                                          {.caller = caller,
                                           .request_id = request.request_id(),
                                           .change = v1::CERTIFICATE_CHANGE_REVOKED,
                                           .took_effect = took_effect},
                                          &*certificate));
        v1::RevokeCertificateResponse response;
        *response.mutable_certificate() = *std::move(certificate);
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this](v1::RevokeCertificateResponse* response, bool replayed) {
        // It may have been reinstated since the first answer.
        if (replayed) return;
        core_.roster.Put(response->certificate());
        core_.revocation_list.Changed();
      });
}

}  // namespace enlace::service
