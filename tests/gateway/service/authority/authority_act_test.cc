#include "gateway/service/authority/authority_act.h"

#include "tests/gateway/service/authority/authority_fixture.h"

namespace enlace::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AuthorityActTest : public AuthorityFixture {};

TEST_F(AuthorityActTest, EveryAgencyIsToldOfANewRoot) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kYes);
  const size_t before = FeedOf(kStranger).size();
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  for (const char* agency : {kSender, kStranger}) {
    ASSERT_FALSE(FeedOf(agency).empty());
    EXPECT_EQ(FeedOf(agency).back().kind(), v1::FEED_KIND_TRUST_CHANGED);
  }
  EXPECT_EQ(FeedOf(kStranger).size(), before + 1);
}

TEST_F(AuthorityActTest, ANewRootWaitsUntilAllAgenciesKnowIt) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kYes);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  const auto refused = Advance(next, v1::AUTHORITY_STATE_ISSUING);
  EXPECT_THAT(refused.status(), ReasonIs(v1::ERROR_REASON_AUTHORITY_NOT_READY));
  EXPECT_THAT(std::string(refused.status().message()),
              AllOf(HasSubstr(kSender), HasSubstr("enlacectl trust update")));
  for (const auto& [id, keys] : enrolled_) ASSERT_THAT(ConfirmBundle(id), IsOk());
  EXPECT_THAT(Listed(next).unaware_agency_ids(), IsEmpty());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  EXPECT_EQ(Listed(first_).state(), v1::AUTHORITY_STATE_DRAINING);
  EXPECT_TRUE(certs::NamesIssuer(Renew(kSender).der(), core().authority.issuing()));
  EXPECT_EQ(certs::AuthorityId(core().authority.issuing()), next);
}

TEST_F(AuthorityActTest, ForceDoesNotWait) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kYes);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto response, Advance(next, v1::AUTHORITY_STATE_ISSUING, /*force=*/true));
  EXPECT_THAT(response.authority().unaware_agency_ids(), Not(IsEmpty()));
}

TEST_F(AuthorityActTest, ANewIssuerUnderTheKnownRootNeedsNoWaiting) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kNo);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  EXPECT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
}

TEST_F(AuthorityActTest, AnAuthorityWithCertificatesInForceIsNotRetired) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kNo);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  const auto refused = Advance(first_, v1::AUTHORITY_STATE_RETIRED);
  EXPECT_THAT(refused.status(), ReasonIs(v1::ERROR_REASON_AUTHORITY_NOT_READY));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(std::string("agency/") + kSender + "/main"));
  clock_.Advance(absl::Hours(24 * 91));
  EXPECT_THAT(Advance(first_, v1::AUTHORITY_STATE_RETIRED), IsOk()) << "all have ended";
}

TEST_F(AuthorityActTest, ARetiredAuthoritysCertificatesAreRefusedWithTheRemedy) {
  EnrolScene();
  const identity::Caller before = CallerOf(kSender);
  const std::string next = Add("next", NewRoot::kYes);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING, /*force=*/true), IsOk());
  const certs::Certificate renewed = Renew(kSender);
  const uint64_t epoch = roster_.epoch();
  ASSERT_THAT(Advance(first_, v1::AUTHORITY_STATE_RETIRED, /*force=*/true), IsOk());
  EXPECT_GT(roster_.epoch(), epoch) << "open connections are judged anew";
  for (const absl::Status& refused :
       {identifier_->Identify(Keys(kSender).tls.ToPem()).status(), identifier_->StillGood(before)}) {
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
    EXPECT_THAT(std::string(refused.message()),
                AllOf(HasSubstr("retired"), HasSubstr("new enrolment token")));
  }
  EXPECT_THAT(identifier_->Identify(renewed.ToPem()), IsOk());
}

TEST_F(AuthorityActTest, StepsThatAreNoneAreRefused) {
  const std::string next = Add("next", NewRoot::kYes);
  const auto refused = [&](const std::string& id, v1::AuthorityState to) { return Advance(id, to).status(); };
  EXPECT_THAT(refused(next, v1::AUTHORITY_STATE_ISSUING), ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  EXPECT_THAT(refused(next, v1::AUTHORITY_STATE_RETIRED), ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  EXPECT_THAT(refused(first_, v1::AUTHORITY_STATE_PUBLISHED),
              ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  const absl::Status last = refused(first_, v1::AUTHORITY_STATE_RETIRED);
  EXPECT_THAT(last, ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  EXPECT_THAT(std::string(last.message()), HasSubstr("another one has to issue"));
  EXPECT_THAT(refused("00", v1::AUTHORITY_STATE_PUBLISHED), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AuthorityActTest, ThereIsAWayBackWhileTheOldOneDrains) {
  const std::string next = Add("next", NewRoot::kNo);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  ASSERT_THAT(Advance(first_, v1::AUTHORITY_STATE_ISSUING), IsOk());
  EXPECT_EQ(Listed(next).state(), v1::AUTHORITY_STATE_DRAINING);
  EXPECT_THAT(Advance(next, v1::AUTHORITY_STATE_RETIRED), IsOk());
}

TEST_F(AuthorityActTest, AnAuthorityOfAnotherTrustDomainIsNotPublished) {
  AddAuthorityTo(pki_.folder(), "pe.enlace.test", "foreign", NewRoot::kYes, pki_.now());
  core().authority.Refresh();
  const std::string foreign = core().authority.members().back().id;
  EXPECT_THAT(Advance(foreign, v1::AUTHORITY_STATE_PUBLISHED).status(),
              ReasonIs(v1::ERROR_REASON_AUTHORITY_NOT_READY));
}

TEST_F(AuthorityActTest, TheRecordsLeadToEveryRow) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kYes);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(ConfirmBundle(kSender), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING, /*force=*/true), IsOk());
  ASSERT_THAT(Advance(first_, v1::AUTHORITY_STATE_RETIRED, /*force=*/true), IsOk());
  EXPECT_THAT(ReplayProblems(), IsEmpty());
}

TEST_F(AuthorityActTest, TheReceiptIsAboutTheStepItself) {
  const std::string next = Add("next", NewRoot::kNo);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto response, Advance(next, v1::AUTHORITY_STATE_ISSUING));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt verified, VerifyTrust(response.receipt()));
  const store::v1::Record& record = verified.record;
  EXPECT_EQ(record.event_type(), "authority.issuing");
  EXPECT_EQ(record.event().authority_changed().authority_id(), next);
  EXPECT_EQ(record.purpose(), "yearly rotation");
}

TEST(ValidateAdvanceTest, EveryFieldIsNeeded) {
  v1::AdvanceAuthorityRequest request;
  request.set_request_id("5f0c6d2e-8a3b-4c1d-9e7f-1a2b3c4d5e6f");
  EXPECT_EQ(base::FieldOf(ValidateAdvance(request)), "authority_id");
  request.set_authority_id("ab");
  EXPECT_EQ(base::FieldOf(ValidateAdvance(request)), "to");
  request.set_to(v1::AUTHORITY_STATE_DRAINING);
  EXPECT_EQ(base::FieldOf(ValidateAdvance(request)), "to");
  request.set_to(v1::AUTHORITY_STATE_ISSUING);
  EXPECT_EQ(base::FieldOf(ValidateAdvance(request)), "reason");
  request.set_reason("rotation");
  EXPECT_THAT(ValidateAdvance(request), IsOk());
}

}  // namespace
}  // namespace enlace::service
