#include "gateway/service/administration/update_agency.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/command.h"

namespace enlace::service {

void UpdateAgency::Handle(const identity::Caller& caller, const v1::UpdateAgencyRequest& request,
                          Done<v1::UpdateAgencyResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  absl::Status valid = base::CheckRequestId("request_id", request.request_id());
  if (valid.ok()) valid = ValidateAgency(request.agency());
  if (!valid.ok()) return done(valid);
  RunCommand<v1::UpdateAgencyRequest, v1::UpdateAgencyResponse>(
      core_.sequencer, caller, "UpdateAgency", request,
      [caller, request](ledger::Work& work) -> absl::StatusOr<v1::UpdateAgencyResponse> {
        ASSIGN_OR_RETURN(const v1::Agency before, ReadAgency(work, request.agency().agency_id()));
        v1::Agency agency = request.agency();
        agency.clear_sealing_certificates();
        agency.set_state(before.state());
        *agency.mutable_create_time() = before.create_time();
        RETURN_IF_ERROR(WriteAgency(work, caller, "agency.updated", request.request_id(), "", agency));
        v1::UpdateAgencyResponse response;
        *response.mutable_agency() = std::move(agency);
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this](v1::UpdateAgencyResponse* response, bool replayed) {
        if (!replayed) core_.roster.Put(response->agency());
      });
}

}  // namespace enlace::service
