#include "gateway/transport/door.h"

#include <gmock/gmock.h>
#include <grpcpp/impl/codegen/client_unary_call.h>

#include <array>
#include <cstdio>
#include <thread>

#include "absl/strings/str_cat.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "gateway/transport/tls/tls_files.h"
#include "tests/gateway/transport/test_door.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

void Enrollment(DoorOptions* options) { options->kind = PortKind::kEnrollment; }

// What openssl s_client says about a connection, one second after it was made.
std::string SClient(const TestDoor& door, const std::string& flags) {
  const std::string command = absl::StrCat("timeout 1 openssl s_client -connect ", door.Address(),
                                           " -alpn h2 -ign_eof ", flags, " </dev/null 2>&1");
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer;
  while (size_t size = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), size);
  pclose(pipe);
  return out;
}

TEST(DoorTest, Tls13WorksAndNoTicketIsIssued) {
  TestDoor door;
  const std::string session = door.folder.File("session");
  const std::string said = SClient(door, absl::StrCat("-tls1_3 -sess_out ", session));
  EXPECT_THAT(said, HasSubstr("New, TLSv1.3"));
  EXPECT_THAT(said, Not(HasSubstr("New Session Ticket arrived")));
  EXPECT_FALSE(base::FileExists(session));
}

TEST(DoorTest, Tls12IsRefused) {
  TestDoor door;
  EXPECT_THAT(SClient(door, "-tls1_2"), HasSubstr("Cipher is (NONE)"));
}

TEST(DoorTest, OnlyTheMutualPortAsksForACertificate) {
  TestDoor mutual, enrollment(Enrollment);
  EXPECT_THAT(SClient(mutual, "-tls1_3"), HasSubstr("Requested Signature Algorithms"));
  EXPECT_THAT(SClient(enrollment, "-tls1_3"), Not(HasSubstr("Requested Signature Algorithms")));
}

TEST(DoorTest, EnrollmentPortServesEnrollAndTheTrustBundleToAnybody) {
  TestDoor door(Enrollment);
  const auto stub = v1::EnrollmentService::NewStub(door.Channel(nullptr));
  EXPECT_EQ(Call(*stub, &v1::EnrollmentService::Stub::Enroll).code, grpc::StatusCode::OK);
  EXPECT_EQ(Call(*stub, &v1::EnrollmentService::Stub::GetTrustBundle).code, grpc::StatusCode::OK);
  EXPECT_EQ(door.services.enroll.last().kind, identity::Caller::Kind::kAnonymous);
}

