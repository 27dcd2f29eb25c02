#include "gateway/service/referral/submit_referral.h"

#include "certs/seal/seal.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class SubmitReferralTest : public GatewayFixture {
 protected:
  SubmitReferralTest() { EnrolScene(); }
  absl::StatusOr<v1::SubmitReferralResponse> Submit(const v1::SubmitReferralRequest& request,
                                                    const std::string& sender = kSender) {
    return Call(api().submit_referral, CallerOf(sender), request);
  }
};

TEST_F(SubmitReferralTest, EveryRecipientFindsItInItsFeed) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  ASSERT_THAT(referral.legs(), SizeIs(3));
  for (const char* id : {kFederal, kProsecutor, kOmbudsman}) {
    const std::vector<v1::FeedItem> feed = FeedOf(id);
    ASSERT_THAT(feed, SizeIs(1)) << id;
    EXPECT_EQ(feed[0].kind(), v1::FEED_KIND_LEG_DISPATCHED);
    EXPECT_EQ(feed[0].referral_id(), referral.referral_id());
    EXPECT_EQ(feed[0].short_code(), base::ShortCode(referral.referral_id()));
    EXPECT_EQ(feed[0].leg_id(), LegOf(referral, id).leg_id());
  }
  EXPECT_THAT(FeedOf(kStranger), IsEmpty());
  EXPECT_THAT(FeedOf(kPolice), IsEmpty());
}

TEST_F(SubmitReferralTest, IdsAreThoseThatTheSenderDerived) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse response, Submit(request));
  EXPECT_EQ(response.referral().referral_id(), base::DeriveReferralId(kSender, request.request_id()));
  EXPECT_EQ(response.referral().case_id(), base::DeriveCaseId(kSender, request.request_id()));
}

TEST_F(SubmitReferralTest, TheRecipientOpensWhatWasSealed) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  v1::GetReferralRequest get;
  get.set_referral_id(referral.referral_id());
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse read,
                       Call(api().get_referral, CallerOf(kProsecutor), get));
  ASSERT_OK_AND_ASSIGN(const certs::Opened opened,
                       certs::Open(read.referral().sealed().cms(), Keys(kProsecutor).sealing_key,
                                   Keys(kProsecutor).sealing, pki_.verifier()));
  EXPECT_EQ(opened.content, "testimony");
  EXPECT_THAT(certs::Open(read.referral().sealed().cms(), Keys(kPolice).sealing_key, Keys(kPolice).sealing,
                          pki_.verifier()),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(SubmitReferralTest, TheReceiptProvesTheSubmission) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse response, Submit(request));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_SUBMISSION);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "referral.submitted");
  EXPECT_EQ(proven.record.actor().agency_id(), kSender);
  EXPECT_EQ(proven.record.request_id(), request.request_id());
  EXPECT_EQ(proven.record.referral_id(), response.referral().referral_id());
  EXPECT_EQ(proven.record.officer_pseudonym(), request.officer_pseudonym());
  EXPECT_EQ(proven.leaf.sealed, request.sealed().digest());
}

TEST_F(SubmitReferralTest, ARepetitionGetsTheSameBytesAndWritesNothing) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse first, Submit(request));
  const uint64_t size = LogSize();
  clock_.Advance(absl::Hours(1));
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse again, Submit(request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(LogSize(), size);
  EXPECT_THAT(FeedOf(kProsecutor), SizeIs(1));
}

