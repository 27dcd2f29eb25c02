// Routes, submissions, exclusions, and how a leg moves: T1 to T3, and T19 of an
// exclusion.
#include <algorithm>
#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/cast.h"
#include "tests/property/reference_clocks.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
std::vector<v1::PlannedLeg> ReferenceModel::Route(const std::string& sender, const v1::Territory& territory,
                                                  const std::set<std::string>& excluded,
                                                  std::vector<v1::LegPurpose>* unserved) const {
  std::vector<v1::PlannedLeg> route;
  std::set<v1::LegPurpose> by_sender;
  if (territory.country() != "MX") return route;
  const auto add = [&](const char* rule, v1::LegPurpose purpose, v1::AgencyKind kind, bool whole_country) {
    std::set<std::string> named;
    for (const CastMember& member : Cast()) {
      if (member.country != "MX") continue;
      const bool competent =
          member.territory == territory.subdivision() || (member.territory.empty() && whole_country);
      if (member.kind == kind && competent && member.id == sender) by_sender.insert(purpose);
      if (member.kind == kind && competent && member.id != sender && !excluded.contains(member.id)) {
        named.insert(member.id);
      }
    }
    for (const std::string& id : named) {
      v1::PlannedLeg& leg = route.emplace_back();
      leg.mutable_recipient()->set_agency_id(id);
      leg.mutable_recipient()->set_kind(kind);
      leg.set_purpose(purpose);
      leg.set_routing_rule_id(rule);
      leg.set_access(purpose == v1::LEG_PURPOSE_OVERSIGHT ? v1::ACCESS_GRADE_OVERSIGHT
                                                          : v1::ACCESS_GRADE_FULL);
    }
    return !named.empty();
  };
  const bool protects = add("MX-R1", v1::LEG_PURPOSE_PROTECTION, v1::AGENCY_KIND_PROTECTION_UNIT, true);
  const bool implements =
      add("MX-R3", v1::LEG_PURPOSE_IMPLEMENTATION, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, false);
  const bool investigates = add("MX-R4", v1::LEG_PURPOSE_INVESTIGATION, v1::AGENCY_KIND_PROSECUTOR, false) ||
                            add("MX-R5", v1::LEG_PURPOSE_INVESTIGATION, v1::AGENCY_KIND_PROSECUTOR, true);
  add("MX-R6", v1::LEG_PURPOSE_OVERSIGHT, v1::AGENCY_KIND_OMBUDSMAN, true);
  const auto miss = [&](bool served, v1::LegPurpose purpose) {
    if (unserved != nullptr && !served && !by_sender.contains(purpose)) unserved->push_back(purpose);
  };
  miss(protects, v1::LEG_PURPOSE_PROTECTION);
  miss(implements, v1::LEG_PURPOSE_IMPLEMENTATION);
  miss(investigates, v1::LEG_PURPOSE_INVESTIGATION);
  return route;
}

