#include "gateway/service/warning/warning_writer.h"

#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/delivery/warning_feed.h"
#include "gateway/service/actor.h"
#include "gateway/service/event_type.h"
#include "gateway/service/warning/warning_look.h"
#include "gateway/store/warning_rows.h"
#include "gateway/warning/fold.h"

namespace enlace::service {

using store::v1::Event;

WarningWriter::WarningWriter(ledger::Work& work, store::v1::WarningState before)
    : work_(work), before_(std::move(before)), state_(before_) {}

absl::Status WarningWriter::AddAct(const WarningAct& act, const Event& event,
                                   const store::v1::WarningState* referenced) {
  ledger::Draft draft = DraftBy(act.caller, "", act.officer_pseudonym, act.request_id);
  draft.record.set_sealed_digest(act.sealed_digest);
  if (!act.signature.signature().empty()) *draft.record.mutable_act_signature() = act.signature;
  draft.is_answer = true;
  return Add(std::move(draft), event, referenced);
}

absl::Status WarningWriter::AddOwn(const std::vector<Event>& events) {
  for (const Event& event : events) RETURN_IF_ERROR(Add(ledger::Draft(), event, nullptr));
  return absl::OkStatus();
}

absl::Status WarningWriter::Add(ledger::Draft draft, const Event& event,
                                const store::v1::WarningState* referenced) {
  warning::Apply(event, work_.now(), &state_);
  draft = WarningDraft(std::move(draft), state_.warning().warning_id());
  draft.clazz = ledger::LeafClass::kDataIn;
  draft.record.set_event_type(EventType(event));
  *draft.record.mutable_event() = event;
  for (delivery::WarningItem& told :
       delivery::WarningItemsOf(state_, event, draft.record.actor(), referenced)) {
    draft.feed.push_back({std::move(told.agency_id), std::move(told.item)});
  }
  return work_.Append(std::move(draft)).status();
}

void WarningWriter::ApplyIssued(const Event& event) { warning::Apply(event, work_.now(), &state_); }

absl::Status WarningWriter::Finish() { return store::WriteWarning(work_, before_, state_); }

}  // namespace enlace::service
