// AdvanceLeg: the order of the refusals in docs/leg_machine.md, then the move.
#include <algorithm>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/cast.h"
#include "tests/property/reference_clocks.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_measure_table.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

using Request = v1::AdvanceLegRequest;

v1::Leg* FindLeg(v1::Referral* referral, const std::string& leg_id) {
  for (v1::Leg& leg : *referral->mutable_legs()) {
    if (leg.leg_id() == leg_id) return &leg;
  }
  return nullptr;
}

bool CanOpen(const v1::PlannedLeg& planned, const v1::SealedPayload& payload, const v1::SealedPayload& note) {
  const std::string& agency = planned.recipient().agency_id();
  return planned.access() != v1::ACCESS_GRADE_FULL || SealedTo(payload, agency) || SealedTo(note, agency);
}

v1::LegPurpose PurposeOfTransfer(const v1::Leg& leg, const Request& request) {
  return request.transfer().purpose() == v1::LEG_PURPOSE_UNSPECIFIED ? leg.purpose()
                                                                     : request.transfer().purpose();
}

bool IsCompetence(v1::DeclineReason reason) {
  return reason == v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY ||
         reason == v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER ||
         reason == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR;
}

v1::ClockEvent EventOf(const Request& request) {
  if (request.has_confirm_delivery()) return v1::CLOCK_EVENT_REFERRAL_DELIVERED;
  if (request.has_confirm_reception()) return v1::CLOCK_EVENT_REFERRAL_RECEIVED;
  if (request.has_accept() || request.has_decline() || request.has_return_not_competent()) {
    return v1::CLOCK_EVENT_REFERRAL_DECIDED;
  }
  if (request.has_begin_work()) return request.begin_work().act();
  if (!request.has_complete()) return v1::CLOCK_EVENT_UNSPECIFIED;
  if (request.complete().outcome() == v1::OUTCOME_MEASURES_IMPLEMENTED)
    return v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
  if (request.complete().outcome() == v1::OUTCOME_ANALYSIS_PRESENTED)
    return v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED;
  const bool handed_on = request.complete().outcome() == v1::OUTCOME_INVESTIGATION_HANDED_ON;
  return handed_on ? v1::CLOCK_EVENT_STATUS_MOVED : v1::CLOCK_EVENT_UNSPECIFIED;
}

void AddNote(const Request& request, const v1::Leg& leg, v1::LegState entered, const v1::AgencyRef& author,
             absl::Time now, v1::Referral* referral) {
  if (!request.has_sealed_note()) return;
  v1::SealedNote* note = referral->add_notes();
  note->set_leg_id(leg.leg_id());
  *note->mutable_author() = author;
  note->set_entered(entered);
  *note->mutable_record_time() = base::ToProto(now);
  *note->mutable_sealed() = request.sealed_note();
  note->mutable_sealed()->clear_cms();
}

// Who a note may be sealed to: those with a part in the referral that the caller
// may know of, and the agency that takes over.
std::set<std::string> NoteReaders(const CaseFacts& facts, const v1::Referral& referral,
                                  const std::string& caller, const absl::optional<v1::PlannedLeg>& next) {
  std::set<std::string> readers = {referral.origin().agency_id(), caller};
  for (const v1::Leg& leg : referral.legs()) {
    if (leg.access() == v1::ACCESS_GRADE_FULL && MayKnow(facts, referral, leg, caller)) {
      readers.insert(leg.recipient().agency_id());
    }
  }
  if (next.has_value() && next->access() == v1::ACCESS_GRADE_FULL)
    readers.insert(next->recipient().agency_id());
  return readers;
}

bool MayAct(Who who, const v1::Referral& referral, const v1::Leg& leg, const identity::Caller& caller) {
  const bool sender = referral.origin().agency_id() == caller.agency_id;
  // An overseer never moves a leg, unless it is the sender itself.
  const bool oversees = !sender && (IsOverseer(leg) || caller.agency_kind == v1::AGENCY_KIND_OMBUDSMAN);
  const bool recipient = leg.recipient().agency_id() == caller.agency_id && !oversees;
  return (sender && who != Who::kRecipient) || (recipient && who != Who::kSender);
}

}  // namespace

