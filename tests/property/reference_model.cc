#include "tests/property/reference_model.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
bool TakesPart(const Call& call) {
  return IsAgency(call) && !IsOneOf(call, {v1::AGENCY_KIND_UNSPECIFIED, v1::AGENCY_KIND_PROTECTION_COUNCIL,
                                           v1::AGENCY_KIND_TRANSPARENCY_BODY, v1::AGENCY_KIND_PEER_GATEWAY,
                                           v1::AGENCY_KIND_OTHER});
}

Answer Refused(absl::StatusCode code, v1::ErrorReason reason) {
  Answer answer;
  answer.code = code;
  answer.reason = reason;
  return answer;
}

Answer ReferenceModel::Expect(const Call& call, absl::Time clock) {
  clock_ = clock;
  Tick();
  if (IsAgency(call) && revoked_.contains(call.caller.agency_id)) {
    return Refused(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CERTIFICATE_REVOKED);
  }
  if (IsAgency(call) && suspended_.contains(call.caller.agency_id)) {
    return Refused(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_AGENCY_SUSPENDED);
  }
  return std::visit([&](const auto& request) { return On(call, request); }, call.request);
}

// The time of the next record: the clock's, but never that of an earlier one.
void ReferenceModel::Tick() {
  now_ = std::max(absl::FromUnixMicros(absl::ToUnixMicros(clock_)), last_ + absl::Microseconds(1));
}

namespace {

// Whether all that the agency had in the case was before an exclusion that was lifted.
bool OnlyBarred(const CaseFacts& facts, const std::string& agency) {
  bool some = false;
  for (const v1::Referral& referral : facts.referrals) {
    if (referral.origin().agency_id() == agency) return false;
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.recipient().agency_id() != agency) continue;
      if (!facts.barred.contains(leg.leg_id())) return false;
      some = true;
    }
  }
  return some;
}

}  // namespace

uint64_t ReferenceModel::Record(CaseFacts* facts, const v1::AgencyRef& actor, v1::FeedItem about,
                                const Told& told) {
  for (const auto& [agency, number] : facts->number_of) {
    // A number ends with its agency's access, and does not come back with it.
    if (Rank(GradeIn(*facts, agency)) > 0) continue;
    const auto linked = numbers_.find({agency, number});
    if (linked != numbers_.end() && linked->second == facts->case_id) numbers_.erase(linked);
  }
  const uint64_t index = size_++;
  last_ = now_;
  about.set_position(index);
  about.set_case_id(facts->case_id);
  *about.mutable_record_time() = base::ToProto(now_);
  if (!actor.agency_id().empty()) *about.mutable_actor() = actor;
  for (const auto& [agency, kind] : told) {
    if (facts->excluded.contains(agency) || OnlyBarred(*facts, agency)) continue;
    about.set_kind(kind);
    feeds_[agency].push_back(about);
  }
  v1::CaseAccess& access = accesses_[facts->case_id].emplace_back();
  access.set_log_index(index);
  *access.mutable_record_time() = base::ToProto(now_);
  if (!actor.agency_id().empty()) *access.mutable_actor() = actor;
  return index;
}

void ReferenceModel::RecordClocks(CaseFacts* facts, int changes) {
  for (int i = 0; i < changes; ++i) Record(facts, v1::AgencyRef(), v1::FeedItem(), {});
  if (changes > 0) facts->changed = now_;
}

void ReferenceModel::FillReceipt(const v1::Referral& referral, uint64_t index, v1::Receipt* receipt) const {
  receipt->set_kind(v1::RECEIPT_KIND_REPORT);
  receipt->set_referral_id(referral.referral_id());
  receipt->set_log_index(index);
  *receipt->mutable_record_time() = base::ToProto(now_);
}

ReferenceModel::Told ReferenceModel::ToOverseers(const v1::Referral& referral) {
  Told told;
  for (const std::string& overseer : OverseersOf(referral)) told[overseer] = v1::FEED_KIND_LEG_CHANGED;
  return told;
}

ReferenceModel::Told ReferenceModel::EveryOther(const CaseFacts& facts, const v1::Referral& referral,
                                                const std::string& agency, v1::FeedKind kind) {
  Told told = {{referral.origin().agency_id(), kind}};
  for (const v1::Leg& leg : referral.legs()) {
    if (Rank(GradeIn(facts, referral, leg.recipient().agency_id())) > 0)
      told[leg.recipient().agency_id()] = kind;
  }
  told.erase(agency);
  return told;
}

