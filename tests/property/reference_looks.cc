// Looks, feeds, and what administrators do.
#include <algorithm>

#include "gateway/base/time_text.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {

Answer ReferenceModel::On(const Call& call, const v1::GetCaseStatusRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const Lookup found = Find(call.caller.agency_id, request.key());
  if (!Allows(found.grade, Action::kRead)) {
    RecordLook(call, NameOf(call.caller.agency_id, request.key()), "case.read.refused", request.purpose());
    return NotFound();
  }
  v1::GetCaseStatusResponse response;
  response.mutable_record()->set_log_index(
      RecordLook(call, found.facts->case_id, "case.read", request.purpose()));
  *response.mutable_status() = See(*found.facts, call.caller.agency_id, now_);
  AddWarningsInForce(call.caller.agency_id, response.mutable_status());
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::GetReferralRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const Lookup found = FindByReferral(call.caller.agency_id, request.referral_id());
  if (!Allows(found.grade, Action::kRead)) {
    RecordLook(call, request.referral_id(), "referral.read.refused", request.purpose());
    return NotFound();
  }
  v1::GetReferralResponse response;
  response.mutable_record()->set_log_index(
      RecordLook(call, found.facts->case_id, "referral.read", request.purpose()));
  *response.mutable_referral() =
      See(*found.facts, *FindReferral(request.referral_id()), call.caller.agency_id, now_);
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::ListReferralsRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  std::map<std::string, std::pair<CaseFacts*, const v1::Referral*>> mine;  // By id, as the list is.
  for (auto& [id, facts] : cases_) {
    for (const v1::Referral& referral : facts.referrals) {
      if (Rank(GradeIn(facts, referral, call.caller.agency_id)) > 0)
        mine[referral.referral_id()] = {&facts, &referral};
    }
  }
  const int size = request.page_size() <= 0 ? 50 : std::min(request.page_size(), 500);
  v1::ListReferralsResponse response;
  int on_page = 0;
  RecordLook(call, "", "", "");
  for (const auto& [id, one] : mine) {
    RecordLook(call, one.first->case_id, "referral.listed", "");
    v1::Referral seen = See(*one.first, *one.second, call.caller.agency_id, now_);
    seen.clear_sealed();
    seen.clear_notes();
    const bool wanted = std::any_of(seen.legs().begin(), seen.legs().end(), [&](const v1::Leg& leg) {
      return std::find(request.leg_states().begin(), request.leg_states().end(), leg.state()) !=
             request.leg_states().end();
    });
    if (request.leg_states().empty() || wanted) *response.add_referrals() = std::move(seen);
    if (++on_page < size) continue;
    on_page = 0;  // The next page is a look of its own, even if it is empty.
    Tick();
    RecordLook(call, "", "", "");
  }
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::BatchGetCaseStatusRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  v1::BatchGetCaseStatusResponse response;
  for (const v1::CaseKey& key : request.keys()) {
    Tick();
    v1::GetCaseStatusRequest one;
    *one.mutable_key() = key;
    one.set_purpose(request.purpose());
    const Answer answer = On(call, one);
    v1::BatchCaseStatus* result = response.add_results();
    *result->mutable_key() = key;
    if (answer.response == nullptr) continue;
    const auto& got = static_cast<const v1::GetCaseStatusResponse&>(*answer.response);
    *result->mutable_status() = got.status();
    *result->mutable_record() = got.record();
  }
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::ListAccessesRequest& request) {
  if (!IsOneOf(call, {v1::AGENCY_KIND_OMBUDSMAN})) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const Lookup found = FindBy(call.caller.agency_id, request.case_id());
  if (!Allows(found.grade, Action::kListAccesses)) {
    RecordLook(call, request.case_id(), "accesses.read.refused", request.purpose());
    return NotFound();
  }
  v1::ListAccessesResponse response;
  // Those of the case, and those refused under any other name that it has.
  std::set<std::string> names = {request.case_id()};
  for (const v1::Referral& referral : found.facts->referrals) names.insert(referral.referral_id());
  for (const auto& [agency, number] : found.facts->number_of) names.insert(agency + "/" + number);
  const size_t size = request.page_size() <= 0 ? 50 : static_cast<size_t>(std::min(request.page_size(), 500));
  uint64_t next = 0;
  for (int page = 0; page < kMostPages; ++page) {
    Tick();
    RecordLook(call, request.case_id(), "accesses.read", request.purpose());
    std::map<uint64_t, v1::CaseAccess> rest;
    for (const std::string& name : names) {
      for (const v1::CaseAccess& access : accesses_[name]) {
        if (access.log_index() >= next) rest[access.log_index()] = access;
      }
    }
    size_t on_page = 0;
    for (const auto& [index, access] : rest) {
      if (on_page++ == size) break;
      *response.add_accesses() = access;
      next = index + 1;
    }
    if (rest.size() < size) break;
  }
  return Given(response);
}

