#include "gateway/service/enrollment/renew.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/service/command.h"

namespace enlace::service {
namespace {

// What makes EST's retry the same request, and the next renewal another one although
// it may bring the same file: the certificate that it is made with.
std::string RepetitionId(const identity::Caller& caller, const v1::RenewRequest& request) {
  return absl::BytesToHexString(base::Sha256(absl::StrCat("EST renewal\n", caller.certificate_serial, "\n",
                                                          base::Sha256(request.tls_csr_der()),
                                                          base::Sha256(request.sealing_csr_der()))));
}

}  // namespace

void Renew::Handle(const identity::Caller& caller, const v1::RenewRequest& given,
                   Done<v1::RenewResponse> done) {
  v1::RenewRequest request = given;
  if (form_ == CsrForm::kEitherKey) {
    request.set_request_id(RepetitionId(caller, given));
  } else {
    const absl::Status valid = base::CheckRequestId("request_id", request.request_id());
    if (!valid.ok()) return done(valid);
  }
  absl::StatusOr<Issuance> issued =
      Issue(core_, caller.uri, request.tls_csr_der(), request.sealing_csr_der(), form_);
  if (!issued.ok()) return done(issued.status());
  auto issuance = std::make_shared<Issuance>(*std::move(issued));
  RunCommand<v1::RenewRequest, v1::RenewResponse>(
      core_.sequencer, caller, "Renew", request,
      [caller, request, issuance, form = form_](ledger::Work& work) -> absl::StatusOr<v1::RenewResponse> {
        ASSIGN_OR_RETURN(const bool is_entered, IsEntered(work, caller));
        if (!is_entered) {
          return base::Told(
              base::RoleNotPermitted("this unit was taken out of its agency's entry; ask the administrator"));
        }
        if (form == CsrForm::kEitherKey) RETURN_IF_ERROR(CheckKeysApart(work, *issuance));
        RETURN_IF_ERROR(Record(work, caller, request.request_id(), *issuance));
        v1::RenewResponse response;
        *response.mutable_certificates() = issuance->certificates;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this, issuance](v1::RenewResponse*, bool replayed) {
        if (replayed) return;
        for (const v1::Certificate& row : issuance->rows) core_.roster.Put(row);
      });
}

}  // namespace enlace::service
