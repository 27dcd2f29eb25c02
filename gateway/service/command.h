// How handlers use the write path: a command (idempotent, receipted) or a look
// (recorded before its answer leaves).
#ifndef ENLACE_GATEWAY_SERVICE_COMMAND_H_
#define ENLACE_GATEWAY_SERVICE_COMMAND_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// SHA-256 over the method's name and the request in deterministic form: what
// tells a repetition from another request under the same request_id. Without its
// act_signature, which differs each time and with a renewed certificate.
std::string BodyHash(absl::string_view method, const google::protobuf::Message& request);

// As ledger::Command.may_know.
using MayKnow = absl::AnyInvocable<absl::StatusOr<bool>(store::Reader& state)>;

// Submits a command whose response has a `receipt`. `decide` fills kind,
// referral_id and leg_id of the receipt; the rest comes with the commit. A
// repetition of request.request_id() gets the first response and receipt, unless
// `may_know` is given (a command on a case: KnowsCase in look.h) and says no.
// `finish`, if given, sees the response before it leaves: `replayed` tells
// whether the command took effect now or an earlier time.
template <typename Request, typename Response>
void RunCommand(ledger::Sequencer& sequencer, const identity::Caller& caller, absl::string_view method,
                const Request& request, absl::AnyInvocable<absl::StatusOr<Response>(ledger::Work&)> decide,
                Done<Response> done, absl::AnyInvocable<void(Response*, bool replayed)> finish = nullptr,
                MayKnow may_know = nullptr) {
  ledger::Command command;
  command.caller = caller.name();
  command.request_id = request.request_id();
  command.body_hash = BodyHash(method, request);
  command.wants_receipt = true;
  command.may_know = std::move(may_know);
  command.decide = [decide = std::move(decide)](ledger::Work& work) mutable -> absl::StatusOr<std::string> {
    ASSIGN_OR_RETURN(const Response response, decide(work));
    return response.SerializeAsString();
  };
  command.done = [done = std::move(done),
                  finish = std::move(finish)](absl::StatusOr<ledger::Answer> answer) mutable {
    if (!answer.ok()) return done(answer.status());
    Response response;
    if (!response.ParseFromString(answer->response)) {
      return done(base::InternalError("a stored response does not parse"));
    }
    response.mutable_receipt()->MergeFrom(answer->receipt);
    if (finish) finish(&response, answer->replayed);
    done(std::move(response));
  };
  sequencer.Submit(std::move(command));
}

// Submits a look. `decide` appends the look's record itself (or AppendRefusal);
// `stamp` writes the index of the record into the response.
template <typename Response>
void RunLook(ledger::Sequencer& sequencer, absl::AnyInvocable<absl::StatusOr<Response>(ledger::Work&)> decide,
             absl::AnyInvocable<void(const ledger::Answer&, Response*)> stamp, Done<Response> done) {
  auto response = std::make_shared<Response>();
  ledger::Command command;
  command.decide = [decide = std::move(decide),
                    response](ledger::Work& work) mutable -> absl::StatusOr<std::string> {
    ASSIGN_OR_RETURN(*response, decide(work));
    return std::string();
  };
  command.done = [done = std::move(done), stamp = std::move(stamp),
                  response](absl::StatusOr<ledger::Answer> answer) mutable {
    if (!answer.ok()) return done(answer.status());
    stamp(*answer, response.get());
    done(std::move(*response));
  };
  sequencer.Submit(std::move(command));
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_COMMAND_H_