// T11 and T12: the suggested agency, else whom the rules name once those who had a
// leg for the purpose are left out. T20: the successor.
absl::optional<v1::PlannedLeg> ReferenceModel::NextLeg(const CaseFacts& facts, const v1::Referral& referral,
                                                       const v1::Leg& leg, const Request& request) const {
  const v1::AgencyRef& named = request.has_transfer() ? request.transfer().successor()
                                                      : request.return_not_competent().suggested_agency();
  const CastMember* member = FindMember(named.agency_id());
  if (member != nullptr) {
    v1::PlannedLeg planned;
    *planned.mutable_recipient() = named;
    planned.mutable_recipient()->set_kind(member->kind);
    planned.set_purpose(request.has_transfer() ? PurposeOfTransfer(leg, request) : leg.purpose());
    planned.set_access(leg.access());
    planned.set_routing_rule_id(request.has_transfer() ? "transfer" : "suggested");
    return planned;
  }
  if (request.has_transfer()) return absl::nullopt;
  std::set<std::string> left_out = facts.excluded;
  for (const v1::Leg& other : referral.legs()) {
    if (other.purpose() == leg.purpose()) left_out.insert(other.recipient().agency_id());
  }
  for (const v1::PlannedLeg& planned :
       Route(referral.origin().agency_id(), referral.classification().territory(), left_out)) {
    if (planned.purpose() == leg.purpose()) return planned;
  }
  return absl::nullopt;
}

bool ReferenceModel::Holds(Demand demand, const CaseFacts& facts, const v1::Referral& referral,
                           const v1::Leg& leg, const Request& request,
                           const absl::optional<v1::PlannedLeg>& next) const {
  const bool note_to_sender = SealedTo(request.sealed_note(), referral.origin().agency_id());
  switch (demand) {
    case Demand::kOfficer:
      return !request.officer_pseudonym().empty();
    case Demand::kNoteToSender:
      return note_to_sender;
    case Demand::kNoteToRecipient:
      return SealedTo(request.sealed_note(), leg.recipient().agency_id());
    case Demand::kSubjectSide:
      return request.decline().reason() != v1::DECLINE_REASON_SUBJECT_DECLINED ||
             request.decline().side() == v1::DECISION_SIDE_SUBJECT;
    case Demand::kWordsForReason:
      return note_to_sender || (request.decline().reason() != v1::DECLINE_REASON_NO_CAPACITY &&
                                request.decline().reason() != v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET &&
                                request.decline().reason() != v1::DECLINE_REASON_OTHER);
    case Demand::kGroundOfCompetence:
      return IsCompetence(request.return_not_competent().ground());
    case Demand::kActOfPurpose: {
      const v1::ClockEvent act = request.begin_work().act();
      const bool investigates = leg.purpose() == v1::LEG_PURPOSE_INVESTIGATION;
      const bool takes_back = leg.purpose() == v1::LEG_PURPOSE_RETURN_OF_CASE;
      if (act == v1::CLOCK_EVENT_UNSPECIFIED || act == v1::CLOCK_EVENT_PROCESS_ACTIVATED) return true;
      if (act == v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE || act == v1::CLOCK_EVENT_STATUS_MOVED ||
          act == v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED) {
        return investigates || takes_back;
      }
      return !investigates &&
             (act == v1::CLOCK_EVENT_RESPONSE_GIVEN || act == v1::CLOCK_EVENT_RESOLUTION_ISSUED ||
              act == v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED ||
              act == v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED);
    }
    case Demand::kReviewLater:
      return base::FromProto(request.hold().review_time()) > now_;
    case Demand::kConsultation: {
      const v1::ConsultationOutcome consultation = request.complete().consultation();
      return request.complete().outcome() != v1::OUTCOME_MEASURES_IMPLEMENTED ||
             consultation == v1::CONSULTATION_OUTCOME_AGREED ||
             consultation == v1::CONSULTATION_OUTCOME_REFUSED ||
             consultation == v1::CONSULTATION_OUTCOME_AGREED_WITH_CHANGES ||
             (consultation == v1::CONSULTATION_OUTCOME_NOT_POSSIBLE && note_to_sender);
    }
    case Demand::kOverdueExplained:
      return !request.close().overdue_explanation().empty() ||
             std::none_of(facts.clocks.begin(), facts.clocks.end(), [&](const v1::Clock& clock) {
               return clock.referral_id() == referral.referral_id() &&
                      StateOf(clock, now_) == v1::CLOCK_STATE_OVERDUE;
             });
    case Demand::kNoTransferPending:
      return std::none_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& other) {
        return other.replaces_leg_id() == leg.leg_id() && Open().contains(other.state());
      });
    case Demand::kSuccessor:
      return next.has_value() && !facts.excluded.contains(next->recipient().agency_id()) &&
             CanOpen(*next, referral.sealed(), request.sealed_note());
    case Demand::kNoOtherOpenLeg:
      return request.has_transfer()
                 ? !HasOpenLeg(referral, request.transfer().successor(), PurposeOfTransfer(leg, request), "")
                 : !HasOpenLeg(referral, leg.recipient(), leg.purpose(), leg.leg_id());
    case Demand::kConsentStands:
      return !facts.without_consent.contains(referral.referral_id());
    case Demand::kMeasuresImplemented:
      return request.complete().outcome() != v1::OUTCOME_MEASURES_IMPLEMENTED ||
             !AwaitsMeasures(facts, referral.referral_id());
  }
  return false;
}

