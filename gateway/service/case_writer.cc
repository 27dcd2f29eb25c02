#include "gateway/service/case_writer.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/clock/clocks.h"
#include "gateway/delivery/feed_item.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/leg_states.h"
#include "gateway/service/actor.h"
#include "gateway/service/event_type.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using store::v1::Event;

// What the gateway itself does in answer to a command: the record names no actor.
// Only AdvanceLeg moves a leg for its caller; where a submission moves one, the
// gateway dispatches, holds or takes it from an excluded agency.
bool IsGatewaysOwn(const Event& event, bool moves_a_leg) {
  switch (event.event_case()) {
    case Event::kClockStarted:
    case Event::kClockEnded:
    case Event::kNotice:
    case Event::kStepTaken:
    case Event::kLegReminded:
      return true;
    case Event::kLegTransitioned:
      // Who writes a note acts, also where the gateway would have dispatched by itself.
      if (event.leg_transitioned().has_note()) return false;
      return !moves_a_leg || event.leg_transitioned().transition() == 2 ||
             event.leg_transitioned().transition() == 3;
    default:
      return false;
  }
}

// Whether the command's receipt may be about the event, if it is not the
// gateway's own: the first such event counts.
bool CanAnswer(const Event& event) {
  switch (event.event_case()) {
    case Event::kReferralSubmitted:
    case Event::kReferralReclassified:
    case Event::kMeasureChanged:
    case Event::kConsentWithdrawn:
    case Event::kInvestigationReported:
    case Event::kProtectionReported:
    case Event::kNativeNumberLinked:
    case Event::kLegTransitioned:
    case Event::kExclusionLifted:
    case Event::kLegOpened:  // A transfer; else the leg's own move comes first.
      return true;
    default:
      return false;
  }
}

void FillIds(const Event& event, store::v1::Record* record) {
  if (event.has_leg_transitioned()) {
    record->set_referral_id(event.leg_transitioned().referral_id());
    record->set_leg_id(event.leg_transitioned().leg().leg_id());
    record->set_sealed_digest(event.leg_transitioned().note().digest());
  } else if (event.has_leg_opened()) {
    record->set_referral_id(event.leg_opened().referral_id());
    record->set_leg_id(event.leg_opened().leg().leg_id());
    record->set_sealed_digest(event.leg_opened().note().digest());
  } else if (event.has_referral_submitted()) {
    record->set_referral_id(event.referral_submitted().referral().referral_id());
    record->set_sealed_digest(event.referral_submitted().sealed().digest());
  } else if (event.has_referral_reclassified()) {
    record->set_referral_id(event.referral_reclassified().referral_id());
  } else if (event.has_measure_changed()) {
    record->set_referral_id(event.measure_changed().referral_id());
  } else if (event.has_consent_withdrawn()) {
    record->set_referral_id(event.consent_withdrawn().referral_id());
  } else if (event.has_notice()) {
    record->set_referral_id(event.notice().referral_id());
  } else if (event.has_step_taken()) {
    record->set_referral_id(event.step_taken().referral_id());
    record->set_leg_id(event.step_taken().leg_id());
  } else if (event.has_leg_reminded()) {
    record->set_referral_id(event.leg_reminded().referral_id());
    record->set_leg_id(event.leg_reminded().leg_id());
  } else if (event.has_clock_started()) {
    record->set_referral_id(event.clock_started().referral_id());
    record->set_leg_id(event.clock_started().leg_id());
  }
}

}  // namespace

CaseWriter::CaseWriter(ledger::Work& work, const mechanism::MechanismSet& mechanisms, const Act& act,
                       authz::Grant grant, store::v1::CaseState before)
    : work_(work),
      mechanisms_(mechanisms),
      act_(act),
      grant_(std::move(grant)),
      before_(std::move(before)),
      state_(before_) {}

absl::Status CaseWriter::AddEvents(const referral::Decision& decision, Whose whose) {
  for (size_t i = 0; i < decision.events.size(); ++i) {
    std::vector<referral::NoticeTarget> notices;
    for (const referral::NoticeTarget& notice : decision.notices) {
      if (notice.event == i) notices.push_back(notice);
    }
    const bool by_gateway =
        whose == Whose::kGateways || IsGatewaysOwn(decision.events[i], whose == Whose::kMoverOfALeg);
    RETURN_IF_ERROR(AddEvent(decision.events[i], notices, by_gateway));
  }
  // Whoever a leg was taken from answers for none of its clocks any more.
  for (const Event& event : decision.events) {
    const v1::Leg& leg = event.leg_transitioned().leg();
    if (!event.has_leg_transitioned() || !referral::Has(referral::kTakenBack, leg.state())) continue;
    RETURN_IF_ERROR(AddClockChanges(clock::VoidLeg(state_, leg.leg_id())));
  }
  return absl::OkStatus();
}

absl::Status CaseWriter::AddClockChanges(const std::vector<Event>& changes) {
  for (const Event& event : changes) RETURN_IF_ERROR(AddEvent(event, {}, true));
  return absl::OkStatus();
}

absl::Status CaseWriter::Add(const referral::Decision& decision) {
  return AddAll(decision, Whose::kCallers, "");
}

