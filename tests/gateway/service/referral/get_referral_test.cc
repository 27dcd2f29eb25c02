#include "gateway/service/referral/get_referral.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetReferralTest : public GatewayFixture {
 protected:
  GetReferralTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  absl::StatusOr<v1::GetReferralResponse> Get(const std::string& caller, const std::string& id) {
    v1::GetReferralRequest request;
    request.set_referral_id(id);
    request.set_officer_pseudonym("officer-1");
    request.set_purpose("first-contact");
    return Call(api().get_referral, CallerOf(caller), request);
  }
  v1::Referral referral_;
};

TEST_F(GetReferralTest, PartiesWithFullAccessGetThePayload) {
  for (const char* id : {kSender, kFederal, kProsecutor}) {
    ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse response, Get(id, referral_.referral_id()));
    EXPECT_FALSE(response.referral().sealed().cms().empty()) << id;
  }
}

TEST_F(GetReferralTest, TheOverseerSeesTheCourseAndNoContent) {
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse response, Get(kOmbudsman, referral_.referral_id()));
  EXPECT_EQ(response.referral().legs_size(), 3);
  EXPECT_FALSE(response.referral().has_sealed());
}

TEST_F(GetReferralTest, TheAnswersIndexOpensToTheLook) {
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse response, Get(kProsecutor, referral_.referral_id()));
  EXPECT_EQ(response.record().log_origin(), case_key_->origin());
  const store::v1::Record record = RecordAt(response.record().log_index());
  EXPECT_EQ(record.event_type(), "referral.read");
  EXPECT_EQ(record.actor().agency_id(), kProsecutor);
  EXPECT_EQ(record.officer_pseudonym(), "officer-1");
  EXPECT_EQ(record.purpose(), "first-contact");
  EXPECT_EQ(record.referral_id(), referral_.referral_id());
}

TEST_F(GetReferralTest, StrangersAndExcludedLearnNothing) {
  for (const char* id : {kStranger, kPolice}) {
    uint64_t before = LogSize();
    const absl::Status refused = Get(id, referral_.referral_id()).status();
    const uint64_t written = LogSize() - before;
    before = LogSize();
    EXPECT_THAT(Get(id, NoSuchId()), SameRefusalAs(refused));
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    EXPECT_EQ(LogSize() - before, written);
    EXPECT_EQ(written, 1u);
  }
}

TEST_F(GetReferralTest, AnErasedPayloadIsMissingAndTheLookStaysOnRecord) {
  const std::string digest = StateOf(referral_.case_id()).referrals(0).sealed().digest();
  ASSERT_OK_AND_ASSIGN(auto erase, store_.Begin());
  ASSERT_THAT(erase->Delete(store::Table::kSealed, digest), IsOk());
  ASSERT_THAT(erase->Commit(), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse response, Get(kProsecutor, referral_.referral_id()));
  EXPECT_TRUE(response.referral().sealed().cms().empty());
  EXPECT_EQ(response.referral().sealed().digest(), digest);
  EXPECT_EQ(RecordAt(response.record().log_index()).event_type(), "referral.read");
}

TEST_F(GetReferralTest, MalformedRequestsNameTheField) {
  EXPECT_THAT(Get(kProsecutor, "short"), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_EQ(base::FieldOf(Get(kProsecutor, "short").status()), "referral_id");
  EXPECT_THAT(Call(api().get_referral, Administrator(), v1::GetReferralRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
