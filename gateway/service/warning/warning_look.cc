#include "gateway/service/warning/warning_look.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"

namespace enlace::service {
namespace {

// What was asked for is kept under the asking agency's own key, as for cases.
absl::Status RecordRefusal(ledger::Work& work, const std::string& agency_id, const std::string& warning_id,
                           ledger::Draft draft) {
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = absl::StrCat("agency:", agency_id);
  draft.record.set_warning_id(warning_id);
  draft.record.set_refusal(v1::ERROR_REASON_NOT_FOUND);
  return work.AppendRefusal(std::move(draft)).status();
}

}  // namespace

store::WarningReader WarningReaderOf(const Core& core, const identity::Caller& caller) {
  store::WarningReader who{caller.agency_id, ""};
  if (!authz::IsOverseer(caller.agency_kind)) return who;
  for (const v1::Agency& agency : core.roster.Agencies()) {
    if (agency.agency_id() == caller.agency_id) who.country = agency.country();
  }
  return who;
}

warning::Part PartOf(const store::v1::WarningState& state, const store::WarningReader& who) {
  const v1::Warning& warning = state.warning();
  const bool oversees = !who.country.empty() && !warning.subdivisions().empty() &&
                        warning.subdivisions(0).substr(0, 2) == who.country;
  return warning::PartOf(state, who.agency_id, oversees);
}

ledger::Draft WarningDraft(ledger::Draft draft, const std::string& warning_id) {
  draft.subject = absl::StrCat("warning:", warning_id);
  draft.record.set_warning_id(warning_id);
  return draft;
}

absl::StatusOr<store::v1::WarningState> RecordedWarningLook(ledger::Work& work,
                                                            const store::WarningReader& who,
                                                            const std::string& warning_id,
                                                            ledger::Draft draft) {
  absl::StatusOr<store::v1::WarningState> state = store::ReadWarning(work, who, warning_id);
  if (absl::IsNotFound(state.status())) {
    RETURN_IF_ERROR(RecordRefusal(work, who.agency_id, warning_id, std::move(draft)));
  }
  if (!state.ok()) return state;
  draft.clazz = ledger::LeafClass::kDisclosure;
  RETURN_IF_ERROR(work.Append(WarningDraft(std::move(draft), warning_id)).status());
  return state;
}

absl::StatusOr<store::v1::WarningState> WarningForCommand(ledger::Work& work, const identity::Caller& caller,
                                                          const store::WarningReader& who,
                                                          const std::string& warning_id,
                                                          const std::string& request_id) {
  absl::StatusOr<store::v1::WarningState> state = store::ReadWarning(work, who, warning_id);
  if (absl::IsNotFound(state.status())) {
    RETURN_IF_ERROR(
        RecordRefusal(work, who.agency_id, warning_id, DraftBy(caller, "command.refused", "", request_id)));
  }
  return state;
}

}  // namespace enlace::service