absl::Status CaseWriter::AddMoves(const referral::Decision& decision) {
  return AddAll(decision, Whose::kMoverOfALeg, "");
}

absl::Status CaseWriter::AddOwn(const referral::Decision& decision) {
  return AddEvents(decision, Whose::kGateways);
}

absl::Status CaseWriter::Add(const referral::AdvanceResult& result) {
  return AddAll(result, Whose::kMoverOfALeg, result.leg.leg_id());
}

absl::Status CaseWriter::AddAll(const referral::Decision& decision, Whose whose, absl::string_view leg_id) {
  RETURN_IF_ERROR(AddEvents(decision, whose));
  std::vector<Event> voided;
  if (decision.void_clocks) voided = clock::VoidAll(state_, decision.referral_id);
  if (decision.void_measure_clocks) {
    for (const v1::Clock& running : state_.clocks()) {
      if (running.referral_id() != decision.referral_id || !clock::IsRunning(running) ||
          running.stops() != v1::CLOCK_EVENT_MEASURES_IMPLEMENTED) {
        continue;
      }
      store::v1::ClockEnded* ended = voided.emplace_back().mutable_clock_ended();
      ended->set_clock_id(running.clock_id());
      ended->set_state(v1::CLOCK_STATE_VOID);
    }
  }
  RETURN_IF_ERROR(AddClockChanges(voided));
  return AddClockEvents(decision, leg_id);
}

std::vector<std::string> CaseWriter::ReferralsOf(const referral::Decision& decision) const {
  if (!decision.referral_id.empty()) return {decision.referral_id};
  std::vector<std::string> ids;
  for (const store::v1::ReferralRecord& referral : state_.referrals()) {
    if (referral::GradeIn(state_, referral, grant_.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) continue;
    ids.push_back(referral.referral_id());
  }
  return ids;
}

absl::Status CaseWriter::AddClockEvents(const referral::Decision& decision, absl::string_view leg_id) {
  for (const referral::ClockFact& fact : decision.clock_events) {
    for (const std::string& referral_id : ReferralsOf(decision)) {
      const store::v1::ReferralRecord* referral = referral::FindReferral(state_, referral_id);
      if (referral == nullptr) continue;
      const mechanism::Mechanism* rules = mechanisms_.Find(referral->classification().mechanism_id());
      if (rules == nullptr) continue;
      const v1::Leg* leg = referral::FindLeg(*referral, leg_id);
      std::vector<Event> changes = clock::OnEvent(*rules, state_, *referral, leg, fact.event, fact.at);
      if (fact.only_stops) std::erase_if(changes, [](const Event& e) { return e.has_clock_started(); });
      RETURN_IF_ERROR(AddClockChanges(changes));
    }
  }
  return absl::OkStatus();
}

std::vector<ledger::Draft::FeedTarget> CaseWriter::FeedOf(const Event& event,
                                                          const std::vector<referral::NoticeTarget>& notices,
                                                          const v1::AgencyRef& actor) const {
  std::map<std::string, v1::FeedKind> kinds;
  for (const referral::NoticeTarget& notice : notices) {
    if (notice.agency_id.empty() || referral::IsKeptOut(state_, notice.agency_id)) continue;
    v1::FeedKind& kind = kinds[notice.agency_id];
    kind = delivery::MoreUrgent(kind, notice.kind);
  }
  std::vector<ledger::Draft::FeedTarget> out;
  for (const auto& [agency_id, kind] : kinds) {
    out.push_back({agency_id, delivery::FeedItemOf(state_, event, kind, actor)});
  }
  return out;
}

absl::Status CaseWriter::AddEvent(const Event& event, const std::vector<referral::NoticeTarget>& notices,
                                  bool by_gateway) {
  ledger::Draft draft =
      by_gateway ? ledger::Draft() : DraftBy(act_.caller, "", act_.officer_pseudonym, act_.request_id);
  draft.record.set_event_type(EventType(event));
  if (!by_gateway) draft.record.set_purpose(act_.purpose);
  const v1::AgencyRef actor = by_gateway ? v1::AgencyRef() : act_.caller.ref();
  referral::Apply(event, work_.now(), actor, &state_);
  draft.clazz = ledger::LeafClass::kDataIn;
  draft.subject = absl::StrCat("case:", grant_.case_id());
  draft.record.set_case_id(grant_.case_id());
  FillIds(event, &draft.record);
  *draft.record.mutable_event() = event;
  draft.feed = FeedOf(event, notices, actor);
  draft.is_answer = !answered_ && !by_gateway && CanAnswer(event);
  answered_ = answered_ || draft.is_answer;
  if (draft.is_answer && !act_.sealed_digest.empty()) draft.record.set_sealed_digest(act_.sealed_digest);
  if (draft.is_answer && !act_.signature.signature().empty()) {
    *draft.record.mutable_act_signature() = act_.signature;
  }
  return work_.Append(std::move(draft)).status();
}

absl::Status CaseWriter::Finish() { return store::WriteCase(work_, grant_, before_, state_); }

}  // namespace enlace::service
