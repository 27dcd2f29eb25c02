// Routing: from the clear classification of a referral to the agencies that are
// competent for it.
#ifndef ENLACE_GATEWAY_MECHANISM_ROUTING_H_
#define ENLACE_GATEWAY_MECHANISM_ROUTING_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// What a route depends on. Borrows what it points at for the call.
struct RoutingInput {
  const v1::Classification& classification;
  // agency_id of the sender.
  std::string origin = {};
  // When the incident happened; infinite past where the sender did not say.
  absl::Time event_time = absl::InfinitePast();
  // When the petition reached the sender; stands in for event_time.
  absl::Time petition_time = absl::InfinitePast();
  // Mandates and agreements must be in force now.
  absl::Time now = {};
  // The directory, in any order.
  absl::Span<const v1::Agency> agencies = {};
  // Agencies that must never know of the case.
  std::set<std::string> excluded = {};
  // Whether content can be sealed to the agency now. Asked of nobody who is
  // excluded. None: to everybody.
  std::function<bool(const std::string& agency_id)> can_seal_to = nullptr;
};

// One leg, and the legal basis of the rule that chose it.
struct Choice {
  v1::PlannedLeg leg;
  std::string legal_reference;
};

// A purpose that the rules provide for and that nobody can serve now.
struct Unserved {
  v1::LegPurpose purpose;
  // One sentence with the remedy.
  std::string reason;
  // The sender itself is the one to do it: nobody needs to be found.
  bool by_sender = false;
};

// Where a referral goes.
struct Route {
  // By purpose in the order of the mechanism's rules, then by agency_id.
  std::vector<Choice> choices;
  // Empty if there is a choice; otherwise why nobody is competent and what to do
  // about it, in one sentence.
  std::string held_reason;
  // Branches of a purpose without a leg, in the same order. A referral can have
  // choices and still nobody who protects.
  std::vector<Unserved> unserved;
};

// Finds the competent agencies. Pure and deterministic: the same input in any
// order of `agencies` gives the same route.
//
// For each purpose and each branch of it, the first rule by (fallback_order, place
// in the file) that names an agency decides, and every agency that it names gets a
// leg; one of each purpose at most. A rule counts if it is valid on the event's
// date, its conditions hold and its agreement is in force now. It names the
// agencies of its kind, and of its role if it has one, in the mechanism's country
// that are competent for the territory, have a mandate now (none recorded: no
// limit, but no role either), are not the sender, unless the rule allows that, and
// can be sealed to if they are to have content. A suspended agency stays competent:
// its queue fills, and drains when it is reinstated. Only the end of its mandate,
// or of its last sealing certificate, makes another one competent.
//
// An excluded agency is treated as if it had never been registered, in the texts
// too: neither the route nor its reasons tell an exclusion from an absence.
Route Resolve(const Mechanism& mechanism, const RoutingInput& input);

// The time whose rules apply: the event's, else the petition's, else now.
absl::Time RuleTime(const RoutingInput& input);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_ROUTING_H_