TEST_F(SubmitReferralTest, AnotherBodyUnderTheSameRequestIdIsRefused) {
  v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_THAT(Submit(request), IsOk());
  request.set_officer_pseudonym("somebody-else");
  EXPECT_THAT(Submit(request), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(SubmitReferralTest, TheSameRequestIdOfAnotherAgencyIsAnotherRequest) {
  const v1::SubmitReferralRequest first = Submission(kSender, Urgent());
  v1::SubmitReferralRequest second = Submission(kFederal, Urgent());
  second.set_request_id(first.request_id());
  ASSERT_THAT(Submit(first), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse response, Submit(second, kFederal));
  EXPECT_EQ(response.referral().origin().agency_id(), kFederal);
}

TEST_F(SubmitReferralTest, AChangedRouteMustBeSealedAgain) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  SetMandate(kProsecutor, clock_.Now());
  const uint64_t size = LogSize();
  EXPECT_THAT(Submit(request), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  EXPECT_EQ(LogSize(), size);
  EXPECT_THAT(FeedOf(kFederal), IsEmpty());
}

TEST_F(SubmitReferralTest, ASuspendedAgencysQueueFillsAndDrainsOnceItIsReinstated) {
  Suspend(kProsecutor);
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  EXPECT_EQ(LegOf(referral, kProsecutor).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_THAT(identifier_->Identify(Keys(kProsecutor).tls.ToPem()),
              ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  Reinstate(kProsecutor);
  const std::vector<v1::FeedItem> feed = FeedOf(kProsecutor);
  ASSERT_THAT(feed, SizeIs(1));
  EXPECT_EQ(feed[0].kind(), v1::FEED_KIND_LEG_DISPATCHED);
  Accept(referral, kProsecutor);
}

TEST_F(SubmitReferralTest, WithNobodyCompetentItIsHeldAndTheSenderTold) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kFederal, kProsecutor, kOmbudsman});
  ASSERT_THAT(referral.legs(), SizeIs(1));
  EXPECT_EQ(referral.legs(0).state(), v1::LEG_STATE_HELD);
  EXPECT_THAT(referral.legs(0).held_reason(), Not(IsEmpty()));
  const std::vector<v1::FeedItem> feed = FeedOf(kSender);
  ASSERT_THAT(feed, SizeIs(1));
  EXPECT_EQ(feed[0].leg_state(), v1::LEG_STATE_HELD);
}

TEST_F(SubmitReferralTest, SealedToAnAgencyOutsideTheRouteIsRefused) {
  v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  *request.mutable_sealed() = SealTo(kSender, {kSender, kFederal, kProsecutor, kStranger});
  EXPECT_THAT(Submit(request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is none of those whom it is for")));
  EXPECT_THAT(Submit(request), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

TEST_F(SubmitReferralTest, ABrokenEnvelopeIsRefusedBeforeAnythingElse) {
  v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  request.mutable_sealed()->mutable_cms()->pop_back();
  request.mutable_sealed()->set_digest(base::Sha256(request.sealed().cms()));
  EXPECT_THAT(Submit(request), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

TEST_F(SubmitReferralTest, AFailedCommitKeepsNothingAndTheRetryWorks) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  const uint64_t size = LogSize();
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Submit(request), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(LogSize(), size);
  EXPECT_THAT(FeedOf(kProsecutor), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse response, Submit(request));
  EXPECT_THAT(Verify(response.receipt()), IsOk());
}

TEST_F(SubmitReferralTest, UrgentPetitionsStartTheirClockAtTheirOwnTime) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  ASSERT_THAT(referral.clocks(), SizeIs(1));
  EXPECT_EQ(referral.clocks(0).rule_id(), "MX-1");
  EXPECT_EQ(referral.clocks(0).start_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(referral.clocks(0).due_time().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Hours(3)));
  EXPECT_EQ(referral.clocks(0).responsible().agency_id(), kFederal);
}

TEST_F(SubmitReferralTest, ExcludingARecipientLaterTakesTheCaseFromIt) {
  const v1::Referral first = MustSubmit(kSender, Urgent());
  ASSERT_THAT(Advance(first, kProsecutor, ConfirmDelivery()), IsOk());
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent(), {kProsecutor}, first.case_id());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse second, Submit(request));
  EXPECT_THAT(FeedOf(kProsecutor), IsEmpty());
  EXPECT_EQ(LegOf(first, kProsecutor).state(), v1::LEG_STATE_REVOKED);
  // The receipt is about the submission, not about the leg that it ended.
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(second.receipt()));
  EXPECT_EQ(proven.record.event_type(), "referral.submitted");
  // Its own clock ended with its part; the statutory ones run on.
  const store::v1::CaseState state = StateOf(first.case_id());
  for (const v1::Clock& clock : state.clocks()) {
    const bool of_its_leg = clock.leg_id() == LegOf(first, kProsecutor).leg_id();
    EXPECT_EQ(clock.state(), of_its_leg ? v1::CLOCK_STATE_VOID : v1::CLOCK_STATE_RUNNING) << clock.clock_id();
  }
  ASSERT_THAT(state.clocks(), Contains(::testing::Property(&v1::Clock::state, v1::CLOCK_STATE_VOID)));
}

TEST_F(SubmitReferralTest, NobodyAddsToACaseThatItMayNotKnowOf) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  v1::SubmitReferralRequest request = Submission(kStranger, Urgent("MX-SON"), {}, referral.case_id());
  const absl::Status refused = Submit(request, kStranger).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  request.set_case_id(NoSuchId());
  EXPECT_THAT(Submit(request, kStranger), SameRefusalAs(refused));
}

TEST_F(SubmitReferralTest, AdministratorsSubmitNothing) {
  EXPECT_THAT(Call(api().submit_referral, Administrator(), Submission(kSender, Urgent())),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
