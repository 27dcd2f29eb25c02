// What an administrator's act is: a request that is checked, prepared, and done on the
// writer's thread, whether its method was called or a second administrator approved it.
#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_ACT_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_ACT_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "enlace/v1/administration_service.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/mechanism/rule_files.h"
#include "gateway/service/approval/policy.h"
#include "gateway/service/command.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// What is done once an act is durable, and only then: what holds the state in memory
// follows it. Runs on the writer's thread; not for a repetition.
using AfterCommit = std::vector<std::function<void()>>;

// What an act needs of the world outside, taken in before it is decided.
struct Prepared {
  // The mechanisms' files; null for acts that need none.
  std::shared_ptr<const mechanism::RuleFiles> files;
};

struct ActContext {
  const Core& core;
  ledger::Work& work;
  // Whose act it is: the caller, or whoever proposed it.
  const identity::Caller& caller;
  AfterCommit& after;
  Prepared prepared = {};
  // Whether the policy asks for two persons and there are not two.
  bool waived = false;
};

// What an act has unless it says otherwise. An act is a struct with
//   kMethod, kKind    its method's name, and what the policy calls it;
//   Check             the form of the request; INVALID_ARGUMENT naming the field;
//   Prepare           what it takes in from outside, on the caller's thread;
//   Do                pure but for the context's work;
//   Finish            fills in what is not stored, also for a repetition.
template <typename RequestType, typename ResponseType>
struct ActOf {
  using Request = RequestType;
  using Response = ResponseType;
  static absl::StatusOr<Prepared> Prepare(const Core&, const Request&) { return Prepared(); }
  static void Finish(const Core&, const identity::Caller&, const Request&, Response*) {}
};

// Whether the act lets another administrator in.
inline bool MakesAdministrator(const google::protobuf::Message&) { return false; }
inline bool MakesAdministrator(const v1::CreateEnrollmentTokenRequest& request) {
  return request.has_administrator();
}

// Serves the act's method.
//   PERMISSION_DENIED    the caller is no administrator.
//   FAILED_PRECONDITION  (APPROVAL_REQUIRED) it takes two persons, and no proposal of
//                        the caller with this very request was approved. If one was,
//                        the answer is that of the act.
//   Whatever else the act refuses by.
// Thread-safe. Borrows the core.
template <typename Act>
class ActHandler final : public Handler<typename Act::Request, typename Act::Response> {
 public:
  using Request = typename Act::Request;
  using Response = typename Act::Response;
  explicit ActHandler(const Core& core) : core_(core) {}

  void Handle(const identity::Caller& caller, const Request& request, Done<Response> done) override {
    const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
    if (!grant.ok()) return done(grant.status());
    const absl::Status valid = Act::Check(request);
    if (!valid.ok()) return done(valid);
    absl::StatusOr<Prepared> prepared = Act::Prepare(core_, request);
    if (!prepared.ok()) return done(prepared.status());
    const auto after = std::make_shared<AfterCommit>();
    RunCommand<Request, Response>(
        core_.sequencer, caller, Act::kMethod, request,
        [this, caller, request, after,
         prepared = *std::move(prepared)](ledger::Work& work) -> absl::StatusOr<Response> {
          ASSIGN_OR_RETURN(const Binding binding,
                           BindingOf(core_.approval, Act::kKind, MakesAdministrator(request), work,
                                     core_.trust_domain, work.now()));
          if (binding == Binding::kTwoPersons) return base::ApprovalRequired(ActName(Act::kKind));
          return Act::Do(ActContext{core_, work, caller, *after, prepared, binding == Binding::kWaived},
                         request);
        },
        std::move(done),
        [this, caller, request, after](Response* response, bool replayed) {
          for (const std::function<void()>& follow : *after) {
            if (!replayed) follow();
          }
          Act::Finish(core_, caller, request, response);
        });
  }

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_ACT_H_