// What the action writes into the leg besides its state.
static void WriteAction(const Request& request, v1::Leg* leg) {
  if (request.has_decline()) {
    leg->set_decline_reason(request.decline().reason());
    leg->set_decision_side(request.decline().side());
  } else if (request.has_return_not_competent()) {
    leg->set_decline_reason(request.return_not_competent().ground());
    if (!request.return_not_competent().has_suggested_agency()) return;
    *leg->mutable_suggested_agency() = request.return_not_competent().suggested_agency();
    leg->mutable_suggested_agency()->clear_kind();
  } else if (request.has_hold()) {
    *leg->mutable_review_time() = request.hold().review_time();
  }
}

Answer ReferenceModel::Advance(const Call& call, const Request& request, CaseFacts* facts) {
  const std::string& caller = call.caller.agency_id;
  v1::Referral* referral = const_cast<v1::Referral*>(FindReferral(request.referral_id()));
  v1::Leg* leg = FindLeg(referral, request.leg_id());
  if (leg == nullptr || !MayKnow(*facts, *referral, *leg, caller)) return NotFound();
  if (request.expected_version() != leg->version()) {
    return Refused(absl::StatusCode::kAborted, v1::ERROR_REASON_VERSION_CONFLICT);
  }
  const Row* row = FindRow(leg->state(), request.action_case());
  if (row == nullptr) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED);
  }
  if (!MayAct(row->who, *referral, *leg, call.caller)) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED);
  }
  absl::optional<v1::PlannedLeg> next;
  if (request.has_decline() || request.has_return_not_competent() || request.has_transfer()) {
    next = NextLeg(*facts, *referral, *leg, request);
  }
  for (const Demand demand : row->demands) {
    if (!Holds(demand, *facts, *referral, *leg, request, next)) return GuardNotMet();
  }
  if (!OnlyTo(request.sealed_note(), NoteReaders(*facts, *referral, caller, next))) return EnvelopeInvalid();
  return Make(call, request, *row, next, facts, referral, leg);
}