Answer ReferenceModel::Submit(const Call& call, const v1::SubmitReferralRequest& request,
                              CaseFacts* existing) {
  const std::string& sender = call.caller.agency_id;
  std::set<std::string> excluded = existing == nullptr ? std::set<std::string>() : existing->excluded;
  for (const v1::ExcludedAgency& entry : request.excluded_agencies()) excluded.insert(entry.agency_id());
  std::vector<v1::LegPurpose> unserved;
  const std::vector<v1::PlannedLeg> route =
      Route(sender, request.classification().territory(), excluded, &unserved);
  bool same = request.planned_legs_size() == static_cast<int>(route.size());
  std::set<std::string> readers = {sender};
  for (int i = 0; same && i < request.planned_legs_size(); ++i) {
    same = request.planned_legs(i).SerializeAsString() == route[static_cast<size_t>(i)].SerializeAsString();
    if (route[static_cast<size_t>(i)].access() == v1::ACCESS_GRADE_FULL) {
      readers.insert(route[static_cast<size_t>(i)].recipient().agency_id());
    }
  }
  if (!same) return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ROUTE_CHANGED);
  if (!OnlyTo(request.sealed(), readers)) return EnvelopeInvalid();
  for (const v1::ExcludedAgency& entry : request.excluded_agencies()) {
    if (entry.agency_id() == sender) return FieldInvalid();
    if (existing == nullptr) continue;
    for (const v1::Referral& referral : existing->referrals) {
      if (referral.origin().agency_id() == entry.agency_id()) return GuardNotMet();
    }
  }
  if (!SealedTo(request.sealed(), sender)) return FieldInvalid();

  const std::string case_id =
      existing == nullptr ? base::DeriveCaseId(sender, request.request_id()) : existing->case_id;
  CaseFacts* facts = &cases_[case_id];
  if (existing == nullptr) {
    facts->case_id = case_id;
    facts->opened = now_;
    Record(facts, call.caller.ref(), v1::FeedItem(), {});
  }
  facts->changed = now_;
  std::vector<std::string> ended_legs;
  for (const v1::ExcludedAgency& entry : request.excluded_agencies())
    Exclude(call, entry, facts, &ended_legs);

  v1::Referral& referral = facts->referrals.emplace_back();
  referral.set_referral_id(base::DeriveReferralId(sender, request.request_id()));
  referral.set_short_code(base::ShortCode(referral.referral_id()));
  referral.set_case_id(case_id);
  *referral.mutable_origin() = call.caller.ref();
  *referral.mutable_classification() = request.classification();
  *referral.mutable_disclosure() = request.disclosure();
  *referral.mutable_sealed() = request.sealed();
  referral.mutable_sealed()->clear_cms();
  if (request.has_event_time()) *referral.mutable_event_time() = request.event_time();
  *referral.mutable_petition_time() = request.petition_time();
  *referral.mutable_create_time() = base::ToProto(now_);
  for (const v1::PlannedLeg& planned : route) {
    *referral.add_legs() = NewLeg(referral.referral_id(), referral.legs_size(), planned, now_);
  }
  if (route.empty()) unserved = {v1::LEG_PURPOSE_UNSPECIFIED};
  for (const v1::LegPurpose purpose : unserved) {
    v1::PlannedLeg nobody;
    nobody.set_purpose(purpose);
    *referral.add_legs() = NewLeg(referral.referral_id(), referral.legs_size(), nobody, now_);
  }
  const uint64_t index = Record(facts, call.caller.ref(), About(referral), {});
  for (v1::Leg& leg : *referral.mutable_legs()) {
    if (leg.has_recipient()) {
      Move(facts, &referral, &leg, v1::LEG_STATE_DISPATCHED, now_, v1::AgencyRef(), "R");
      continue;
    }
    leg.set_held_reason(kHeld);
    *leg.mutable_review_time() = base::ToProto(now_ + absl::Hours(24));
    Move(facts, &referral, &leg, v1::LEG_STATE_HELD, now_, v1::AgencyRef(), "SO");
  }
  for (const std::string& leg_id : ended_legs) {
    RecordClocks(facts, VoidClocks(facts, [&](const v1::Clock& clock) { return clock.leg_id() == leg_id; }));
  }
  RecordClocks(facts, TellClocks(facts, referral, "", v1::CLOCK_EVENT_PETITION_RECEIVED,
                                 base::FromProto(request.petition_time())));

  v1::SubmitReferralResponse response;
  *response.mutable_referral() = See(*facts, referral, sender, now_);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_SUBMISSION);
  response.mutable_receipt()->set_referral_id(referral.referral_id());
  response.mutable_receipt()->set_log_index(index);
  *response.mutable_receipt()->mutable_record_time() = base::ToProto(now_);
  return Given(response);
}

