#include "gateway/service/enrollment/renew.h"

#include <memory>
#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/command.h"
#include "gateway/service/enrollment/issuance.h"

namespace enlace::service {

void Renew::Handle(const identity::Caller& caller, const v1::RenewRequest& request,
                   Done<v1::RenewResponse> done) {
  const absl::Status valid = base::CheckRequestId("request_id", request.request_id());
  if (!valid.ok()) return done(valid);
  absl::StatusOr<Issuance> issued =
      Issue(core_, caller.uri, request.tls_csr_der(), request.sealing_csr_der(), false);
  if (!issued.ok()) return done(issued.status());
  auto issuance = std::make_shared<Issuance>(*std::move(issued));
  RunCommand<v1::RenewRequest, v1::RenewResponse>(
      core_.sequencer, caller, "Renew", request,
      [caller, request, issuance](ledger::Work& work) -> absl::StatusOr<v1::RenewResponse> {
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
