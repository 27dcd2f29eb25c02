#include "tests/property/reference_legs.h"

#include <algorithm>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/reference_table.h"
#include "tests/property/reference_view.h"

namespace enlace::property {

v1::Leg NewLeg(const std::string& referral_id, int ordinal, const v1::PlannedLeg& planned, absl::Time now) {
  v1::Leg leg;
  leg.set_leg_id(base::DeriveLegId(referral_id, static_cast<size_t>(ordinal)));
  if (planned.has_recipient()) *leg.mutable_recipient() = planned.recipient();
  leg.set_purpose(planned.purpose());
  leg.set_access(planned.access());
  leg.set_routing_rule_id(planned.routing_rule_id());
  leg.set_state(v1::LEG_STATE_SUBMITTED);
  leg.set_version(1);
  *leg.mutable_state_since() = base::ToProto(now);
  return leg;
}

bool HasOpenLeg(const v1::Referral& referral, const v1::AgencyRef& desk, v1::LegPurpose purpose,
                const std::string& but_for) {
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.leg_id() != but_for && leg.purpose() == purpose && Open().contains(leg.state()) &&
           leg.recipient().agency_id() == desk.agency_id() && leg.recipient().unit_id() == desk.unit_id();
  });
}

std::set<std::string> OverseersOf(const v1::Referral& referral) {
  std::set<std::string> overseers;
  for (const v1::Leg& leg : referral.legs()) {
    if (IsAsked(leg) && IsOverseer(leg) && !TakenBack().contains(leg.state()))
      overseers.insert(leg.recipient().agency_id());
  }
  return overseers;
}

bool OnlyInforms(v1::LegPurpose purpose) {
  return purpose == v1::LEG_PURPOSE_OVERSIGHT || purpose == v1::LEG_PURPOSE_INFORMATION;
}

bool SpeaksForConcerned(const v1::Referral& referral, const std::string& agency) {
  if (referral.origin().agency_id() == agency) return true;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.recipient().agency_id() == agency &&
           leg.recipient().kind() == v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION && Rank(leg.access()) > 0 &&
           IsAsked(leg) && !TakenBack().contains(leg.state()) && leg.state() != v1::LEG_STATE_DECLINED &&
           leg.state() != v1::LEG_STATE_RETURNED_NOT_COMPETENT;
  });
}

v1::FeedItem About(const v1::Referral& referral) {
  v1::FeedItem item;
  item.set_referral_id(referral.referral_id());
  item.set_short_code(referral.short_code());
  return item;
}

}  // namespace enlace::property
