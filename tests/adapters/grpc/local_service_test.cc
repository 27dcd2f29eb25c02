#include "adapters/grpc/local_service.h"

#include "client/rpc_status.h"
#include "gateway/base/time_text.h"
#include "tests/adapters/grpc/local_fixture.h"

namespace enlace::adapters {
namespace {

class LocalServiceTest : public LocalFixture {
 protected:
  void SetUp() override {
    LocalFixture::SetUp();
    stub_ = local::v1::LocalService::NewStub(channel_);
  }
  static local::v1::SendReferralRequest Request() {
    local::v1::SendReferralRequest request;
    request.set_request_id(kRequestId);
    request.mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
    request.mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
    request.mutable_content()->set_narrative("la siguieron dos veces");
    *request.mutable_petition_time() = base::ToProto(absl::Now());
    return request;
  }
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (local::v1::LocalService::StubInterface::*method)(grpc::ClientContext*,
                                                                                   const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    local::v1::LocalService::StubInterface& callee = *stub_;
    return client::FromRpc((callee.*method)(&context, request, response));
  }
  using Stub = local::v1::LocalService::StubInterface;
  std::unique_ptr<local::v1::LocalService::Stub> stub_;
};

TEST_F(LocalServiceTest, ClearContentLeavesSealedAndIsOpenedOnTheOtherSide) {
  local::v1::SendReferralResponse sent;
  ASSERT_THAT(Call(&Stub::SendReferral, Request(), &sent), IsOk());
  EXPECT_EQ(sent.receipt().leaf().size(), 192U);
  ASSERT_EQ(gateway_.submitted.size(), 1U);
  EXPECT_EQ(gateway_.submitted[0].classification().mechanism_id(), "mx-federal");
  EXPECT_EQ(gateway_.submitted[0].SerializeAsString().find("siguieron"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const client::ReadReferral read, Read(prosecutor_, sent.referral().referral_id()));
  EXPECT_EQ(read.content->narrative(), "la siguieron dos veces");
}

TEST_F(LocalServiceTest, TheSameRequestAgainSendsNothingAgain) {
  local::v1::SendReferralResponse first, second;
  const local::v1::SendReferralRequest request = Request();
  ASSERT_THAT(Call(&Stub::SendReferral, request, &first), IsOk());
  ASSERT_THAT(Call(&Stub::SendReferral, request, &second), IsOk());
  EXPECT_EQ(second.referral().referral_id(), first.referral().referral_id());
  EXPECT_EQ(second.receipt().SerializeAsString(), first.receipt().SerializeAsString());
  EXPECT_EQ(gateway_.referrals.size(), 1U);
}

TEST_F(LocalServiceTest, TheSameNoteAgainActsOnceAndGetsTheFirstReceipt) {
  local::v1::SendReferralResponse sent;
  ASSERT_THAT(Call(&Stub::SendReferral, Request(), &sent), IsOk());
  local::v1::AdvanceLegWithNoteRequest request;
  request.mutable_action()->set_request_id("6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2e");
  request.mutable_action()->set_referral_id(sent.referral().referral_id());
  request.mutable_action()->set_leg_id(sent.referral().legs(0).leg_id());
  request.mutable_action()->set_expected_version(2);
  request.mutable_action()->mutable_provide_information();
  request.mutable_note()->set_text("Guadalupe y Calvo");
  local::v1::AdvanceLegWithNoteResponse first, second;
  ASSERT_THAT(Call(&Stub::AdvanceLegWithNote, request, &first), IsOk());
  ASSERT_THAT(Call(&Stub::AdvanceLegWithNote, request, &second), IsOk());
  EXPECT_EQ(second.receipt().SerializeAsString(), first.receipt().SerializeAsString());
  EXPECT_EQ(gateway_.referrals.begin()->second.notes_size(), 1);
  request.mutable_action()->mutable_accept();
  EXPECT_THAT(Call(&Stub::AdvanceLegWithNote, request, &second),
              ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(LocalServiceTest, ReadsWhatIsSealedToTheAgencyInClearAndWithoutEnvelopes) {
  local::v1::SendReferralResponse sent;
  ASSERT_THAT(Call(&Stub::SendReferral, Request(), &sent), IsOk());
  local::v1::ReadReferralRequest request;
  request.set_referral_id(sent.referral().referral_id());
  local::v1::ReadReferralResponse read;
  ASSERT_THAT(Call(&Stub::ReadReferral, request, &read), IsOk());
  EXPECT_EQ(read.content().narrative(), "la siguieron dos veces");
  EXPECT_EQ(read.sender_uri(), "spiffe://mx.enlace.test/agency/mx-uep/main");
  EXPECT_FALSE(read.referral().has_sealed());
}

TEST_F(LocalServiceTest, ANoteInClearReachesTheOtherSideSealed) {
  local::v1::SendReferralResponse sent;
  ASSERT_THAT(Call(&Stub::SendReferral, Request(), &sent), IsOk());
  local::v1::AdvanceLegWithNoteRequest request;
  request.mutable_action()->set_request_id("6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2e");
  request.mutable_action()->set_referral_id(sent.referral().referral_id());
  request.mutable_action()->set_leg_id(sent.referral().legs(0).leg_id());
  request.mutable_action()->set_expected_version(7);
  request.mutable_action()->mutable_provide_information();
  request.mutable_note()->set_text("Guadalupe y Calvo");
  local::v1::AdvanceLegWithNoteResponse advanced;
  ASSERT_THAT(Call(&Stub::AdvanceLegWithNote, request, &advanced), IsOk());
  EXPECT_EQ(gateway_.advanced.at(0).expected_version(), 7U);
  EXPECT_EQ(gateway_.advanced[0].SerializeAsString().find("Guadalupe"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const client::ReadReferral read, Read(prosecutor_, sent.referral().referral_id()));
  EXPECT_EQ(read.notes.at(0).content->text(), "Guadalupe y Calvo");
}

TEST_F(LocalServiceTest, MissingFieldsAreNamedBeforeAnythingLeaves) {
  const auto expect = [&](const local::v1::SendReferralRequest& request, const std::string& field) {
    local::v1::SendReferralResponse response;
    const absl::Status status = Call(&Stub::SendReferral, request, &response);
    EXPECT_EQ(base::FieldOf(status), field) << status;
  };
  local::v1::SendReferralRequest request = Request();
  request.set_request_id("1");
  expect(request, "request_id");
  request = Request();
  request.clear_content();
  expect(request, "content");
  request = Request();
  request.clear_petition_time();
  expect(request, "petition_time");
  EXPECT_TRUE(gateway_.submitted.empty());
}

TEST_F(LocalServiceTest, AReceiptThatDoesNotVerifyIsNoSuccess) {
  gateway_.spoil_submit = [](v1::SubmitReferralResponse* response) {
    response->mutable_receipt()->mutable_record()->append("x");
  };
  local::v1::SendReferralResponse response;
  EXPECT_THAT(Call(&Stub::SendReferral, Request(), &response), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::adapters
