#include "client/referral_sender.h"

#include <set>

#include "certs/x509/signature.h"
#include "gateway/base/files.h"
#include "gateway/base/identifier.h"
#include "gateway/ledger/verify/signed_act.h"
#include "tests/client/referral_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ReferralSenderTest : public ReferralFixture {
 protected:
  // A process that ends after the gateway took the referral, before it knows.
  void CutOff(Spool& spool) {
    gateway_.lost_answers = 1;
    unit_.sleeper.stop = true;
    EXPECT_THAT(Send(Referral(), &spool).status(), StatusIs(absl::StatusCode::kCancelled));
    unit_.sleeper.stop = false;
  }
  // A process that ends before the gateway took it.
  void NeverArrives(Spool& spool) {
    gateway_.on_submit = [this] {
      gateway_.refusals = {grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")};
    };
    unit_.sleeper.stop = true;
    EXPECT_THAT(Send(Referral(), &spool).status(), StatusIs(absl::StatusCode::kCancelled));
    unit_.sleeper.stop = false;
    gateway_.on_submit = nullptr;
  }
  TemporaryFolder spool_folder_;
};

grpc::Status RouteChanged() {
  return Refused(grpc::StatusCode::FAILED_PRECONDITION, v1::ERROR_REASON_ROUTE_CHANGED, "");
}

TEST_F(ReferralSenderTest, SealsToTheFullRecipientsAndItself) {
  gateway_.routes.front().MergeFrom(RouteTo(police_, "mx-pol", v1::ACCESS_GRADE_STATUS_ONLY));
  ASSERT_OK_AND_ASSIGN(const SentReferral sent, Send(Referral()));
  EXPECT_EQ(sent.referral.referral_id(), base::DeriveReferralId("mx-uep", kRequestId));
  const v1::SubmitReferralRequest& request = gateway_.submitted.front();
  EXPECT_EQ(request.planned_legs_size(), 2);
  std::set<std::string> recipients;
  for (const auto& recipient : request.sealed().recipients()) recipients.insert(recipient.agency_id());
  EXPECT_EQ(recipients, (std::set<std::string>{"mx-fgr", "mx-uep"}));
  ASSERT_OK_AND_ASSIGN(const ReadReferral read, Read(prosecutor_, sent.referral.referral_id()));
  EXPECT_EQ(read.content->narrative(), "followed twice on the way home");
}

TEST_F(ReferralSenderTest, AFurtherReferralIsResolvedInItsCase) {
  OutgoingReferral referral = Referral();
  ASSERT_THAT(Send(referral).status(), IsOk());
  referral.request_id = "0b9d3c52-5a57-4d0a-8a0e-1f4f2f6f7d11";
  referral.case_id = base::DeriveCaseId("mx-uep", kRequestId);
  ASSERT_THAT(Send(referral).status(), IsOk());
  ASSERT_EQ(gateway_.resolved.size(), 2U);
  EXPECT_EQ(gateway_.resolved[0].case_id(), "");
  EXPECT_EQ(gateway_.resolved[0].officer_pseudonym(), "");
  EXPECT_EQ(gateway_.resolved[1].case_id(), referral.case_id);
  EXPECT_EQ(gateway_.resolved[1].officer_pseudonym(), "of-17");
}

TEST_F(ReferralSenderTest, NothingInClearLeavesButTheClassification) {
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  EXPECT_EQ(gateway_.submitted.front().SerializeAsString().find("followed twice"), std::string::npos);
}

TEST_F(ReferralSenderTest, RouteThatChangedIsSealedAgainUnderADerivedRequest) {
  gateway_.routes = {RouteTo(police_, "mx-pol"), RouteTo(prosecutor_, "mx-fgr")};
  const auto hook = [this] { gateway_.refusals.push_back(RouteChanged()); };
  gateway_.on_submit = [&, first = true]() mutable {
    if (first) hook();
    first = false;
  };
  ASSERT_OK_AND_ASSIGN(const SentReferral sent, Send(Referral()));
  ASSERT_EQ(gateway_.submitted.size(), 2U);
  EXPECT_EQ(sent.request_id, ResendRequestId(kRequestId, 1));
  EXPECT_EQ(gateway_.submitted[1].request_id(), sent.request_id);
  EXPECT_EQ(gateway_.submitted[1].planned_legs(0).recipient().agency_id(), "mx-fgr");
}

