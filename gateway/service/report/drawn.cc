#include "gateway/service/report/drawn.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/service/event_type.h"
#include "gateway/service/look.h"
#include "gateway/service/startup.h"

namespace enlace::service {
namespace {

std::string CountryOf(const Core& core, const identity::Caller& caller) {
  for (const v1::Agency& agency : core.roster.Agencies()) {
    if (agency.agency_id() == caller.agency_id) return agency.country();
  }
  return "";
}

}  // namespace

absl::StatusOr<Drawing> AuthorizeDrawing(const Core& core, const identity::Caller& caller,
                                         const std::string& mechanism_id, absl::string_view officer_pseudonym,
                                         absl::string_view purpose) {
  if (mechanism_id.empty()) return base::MissingField("mechanism_id");
  const mechanism::Mechanism* mechanism = core.mechanisms.Find(mechanism_id);
  if (mechanism == nullptr) {
    return base::InvalidField("mechanism_id", "is no mechanism of this gateway; ListMechanisms names them");
  }
  ASSIGN_OR_RETURN(authz::StatisticsGrant grant,
                   core.authorizer.AuthorizeStatistics(caller, CountryOf(core, caller), mechanism_id,
                                                       mechanism->country()));
  RETURN_IF_ERROR(CheckLookCodes(officer_pseudonym, purpose));
  return Drawing{std::move(grant), *mechanism};
}

absl::StatusOr<absl::Time> DrawingTime(const Core& core) {
  ASSIGN_OR_RETURN(const absl::Time last_record, LastRecordTime(core.store));
  return std::max(core.clock.Now(), last_record);
}

ledger::Draft DraftOfDrawing(const identity::Caller& caller, store::v1::ReportDrawn drawn,
                             absl::string_view document, absl::string_view officer_pseudonym,
                             absl::string_view purpose) {
  store::v1::Event event;
  drawn.set_digest(base::Sha256({document}));
  *event.mutable_report_drawn() = std::move(drawn);
  ledger::Draft draft = DraftBy(caller, EventType(event), officer_pseudonym);
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = caller.kind == identity::Caller::Kind::kAdministrator
                      ? std::string("gateway")
                      : absl::StrCat("agency:", caller.agency_id);
  draft.record.set_purpose(std::string(purpose));
  *draft.record.mutable_event() = std::move(event);
  return draft;
}

}  // namespace enlace::service
