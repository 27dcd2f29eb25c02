#include "gateway/service/escalation/due_cases.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/escalation.h"
#include "gateway/identity/caller.h"
#include "gateway/service/actor.h"
#include "gateway/service/approval/proposals.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/escalation/due_warnings.h"
#include "gateway/service/escalation/held_legs.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/due_rows.h"
#include "gateway/store/proposal_rows.h"
#include "gateway/store/warning_rows.h"

namespace enlace::service {
namespace {

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
  // What fails of held legs or of warnings keeps back no clock of a case.
  const absl::Status held = DoHeld(judged);
  const absl::StatusOr<absl::Time> next_warning = DoWarnings(judged);
  const absl::StatusOr<absl::Time> next_proposal = DoProposals(judged);
  ASSIGN_OR_RETURN(const absl::Time next, DoSteps(judged));
  RETURN_IF_ERROR(held);
  RETURN_IF_ERROR(next_warning.status());
  RETURN_IF_ERROR(next_proposal.status());
  return std::min({next, *next_warning, *next_proposal});
}

absl::StatusOr<absl::Time> DueCases::DoProposals(absl::Time judged) {
  absl::Status failed;
  absl::optional<store::DueProposal> after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<store::DueProposal> next,
                     store::NextDueProposals(*reader, at_once_, after));
    std::vector<OwnCommand> all;
    for (const store::DueProposal& one : next) {
      if (one.due > judged) break;
      all.push_back([id = one.proposal_id, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
        RETURN_IF_ERROR(ExpireProposal(work, id, judged));
        return std::string();
      });
      after = one;
    }
    if (all.empty()) {
      RETURN_IF_ERROR(failed);
      return next.empty() ? absl::InfiniteFuture() : next.front().due;
    }
    const OwnOutcome outcome = RunOwnCommands(core_.sequencer, settle_, std::move(all));
    failed.Update(outcome.first_failure);
    if (outcome.store_is_away) return failed;
  }
}

absl::StatusOr<absl::Time> DueCases::DoWarnings(absl::Time judged) {
  absl::Status failed;  // The first warning that could not be done.
  absl::optional<store::DueWarning> after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<store::DueWarning> next,
                     store::NextDueWarnings(*reader, at_once_, after));
    std::vector<OwnCommand> all;
    for (const store::DueWarning& one : next) {
      if (one.due > judged) break;
      all.push_back([id = one.warning_id, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
        RETURN_IF_ERROR(TakeStepsOfWarning(work, id, judged));
        return std::string();
      });
      after = one;
    }
    if (all.empty()) {
      RETURN_IF_ERROR(failed);
      return next.empty() ? absl::InfiniteFuture() : next.front().due;
    }
    const OwnOutcome outcome = RunOwnCommands(core_.sequencer, settle_, std::move(all));
    failed.Update(outcome.first_failure);
    if (outcome.store_is_away) return failed;
  }
}

absl::StatusOr<absl::Time> DueCases::DoSteps(absl::Time judged) {
  absl::Status failed;  // The first case that could not be done.
  absl::optional<store::DueCase> first;
  absl::optional<store::DueCase> after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<store::DueCase> next, store::NextDueCases(*reader, at_once_, after));
    std::vector<std::string> due;
    for (const store::DueCase& one : next) {
      if (one.due > judged) break;
      due.push_back(one.case_id);
      after = one;
    }
    if (due.empty()) {
      RETURN_IF_ERROR(failed);
      return WhenNext(*reader, first, judged);
    }
    if (!first.has_value()) first = next.front();
    const OwnOutcome outcome = DoCases(due, judged);
    failed.Update(outcome.first_failure);
    if (outcome.store_is_away) return failed;
  }
}

// Whoever became due meanwhile stands before the place where the round ended.
absl::StatusOr<absl::Time> DueCases::WhenNext(store::Reader& reader,
                                              const absl::optional<store::DueCase>& first,
                                              absl::Time judged) const {
  ASSIGN_OR_RETURN(const std::vector<store::DueCase> next, store::NextDueCases(reader, 1));
  if (next.empty()) return absl::InfiniteFuture();
  if (next[0].due <= judged && first.has_value() && next[0].case_id == first->case_id &&
      next[0].due == first->due) {
    return base::InternalError("what was done is still due");
  }
  return next[0].due;
}

absl::Status DueCases::DoHeld(absl::Time judged) {
  const uint64_t epoch = core_.roster.epoch();
  const absl::Duration since = judged - held_looked_at_;
  if (epoch == held_epoch_ && since >= absl::ZeroDuration() && since < kHeldEvery) return absl::OkStatus();
  absl::Status failed;
  std::string after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<std::string> held, store::HeldCases(*reader, after, at_once_));
    if (held.empty()) break;
    const OwnOutcome outcome = DoCases(held, judged);
    failed.Update(outcome.first_failure);
    if (outcome.store_is_away) break;
    after = held.back();
  }
  // Those that failed are looked at again at the next time, and not in an hour.
  RETURN_IF_ERROR(failed);
  held_epoch_ = epoch;
  held_looked_at_ = judged;
  return absl::OkStatus();
}

OwnOutcome DueCases::DoCases(const std::vector<std::string>& case_ids, absl::Time judged) {
  const auto agencies = std::make_shared<const std::vector<v1::Agency>>(core_.roster.Agencies());
  std::vector<OwnCommand> all;
  for (const std::string& case_id : case_ids) {
    all.push_back([this, case_id, agencies, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(service::Decide(core_, work, case_id, *agencies, judged));
      return std::string();
    });
  }
  return RunOwnCommands(core_.sequencer, settle_, std::move(all));
}

absl::Status DueCases::TellClockSet(absl::Time wall, absl::Time judged) {
  std::vector<OwnCommand> one;
  one.push_back([wall, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
    ledger::Draft draft = TrustDraft(identity::Caller(), "clock.set", "");
    store::v1::ClockSet* event = draft.record.mutable_event()->mutable_clock_set();
    *event->mutable_wall_time() = base::ToProto(wall);
    *event->mutable_judged_time() = base::ToProto(judged);
    RETURN_IF_ERROR(work.Append(std::move(draft)).status());
    return std::string();
  });
  return RunOwnCommands(core_.sequencer, settle_, std::move(one)).first_failure;
}

}  // namespace enlace::service
