// The leg machine as one table. Advance, the gateway's own moves and
// docs/leg_machine.md are all read from it; a transition that is not here does
// not exist.
#ifndef ENLACE_GATEWAY_REFERRAL_TRANSITION_TABLE_H_
#define ENLACE_GATEWAY_REFERRAL_TRANSITION_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/referral/leg_states.h"

namespace enlace::referral {

// Who makes a transition.
enum class Actor : uint8_t {
  kSender,             // an officer or system of the agency that sent the referral
  kConsent,            // the sender's side, on behalf of the person at risk
  kRecipient,          // an officer or system of the recipient
  kAdapter,            // the recipient's software, without a person
  kSenderOrRecipient,  // either side
  kGateway,            // the gateway itself; no request reaches it
};

// What must hold besides state and actor.
enum class Guard : uint8_t {
  kNone,
  kSubmissionComplete,
  kNobodyCompetent,
  kRouteFound,
  kChannelNamed,
  kOfficerNamed,
  kNoteToSender,
  kNoteToRecipient,
  kReasonAndSide,
  kSubjectDecidesForItself,
  kNoteWhereReasonNeedsWords,
  kGroundIsCompetence,
  kSubstantiveAct,
  kReasonGiven,
  kReviewInFuture,
  kOutcomeGiven,
  kConsultationRecorded,
  kOverdueExplained,
  kNoOtherOpenLeg,
  kSuccessorCanTake,
  kNoTransferPending,
  kExclusionOrRevocation,
  kConsentStands,
  kMeasuresImplemented,
};

// Who is told through the feed. Bits of Transition::notify.
inline constexpr uint8_t kTellSender = 1;
inline constexpr uint8_t kTellRecipient = 2;
inline constexpr uint8_t kTellOversight = 4;

// One row.
struct Transition {
  int number;  // 1 for T1
  LegStates from;
  v1::LegState to;
  Actor actor;
  // ACTION_NOT_SET for what no AdvanceLeg request asks for.
  v1::AdvanceLegRequest::ActionCase action;
  std::array<Guard, 5> guards;  // in the order of their checking; kNone fills
  v1::ReceiptKind receipt;      // UNSPECIFIED: none
  uint8_t notify;
  absl::string_view clock_effect;
  // The leg stays where it is until its successor is accepted (T20).
  bool deferred = false;
};

// All rows, by number.
absl::Span<const Transition> Transitions();

// The row of an AdvanceLeg request; nullptr if there is none from this state.
const Transition* FindTransition(v1::LegState from, v1::AdvanceLegRequest::ActionCase action);

// The gateway's own row with this number; nullptr if there is none from this
// state.
const Transition* FindOwnTransition(v1::LegState from, int number);

// "sender", "recipient", ...: for documents and messages.
absl::string_view ActorText(Actor actor);
// What the guard demands, as a sentence without its end.
absl::string_view GuardText(Guard guard);
// "ACCEPTED" for LEG_STATE_ACCEPTED.
absl::string_view StateText(v1::LegState state);
// Name of the request's field, "accept"; empty for ACTION_NOT_SET.
absl::string_view ActionText(v1::AdvanceLegRequest::ActionCase action);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_TRANSITION_TABLE_H_
