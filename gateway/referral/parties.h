// What an agency is to a leg.
#ifndef ENLACE_GATEWAY_REFERRAL_PARTIES_H_
#define ENLACE_GATEWAY_REFERRAL_PARTIES_H_

#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/leg.pb.h"
#include "gateway/referral/transition_table.h"

namespace enlace::referral {

enum class Party {
  kNone,                // no part in the leg
  kSender,              // sent the referral
  kRecipient,           // the leg is addressed to it
  kSenderAndRecipient,  // a case that goes back to its sender
  kGateway,             // the gateway itself; PartyOf never answers it for an agency
  kOversight,           // oversees the referral; never moves a leg
};

// Whether the leg only tells its recipient (oversight, information) and asks it
// for nothing; such legs do not count when asking whether anybody took the case.
bool OnlyInforms(v1::LegPurpose purpose);

// Whether the leg makes its recipient an overseer: by purpose, by grade, or
// because an ombudsman never moves a case whatever it was asked for.
bool MakesOverseer(const v1::Leg& leg);

// What the agency is to the leg. The sender of a referral is never an overseer
// of it. Agencies are compared as a whole: any unit may act for its agency.
Party PartyOf(const store::v1::ReferralRecord& referral, const v1::Leg& leg, absl::string_view agency_id);

// Whether a party may make what `actor` makes.
bool MayActAs(Party party, Actor actor);

// "sender", "recipient", ...
absl::string_view PartyText(Party party);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_PARTIES_H_
