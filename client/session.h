// Calls to the gateway that survive what passes by itself.
#ifndef ENLACE_CLIENT_SESSION_H_
#define ENLACE_CLIENT_SESSION_H_

#include <grpcpp/client_context.h>

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/act_signature.h"
#include "client/connection.h"
#include "client/retry_policy.h"
#include "client/rpc_status.h"
#include "gateway/base/clock.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {

struct CallOptions {
  // For all attempts and the waits between them.
  absl::Duration deadline = absl::Seconds(60);
  // For one attempt.
  absl::Duration attempt_timeout = absl::Seconds(20);
  // Whether the call may be sent again when nobody knows what became of it. Every
  // command with a request_id may, and every look.
  bool may_repeat = true;
  RetryPolicy retry;
};

// Makes unary calls over a Connection: each attempt has its time limit, what is
// transient is tried again with growing waits until the deadline, and every
// answer is an absl::Status with the public reason. The same request bytes go
// out each time, so that the gateway's request_id makes it exactly once.
// Thread-safe. Borrows everything.
class Session {
 public:
  Session(Connection& connection, const base::Clock& clock, base::Random& random, Sleeper& sleeper,
          CallOptions options = {})
      : connection_(connection), clock_(clock), random_(random), sleeper_(sleeper), options_(options) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // session.Call<v1::CaseService>(&v1::CaseService::StubInterface::GetCaseStatus, request)
  // Any code of the contract; UNAVAILABLE and DEADLINE_EXCEEDED only after the
  // deadline; CANCELLED if the sleeper was told to stop.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                               const Request&, Response*),
                                const Request& request) {
    return CallWith<Service>(options_, method, request);
  }

  // The same for an act of the agency: signed for the case log of that origin by
  // the key of the connection. The signature is the same in every attempt.
  //   INVALID_ARGUMENT  as SignAct.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> CallAct(absl::string_view case_log,
                                   grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                                  const Request&, Response*),
                                   const Request& request) {
    const Line line = connection_.line();
    Request act = request;
    RETURN_IF_ERROR(SignAct(line, case_log, &act));
    return CallOver<Service>(
        options_, [&line] { return line.channel; }, method, act);
  }

  // As above with other limits.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> CallWith(const CallOptions& options,
                                    grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                                   const Request&, Response*),
                                    const Request& request) {
    static_assert(!kIsAct<Request>, "an act is signed: use CallAct");
    return CallOver<Service>(
        options, [this] { return connection_.channel(); }, method, request);
  }

  Connection& connection() const { return connection_; }
  const base::Clock& clock() const { return clock_; }
  base::Random& random() const { return random_; }
  const CallOptions& options() const { return options_; }

 private:
  template <typename Service, typename Request, typename Response, typename Channel>
  absl::StatusOr<Response> CallOver(const CallOptions& options, const Channel& channel,
                                    grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                                   const Request&, Response*),
                                    const Request& request) {
    Response response;
    RETURN_IF_ERROR(Retry(options, [&](grpc::ClientContext& context) {
      response.Clear();
      const auto stub = Service::NewStub(channel());
      typename Service::StubInterface& callee = *stub;
      return (callee.*method)(&context, request, &response);
    }));
    return response;
  }
  absl::Status Retry(const CallOptions& options,
                     const std::function<grpc::Status(grpc::ClientContext&)>& attempt);

  Connection& connection_;
  const base::Clock& clock_;
  base::Random& random_;
  Sleeper& sleeper_;
  const CallOptions options_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_SESSION_H_