// An item about a case that was lost meanwhile is left out, but for the one that
// says so; what an excluded agency was told before is gone altogether. Who heard of
// a warning may know of it for good.
Answer ReferenceModel::On(const Call& call, const v1::WatchRequest& request) {
  if (!IsAgency(call)) return RoleNotPermitted();
  if (request.has_after_position() && request.after_position() >= size_) {
    return Refused(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_POSITION_INVALID);
  }
  v1::WatchResponse response;
  response.set_caught_up(true);
  for (const v1::FeedItem& item : feeds_[call.caller.agency_id]) {
    if (request.has_after_position() && item.position() <= request.after_position()) continue;
    const bool knows = Rank(FindBy(call.caller.agency_id, item.case_id()).grade) > 0;
    if (knows || item.kind() == v1::FEED_KIND_ACCESS_ENDED || !item.warning_id().empty())
      *response.add_items() = item;
  }
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::AcknowledgeRequest& request) {
  if (!IsAgency(call)) return RoleNotPermitted();
  if (request.position() >= size_) {
    return Refused(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_POSITION_INVALID);
  }
  uint64_t& position = acknowledged_[call.caller.agency_id];
  position = std::max(position, request.position());
  v1::AcknowledgeResponse response;
  response.set_position(position);
  response.mutable_record()->set_log_index(RecordLook(call, "", "", ""));
  return Given(response);
}

// Their records go to the other log; both share one order of time.
template <typename Request>
Answer ReferenceModel::Administer(const Call& call, const Request& request) {
  if (call.caller.kind != identity::Caller::Kind::kAdministrator) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  if (const auto repeated = Repeated(call, request, true)) return *repeated;
  last_ = now_;
  Remember(call, request);
  return Answer();
}

Answer ReferenceModel::On(const Call& call, const v1::SuspendAgencyRequest& request) {
  Answer answer = Administer(call, request);
  if (answer.code == absl::StatusCode::kOk && answer.repeats.empty()) suspended_.insert(call.subject);
  return answer;
}

Answer ReferenceModel::On(const Call& call, const v1::ReinstateAgencyRequest& request) {
  Answer answer = Administer(call, request);
  if (answer.code == absl::StatusCode::kOk && answer.repeats.empty()) suspended_.erase(call.subject);
  return answer;
}

Answer ReferenceModel::On(const Call& call, const v1::RevokeCertificateRequest& request) {
  Answer answer = Administer(call, request);
  // The holder is told once, by a record of no case.
  const bool is_done = answer.code == absl::StatusCode::kOk && answer.repeats.empty();
  if (is_done && revoked_.insert(call.subject).second) ++size_;
  return answer;
}

// It gives nothing back: whatever the agency had before stays barred.
Answer ReferenceModel::On(const Call& call, const v1::LiftExclusionRequest& request) {
  if (call.caller.kind != identity::Caller::Kind::kAdministrator) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  if (const auto repeated = Repeated(call, request, true)) return *repeated;
  const auto found = cases_.find(request.case_id());
  if (found == cases_.end() || found->second.excluded.erase(request.agency_id()) == 0) return NotFound();
  CaseFacts& facts = found->second;
  for (const v1::Referral& referral : facts.referrals) {
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.recipient().agency_id() == request.agency_id()) facts.barred.insert(leg.leg_id());
    }
  }
  Record(&facts, v1::AgencyRef(), v1::FeedItem(), {});
  accesses_[facts.case_id].back().set_purpose(request.reason());
  facts.changed = now_;
  Remember(call, request);
  return Answer();
}

}  // namespace enlace::property
