#include "tests/property/command_source.h"

#include <algorithm>
#include <set>

#include "tests/property/cast.h"
#include "tests/property/reference_table.h"

namespace enlace::property {
namespace {

using Request = v1::AdvanceLegRequest;

constexpr uint32_t kDay = 24 * 3600;
// Certificates live for sixty days (gateway_world.cc).
constexpr uint32_t kLongestHistory = 59 * kDay;

void SetAction(Request::ActionCase action, Request* request) {
  const auto* field = Request::descriptor()->FindFieldByNumber(action);
  request->GetReflection()->MutableMessage(request, field);
}

std::vector<Request::ActionCase> AllActions() {
  std::vector<Request::ActionCase> actions;
  for (const Row& row : Rows()) actions.push_back(row.action);
  return actions;
}

}  // namespace

std::string CommandSource::Anybody() {
  const uint32_t draw = Below(100);
  if (draw < 2) return kUnregistered;
  if (draw < 3) return kKindless;
  if (draw < 6) return kAdministrator;
  // The first nine have most of the parts.
  return Cast()[Chance(60) ? Below(9) : Below(static_cast<uint32_t>(Cast().size()))].id;
}

std::string CommandSource::Somebody(uint32_t submission) {
  const CaseFacts* facts = model_.CaseOfReferral(resolver_.ReferralId(submission));
  if (facts == nullptr || Chance(20)) return Anybody();
  std::vector<std::string> parties(facts->excluded.begin(), facts->excluded.end());
  for (const v1::Referral& referral : facts->referrals) {
    parties.push_back(referral.origin().agency_id());
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.has_recipient()) parties.push_back(leg.recipient().agency_id());
    }
  }
  return OneOf(parties);
}

uint32_t CommandSource::Submission() {
  if (submissions_.empty() || Chance(2)) return 0;
  const size_t recent = std::min<size_t>(submissions_.size(), 6);
  if (Chance(70)) return submissions_[submissions_.size() - 1 - Below(static_cast<uint32_t>(recent))];
  return OneOf(submissions_);
}

uint32_t CommandSource::Wait() {
  const uint32_t draw = Below(1000);
  uint32_t wait = 0;
  if (draw < 60) wait = 1 + Below(120);
  if (draw < 20) wait = Below(2 * 3600);
  if (draw < 3) wait = Below(kDay);
  return Within(wait);
}

uint32_t CommandSource::Within(uint32_t wait) {
  if (waited_ + wait > kLongestHistory) return 0;
  waited_ += wait;
  return wait;
}

Command CommandSource::Next() {
  Command command;
  command.set_number(++number_);
  command.set_wait_seconds(Wait());
  if (Chance(1)) command.set_fault(static_cast<Fault>(1 + Below(4)));
  const uint32_t draw = submissions_.empty() ? 0 : Below(1000);
  const uint32_t submission = Submission();
  command.set_caller(Somebody(submission));
  if (draw < 70) {
    FillSubmit(&command);
  } else if (draw < 470) {
    FillAdvance(&command);
  } else if (draw < 530) {
    FillMeasure(&command);
  } else if (draw < 540) {
    FillConsent(&command);
  } else if (draw < 560) {
    FillReclassify(&command);
  } else if (draw < 620) {
    FillWarning(&command);
  } else if (draw < 700) {
    FillReport(&command);
  } else if (draw < 740) {
    command.mutable_link()->set_case_(submission);
    command.mutable_link()->set_number(1 + Below(4));
  } else if (draw < 800) {
    FillLook(command.caller(), command.mutable_look());
  } else if (draw < 850) {
    command.mutable_read()->set_referral(submission);
  } else if (draw < 865) {
    command.mutable_list()->set_page_size(static_cast<int32_t>(Below(6)));
    if (Chance(40)) command.mutable_list()->add_leg_states(static_cast<v1::LegState>(2 + Below(18)));
  } else if (draw < 880) {
    for (uint32_t i = 0; i <= Below(4); ++i) FillLook(command.caller(), command.mutable_batch()->add_keys());
  } else if (draw < 905) {
    if (Chance(80)) command.set_caller("cndh");
    command.mutable_accesses()->set_case_(submission);
    command.mutable_accesses()->set_page_size(static_cast<int32_t>(Below(30)));
  } else if (draw < 935) {
    command.mutable_watch();
    if (Chance(80)) command.mutable_watch()->set_after(random_() % (model_.size() + 2));
  } else if (draw < 945) {
    command.mutable_acknowledge()->set_position(random_() % (model_.size() + 2));
  } else if (draw < 955) {
    FillAdministration(&command);
  } else if (!repeatable_.empty()) {
    command.mutable_repeat()->set_command(OneOf(repeatable_));
    command.mutable_repeat()->set_other_body(Chance(25));
    return command;
  } else {
    command.mutable_read()->set_referral(submission);
  }
  if (Chance(5)) command.set_unit("norte");
  if (command.has_submit()) submissions_.push_back(command.number());
  if (command.has_submit() || command.has_advance() || command.has_link() ||
      command.has_report_protection() || command.has_report_investigation() || command.has_measure() ||
      command.has_withdraw_consent() || command.has_reclassify()) {
    repeatable_.push_back(command.number());
  }
  return command;
}