// The move and what follows from it, in the order of the records.
Answer ReferenceModel::Make(const Call& call, const Request& request, const Row& row,
                            const absl::optional<v1::PlannedLeg>& next, CaseFacts* facts,
                            v1::Referral* referral, v1::Leg* leg) {
  const std::string leg_id = leg->leg_id();
  const v1::AgencyRef actor = call.caller.ref();
  const v1::ReferralState before = StateOf(*referral);
  const int legs_before = referral->legs_size();
  // Neither before the present state began nor after now.
  absl::Time at = now_;
  if (request.has_occur_time()) at = std::min(at, base::FromProto(request.occur_time()));
  at = std::max(at, base::FromProto(leg->state_since()));

  uint64_t index = 0;
  if (request.has_transfer()) {
    // The leg stays until its successor accepts.
    index = OpenLeg(facts, referral, leg_id, *next, actor, true);
    AddNote(request, referral->legs(legs_before), v1::LEG_STATE_DISPATCHED, actor, now_, referral);
  } else {
    const bool asks_next = request.has_return_not_competent() ||
                           (request.has_decline() && IsCompetence(request.decline().reason()));
    const bool reroutes = asks_next && next.has_value() &&
                          next->recipient().agency_id() != leg->recipient().agency_id() &&
                          !facts->excluded.contains(next->recipient().agency_id()) &&
                          CanOpen(*next, referral->sealed(), request.sealed_note()) &&
                          !HasOpenLeg(*referral, next->recipient(), next->purpose(), leg_id);
    WriteAction(request, leg);
    if (reroutes && request.has_return_not_competent()) {
      leg->set_superseded_by_leg_id(
          base::DeriveLegId(referral->referral_id(), static_cast<size_t>(legs_before)));
    }
    index = Move(facts, referral, leg, row.to, at, actor, row.told);
    AddNote(request, *leg, leg->state(), actor, now_, referral);
    if (reroutes) {
      OpenLeg(facts, referral, leg_id, *next, actor, false);
    } else if (asks_next) {
      Notice(facts, *referral, {{referral->origin().agency_id(), v1::FEED_KIND_RESEAL_REQUESTED}});
    }
    leg = FindLeg(referral, leg_id);
    v1::Leg* old = row.to == v1::LEG_STATE_ACCEPTED ? FindLeg(referral, leg->replaces_leg_id()) : nullptr;
    if (old != nullptr && Working().contains(old->state())) {
      old->set_superseded_by_leg_id(leg_id);
      Move(facts, referral, old, v1::LEG_STATE_TRANSFERRED, std::max(at, base::FromProto(old->state_since())),
           actor, "SR");
    }
  }
  NoticeNoTaker(facts, *referral, before);

  int voided = 0;
  const auto of_leg = [&](const v1::Clock& clock) { return clock.leg_id() == leg_id; };
  const auto of_referral = [&](const v1::Clock& clock) {
    return clock.referral_id() == referral->referral_id();
  };
  if (TakenBack().contains(row.to)) voided += VoidClocks(facts, of_leg);
  const bool all_errors =
      std::all_of(referral->legs().begin(), referral->legs().end(),
                  [](const v1::Leg& other) { return other.state() == v1::LEG_STATE_ENTERED_IN_ERROR; });
  if (request.withdraw().petition_withdrawn() || all_errors) voided += VoidClocks(facts, of_referral);
  if (request.decline().reason() == v1::DECLINE_REASON_SUBJECT_DECLINED) {
    voided += VoidClocks(facts, [&](const v1::Clock& clock) {
      return of_referral(clock) && clock.stops() == v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
    });
  }
  RecordClocks(facts, voided);
  const v1::ClockEvent event = EventOf(request);
  if (event != v1::CLOCK_EVENT_UNSPECIFIED)
    RecordClocks(facts, TellClocks(facts, *referral, leg_id, event, at));
  if (request.has_accept() && FindLeg(referral, leg_id)->purpose() == v1::LEG_PURPOSE_INVESTIGATION) {
    RecordClocks(facts, TellClocks(facts, *referral, leg_id, v1::CLOCK_EVENT_STATUS_MOVED, at));
  }

  facts->changed = now_;
  v1::AdvanceLegResponse response;
  *response.mutable_leg() = *FindLeg(referral, leg_id);
  for (int i = legs_before; i < referral->legs_size(); ++i) *response.add_opened_legs() = referral->legs(i);
  response.mutable_receipt()->set_kind(row.receipt);
  response.mutable_receipt()->set_referral_id(referral->referral_id());
  response.mutable_receipt()->set_leg_id(request.has_transfer() ? referral->legs(legs_before).leg_id()
                                                                : leg_id);
  response.mutable_receipt()->set_log_index(index);
  *response.mutable_receipt()->mutable_record_time() = base::ToProto(now_);
  return Given(response);
}

}  // namespace enlace::property
