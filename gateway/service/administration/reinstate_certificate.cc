#include "gateway/service/administration/reinstate_certificate.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/certificates/revocation.h"
#include "gateway/service/command.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

using Request = v1::ReinstateCertificateRequest;
using Response = v1::ReinstateCertificateResponse;

absl::Status Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.serial().empty()) return base::MissingField("serial");
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

absl::StatusOr<Response> Decide(ledger::Work& work, const identity::Caller& caller, const Request& request) {
  ASSIGN_OR_RETURN(absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(work, request.serial()));
  if (!certificate.has_value()) return base::NotFound();
  const bool was_revoked = certificate->has_revoke_time();
  RETURN_IF_ERROR(MarkReinstated(work.now(), &*certificate));
  RETURN_IF_ERROR(RecordCertificate(work,
                                    {.caller = caller,
                                     .request_id = request.request_id(),
                                     .change = v1::CERTIFICATE_CHANGE_REINSTATED,
                                     .reason = request.reason(),
                                     .took_effect = was_revoked},
                                    &*certificate));
  Response response;
  *response.mutable_certificate() = *std::move(certificate);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace

void ReinstateCertificate::Handle(const identity::Caller& caller, const Request& request,
                                  Done<Response> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = Check(request);
  if (!valid.ok()) return done(valid);
  RunCommand<Request, Response>(
      core_.sequencer, caller, "ReinstateCertificate", request,
      [caller, request](ledger::Work& work) { return Decide(work, caller, request); }, std::move(done),
      [this](Response* response, bool replayed) {
        // It may have been revoked again since the first answer.
        if (replayed) return;
        core_.roster.Put(response->certificate());
        core_.revocation_list.Changed();
      });
}

}  // namespace enlace::service
