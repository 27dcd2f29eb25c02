#include "adapters/grpc/forwarding.h"

#include <grpcpp/server_builder.h>

#include "certs/x509/signature.h"
#include "client/rpc_status.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "enlace/v1/warning_service.grpc.pb.h"
#include "gateway/ledger/verify/signed_act.h"
#include "tests/adapters/grpc/local_fixture.h"
#include "tests/client/warning/warning_fixture.h"

namespace enlace::adapters {
namespace {

using ForwardingTest = LocalFixture;

TEST_F(ForwardingTest, CallsAndAnswersPassUnchanged) {
  const auto stub = v1::DirectoryService::NewStub(channel_);
  grpc::ClientContext context;
  v1::ResolveRecipientsResponse answer;
  ASSERT_TRUE(stub->ResolveRecipients(&context, v1::ResolveRecipientsRequest(), &answer).ok());
  EXPECT_EQ(answer.SerializeAsString(), gateway_.routes.front().SerializeAsString());
}

TEST_F(ForwardingTest, RefusalsKeepTheirReasonAndField) {
  gateway_.refusals = {client::Refused(grpc::StatusCode::INVALID_ARGUMENT, v1::ERROR_REASON_FIELD_INVALID,
                                       "petition_time: is required", "petition_time")};
  const auto stub = v1::ReferralService::NewStub(channel_);
  grpc::ClientContext context;
  v1::SubmitReferralResponse answer;
  const absl::Status status =
      client::FromRpc(stub->SubmitReferral(&context, v1::SubmitReferralRequest(), &answer));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_EQ(base::FieldOf(status), "petition_time");
}

TEST_F(ForwardingTest, ActsAreSignedOnTheWaySinceTheSystemHasNoKey) {
  v1::SubmitReferralRequest request;
  request.set_request_id(kRequestId);
  const auto stub = v1::ReferralService::NewStub(channel_);
  grpc::ClientContext context;
  v1::SubmitReferralResponse answer;
  ASSERT_TRUE(stub->SubmitReferral(&context, request, &answer).ok());
  const v1::SubmitReferralRequest& arrived = gateway_.submitted.front();
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       ledger::SignedActText("mx.enlace.test/caselog/1", "mx-uep", request));
  EXPECT_THAT(certs::VerifySignature(link_->keystore().tls_key().spki_der(), text, arrived.act_signature()),
              IsOk());
}

TEST_F(ForwardingTest, TheFeedComesThroughWithItsEnd) {
  client::FakeGateway::WatchScript script;
  script.responses.emplace_back().add_items()->set_position(17);
  script.responses.emplace_back().set_caught_up(true);
  script.end = client::Refused(grpc::StatusCode::UNAVAILABLE, v1::ERROR_REASON_SHUTTING_DOWN, "");
  gateway_.watches.push_back(script);
  const auto stub = v1::FeedService::NewStub(channel_);
  grpc::ClientContext context;
  v1::WatchRequest request;
  request.set_after_position(16);
  const auto stream = stub->Watch(&context, request);
  v1::WatchResponse first, second, none;
  ASSERT_TRUE(stream->Read(&first));
  ASSERT_TRUE(stream->Read(&second));
  EXPECT_FALSE(stream->Read(&none));
  EXPECT_EQ(first.items(0).position(), 17U);
  EXPECT_TRUE(second.caught_up());
  EXPECT_THAT(client::FromRpc(stream->Finish()), ReasonIs(v1::ERROR_REASON_SHUTTING_DOWN));
  EXPECT_EQ(gateway_.watched.at(0).after_position(), 16U);
}

TEST_F(ForwardingTest, AWatchThatTheSystemLeavesEndsAtTheGatewayToo) {
  client::FakeGateway::WatchScript script;
  script.responses.emplace_back().set_caught_up(true);
  script.hang = true;
  gateway_.watches.push_back(script);
  const auto stub = v1::FeedService::NewStub(channel_);
  grpc::ClientContext context;
  const auto stream = stub->Watch(&context, v1::WatchRequest());
  v1::WatchResponse response;
  ASSERT_TRUE(stream->Read(&response));
  context.TryCancel();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  server_->Shutdown();  // Would wait for ever for a handler that still reads.
}

using ForwardingWarningsTest = client::WarningFixture;

TEST_F(ForwardingWarningsTest, WarningsPassAndTheirActsAreSigned) {
  const auto services = NewForwardingServices(*prosecutor_.connection, "mx.enlace.test/caselog/1");
  const TemporaryFolder folder;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("unix:" + folder.File("s"), grpc::InsecureServerCredentials());
  for (const auto& service : services) builder.RegisterService(service.get());
  const auto server = builder.BuildAndStart();
  const auto stub = v1::WarningService::NewStub(
      grpc::CreateChannel("unix:" + folder.File("s"), grpc::InsecureChannelCredentials()));
  v1::AnswerWarningRequest request;
  request.set_request_id(kRequestId);
  request.set_warning_id(MustIssue());
  grpc::ClientContext answering;
  v1::AnswerWarningResponse answered;
  ASSERT_TRUE(stub->AnswerWarning(&answering, request, &answered).ok());
  EXPECT_FALSE(warnings_.answered.front().act_signature().empty());
  v1::GetWarningRequest look;
  look.set_warning_id(request.warning_id());
  grpc::ClientContext looking;
  v1::GetWarningResponse seen;
  ASSERT_TRUE(stub->GetWarning(&looking, look, &seen).ok());
  EXPECT_EQ(seen.warning().warning().warning_id(), request.warning_id());
}

}  // namespace
}  // namespace enlace::adapters
