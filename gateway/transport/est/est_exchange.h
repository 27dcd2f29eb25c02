// EST (RFC 7030) as one more protocol over the calls of the enrolment service.
#ifndef ENLACE_GATEWAY_TRANSPORT_EST_EST_EXCHANGE_H_
#define ENLACE_GATEWAY_TRANSPORT_EST_EST_EXCHANGE_H_

#include <memory>

#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/loop.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

// What the operations call; nullptr where a port does not serve them. Borrowed.
struct EstMethods {
  // EnrollmentService.GetTrustBundle for cacerts, and for csrattrs its standing.
  const Method* ca_certificates = nullptr;
  // EnrollmentService.Enroll for simpleenroll: the enrolment port's.
  const Method* enroll = nullptr;
  // EnrollmentService.Renew for simplereenroll, and for both under the label
  // "sealing": the mutual port's.
  const Method* renew = nullptr;
};

// Serves a request whose target IsEst; borrows all but `head` for the life of what it
// returns, which is never nullptr. On the loop's thread only. Identity, rates, deadline
// and log are those of the calls. Refusals are text for people:
//   400  the body or the PKCS#10 request in it breaks the policy; it says how
//   401  no token, or one that is refused, with WWW-Authenticate
//   403  the certificate is refused, or may not have what it asks for
//   404  EST has no such operation, or another port has it
//   405  a method of HTTP that the operation does not take, with Allow
//   413  a body of more than kMostEstBytes
//   415  a body of another type than application/pkcs10
//   429, 503  with Retry-After
std::unique_ptr<Exchange> BeginEst(const RequestHead& head, Responder* responder, CallFactory* factory,
                                   Loop* loop, const EstMethods& methods);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_EST_EST_EXCHANGE_H_