uint64_t ReferenceModel::RecordLook(const Call& call, const std::string& name, const std::string& type,
                                    const std::string& purpose) {
  const uint64_t index = size_++;
  last_ = now_;
  if (name.empty()) return index;
  v1::CaseAccess& access = accesses_[name].emplace_back();
  access.set_log_index(index);
  *access.mutable_record_time() = base::ToProto(now_);
  *access.mutable_actor() = call.caller.ref();
  access.set_event_type(type);
  access.set_purpose(purpose);
  return index;
}

bool ReferenceModel::Allows(v1::AccessGrade grade, Action action) {
  if (Rank(grade) == 0) return false;
  if (action == Action::kListAccesses) {
    return grade == v1::ACCESS_GRADE_OVERSIGHT || grade == v1::ACCESS_GRADE_FULL;
  }
  if (grade != v1::ACCESS_GRADE_OVERSIGHT) return true;
  return action == Action::kRead || action == Action::kLink || action == Action::kAdvance;
}

ReferenceModel::Lookup ReferenceModel::FindBy(const std::string& agency, const std::string& case_id) {
  const auto found = cases_.find(case_id);
  if (found == cases_.end()) return {};
  return {&found->second, GradeIn(found->second, agency)};
}

ReferenceModel::Lookup ReferenceModel::FindByReferral(const std::string& agency,
                                                      const std::string& referral_id) {
  for (auto& [id, facts] : cases_) {
    for (const v1::Referral& referral : facts.referrals) {
      if (referral.referral_id() == referral_id) return {&facts, GradeIn(facts, referral, agency)};
    }
  }
  return {};
}

ReferenceModel::Lookup ReferenceModel::Find(const std::string& agency, const v1::CaseKey& key) {
  if (key.has_case_id()) return FindBy(agency, key.case_id());
  const auto linked = numbers_.find({agency, key.native_number_hash()});
  if (linked == numbers_.end()) return {};
  const Lookup found = FindBy(agency, linked->second);
  const auto number = found.facts->number_of.find(agency);
  return number != found.facts->number_of.end() && number->second == key.native_number_hash() ? found
                                                                                              : Lookup();
}

const CaseFacts* ReferenceModel::CaseOfReferral(const std::string& referral_id) const {
  return const_cast<ReferenceModel*>(this)->FindByReferral("", referral_id).facts;
}

const v1::Referral* ReferenceModel::FindReferral(const std::string& referral_id) const {
  const CaseFacts* facts = CaseOfReferral(referral_id);
  if (facts == nullptr) return nullptr;
  for (const v1::Referral& referral : facts->referrals) {
    if (referral.referral_id() == referral_id) return &referral;
  }
  return nullptr;
}

const v1::Measure* ReferenceModel::FindMeasure(const std::string& measure_id) const {
  for (const auto& [case_id, facts] : cases_) {
    for (const v1::Measure& measure : facts.measures) {
      if (measure.measure_id() == measure_id) return &measure;
    }
  }
  return nullptr;
}

Answer ReferenceModel::On(const Call& call, const v1::SubmitReferralRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  bool malformed = call.malformed;
  for (const v1::ExcludedAgency& excluded : request.excluded_agencies()) {
    malformed = malformed || SealedTo(request.sealed(), excluded.agency_id());
    for (const v1::PlannedLeg& leg : request.planned_legs()) {
      malformed = malformed || leg.recipient().agency_id() == excluded.agency_id();
    }
  }
  if (malformed) return FieldInvalid();
  const bool opens = request.case_id().empty();
  const Lookup found = opens ? Lookup() : FindBy(call.caller.agency_id, request.case_id());
  const bool may_know = opens || Allows(found.grade, Action::kSubmit);
  if (const auto repeated = Repeated(call, request, may_know)) return *repeated;
  if (!may_know) return RefuseUnknown(call, request.case_id());
  Answer answer = Submit(call, request, found.facts);
  if (answer.code == absl::StatusCode::kOk) Remember(call, request);
  return answer;
}

Answer ReferenceModel::On(const Call& call, const v1::AdvanceLegRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const Lookup found = FindByReferral(call.caller.agency_id, request.referral_id());
  const bool may_know = Allows(found.grade, Action::kAdvance);
  if (const auto repeated = Repeated(call, request, may_know)) return *repeated;
  if (!may_know) return RefuseUnknown(call, request.referral_id());
  Answer answer = Advance(call, request, found.facts);
  if (answer.code == absl::StatusCode::kOk) Remember(call, request);
  return answer;
}

}  // namespace enlace::property
