#include "gateway/service/command.h"

#include "gateway/service/actor.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

TEST(BodyHashTest, DependsOnTheMethodAndEveryField) {
  v1::SubmitReferralRequest request;
  request.set_request_id("a");
  const std::string hash = BodyHash("SubmitReferral", request);
  EXPECT_NE(BodyHash("AdvanceLeg", request), hash);
  request.set_case_id("b");
  EXPECT_NE(BodyHash("SubmitReferral", request), hash);
}

TEST(BodyHashTest, ASignatureMakesNoOtherRequest) {
  v1::SubmitReferralRequest request;
  request.set_request_id("a");
  const std::string hash = BodyHash("SubmitReferral", request);
  request.set_act_signature("signed anew with a renewed certificate");
  EXPECT_EQ(BodyHash("SubmitReferral", request), hash);
}

TEST(BodyHashTest, TheOrderOfAMapMakesNoDifference) {
  v1::SubmitReferralRequest one;
  v1::SubmitReferralRequest two;
  for (int i = 0; i < 50; ++i) {
    (*one.mutable_classification()->mutable_national_codes())[std::to_string(i)] = "x";
    (*two.mutable_classification()->mutable_national_codes())[std::to_string(49 - i)] = "x";
  }
  EXPECT_EQ(BodyHash("SubmitReferral", one), BodyHash("SubmitReferral", two));
}

class CommandTest : public GatewayFixture {
 protected:
  using Response = v1::SuspendAgencyResponse;
  // Runs a command that appends one record, or fails with `refusal`.
  absl::StatusOr<Response> Run(const v1::SuspendAgencyRequest& request,
                               const absl::Status& refusal = absl::OkStatus()) {
    absl::StatusOr<Response> out = absl::UnknownError("not answered");
    RunCommand<v1::SuspendAgencyRequest, Response>(
        *sequencer_, Administrator(), "SuspendAgency", request,
        [this, refusal](ledger::Work& work) -> absl::StatusOr<Response> {
          ++decided_;
          RETURN_IF_ERROR(work.Append(TrustDraft(Administrator(), "test", "")).status());
          if (!refusal.ok()) return refusal;
          Response response;
          response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
          return response;
        },
        [&out](absl::StatusOr<Response> response) { out = std::move(response); },
        [this](Response*, bool replayed) { replays_.push_back(replayed); });
    Pump();
    return out;
  }
  int decided_ = 0;
  std::vector<bool> replays_;
};

TEST_F(CommandTest, ARepetitionIsAnsweredWithoutADecision) {
  v1::SuspendAgencyRequest request;
  request.set_request_id(NewId());
  ASSERT_OK_AND_ASSIGN(const Response first, Run(request));
  ASSERT_OK_AND_ASSIGN(const Response again, Run(request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(first.receipt().kind(), v1::RECEIPT_KIND_ADMINISTRATION);
  EXPECT_EQ(decided_, 1);
  EXPECT_THAT(replays_, ::testing::ElementsAre(false, true));
}

TEST_F(CommandTest, ARefusalKeepsNothingAndMayBeTriedAgain) {
  v1::SuspendAgencyRequest request;
  request.set_request_id(NewId());
  EXPECT_THAT(Run(request, base::NotFound()), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), 0u);
  EXPECT_TRUE(replays_.empty());
  EXPECT_THAT(Run(request), IsOk());
}

}  // namespace
}  // namespace enlace::service
