// A method that the contract has and no handler serves yet.
#ifndef ENLACE_GATEWAY_SERVICE_UNSERVED_H_
#define ENLACE_GATEWAY_SERVICE_UNSERVED_H_

#include "absl/status/status.h"
#include "gateway/service/handler.h"

namespace enlace::service {

template <typename Request, typename Response>
class Unserved : public Handler<Request, Response> {
 public:
  void Handle(const identity::Caller&, const Request&, Done<Response> done) override {
    done(absl::UnimplementedError("this gateway does not serve the method yet"));
  }
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_UNSERVED_H_