void CommandSource::FillSubmit(Command* command) {
  Submit& submit = *command->mutable_submit();
  if (submissions_.empty() || !Chance(40)) {
    command->set_caller(Chance(70) ? Cast()[Below(3)].id : Anybody());
  } else {
    submit.set_case_(Submission());
    command->set_caller(Somebody(submit.case_()));
  }
  if (Chance(35)) {
    for (uint32_t i = 0; i <= Below(3); ++i) {
      submit.add_exclude(submit.case_() > 0 && Chance(70) ? Somebody(submit.case_()) : Anybody());
    }
  }
  // Ids of agencies that nobody can name are not the subject of this.
  for (std::string& id : *submit.mutable_exclude()) {
    if (id == kAdministrator) id = "policia-chihuahua";
  }
  const uint32_t draw = Below(10);
  if (draw == 0) submit.set_subdivision("MX-SON");
  if (draw == 1) submit.set_subdivision("MX-SIN");
  if (draw == 2) submit.set_subdivision("GT-13");
  submit.set_urgent(Chance(60));
  if (Chance(40)) submit.set_petition_seconds_ago(Below(Chance(50) ? 6 * 3600 : 12 * kDay));
  submit.set_stale_plan(Chance(3));
  if (Chance(2)) submit.set_seal_also_to(Anybody());
}

void CommandSource::FillAdvance(Command* command) {
  Advance& advance = *command->mutable_advance();
  static const std::vector<Request::ActionCase> all = AllActions();
  Request::ActionCase action = OneOf(all);
  advance.set_referral(Submission());
  advance.set_officer(Chance(93));
  advance.set_leg(Chance(98) ? 1 + Below(6) : 0);
  const v1::Referral* referral = model_.FindReferral(resolver_.ReferralId(advance.referral()));
  if (referral == nullptr) return FillAction(action, v1::Referral(), &advance);
  const int at = static_cast<int>(Below(static_cast<uint32_t>(referral->legs_size())));
  if (Chance(97)) advance.set_leg(static_cast<uint32_t>(at) + 1);
  const v1::Leg& leg = referral->legs(at);
  std::vector<const Row*> rows;
  for (const Row& row : Rows()) {
    // What ends a leg early is drawn less often, so that legs come far.
    const bool ends = TakenBack().contains(row.to) || row.to == v1::LEG_STATE_DECLINED ||
                      row.to == v1::LEG_STATE_RETURNED_NOT_COMPETENT;
    if (row.from.contains(leg.state()) && (!ends || Chance(20))) rows.push_back(&row);
  }
  std::string caller = Somebody(advance.referral());
  if (!rows.empty() && Chance(88)) {
    const Row& row = *OneOf(rows);
    action = row.action;
    const bool by_sender = row.who == Who::kSender || (row.who == Who::kEither && Chance(50));
    if (Chance(88)) caller = by_sender ? referral->origin().agency_id() : leg.recipient().agency_id();
  }
  command->set_caller(caller.empty() ? Anybody() : caller);
  if (Chance(4)) advance.set_version_off(static_cast<int32_t>(Below(5)) - 2);
  if (Chance(10)) advance.set_occurred_seconds_ago(1 + Below(Chance(70) ? 600 : 2 * kDay));
  const bool wants_note = action == Request::kRequestInformation || action == Request::kProvideInformation;
  if (Chance(wants_note ? 92 : 15)) {
    if (Chance(80)) advance.add_note_to(referral->origin().agency_id());
    if (Chance(60) && leg.has_recipient()) advance.add_note_to(leg.recipient().agency_id());
    if (Chance(8)) advance.add_note_to(Anybody());
  }
  FillAction(action, *referral, &advance);
}

