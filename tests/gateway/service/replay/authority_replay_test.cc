#include "gateway/service/replay/authority_replay.h"

#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

store::v1::Record Changed(const std::string& id, v1::AuthorityState state) {
  store::v1::Record record;
  record.mutable_event()->mutable_authority_changed()->set_authority_id(id);
  record.mutable_event()->mutable_authority_changed()->set_state(state);
  return record;
}

TEST(AuthorityReplayTest, TheLastStateOfAnAuthorityStands) {
  AuthorityReplay replay;
  replay.AddTrust(Changed("a", v1::AUTHORITY_STATE_ISSUING));
  replay.AddTrust(Changed("b", v1::AUTHORITY_STATE_PUBLISHED));
  replay.AddTrust(Changed("a", v1::AUTHORITY_STATE_DRAINING));
  v1::Authority row;
  ASSERT_TRUE(row.ParseFromString(replay.AuthorityRows().at("a")));
  EXPECT_EQ(row.state(), v1::AUTHORITY_STATE_DRAINING);
  EXPECT_THAT(replay.AuthorityRows(), SizeIs(2));
}

TEST(AuthorityReplayTest, TheLastBundleOfAUnitStands) {
  AuthorityReplay replay;
  store::v1::Record record;
  store::v1::BundleInstalled& installed = *record.mutable_event()->mutable_bundle_installed();
  installed.mutable_agency()->set_agency_id("uep");
  installed.mutable_agency()->set_unit_id("main");
  installed.add_authority_ids("a");
  installed.add_authority_ids("b");
  replay.AddTrust(record);
  installed.set_digest("later");
  installed.clear_authority_ids();
  replay.AddTrust(record);
  store::v1::BundleInstalledRow row;
  ASSERT_TRUE(row.ParseFromString(replay.BundleInstalledRows().at(store::UnitKey("uep", "main"))));
  EXPECT_EQ(row.digest(), "later");
  EXPECT_THAT(row.authority_ids(), IsEmpty());
}

TEST(AuthorityReplayTest, EachAgencyThatWasToldHasAnItem) {
  AuthorityReplay replay;
  store::v1::Record record;
  record.mutable_event()->mutable_trust_changed()->add_agency_ids("uep");
  record.mutable_event()->mutable_trust_changed()->add_agency_ids("mp");
  replay.AddCase(7, record);
  store::v1::FeedRow row;
  ASSERT_TRUE(row.ParseFromString(replay.FeedRows().at(store::FeedKey("mp", 7))));
  EXPECT_EQ(row.item().position(), 7U);
  EXPECT_EQ(row.item().kind(), v1::FEED_KIND_TRUST_CHANGED);
}

}  // namespace
}  // namespace enlace::service
