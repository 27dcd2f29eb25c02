#include "adapters/runtime/inbound.h"

#include "gateway/base/files.h"
#include "tests/adapters/runtime/fake_driver.h"
#include "tests/client/referral_fixture.h"

namespace enlace::adapters {
namespace {

class InboundTest : public client::ReferralFixture {
 protected:
  void SetUp() override {
    ReferralFixture::SetUp();
    const auto sent = Send(Referral());
    ASSERT_THAT(sent, IsOk());
    v1::Referral& stored = gateway_.referrals[sent->referral.referral_id()];
    stored.mutable_legs(0)->set_state(v1::LEG_STATE_DISPATCHED);
    stored.mutable_legs(0)->set_access(v1::ACCESS_GRADE_FULL);
    item_.set_kind(v1::FEED_KIND_LEG_DISPATCHED);
    item_.set_position(3);
    item_.set_referral_id(stored.referral_id());
    item_.set_leg_id(stored.legs(0).leg_id());
    item_.set_short_code("8P0F-B5CQ-9");
    auto reader = client::ReferralReader::New(*prosecutor_.session, *prosecutor_.keystore, prosecutor_.logs());
    auto legs = client::LegActions::New(*prosecutor_.session, *prosecutor_.keystore, prosecutor_.logs());
    ASSERT_THAT(reader, IsOk());
    ASSERT_THAT(legs, IsOk());
    reader_ = *std::move(reader);
    legs_ = *std::move(legs);
    inbound_ = std::make_unique<Inbound>(
        Inbound::Dependencies{driver_, *reader_, *legs_, clock_, "mx-fgr", "es", state_.File("quarantine")});
  }

  FakeDriver driver_;
  base::SystemClock clock_;
  TemporaryFolder state_;
  v1::FeedItem item_;
  std::unique_ptr<client::ReferralReader> reader_;
  std::unique_ptr<client::LegActions> legs_;
  std::unique_ptr<Inbound> inbound_;
};

TEST_F(InboundTest, WhatArrivesIsOpenedDeliveredAndConfirmed) {
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_EQ(driver_.delivered[item_.leg_id()], "followed twice on the way home");
  ASSERT_EQ(gateway_.advanced.size(), 1U);
  EXPECT_EQ(gateway_.advanced[0].confirm_delivery().channel(), "folder");
}

TEST_F(InboundTest, AnItemThatComesAgainConfirmsUnderTheSameRequest) {
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  v1::Referral& stored = gateway_.referrals[item_.referral_id()];
  stored.mutable_legs(0)->set_state(v1::LEG_STATE_DISPATCHED);  // As if the answer had been lost.
  stored.mutable_legs(0)->set_version(stored.legs(0).version() - 1);
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  ASSERT_EQ(gateway_.advanced.size(), 2U);
  EXPECT_EQ(gateway_.advanced[0].request_id(), gateway_.advanced[1].request_id());
}

TEST_F(InboundTest, WhatTheSystemCannotTakeIsQuarantinedAndReported) {
  driver_.deliver_status = absl::ResourceExhaustedError("el anexo pesa demasiado");
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string reason, base::ReadFile(state_.File("quarantine/" + item_.leg_id() + ".txt")));
  EXPECT_THAT(reason, testing::HasSubstr("el anexo pesa demasiado"));
  ASSERT_EQ(gateway_.advanced.size(), 1U);
  EXPECT_TRUE(gateway_.advanced[0].has_report_delivery_failure());
}

TEST_F(InboundTest, ASystemThatIsDownHoldsTheFeed) {
  driver_.deliver_status = absl::UnavailableError("disco lleno");
  EXPECT_THAT(inbound_->Handle(item_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(gateway_.advanced.empty());
}

TEST_F(InboundTest, AlteredContentReachesNobody) {
  std::string* cms = gateway_.referrals[item_.referral_id()].mutable_sealed()->mutable_cms();
  (*cms)[cms->size() - 5] ^= 1;
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_TRUE(driver_.delivered.empty());
  EXPECT_TRUE(base::FileExists(state_.File("quarantine/" + item_.leg_id() + ".txt")));
}

TEST_F(InboundTest, WhatWasTakenBackMeanwhileIsPassedOver) {
  gateway_.refusals.push_back(client::Refused(grpc::StatusCode::NOT_FOUND, v1::ERROR_REASON_NOT_FOUND, "not found"));
  EXPECT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_TRUE(driver_.delivered.empty());
}

TEST_F(InboundTest, ChangesByOthersAreAnnouncedAndOursAreNot) {
  item_.set_kind(v1::FEED_KIND_LEG_CHANGED);
  item_.set_leg_state(v1::LEG_STATE_CLOSED);
  item_.mutable_actor()->set_agency_id("mx-uep");
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  item_.mutable_actor()->set_agency_id("mx-fgr");
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_THAT(driver_.sentences, testing::ElementsAre("8P0F-B5CQ-9: cerrada (mx-uep)."));
}

}  // namespace
}  // namespace enlace::adapters