void CommandSource::FillAction(Request::ActionCase action, const v1::Referral& referral, Advance* advance) {
  Request* request = advance->mutable_request();
  SetAction(action, request);
  const auto agency = [&](v1::AgencyRef* ref) {
    ref->set_agency_id(Chance(15) ? referral.origin().agency_id() : Anybody());
    if (Chance(25)) ref->set_agency_id("acompanantes");
    if (ref->agency_id().empty()) ref->set_agency_id("uep-sonora");
    if (ref->agency_id() == kAdministrator) ref->set_agency_id("policia-chihuahua");
    if (Chance(5)) ref->set_unit_id("norte");
    if (Chance(80)) advance->add_note_to(ref->agency_id());
  };
  const int reason = Chance(50) ? 1 + static_cast<int>(Below(3)) : 1 + static_cast<int>(Below(11));
  switch (action) {
    case Request::kDecline:
      request->mutable_decline()->set_reason(static_cast<v1::DeclineReason>(reason));
      request->mutable_decline()->set_side(Chance(50) ? v1::DECISION_SIDE_AGENCY : v1::DECISION_SIDE_SUBJECT);
      break;
    case Request::kReturnNotCompetent:
      request->mutable_return_not_competent()->set_ground(static_cast<v1::DeclineReason>(reason));
      if (Chance(60)) agency(request->mutable_return_not_competent()->mutable_suggested_agency());
      break;
    case Request::kBeginWork:
      request->mutable_begin_work()->set_act(static_cast<v1::ClockEvent>(Chance(50) ? 0 : 1 + Below(16)));
      break;
    case Request::kHold:
      advance->set_review_in_seconds(Chance(90) ? static_cast<int32_t>(1 + Below(kDay)) : -5);
      break;
    case Request::kComplete:
      request->mutable_complete()->set_outcome(static_cast<v1::Outcome>(1 + Below(4)));
      request->mutable_complete()->set_consultation(static_cast<v1::ConsultationOutcome>(Below(6)));
      break;
    case Request::kClose:
      if (Chance(60)) request->mutable_close()->set_overdue_explanation("late");
      break;
    case Request::kWithdraw:
      request->mutable_withdraw()->set_petition_withdrawn(Chance(30));
      break;
    case Request::kTransfer:
      agency(request->mutable_transfer()->mutable_successor());
      if (Chance(30)) request->mutable_transfer()->set_purpose(static_cast<v1::LegPurpose>(1 + Below(7)));
      break;
    default:
      break;
  }
}

void CommandSource::FillReport(Command* command) {
  const uint32_t submission = Submission();
  command->set_caller(Somebody(submission));
  const bool investigation = command->caller().starts_with("fiscalia") ? Chance(90) : Chance(15);
  Report& report =
      investigation ? *command->mutable_report_investigation() : *command->mutable_report_protection();
  report.mutable_key()->set_case_(submission);
  if (Chance(15)) report.mutable_key()->set_number(1 + Below(4));
  if (Chance(20)) report.set_as_of_seconds_ago(Below(3600));
  if (Chance(40)) report.set_moved_seconds_ago(Below(5400));
  if (!Chance(60)) return;
  constexpr v1::ClockEvent kInvestigation[] = {v1::CLOCK_EVENT_PROCESS_ACTIVATED,
                                               v1::CLOCK_EVENT_STATUS_MOVED};
  constexpr v1::ClockEvent kProtection[] = {
      v1::CLOCK_EVENT_RESPONSE_GIVEN, v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED,
      v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, v1::CLOCK_EVENT_MEASURES_IMPLEMENTED};
  report.set_act(investigation ? kInvestigation[Below(2)] : kProtection[Below(4)]);
  if (Chance(10)) report.set_act(static_cast<v1::ClockEvent>(1 + Below(16)));
  if (Chance(50)) report.set_act_seconds_ago(Below(Chance(50) ? 3600 : 12 * kDay));
}

void CommandSource::FillLook(const std::string& caller, Look* look) {
  look->set_case_(Submission());
  if (Chance(25)) look->set_number(1 + Below(4));
}

void CommandSource::FillAdministration(Command* command) {
  command->set_caller(Chance(90) ? std::string(kAdministrator) : Anybody());
  const std::string agency = Cast()[Below(static_cast<uint32_t>(Cast().size()))].id;
  if (Chance(40) && !submissions_.empty()) {
    Lift& lift = *command->mutable_lift();
    lift.set_case_(Submission());
    lift.set_agency(agency);
    const auto known = model_.cases().find(resolver_.CaseId(lift.case_()));
    if (known == model_.cases().end() || known->second.excluded.empty()) return;
    lift.set_agency(
        OneOf(std::vector<std::string>(known->second.excluded.begin(), known->second.excluded.end())));
    return;
  }
  for (const CastMember& member : Cast()) {
    if (model_.IsOut(member.id) && Chance(80)) {
      command->mutable_reinstate()->set_agency(member.id);
      return;
    }
  }
  if (Chance(8)) {
    command->mutable_revoke()->set_agency(agency);
  } else {
    command->mutable_suspend()->set_agency(agency);
  }
}

}  // namespace enlace::property
