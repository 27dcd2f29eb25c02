#include "gateway/service/escalation/due_cases.h"

#include <future>
#include <memory>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/escalation.h"
#include "gateway/identity/caller.h"
#include "gateway/service/actor.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/escalation/held_legs.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/due_rows.h"

namespace enlace::service {
namespace {

// At most a batch of the writer at once.
constexpr size_t kAtOnce = 256;

// What is due in one case at the judged time. Nothing is written if nothing is.
absl::Status Decide(const Core& core, ledger::Work& work, const std::string& case_id,
                    const std::vector<v1::Agency>& agencies, absl::Time judged) {
  static const identity::Caller& nobody = *new identity::Caller();
  const authz::Grant grant = core.authorizer.AuthorizeGateway(case_id);
  ASSIGN_OR_RETURN(const store::v1::CaseState before, store::ReadCase(work, grant));
  const clock::Surroundings surroundings{
      agencies, [&core](absl::string_view id) { return core.mechanisms.Find(id); }, judged, work.now()};
  const CaseWriter::Act act{nobody, "", ""};
  CaseWriter writer(work, core.mechanisms, act, grant, before);
  const referral::Decision steps = clock::TakeSteps(before, surroundings);
  RETURN_IF_ERROR(writer.AddOwn(steps));
  bool did_something = !steps.events.empty();
  for (const HeldLeg& held : HeldLegsOf(before)) {
    ASSIGN_OR_RETURN(const std::vector<referral::Decision> decisions,
                     ReconsiderHeld(core, work, writer.state(), held, agencies, judged));
    for (const referral::Decision& decision : decisions) {
      RETURN_IF_ERROR(writer.AddOwn(decision));
      did_something = true;
    }
  }
  return did_something ? writer.Finish() : absl::OkStatus();
}

}  // namespace

absl::StatusOr<absl::Time> DueCases::DoDue(absl::Time judged) {
  // What fails of held legs keeps back no clock.
  const absl::Status held = DoHeld(judged);
  ASSIGN_OR_RETURN(const absl::Time next, DoSteps(judged));
  RETURN_IF_ERROR(held);
  return next;
}

absl::StatusOr<absl::Time> DueCases::DoSteps(absl::Time judged) {
  std::vector<std::string> last;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<store::DueCase> next, store::NextDueCases(*reader, kAtOnce));
    std::vector<std::string> due;
    for (const store::DueCase& one : next) {
      if (one.due <= judged) due.push_back(one.case_id);
    }
    if (due.empty()) return next.empty() ? absl::InfiniteFuture() : next.front().due;
    if (due == last) return base::InternalError("what was done is still due");
    RETURN_IF_ERROR(DoCases(due, judged));
    last = std::move(due);
  }
}

absl::Status DueCases::DoHeld(absl::Time judged) {
  const uint64_t epoch = core_.roster.epoch();
  const absl::Duration since = judged - held_looked_at_;
  if (epoch == held_epoch_ && since >= absl::ZeroDuration() && since < kHeldEvery) return absl::OkStatus();
  std::string after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<std::string> held, store::HeldCases(*reader, after, kAtOnce));
    if (held.empty()) break;
    RETURN_IF_ERROR(DoCases(held, judged));
    after = held.back();
  }
  held_epoch_ = epoch;
  held_looked_at_ = judged;
  return absl::OkStatus();
}

absl::Status DueCases::DoCases(const std::vector<std::string>& case_ids, absl::Time judged) {
  const auto agencies = std::make_shared<const std::vector<v1::Agency>>(core_.roster.Agencies());
  std::vector<DueCases::Decide> all;
  for (const std::string& case_id : case_ids) {
    all.push_back([this, case_id, agencies, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(service::Decide(core_, work, case_id, *agencies, judged));
      return std::string();
    });
  }
  return RunAll(std::move(all));
}

absl::Status DueCases::TellClockSet(absl::Time wall, absl::Time judged) {
  std::vector<DueCases::Decide> one;
  one.push_back([wall, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
    ledger::Draft draft = TrustDraft(identity::Caller(), "clock.set", "");
    store::v1::ClockSet* event = draft.record.mutable_event()->mutable_clock_set();
    *event->mutable_wall_time() = base::ToProto(wall);
    *event->mutable_judged_time() = base::ToProto(judged);
    RETURN_IF_ERROR(work.Append(std::move(draft)).status());
    return std::string();
  });
  return RunAll(std::move(one));
}

absl::Status DueCases::RunAll(std::vector<DueCases::Decide> all) {
  std::vector<std::future<absl::Status>> answers;
  for (DueCases::Decide& decide : all) {
    auto answer = std::make_shared<std::promise<absl::Status>>();
    answers.push_back(answer->get_future());
    ledger::Command command;
    command.decide = std::move(decide);
    command.done = [answer](absl::StatusOr<ledger::Answer> done) { answer->set_value(done.status()); };
    core_.sequencer.Submit(std::move(command));
  }
  if (settle_) settle_();
  absl::Status first;
  for (std::future<absl::Status>& answer : answers) first.Update(answer.get());
  return first;
}

}  // namespace enlace::service
