#include "adapters/runtime/inbound.h"

#include "gateway/base/files.h"
#include "gateway/base/log.h"
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
    auto reader =
        client::ReferralReader::New(*prosecutor_.session, *prosecutor_.keystore, prosecutor_.logs());
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
  ASSERT_OK_AND_ASSIGN(const std::string reason,
                       base::ReadFile(state_.File("quarantine/" + item_.leg_id() + ".txt")));
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
  gateway_.refusals.push_back(
      client::Refused(grpc::StatusCode::NOT_FOUND, v1::ERROR_REASON_NOT_FOUND, "not found"));
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

TEST_F(InboundTest, AReferralThatCannotBeOpenedIsReportedAndToldToTheOfficers) {
  item_.set_leg_version(2);
  gateway_.referrals[item_.referral_id()].set_case_id("ANOTHERCASE");
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  ASSERT_EQ(gateway_.advanced.size(), 1U);
  EXPECT_EQ(gateway_.advanced[0].report_delivery_failure().failure(), "DATA_LOSS");
  EXPECT_EQ(gateway_.advanced[0].expected_version(), 2U);
  EXPECT_THAT(driver_.sentences, testing::ElementsAre(testing::HasSubstr("no se pudo abrir")));
}

TEST_F(InboundTest, WhoSealedItGoesWithTheDelivery) {
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_EQ(driver_.last_sender_uri, "spiffe://mx.enlace.test/agency/mx-uep/main");
}

TEST_F(InboundTest, ALegOfAnotherAgencyIsNeverDelivered) {
  gateway_.referrals[item_.referral_id()].mutable_legs(0)->mutable_recipient()->set_agency_id("mx-pol");
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_TRUE(driver_.delivered.empty());
  EXPECT_TRUE(gateway_.advanced.empty());
}

TEST_F(InboundTest, AnOverseersLegIsAnnounced) {
  v1::Referral& stored = gateway_.referrals[item_.referral_id()];
  stored.clear_sealed();
  stored.mutable_legs(0)->set_access(v1::ACCESS_GRADE_OVERSIGHT);
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_THAT(driver_.sentences, testing::ElementsAre("8P0F-B5CQ-9: llegó una remisión."));
  EXPECT_TRUE(gateway_.advanced.empty());
}

TEST_F(InboundTest, WhatTheSenderTookBackIsAnnouncedAndNotCalledDamaged) {
  v1::Referral& stored = gateway_.referrals[item_.referral_id()];
  stored.clear_sealed();
  stored.mutable_legs(0)->set_state(v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_FALSE(base::FileExists(state_.File("quarantine")));
  EXPECT_EQ(driver_.sentences.size(), 1U);
}

TEST_F(InboundTest, ASuspensionHoldsTheFeedInsteadOfLosingAReferral) {
  gateway_.refusals.push_back(
      client::Refused(grpc::StatusCode::PERMISSION_DENIED, v1::ERROR_REASON_AGENCY_SUSPENDED, "suspended"));
  EXPECT_THAT(inbound_->Handle(item_), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  EXPECT_FALSE(base::FileExists(state_.File("quarantine")));
}

TEST_F(InboundTest, WordsThatCameWithAChangeReachTheOfficer) {
  auto sender_legs = client::LegActions::New(*unit_.session, *unit_.keystore, unit_.logs());
  ASSERT_THAT(sender_legs, IsOk());
  v1::Referral& stored = gateway_.referrals[item_.referral_id()];
  v1::AdvanceLegRequest action;
  action.mutable_provide_information();
  content::v1::NoteContent note;
  note.set_text("vive en Guadalupe y Calvo");
  ASSERT_THAT((*sender_legs)->Advance(stored, stored.legs(0), action, note).status(), IsOk());
  stored.mutable_notes(0)->set_entered(v1::LEG_STATE_RECEIVED);
  stored.mutable_notes(0)->mutable_record_time()->set_seconds(1768478400);
  item_.set_kind(v1::FEED_KIND_LEG_CHANGED);
  item_.set_leg_state(v1::LEG_STATE_RECEIVED);
  item_.mutable_actor()->set_agency_id("mx-uep");
  *item_.mutable_record_time() = stored.notes(0).record_time();
  ASSERT_THAT(inbound_->Handle(item_), IsOk());
  EXPECT_THAT(driver_.notes, testing::ElementsAre("vive en Guadalupe y Calvo"));
}

TEST_F(InboundTest, ANoticeOfACertificateGoesIntoTheLogAndToNoOfficer) {
  static std::string& lines = *new std::string();
  lines.clear();
  base::SetLogSinkForTest([](absl::string_view line) { lines.append(line.data(), line.size()); });
  v1::FeedItem notice;
  notice.set_kind(v1::FEED_KIND_CERTIFICATE);
  notice.mutable_certificate()->set_serial("5f3a09");
  notice.mutable_certificate()->set_change(v1::CERTIFICATE_CHANGE_EXPIRING);
  const absl::Status handled = inbound_->Handle(notice);
  notice.mutable_certificate()->set_change(v1::CERTIFICATE_CHANGE_ISSUED);
  notice.mutable_actor()->set_agency_id("mx-fgr");
  const absl::Status ours = inbound_->Handle(notice);
  base::SetLogSinkForTest(nullptr);
  EXPECT_THAT(handled, IsOk());
  EXPECT_THAT(ours, IsOk());
  EXPECT_THAT(lines, testing::AllOf(testing::HasSubstr("adapter.certificate"), testing::HasSubstr("5f3a09"),
                                    testing::HasSubstr("vence pronto"), testing::HasSubstr("fue emitido")));
  EXPECT_TRUE(driver_.sentences.empty());
}

}  // namespace
}  // namespace enlace::adapters