TEST_F(ReferralSenderTest, RouteThatNeverSettlesIsGivenBackToTheCaller) {
  gateway_.on_submit = [this] { gateway_.refusals.push_back(RouteChanged()); };
  EXPECT_THAT(Send(Referral()).status(), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  EXPECT_EQ(gateway_.submitted.size(), static_cast<size_t>(kMostResends));
}

TEST_F(ReferralSenderTest, RunThatWasCutOffFindsWhatItHadSent) {
  gateway_.on_submit = [&, first = true]() mutable {
    if (first) gateway_.refusals.push_back(RouteChanged());
    first = false;
  };
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  const size_t before = gateway_.submitted.size();
  OutgoingReferral again = Referral();
  again.may_have_been_sent = true;
  ASSERT_OK_AND_ASSIGN(const SentReferral found, Send(again));
  EXPECT_TRUE(found.was_sent_before);
  EXPECT_EQ(found.request_id, ResendRequestId(kRequestId, 1));
  EXPECT_EQ(gateway_.submitted.size(), before);
}

TEST_F(ReferralSenderTest, SameRequestAgainIsRecognisedEvenWithoutBeingTold) {
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  ASSERT_OK_AND_ASSIGN(const SentReferral found, Send(Referral()));
  EXPECT_TRUE(found.was_sent_before);
  EXPECT_EQ(gateway_.referrals.size(), 1U);
}

TEST_F(ReferralSenderTest, SameRequestWithOtherContentIsRefused) {
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  OutgoingReferral other = Referral();
  other.content.set_narrative("something else");
  EXPECT_THAT(Send(other).status(), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(ReferralSenderTest, LostAnswerIsRepeatedWithTheSameBytes) {
  gateway_.on_submit = [&, first = true]() mutable {
    if (first)
      gateway_.refusals.push_back(
          Refused(grpc::StatusCode::UNAVAILABLE, v1::ERROR_REASON_STORE_UNAVAILABLE, ""));
    first = false;
  };
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  ASSERT_EQ(gateway_.submitted.size(), 2U);
  EXPECT_EQ(gateway_.submitted[0].SerializeAsString(), gateway_.submitted[1].SerializeAsString());
}

TEST_F(ReferralSenderTest, EveryReferralIsSignedByTheKeyThatCalls) {
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  const v1::SubmitReferralRequest& request = gateway_.submitted.front();
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       ledger::SignedActText("mx.enlace.test/caselog/1", "mx-uep", request));
  EXPECT_THAT(certs::VerifySignature(unit_.keystore->tls_key().spki_der(), text, request.act_signature()),
              IsOk());
}

TEST_F(ReferralSenderTest, CutOffAfterTheGatewayTookItGetsTheFirstReceiptFromTheSpool) {
  Spool spool(spool_folder_.path());
  CutOff(spool);
  ASSERT_OK_AND_ASSIGN(const SentReferral sent, Send(Referral(), &spool));
  EXPECT_FALSE(sent.was_sent_before);
  EXPECT_EQ(sent.receipt.leaf().size(), 192U);
  ASSERT_EQ(gateway_.submitted.size(), 2U);
  EXPECT_EQ(gateway_.submitted[1].sealed().cms(), gateway_.submitted[0].sealed().cms());
  EXPECT_EQ(gateway_.referrals.size(), 1U);
  EXPECT_TRUE(gateway_.looks.empty());
}

TEST_F(ReferralSenderTest, WhatIsKeptHasNoClearContent) {
  Spool spool(spool_folder_.path());
  CutOff(spool);
  ASSERT_OK_AND_ASSIGN(const std::string kept, base::ReadFile(spool_folder_.File(kRequestId)));
  EXPECT_GT(kept.size(), 1000U);
  EXPECT_EQ(kept.find("followed twice"), std::string::npos);
}

TEST_F(ReferralSenderTest, OtherContentUnderTheIdOfAKeptRequestIsRefused) {
  Spool spool(spool_folder_.path());
  CutOff(spool);
  OutgoingReferral other = Referral();
  other.content.set_narrative("something else");
  EXPECT_THAT(Send(other, &spool).status(), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(gateway_.submitted.size(), 1U);
}

TEST_F(ReferralSenderTest, KeptRequestWhoseCertificatesRanOutIsSealedAgain) {
  Spool spool(spool_folder_.path());
  NeverArrives(spool);
  gateway_.refusals = {
      Refused(grpc::StatusCode::INVALID_ARGUMENT, v1::ERROR_REASON_ENVELOPE_INVALID, "expired")};
  ASSERT_OK_AND_ASSIGN(const SentReferral sent, Send(Referral(), &spool));
  EXPECT_EQ(sent.request_id, ResendRequestId(kRequestId, 1));
  EXPECT_EQ(gateway_.referrals.size(), 1U);
  v1::SubmitReferralRequest kept;
  ASSERT_THAT(spool.Find(kRequestId, &kept), IsOk());
  EXPECT_EQ(kept.request_id(), sent.request_id);  // A crash now would repeat the newer one.
}

TEST_F(ReferralSenderTest, CutOffAfterSealingAgainRepeatsTheNewerRequest) {
  Spool spool(spool_folder_.path());
  gateway_.on_submit = [&, first = true]() mutable {
    if (first) gateway_.refusals.push_back(RouteChanged());
    first = false;
  };
  CutOff(spool);
  ASSERT_OK_AND_ASSIGN(const SentReferral sent, Send(Referral(), &spool));
  EXPECT_EQ(sent.request_id, ResendRequestId(kRequestId, 1));
  EXPECT_EQ(gateway_.referrals.size(), 1U);
  EXPECT_EQ(sent.receipt.leaf().size(), 192U);
}

TEST_F(ReferralSenderTest, MarkOfAnEarlierVersionMakesItAskFirst) {
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(spool_folder_.File(kRequestId), ""), IsOk());
  Spool spool(spool_folder_.path());
  ASSERT_OK_AND_ASSIGN(const SentReferral found, Send(Referral(), &spool));
  EXPECT_TRUE(found.was_sent_before);
  EXPECT_EQ(gateway_.submitted.size(), 1U);
}

TEST_F(ReferralSenderTest, WhatIsRefusedAtOnceIsNotKept) {
  Spool spool(spool_folder_.path());
  gateway_.on_submit = [this] {
    gateway_.refusals = {
        Refused(grpc::StatusCode::INVALID_ARGUMENT, v1::ERROR_REASON_FIELD_INVALID, "x", "x")};
  };
  EXPECT_THAT(Send(Referral(), &spool).status(), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_FALSE(spool.Has(kRequestId));
}

TEST_F(ReferralSenderTest, NothingLeavesThatCannotBeKept) {
  Spool spool(spool_folder_.File("none"));
  EXPECT_THAT(Send(Referral(), &spool).status(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(gateway_.submitted.empty());
}

TEST_F(ReferralSenderTest, KeyOfAStrangerIsNeverSealedTo) {
  gateway_.routes = {RouteTo(police_, "mx-fgr")};
  EXPECT_THAT(Send(Referral()).status(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_TRUE(gateway_.submitted.empty());
}

TEST_F(ReferralSenderTest, ReceiptOfSomethingElseIsNotTaken) {
  gateway_.spoil_submit = [](v1::SubmitReferralResponse* response) {
    response->mutable_receipt()->mutable_record()->append("x");
  };
  EXPECT_THAT(Send(Referral()).status(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ReferralSenderTest, GenuineReceiptOfAnotherRequestIsNotTaken) {
  gateway_.spoil_submit = [this](v1::SubmitReferralResponse* response) {
    store::v1::Record record;
    record.ParseFromString(response->receipt().record());
    record.set_request_id("another");
    *response->mutable_receipt() = gateway_.case_log.Prove(record);
  };
  EXPECT_THAT(Send(Referral()).status(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another request")));
}

TEST_F(ReferralSenderTest, NobodyCompetentIsSentSealedToOneself) {
  gateway_.routes.clear();
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  EXPECT_EQ(gateway_.submitted.front().planned_legs_size(), 0);
  EXPECT_EQ(gateway_.submitted.front().sealed().recipients_size(), 1);
}

TEST(ResendRequestIdTest, DerivedIdsAreUuidsOfTheirOwn) {
  const std::string first = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2d";
  EXPECT_EQ(ResendRequestId(first, 0), first);
  std::set<std::string> ids;
  for (int n = 0; n < kMostResends; ++n) {
    EXPECT_THAT(base::CheckRequestId("request_id", ResendRequestId(first, n)), IsOk());
    ids.insert(ResendRequestId(first, n));
  }
  EXPECT_EQ(ids.size(), static_cast<size_t>(kMostResends));
  EXPECT_EQ(ResendRequestId(first, 2), ResendRequestId(first, 2));
}

}  // namespace
}  // namespace enlace::client
