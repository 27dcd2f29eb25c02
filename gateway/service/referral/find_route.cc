#include "gateway/service/referral/find_route.h"

#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/clock/escalation.h"
#include "gateway/service/directory/agency_view.h"

namespace enlace::service {

absl::StatusOr<FoundRoute> FindRoute(const Core& core, store::Reader& reader, const RouteQuestion& question) {
  const mechanism::Mechanism* rules = core.mechanisms.Find(question.classification.mechanism_id());
  if (rules == nullptr) {
    return base::InvalidField("classification.mechanism_id",
                              "names no mechanism of this gateway; ListMechanisms lists them");
  }
  std::map<std::string, std::vector<v1::SealingCertificate>> certificates;
  absl::Status read;  // The first read that failed.
  const auto can_seal_to = [&](const std::string& agency_id) {
    const auto known = certificates.find(agency_id);
    if (known != certificates.end()) return !known->second.empty();
    absl::StatusOr<std::vector<v1::SealingCertificate>> valid =
        OfferedSealingCertificates(core, reader, agency_id, question.now);
    read.Update(valid.status());
    return valid.ok() && !certificates.emplace(agency_id, *std::move(valid)).first->second.empty();
  };
  FoundRoute found;
  found.route = mechanism::Resolve(
      *rules, {question.classification, question.origin, question.event_time, question.petition_time,
               question.now, question.agencies, question.excluded, can_seal_to});
  RETURN_IF_ERROR(read);
  for (const mechanism::Choice& choice : found.route.choices) {
    if (choice.leg.access() != v1::ACCESS_GRADE_FULL) continue;
    const std::string& agency_id = choice.leg.recipient().agency_id();
    found.certificates[agency_id] = certificates[agency_id];
  }
  return found;
}

std::vector<v1::PlannedLeg> PlannedLegsOf(const mechanism::Route& route) {
  std::vector<v1::PlannedLeg> legs;
  for (const mechanism::Choice& choice : route.choices) legs.push_back(choice.leg);
  return legs;
}

std::vector<referral::HeldPurpose> UnservedOf(const mechanism::Route& route) {
  std::vector<referral::HeldPurpose> unserved;
  for (const mechanism::Unserved& one : route.unserved) {
    if (!one.by_sender) unserved.push_back({one.purpose, one.reason});
  }
  return unserved;
}

absl::Duration HeldReminderOf(const Core& core, const v1::Classification& classification) {
  const mechanism::Mechanism* rules = core.mechanisms.Find(classification.mechanism_id());
  return clock::HeldReminder(rules == nullptr ? mechanism::Mechanism() : *rules);
}

absl::Status CheckPlan(const google::protobuf::RepeatedPtrField<v1::PlannedLeg>& planned,
                       const std::vector<v1::PlannedLeg>& route) {
  bool same = planned.size() == static_cast<int>(route.size());
  for (int i = 0; same && i < planned.size(); ++i) {
    const v1::PlannedLeg& before = planned.Get(i);
    const v1::PlannedLeg& now = route[static_cast<size_t>(i)];
    same = before.recipient().agency_id() == now.recipient().agency_id() &&
           before.recipient().unit_id() == now.recipient().unit_id() && before.purpose() == now.purpose() &&
           before.access() == now.access() && before.routing_rule_id() == now.routing_rule_id();
  }
  if (same) return absl::OkStatus();
  return base::Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ROUTE_CHANGED,
                       "planned_legs are not the recipients that routing names now");
}

}  // namespace enlace::service
