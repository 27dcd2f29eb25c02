// A server on the loopback with a real authority behind it, and clients of it.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_TEST_DOOR_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_TEST_DOOR_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "gateway/identity/identifier.h"
#include "gateway/identity/roster.h"
#include "gateway/transport/door.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/gateway/transport/fake_services.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {

// What a client makes of an answer.
struct Outcome {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string message;
  std::string reason;  // Of google.rpc.ErrorInfo; empty if there is none.
  google::rpc::Status details;
};
Outcome Read(const grpc::Status& status);

// Calls a unary method with an empty request, as
//   Call(*stub, &v1::CaseService::Stub::GetCaseStatus).
template <typename Stub, typename Request, typename Response>
Outcome Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  Response response;
  return Read((stub.*method)(&context, Request(), &response));
}

// Collects our log lines while it lives; at most one at a time.
class LogCapture {
 public:
  LogCapture();
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;
  std::vector<std::string> lines() const;
};

// Everything is ready when the constructor returns; `adjust` may change the
// options before.
class TestDoor {
 public:
  static constexpr char kTrustDomain[] = "mx.enlace.test";
  explicit TestDoor(std::function<void(DoorOptions*)> adjust = nullptr);

  // Registers an agency and puts its certificates on record.
  TestAgency Enrol(const std::string& agency);
  void SetState(const std::string& agency, v1::AgencyState state);
  void Record(const certs::Certificate& certificate);
  void Revoke(const certs::Certificate& certificate);
  // A channel of its own, with a client certificate or none.
  std::shared_ptr<grpc::Channel> Channel(const TestCredential* client);
  // GetCaseStatus over a connection of its own.
  Outcome Ask(const TestCredential* client);
  std::string Address() const;

  FakeClock clock{absl::Now()};
  TestPki pki{kTrustDomain, clock.Now()};
  TestCredential server_credential = pki.IssueServer();
  identity::Roster roster;
  identity::Identifier identifier{pki.authorities(), roster, clock, kTrustDomain};
  FakeServices services;
  Health health;
  TemporaryFolder folder;
  DoorOptions options;
  std::unique_ptr<Door> server;
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_TEST_DOOR_H_
