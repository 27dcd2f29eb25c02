#include "gateway/service/warning/answer_warning.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/warning_clocks.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/command.h"
#include "gateway/service/referral/envelope_check.h"
#include "gateway/service/warning/warning_look.h"
#include "gateway/service/warning/warning_writer.h"
#include "gateway/store/warning_rows.h"
#include "gateway/warning/decide.h"
#include "gateway/warning/form.h"

namespace enlace::service {
namespace {

using Request = v1::AnswerWarningRequest;
using Response = v1::AnswerWarningResponse;

// What was checked before the writer's thread, and what it takes along.
struct Answer {
  identity::Caller caller;
  store::WarningReader who;
  Request request;
  std::vector<std::string> serials;
  store::v1::ActSignature signature;
};

// As it is recorded: the note as digest and recipients.
store::v1::Event EventOf(const Answer& answer, absl::Time now) {
  store::v1::Event event;
  event.mutable_warning_answered()->set_warning_id(answer.request.warning_id());
  v1::WarningAnswer& kept = *event.mutable_warning_answered()->mutable_answer();
  *kept.mutable_addressee() = answer.caller.ref();
  kept.set_response(answer.request.response());
  *kept.mutable_record_time() = base::ToProto(now);
  if (answer.request.has_sealed_note()) {
    *kept.mutable_sealed_note() = answer.request.sealed_note();
    kept.mutable_sealed_note()->clear_cms();
  }
  return event;
}

absl::Status TakeNote(const Core& core, ledger::Work& work, const Answer& answer,
                      const store::v1::WarningState& state) {
  if (!answer.request.has_sealed_note()) return absl::OkStatus();
  const v1::SealedPayload& note = answer.request.sealed_note();
  const std::string& issuer = state.warning().issuer().agency_id();
  RETURN_IF_ERROR(warning::CheckNote(state, note));
  RETURN_IF_ERROR(CheckSealedRecipients(work, "sealed_note", note, answer.serials,
                                        {issuer, answer.caller.agency_id}, core.trust_domain, work.now()));
  return store::WriteWarningPayload(work, note);
}

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Answer& answer) {
  const Request& request = answer.request;
  ASSIGN_OR_RETURN(
      store::v1::WarningState state,
      WarningForCommand(work, answer.caller, answer.who, request.warning_id(), request.request_id()));
  RETURN_IF_ERROR(warning::CheckAnswer(state, answer.caller.agency_id));
  RETURN_IF_ERROR(TakeNote(core, work, answer, state));
  WarningWriter writer(work, std::move(state));
  const WarningAct act{answer.caller, request.officer_pseudonym(), request.request_id(), answer.signature,
                       request.sealed_note().digest()};
  RETURN_IF_ERROR(writer.AddAct(act, EventOf(answer, work.now())));
  if (warning::IsDeciding(request.response())) {
    RETURN_IF_ERROR(
        writer.AddOwn(clock::StopWarningClock(writer.state(), answer.caller.agency_id, work.now())));
  }
  RETURN_IF_ERROR(writer.Finish());
  Response response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_DECISION);
  return response;
}

}  // namespace

void AnswerWarning::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckAgency(caller);
  if (ready.ok()) ready = warning::ValidateAnswer(request);
  if (!ready.ok()) return done(ready);
  std::vector<std::string> serials;
  if (request.has_sealed_note()) {
    absl::StatusOr<std::vector<std::string>> inspected = InspectSealed("sealed_note", request.sealed_note());
    if (!inspected.ok()) return done(inspected.status());
    serials = *std::move(inspected);
  }
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto answer = std::make_shared<const Answer>(
      Answer{caller, WarningReaderOf(core_, caller), request, std::move(serials), *std::move(signature)});
  RunCommand<Request, Response>(
      core_.sequencer, caller, "AnswerWarning", request,
      [this, answer](ledger::Work& work) { return Decide(core_, work, *answer); }, std::move(done));
}

}  // namespace enlace::service
