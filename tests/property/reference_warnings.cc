// Early warnings: docs/warnings.md and the rules of mechanisms/*.yaml, written down
// a second time. Cases know of them only through GetCaseStatus.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/cast.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

constexpr int kMostAnswers = 100;  // of one addressee to one warning
constexpr int kMostAddressees = 31;
constexpr absl::Duration kYear = absl::Hours(24 * 366);

struct Rule {
  std::string mechanism;
  std::string country;
  v1::AgencyKind issuer;
  std::set<v1::AgencyKind> addressees;  // empty: the issuer's choice
};

// Of the mechanisms in whose countries the cast is: MX-W1 and CO-W1.
const std::vector<Rule>& Rules() {
  static const auto* const rules = new std::vector<Rule>{
      {"mx-federal", "MX", v1::AGENCY_KIND_PROTECTION_UNIT, {}},
      {"co-unp",
       "CO",
       v1::AGENCY_KIND_OMBUDSMAN,
       {v1::AGENCY_KIND_PROTECTION_UNIT, v1::AGENCY_KIND_MINISTRY}},
  };
  return *rules;
}

bool IsAhead(const google::protobuf::Timestamp& time, absl::Time now) {
  return base::FromProto(time) > now && base::FromProto(time) <= now + kYear;
}

template <typename Values>
bool AreDistinct(const Values& values) {
  return std::set(values.begin(), values.end()).size() == static_cast<size_t>(values.size());
}

bool AreTimesRight(const v1::Warning& warning, absl::Time now) {
  const bool cancels = warning.message_type() == v1::WARNING_MESSAGE_TYPE_CANCEL;
  if (!warning.has_expire_time() && !cancels) return false;
  if (warning.has_expire_time()) {
    if (!IsAhead(warning.expire_time(), now)) return false;
    if (warning.has_effective_time() &&
        base::FromProto(warning.effective_time()) >= base::FromProto(warning.expire_time())) {
      return false;
    }
  }
  if (!warning.has_respond_by_time()) return true;
  return !cancels && IsAhead(warning.respond_by_time(), now);  // A cancel asks for nothing.
}

bool IsWellFormed(const v1::Warning& warning, absl::Time now) {
  const bool is_new = warning.message_type() == v1::WARNING_MESSAGE_TYPE_ALERT;
  std::vector<std::string> addressees;
  for (const v1::AgencyRef& addressee : warning.addressees()) addressees.push_back(addressee.agency_id());
  return warning.message_type() != v1::WARNING_MESSAGE_TYPE_UNSPECIFIED &&
         is_new == warning.references_warning_id().empty() && !warning.subdivisions().empty() &&
         AreDistinct(warning.subdivisions()) && AreDistinct(warning.population()) &&
         std::count(warning.population().begin(), warning.population().end(), 0) == 0 &&
         warning.urgency() != v1::WARNING_URGENCY_UNSPECIFIED &&
         warning.severity() != v1::WARNING_SEVERITY_UNSPECIFIED &&
         warning.certainty() != v1::WARNING_CERTAINTY_UNSPECIFIED && AreTimesRight(warning, now) &&
         !addressees.empty() && addressees.size() <= kMostAddressees && AreDistinct(addressees) &&
         warning.has_sealed_alert();
}

// A target of the issuer, and never shown as law.
v1::Clock ClockOf(const v1::Warning& warning, const v1::AgencyRef& addressee) {
  v1::Clock clock;
  clock.set_clock_id(absl::StrCat("WARNING/", warning.warning_id(), "/", addressee.agency_id()));
  clock.set_rule_id("WARNING");
  clock.set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  *clock.mutable_start_time() = warning.record_time();
  *clock.mutable_due_time() = warning.respond_by_time();
  clock.set_state(v1::CLOCK_STATE_RUNNING);
  *clock.mutable_responsible() = addressee;
  clock.set_stops(v1::CLOCK_EVENT_WARNING_ANSWERED);
  const absl::Time start = base::FromProto(clock.start_time());
  const absl::Duration length = base::FromProto(clock.due_time()) - start;
  for (const int percent : {50, 80, 100}) {
    v1::ClockStep* step = clock.add_steps();
    step->set_level(percent < 100 ? v1::ESCALATION_LEVEL_REMINDER : v1::ESCALATION_LEVEL_BREACH);
    *step->mutable_step_time() = base::ToProto(start + length * percent / 100);
    step->set_tells_responsible(true);
    step->set_tells_sender(percent == 100);
  }
  return clock;
}