TEST(DoorTest, EnrollmentPortServesNothingElse) {
  TestDoor door(Enrollment);
  const TestAgency agency = door.Enrol("fgr");
  const auto stub = v1::EnrollmentService::NewStub(door.Channel(&agency.tls));
  EXPECT_EQ(Call(*stub, &v1::EnrollmentService::Stub::Renew).code, grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(door.services.renew.calls(), 0);
  const auto cases = v1::CaseService::NewStub(door.Channel(&agency.tls));
  grpc::ClientContext context;
  v1::GetCaseStatusResponse response;
  EXPECT_EQ(cases->GetCaseStatus(&context, v1::GetCaseStatusRequest(), &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

// Calls grpc.health.v1.Health.Check by its path; both of its messages may be
// empty as far as the wire is concerned.
grpc::Status CheckHealth(TestDoor& door, const TestCredential* client) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  const auto channel = door.Channel(client);
  const grpc::internal::RpcMethod method("/grpc.health.v1.Health/Check",
                                         grpc::internal::RpcMethod::NORMAL_RPC);
  v1::GetTrustBundleResponse answer;
  return grpc::internal::BlockingUnaryCall<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse,
                                           google::protobuf::MessageLite, google::protobuf::MessageLite>(
      channel.get(), method, &context, v1::GetTrustBundleRequest(), &answer);
}

TEST(DoorTest, HealthIsServedOnTheMutualPortToWhomItKnows) {
  TestDoor mutual, enrollment(Enrollment);
  const TestAgency agency = mutual.Enrol("fgr");
  EXPECT_EQ(CheckHealth(mutual, &agency.tls).error_code(), grpc::StatusCode::OK);
  EXPECT_EQ(CheckHealth(mutual, nullptr).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(CheckHealth(enrollment, nullptr).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST(DoorTest, ServerCertificateIsRotatedWithoutAFailedCall) {
  TestDoor door;
  const TestAgency agency = door.Enrol("fgr");
  const auto live = v1::CaseService::NewStub(door.Channel(&agency.tls));
  const TestCredential second = door.pki.IssueServer();
  const auto presented = [&] {
    grpc::ClientContext context;
    v1::GetCaseStatusResponse response;
    const auto stub = v1::CaseService::NewStub(door.Channel(&agency.tls));
    EXPECT_TRUE(stub->GetCaseStatus(&context, v1::GetCaseStatusRequest(), &response).ok());
    const auto pem = context.auth_context()->FindPropertyValues("x509_pem_cert");
    return pem.empty() ? std::string() : std::string(pem[0].data(), pem[0].size());
  };
  EXPECT_EQ(presented(), door.server_credential.certificate.ToPem());
  ASSERT_THAT(WriteTlsFiles(door.folder.File("tls"), second.key,
                            {second.certificate, door.pki.authority().issuing()}),
              IsOk());
  const absl::Time end = absl::Now() + absl::Seconds(20);
  while (presented() != second.certificate.ToPem()) {
    ASSERT_EQ(Call(*live, &v1::CaseService::Stub::GetCaseStatus).code, grpc::StatusCode::OK);
    ASSERT_LT(absl::Now(), end);
  }
  EXPECT_EQ(Call(*live, &v1::CaseService::Stub::GetCaseStatus).code, grpc::StatusCode::OK);
}

TEST(DoorTest, ShutdownEndsStreamsWithAReason) {
  TestDoor door;
  const TestAgency agency = door.Enrol("fgr");
  const auto stub = v1::FeedService::NewStub(door.Channel(&agency.tls));
  grpc::ClientContext context;
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  ASSERT_TRUE(door.services.watch.AwaitOpen(1));
  door.server->Shutdown(absl::Seconds(10));
  v1::WatchResponse message;
  EXPECT_FALSE(reader->Read(&message));
  const Outcome outcome = Read(reader->Finish());
  EXPECT_EQ(outcome.code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(outcome.reason, "SHUTTING_DOWN");
}

TEST(DoorTest, ShutdownLetsAUnaryCallFinish) {
  TestDoor door;
  const TestAgency agency = door.Enrol("fgr");
  std::thread stopper;
  door.services.get_case_status.behave = [&](const auto&, auto done) {
    stopper = std::thread([&door, done = std::move(done)]() mutable {
      std::thread answer([&, done = std::move(done)]() mutable { done(v1::GetCaseStatusResponse()); });
      door.server->Shutdown(absl::Seconds(10));
      answer.join();
    });
  };
  EXPECT_EQ(door.Ask(&agency.tls).code, grpc::StatusCode::OK);
  stopper.join();
}

TEST(DoorTest, ShutdownDoesNotWaitForAHandlerThatNeverAnswers) {
  TestDoor door;
  const TestAgency agency = door.Enrol("fgr");
  std::thread stopper;
  door.services.get_case_status.behave = [&](const auto&, auto) {
    stopper = std::thread([&door] { door.server->Shutdown(absl::Milliseconds(50)); });
  };
  const absl::Time start = absl::Now();
  EXPECT_THAT(door.Ask(&agency.tls).code, AnyOf(grpc::StatusCode::CANCELLED, grpc::StatusCode::UNAVAILABLE));
  stopper.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST(DoorTest, APortInUseIsSaidSo) {
  TestDoor door;
  DoorOptions options = door.options;
  options.port = door.server->port();
  EXPECT_THAT(Door::New(options, door.services.Handlers(), &door.health, &door.identifier, &door.roster, door.clock),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(absl::StrCat("127.0.0.1:", options.port))));
}

TEST(DoorTest, WhatIsMissingIsRefusedBeforeListening) {
  TestDoor door;
  service::Services handlers = door.services.Handlers();
  EXPECT_THAT(Door::New(door.options, handlers, &door.health, nullptr, nullptr, door.clock),
              StatusIs(absl::StatusCode::kInvalidArgument));
  handlers.list_accesses = nullptr;
  EXPECT_THAT(Door::New(door.options, handlers, &door.health, &door.identifier, &door.roster, door.clock),
              StatusIs(absl::StatusCode::kInvalidArgument));
  DoorOptions nowhere = door.options;
  nowhere.tls_folder = door.folder.File("nowhere");
  EXPECT_THAT(Door::New(nowhere, door.services.Handlers(), &door.health, &door.identifier, &door.roster, door.clock),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::transport
