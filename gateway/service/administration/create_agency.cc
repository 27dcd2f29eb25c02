#include "gateway/service/administration/create_agency.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/command.h"
#include "gateway/store/tables.h"

namespace enlace::service {

void CreateAgency::Handle(const identity::Caller& caller, const v1::CreateAgencyRequest& request,
                          Done<v1::CreateAgencyResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  absl::Status valid = base::CheckRequestId("request_id", request.request_id());
  if (valid.ok()) valid = ValidateAgency(request.agency());
  if (!valid.ok()) return done(valid);
  RunCommand<v1::CreateAgencyRequest, v1::CreateAgencyResponse>(
      core_.sequencer, caller, "CreateAgency", request,
      [caller, request](ledger::Work& work) -> absl::StatusOr<v1::CreateAgencyResponse> {
        ASSIGN_OR_RETURN(const auto existing,
                         work.Get(store::Table::kAgency, request.agency().agency_id()));
        if (existing.has_value()) {
          return base::Refusal(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                               "an agency with this id is registered");
        }
        v1::Agency agency = request.agency();
        agency.clear_sealing_certificates();
        agency.set_state(v1::AGENCY_STATE_REGISTERED);
        *agency.mutable_create_time() = base::ToProto(work.now());
        RETURN_IF_ERROR(WriteAgency(work, caller, "agency.created", request.request_id(), "", agency));
        v1::CreateAgencyResponse response;
        *response.mutable_agency() = std::move(agency);
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this](v1::CreateAgencyResponse* response, bool replayed) {
        if (!replayed) core_.roster.Put(response->agency());
      });
}

}  // namespace enlace::service
