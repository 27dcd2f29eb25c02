#include "gateway/service/administration/suspend_agency.h"

#include <memory>
#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/command.h"

namespace enlace::service {

void SuspendAgency::Handle(const identity::Caller& caller, const v1::SuspendAgencyRequest& request,
                           Done<v1::SuspendAgencyResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  absl::Status valid = base::CheckRequestId("request_id", request.request_id());
  if (valid.ok()) valid = base::CheckName("agency_id", request.agency_id());
  if (valid.ok() && request.reason().empty()) valid = base::MissingField("reason");
  if (valid.ok()) valid = base::CheckCode("reason", request.reason(), 200);
  if (!valid.ok()) return done(valid);
  auto written = std::make_shared<v1::Agency>();
  RunCommand<v1::SuspendAgencyRequest, v1::SuspendAgencyResponse>(
      core_.sequencer, caller, "SuspendAgency", request,
      [caller, request, written](ledger::Work& work) -> absl::StatusOr<v1::SuspendAgencyResponse> {
        ASSIGN_OR_RETURN(v1::Agency agency, ReadAgency(work, request.agency_id()));
        agency.set_state(v1::AGENCY_STATE_SUSPENDED);
        *written = agency;
        RETURN_IF_ERROR(WriteAgency(work, caller, "agency.suspended", request.request_id(), request.reason(),
                                    std::move(agency)));
        v1::SuspendAgencyResponse response;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this, written](v1::SuspendAgencyResponse*, bool replayed) {
        if (!replayed) core_.roster.Put(*written);
      });
}

}  // namespace enlace::service
