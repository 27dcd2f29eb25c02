#include "gateway/service/actor.h"

#include <string>

namespace enlace::service {

ledger::Draft DraftBy(const identity::Caller& caller, absl::string_view event_type,
                      absl::string_view officer_pseudonym, absl::string_view request_id) {
  ledger::Draft draft;
  if (caller.kind == identity::Caller::Kind::kAgency) *draft.record.mutable_actor() = caller.ref();
  draft.record.set_administrator(caller.administrator);
  draft.record.set_certificate_serial(caller.certificate_serial);
  draft.record.set_event_type(std::string(event_type));
  draft.record.set_officer_pseudonym(std::string(officer_pseudonym));
  draft.record.set_request_id(std::string(request_id));
  draft.actor_key_id = caller.key_id;
  return draft;
}

ledger::Draft TrustDraft(const identity::Caller& caller, absl::string_view event_type,
                         absl::string_view request_id) {
  ledger::Draft draft = DraftBy(caller, event_type, "", request_id);
  draft.log = v1::LOG_ID_TRUST;
  draft.clazz = ledger::LeafClass::kAdmin;
  draft.subject = "gateway";
  return draft;
}

}  // namespace enlace::service
