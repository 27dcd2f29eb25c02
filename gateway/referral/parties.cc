#include "gateway/referral/parties.h"

namespace enlace::referral {

bool OnlyInforms(v1::LegPurpose purpose) {
  return purpose == v1::LEG_PURPOSE_OVERSIGHT || purpose == v1::LEG_PURPOSE_INFORMATION;
}

bool MakesOverseer(const v1::Leg& leg) {
  return leg.purpose() == v1::LEG_PURPOSE_OVERSIGHT || leg.access() == v1::ACCESS_GRADE_OVERSIGHT ||
         leg.recipient().kind() == v1::AGENCY_KIND_OMBUDSMAN;
}

Party PartyOf(const store::v1::ReferralRecord& referral, const v1::Leg& leg, absl::string_view agency_id) {
  if (agency_id.empty()) return Party::kNone;
  const bool recipient = absl::string_view(leg.recipient().agency_id()) == agency_id;
  if (absl::string_view(referral.origin().agency_id()) == agency_id) {
    return recipient ? Party::kSenderAndRecipient : Party::kSender;
  }
  if (recipient) return MakesOverseer(leg) ? Party::kOversight : Party::kRecipient;
  for (const v1::Leg& other : referral.legs()) {
    if (absl::string_view(other.recipient().agency_id()) == agency_id && MakesOverseer(other)) {
      return Party::kOversight;
    }
  }
  return Party::kNone;
}

bool MayActAs(Party party, Actor actor) {
  const bool sender = party == Party::kSender || party == Party::kSenderAndRecipient;
  const bool recipient = party == Party::kRecipient || party == Party::kSenderAndRecipient;
  switch (actor) {
    case Actor::kSender:
    case Actor::kConsent:
      return sender;
    case Actor::kRecipient:
    case Actor::kAdapter:
      return recipient;
    case Actor::kSenderOrRecipient:
      return sender || recipient;
    case Actor::kGateway:
      return party == Party::kGateway;
  }
  return false;
}

absl::string_view PartyText(Party party) {
  switch (party) {
    case Party::kNone:
      return "an agency without part in the leg";
    case Party::kSender:
      return "the sender";
    case Party::kRecipient:
      return "the recipient";
    case Party::kSenderAndRecipient:
      return "the sender, to whom the case came back";
    case Party::kGateway:
      return "the gateway";
    case Party::kOversight:
      return "an overseer, who never moves a leg";
  }
  return "";
}

}  // namespace enlace::referral
