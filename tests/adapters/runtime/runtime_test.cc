#include "adapters/runtime/runtime.h"

#include "gateway/base/files.h"
#include "tests/adapters/runtime/fake_driver.h"
#include "tests/client/referral_fixture.h"

namespace enlace::adapters {
namespace {

class RuntimeTest : public client::ReferralFixture {
 protected:
  config::v1::AdapterConfig Config(const std::string& agency) {
    config::v1::AdapterConfig config;
    config.set_agency_id(agency);
    config.set_language("es");
    config.set_state_folder(state_.File("state"));
    config.set_gateway(gateway_.mutual().ToText());
    config.set_mechanism_id("mx-federal");
    config.mutable_folder()->set_root(state_.File("files"));
    config.mutable_folder()->mutable_quiet_time()->set_nanos(1000000);
    return config;
  }
  absl::StatusOr<std::unique_ptr<Runtime>> New(const std::string& agency, const std::string& token) {
    return Runtime::New(Config(agency), token, {driver_, clock_, random_, stopper_});
  }

  FakeDriver driver_;
  base::SystemClock clock_;
  base::SystemRandom random_;
  client::Stopper stopper_;
  TemporaryFolder state_;
};

TEST_F(RuntimeTest, WithoutIdentityAndTokenItSaysWhatToDo) {
  EXPECT_THAT(New("mx-new", "").status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("--token-file")));
}

TEST_F(RuntimeTest, EnrolsWithATokenOnceAndKnowsItselfAfterwards) {
  const std::string token = gateway_.NewToken("spiffe://mx.enlace.test/agency/mx-new/main");
  ASSERT_THAT(New("mx-new", token).status(), IsOk());
  EXPECT_THAT(New("mx-new", "").status(), IsOk());
}

TEST_F(RuntimeTest, AnIdentityOfAnotherAgencyIsRefused) {
  const std::string token = gateway_.NewToken("spiffe://mx.enlace.test/agency/mx-new/main");
  ASSERT_THAT(New("mx-new", token).status(), IsOk());
  EXPECT_THAT(New("mx-old", "").status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("mx-new")));
}

TEST_F(RuntimeTest, OnePassHandlesTheFeedAndKeepsItsPlace) {
  const std::string token = gateway_.NewToken("spiffe://mx.enlace.test/agency/mx-new/main");
  ASSERT_OK_AND_ASSIGN(const auto runtime, New("mx-new", token));
  client::FakeGateway::WatchScript script;
  v1::FeedItem& item = *script.responses.emplace_back().add_items();
  item.set_position(17);
  item.set_kind(v1::FEED_KIND_NO_TAKER);
  item.set_short_code("8P0F-B5CQ-9");
  script.responses.back().set_caught_up(true);
  script.hang = true;
  gateway_.watches.push_back(script);
  ASSERT_THAT(runtime->RunOnce(), IsOk());
  ASSERT_EQ(driver_.sentences.size(), 1U);
  ASSERT_OK_AND_ASSIGN(const std::string cursor, base::ReadFile(state_.File("state/cursor")));
  EXPECT_EQ(cursor, "17\n");
}

TEST_F(RuntimeTest, ACrashBetweenDeliveryAndCursorHandsTheItemInAgain) {
  ASSERT_THAT(Send(Referral()).status(), IsOk());
  const std::string token = gateway_.NewToken("spiffe://mx.enlace.test/agency/mx-new/main");
  ASSERT_OK_AND_ASSIGN(auto runtime, New("mx-new", token));
  client::FakeGateway::WatchScript script;
  v1::FeedItem& item = *script.responses.emplace_back().add_items();
  item.set_position(17);
  item.set_kind(v1::FEED_KIND_NO_TAKER);
  script.responses.back().set_caught_up(true);
  script.hang = true;
  gateway_.watches = {script, script};
  ASSERT_THAT(base::MakeFolders(state_.File("state/cursor/in-the-way")),
              IsOk());  // The cursor cannot be written.
  EXPECT_FALSE(runtime->RunOnce(absl::Seconds(5)).ok());
  EXPECT_EQ(driver_.sentences.size(), 1U);
  std::filesystem::remove_all(state_.File("state/cursor"));
  ASSERT_OK_AND_ASSIGN(runtime, New("mx-new", ""));
  ASSERT_THAT(runtime->RunOnce(), IsOk());
  EXPECT_EQ(driver_.sentences.size(), 2U);  // The driver knows it by its position.
  EXPECT_FALSE(gateway_.watched.back().has_after_position());
}

TEST_F(RuntimeTest, WhatIsNotSentInTimeIsNoSuccess) {
  const std::string token = gateway_.NewToken("spiffe://mx.enlace.test/agency/mx-new/main");
  ASSERT_OK_AND_ASSIGN(const auto runtime, New("mx-new", token));
  gateway_.routes.front().mutable_recipients(0)->clear_sealing_certificates();
  OutgoingReferral referral;
  referral.source_id = "line-1";
  driver_.outgoing = {referral};
  client::FakeGateway::WatchScript script;
  script.responses.emplace_back().set_caught_up(true);
  script.hang = true;
  gateway_.watches.push_back(script);
  EXPECT_THAT(runtime->RunOnce(absl::Milliseconds(300)),
              StatusIs(absl::StatusCode::kUnavailable, testing::HasSubstr("1 not sent yet")));
}

}  // namespace
}  // namespace enlace::adapters