bool Runs(const v1::Clock& clock) { return !clock.has_stop_time() && clock.state() != v1::CLOCK_STATE_VOID; }

const char* TypeOf(v1::WarningMessageType type) {
  if (type == v1::WARNING_MESSAGE_TYPE_UPDATE) return "warning.updated";
  return type == v1::WARNING_MESSAGE_TYPE_CANCEL ? "warning.cancelled" : "warning.issued";
}

}  // namespace

const WarningFacts* ReferenceModel::FindWarning(const std::string& warning_id) const {
  for (const WarningFacts& facts : warnings_) {
    if (facts.warning.warning_id() == warning_id) return &facts;
  }
  return nullptr;
}

WarningFacts* ReferenceModel::FindWarningFor(const Call& call, const std::string& warning_id) {
  const WarningFacts* found = FindWarning(warning_id);
  const bool knows = found != nullptr && PartIn(found->warning, call.caller.agency_id) != WarningPart::kNone;
  return knows ? const_cast<WarningFacts*>(found) : nullptr;
}

uint64_t ReferenceModel::RecordWarning(const WarningRecord& record) {
  last_ = now_;
  warning_records_[size_] = record;
  return size_++;
}

void ReferenceModel::TellOfWarning(const std::string& agency, v1::FeedKind kind,
                                   const std::string& warning_id, const v1::AgencyRef& actor) {
  v1::FeedItem& item = feeds_[agency].emplace_back();
  item.set_position(size_ - 1);
  item.set_kind(kind);
  item.set_warning_id(warning_id);
  *item.mutable_actor() = actor;
  *item.mutable_record_time() = base::ToProto(now_);
}

Answer ReferenceModel::RefuseUnknownWarning(const Call& call, const std::string& type,
                                            const std::string& warning_id) {
  RecordWarning({type, warning_id, call.caller.ref(), true});
  return NotFound();
}

// Whether the rules let the caller warn those whom the request names, in that area.
Answer ReferenceModel::CheckWarningRules(const Call& call, const v1::Warning& asked,
                                         const WarningFacts* earlier) const {
  const std::string& issuer = call.caller.agency_id;
  const auto rule = std::find_if(Rules().begin(), Rules().end(),
                                 [&](const Rule& one) { return one.mechanism == asked.mechanism_id(); });
  if (rule == Rules().end()) return FieldInvalid();
  const CastMember* member = FindMember(issuer);
  if (member == nullptr || member->kind != rule->issuer || member->country != rule->country) {
    return RoleNotPermitted();
  }
  for (const std::string& subdivision : asked.subdivisions()) {
    if (!subdivision.starts_with(rule->country + "-")) return FieldInvalid();
  }
  if (earlier != nullptr && earlier->warning.issuer().agency_id() != issuer) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED);
  }
  if (earlier != nullptr && StateOf(earlier->warning, now_) != v1::WARNING_STATE_ACTIVE) {
    return GuardNotMet();
  }
  if (!SealedTo(asked.sealed_alert(), issuer)) return FieldInvalid();
  std::set<std::string> readers = {issuer};
  for (const v1::AgencyRef& addressee : asked.addressees()) {
    const CastMember* warned = FindMember(addressee.agency_id());
    if (warned == nullptr || warned == member) return FieldInvalid();
    if (!rule->addressees.empty() && !rule->addressees.contains(warned->kind)) return FieldInvalid();
    if (!SealedTo(asked.sealed_alert(), warned->id)) return FieldInvalid();
    readers.insert(warned->id);
  }
  return OnlyTo(asked.sealed_alert(), readers) ? Answer() : EnvelopeInvalid();
}