// From now on it has nothing, and what it was told of the case before is gone. T19
// ends its open legs.
void ReferenceModel::Exclude(const Call& call, const v1::ExcludedAgency& excluded, CaseFacts* facts,
                             std::vector<std::string>* ended_legs) {
  const std::string& agency = excluded.agency_id();
  if (!facts->excluded.insert(agency).second) return;
  std::vector<v1::FeedItem>& feed = feeds_[agency];
  feed.erase(std::remove_if(feed.begin(), feed.end(),
                            [&](const v1::FeedItem& item) { return item.case_id() == facts->case_id; }),
             feed.end());
  Record(facts, call.caller.ref(), v1::FeedItem(), {});
  for (v1::Referral& referral : facts->referrals) {
    for (v1::Leg& leg : *referral.mutable_legs()) {
      if (leg.recipient().agency_id() != agency || !Open().contains(leg.state())) continue;
      const v1::ReferralState before = StateOf(referral);
      Move(facts, &referral, &leg, v1::LEG_STATE_REVOKED, now_, v1::AgencyRef(), "SRO");
      ended_legs->push_back(leg.leg_id());
      NoticeNoTaker(facts, referral, before);
    }
  }
}

uint64_t ReferenceModel::Move(CaseFacts* facts, v1::Referral* referral, v1::Leg* leg, v1::LegState to,
                              absl::Time at, const v1::AgencyRef& actor, const std::string& told, Told also) {
  Told hears = std::move(also);
  if (told.find('O') != std::string::npos) hears.merge(ToOverseers(*referral));
  if (told.find('S') != std::string::npos) hears[referral->origin().agency_id()] = v1::FEED_KIND_LEG_CHANGED;
  if (told.find('R') != std::string::npos && leg->has_recipient()) {
    // The more urgent kind wins over the two above.
    hears[leg->recipient().agency_id()] = to == v1::LEG_STATE_DISPATCHED ? v1::FEED_KIND_LEG_DISPATCHED
                                          : TakenBack().contains(to)     ? v1::FEED_KIND_ACCESS_ENDED
                                                                         : v1::FEED_KIND_LEG_CHANGED;
  }
  leg->set_state(to);
  if (Open().contains(to)) facts->barred.erase(leg->leg_id());
  leg->set_version(leg->version() + 1);
  *leg->mutable_state_since() = base::ToProto(at);
  if (to != v1::LEG_STATE_HELD) leg->clear_held_reason();
  if (to != v1::LEG_STATE_ON_HOLD && to != v1::LEG_STATE_HELD) leg->clear_review_time();
  if (to == v1::LEG_STATE_ACCEPTED) leg->set_was_accepted(true);
  facts->changed = now_;
  v1::FeedItem about = About(*referral);
  about.set_leg_id(leg->leg_id());
  about.set_leg_state(to);
  about.set_leg_version(leg->version());
  return Record(facts, actor, about, hears);
}

uint64_t ReferenceModel::OpenLeg(CaseFacts* facts, v1::Referral* referral, const std::string& old,
                                 const v1::PlannedLeg& planned, const v1::AgencyRef& actor,
                                 bool tell_sender) {
  const uint64_t index = Record(facts, actor, About(*referral), {});
  v1::Leg* leg = referral->add_legs();
  *leg = NewLeg(referral->referral_id(), referral->legs_size() - 1, planned, now_);
  leg->set_replaces_leg_id(old);
  Move(facts, referral, leg, v1::LEG_STATE_DISPATCHED, now_, v1::AgencyRef(), tell_sender ? "SR" : "R");
  return index;
}

void ReferenceModel::Notice(CaseFacts* facts, const v1::Referral& referral, Told told) {
  Record(facts, v1::AgencyRef(), About(referral), told);
}

void ReferenceModel::NoticeNoTaker(CaseFacts* facts, const v1::Referral& referral, v1::ReferralState before) {
  if (before == v1::REFERRAL_STATE_NO_TAKER || StateOf(referral) != v1::REFERRAL_STATE_NO_TAKER) return;
  Told told = {{referral.origin().agency_id(), v1::FEED_KIND_NO_TAKER}};
  for (const std::string& overseer : OverseersOf(referral)) told[overseer] = v1::FEED_KIND_NO_TAKER;
  Notice(facts, referral, told);
}

}  // namespace enlace::property