Answer ReferenceModel::On(const Call& call, const v1::IssueWarningRequest& request) {
  if (!IsAgency(call)) return RoleNotPermitted();
  const v1::Warning& asked = request.warning();
  if (call.malformed || !IsWellFormed(asked, clock_)) return FieldInvalid();
  if (const auto repeated = Repeated(call, request, true)) return *repeated;
  const bool is_new = asked.message_type() == v1::WARNING_MESSAGE_TYPE_ALERT;
  const bool cancels = asked.message_type() == v1::WARNING_MESSAGE_TYPE_CANCEL;
  WarningFacts* earlier = is_new ? nullptr : FindWarningFor(call, asked.references_warning_id());
  if (!is_new && earlier == nullptr) {
    return RefuseUnknownWarning(call, "command.refused", asked.references_warning_id());
  }
  const Answer permitted = CheckWarningRules(call, asked, earlier);
  if (permitted.code != absl::StatusCode::kOk) return permitted;

  WarningFacts facts{asked, {}, {}};
  v1::Warning& warning = facts.warning;
  warning.set_warning_id(base::DeriveWarningId(call.caller.agency_id, request.request_id()));
  *warning.mutable_issuer() = call.caller.ref();
  if (warning.scope() == v1::WARNING_SCOPE_UNSPECIFIED) warning.set_scope(v1::WARNING_SCOPE_RESTRICTED);
  // A cancel ends another one and is never in force itself.
  warning.set_state(cancels ? v1::WARNING_STATE_CANCELLED : v1::WARNING_STATE_ACTIVE);
  *warning.mutable_record_time() = base::ToProto(now_);
  warning.mutable_sealed_alert()->clear_cms();
  for (v1::AgencyRef& addressee : *warning.mutable_addressees()) {
    addressee.set_kind(FindMember(addressee.agency_id())->kind);
  }

  v1::IssueWarningResponse response;
  response.mutable_receipt()->set_log_index(
      RecordWarning({TypeOf(asked.message_type()), warning.warning_id(), call.caller.ref()}));
  for (const v1::AgencyRef& addressee : warning.addressees()) {
    TellOfWarning(addressee.agency_id(), v1::FEED_KIND_WARNING, warning.warning_id(), call.caller.ref());
  }
  if (earlier != nullptr) {
    // Who is dropped hears that the earlier one ended, and nothing of the new one.
    const std::string ended = earlier->warning.warning_id();
    for (const v1::AgencyRef& dropped : earlier->warning.addressees()) {
      if (IsAddressee(warning, dropped.agency_id())) continue;
      TellOfWarning(dropped.agency_id(), v1::FEED_KIND_WARNING, ended, call.caller.ref());
    }
    earlier->warning.set_state(cancels ? v1::WARNING_STATE_CANCELLED : v1::WARNING_STATE_REPLACED);
  }
  for (const v1::AgencyRef& addressee : warning.addressees()) {
    if (!warning.has_respond_by_time()) continue;
    facts.clocks.push_back(ClockOf(warning, addressee));
    RecordWarning({"clock.started", warning.warning_id(), {}});
  }
  for (size_t i = 0; earlier != nullptr && i < earlier->clocks.size(); ++i) {
    if (!Runs(earlier->clocks[i])) continue;
    earlier->clocks[i].set_state(v1::CLOCK_STATE_VOID);
    RecordWarning({"clock.void", earlier->warning.warning_id(), {}});
  }
  *response.mutable_warning() = warning;
  response.mutable_warning()->clear_sealed_alert();
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_SUBMISSION);
  *response.mutable_receipt()->mutable_record_time() = base::ToProto(now_);
  warnings_.push_back(std::move(facts));
  Remember(call, request);
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::AnswerWarningRequest& request) {
  if (!IsAgency(call)) return RoleNotPermitted();
  const bool declines = request.response() == v1::WARNING_RESPONSE_DECLINED;
  if (call.malformed || request.response() == v1::WARNING_RESPONSE_UNSPECIFIED ||
      (declines && !request.has_sealed_note())) {
    return FieldInvalid();
  }
  if (const auto repeated = Repeated(call, request, true)) return *repeated;
  WarningFacts* facts = FindWarningFor(call, request.warning_id());
  if (facts == nullptr) return RefuseUnknownWarning(call, "command.refused", request.warning_id());
  const std::string& agency = call.caller.agency_id;
  if (PartIn(facts->warning, agency) != WarningPart::kAddressee) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED);
  }
  const auto earlier =
      std::count_if(facts->answers.begin(), facts->answers.end(),
                    [&](const v1::WarningAnswer& one) { return one.addressee().agency_id() == agency; });
  if (earlier >= kMostAnswers) return GuardNotMet();
  const std::string issuer = facts->warning.issuer().agency_id();
  if (request.has_sealed_note()) {
    if (!SealedTo(request.sealed_note(), issuer)) return FieldInvalid();
    if (!OnlyTo(request.sealed_note(), {issuer, agency})) return EnvelopeInvalid();
  }

  v1::WarningAnswer& answer = facts->answers.emplace_back();
  *answer.mutable_addressee() = call.caller.ref();
  answer.set_response(request.response());
  *answer.mutable_record_time() = base::ToProto(now_);
  if (request.has_sealed_note()) *answer.mutable_sealed_note() = request.sealed_note();
  if (request.has_sealed_note()) answer.mutable_sealed_note()->clear_cms();
  v1::AnswerWarningResponse response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_DECISION);
  *response.mutable_receipt()->mutable_record_time() = base::ToProto(now_);
  response.mutable_receipt()->set_log_index(
      RecordWarning({"warning.answered", request.warning_id(), call.caller.ref()}));
  TellOfWarning(issuer, v1::FEED_KIND_WARNING_ANSWERED, request.warning_id(), call.caller.ref());
  for (v1::Clock& clock : facts->clocks) {
    const bool decides = request.response() != v1::WARNING_RESPONSE_ACKNOWLEDGED;
    if (!decides || !Runs(clock) || clock.responsible().agency_id() != agency) continue;
    *clock.mutable_stop_time() = base::ToProto(now_);
    const bool is_late = StateOf(clock, now_) == v1::CLOCK_STATE_MET_LATE;
    RecordWarning({is_late ? "clock.met_late" : "clock.met", request.warning_id(), {}});
  }
  Remember(call, request);
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::GetWarningRequest& request) {
  if (!IsAgency(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const WarningFacts* facts = FindWarningFor(call, request.warning_id());
  if (facts == nullptr) return RefuseUnknownWarning(call, "warning.read", request.warning_id());
  v1::GetWarningResponse response;
  response.mutable_record()->set_log_index(
      RecordWarning({"warning.read", request.warning_id(), call.caller.ref()}));
  *response.mutable_warning() = See(*facts, call.caller.agency_id, now_);
  std::map<std::string, std::string> case_of;
  for (const auto& [case_id, one] : cases_) {
    for (const v1::Referral& referral : one.referrals) {
      const v1::ReferralState state = StateOf(referral);
      const bool is_open =
          state == v1::REFERRAL_STATE_OPEN_UNANSWERED || state == v1::REFERRAL_STATE_OPEN_ANSWERED;
      const bool sees = TakesPart(call) &&
                        Rank(GradeIn(one, referral, call.caller.agency_id)) >= Rank(v1::ACCESS_GRADE_SUMMARY);
      if (is_open && sees && Concerns(facts->warning, referral.classification())) {
        case_of[referral.referral_id()] = case_id;
      }
    }
  }
  for (const auto& [referral_id, case_id] : case_of) {
    response.mutable_warning()->add_open_referral_ids(referral_id);
    RecordLook(call, case_id, "referral.listed", "");
  }
  return Given(response);
}

// Newest first, without anything sealed; each page and each warning is a look.
Answer ReferenceModel::On(const Call& call, const v1::ListWarningsRequest& request) {
  if (!IsAgency(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const v1::AgencyRef reader = call.caller.ref();
  const int size = request.page_size() <= 0 ? 50 : std::min(request.page_size(), 500);
  v1::ListWarningsResponse response;
  int on_page = 0;
  RecordWarning({"warnings.listed", "", reader});
  for (auto facts = warnings_.rbegin(); facts != warnings_.rend(); ++facts) {
    if (PartIn(facts->warning, reader.agency_id()) == WarningPart::kNone) continue;
    RecordWarning({"warning.listed", facts->warning.warning_id(), reader});
    if (!request.active_only() || StateOf(facts->warning, now_) == v1::WARNING_STATE_ACTIVE) {
      v1::WarningView* seen = response.add_warnings();
      *seen = See(*facts, reader.agency_id(), now_);
      seen->mutable_warning()->clear_sealed_alert();
      for (v1::WarningAnswer& answer : *seen->mutable_answers()) answer.clear_sealed_note();
    }
    if (++on_page < size) continue;
    on_page = 0;  // The next page is a look of its own, even if it is empty.
    Tick();
    RecordWarning({"warnings.listed", "", reader});
  }
  return Given(response);
}

void ReferenceModel::AddWarningsInForce(const std::string& agency, v1::CaseStatus* status) const {
  std::set<std::string> ids;
  for (const WarningFacts& facts : warnings_) {
    const WarningPart part = PartIn(facts.warning, agency);
    if (part != WarningPart::kIssuer && part != WarningPart::kAddressee) continue;
    if (StateOf(facts.warning, now_) != v1::WARNING_STATE_ACTIVE) continue;
    for (const v1::ReferralStatus& referral : status->referrals()) {
      // Who may not see the classification would learn it from the warning.
      if (referral.has_classification() && Concerns(facts.warning, referral.classification())) {
        ids.insert(facts.warning.warning_id());
      }
    }
  }
  for (const std::string& id : ids) status->add_active_warning_ids(id);
}

}  // namespace enlace::property
