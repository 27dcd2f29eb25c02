#include "gateway/service/replay/directory_replay.h"

#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

store::v1::Record Written(const std::string& id, v1::AgencyState state) {
  store::v1::Record record;
  record.mutable_event()->mutable_agency_written()->set_agency_id(id);
  record.mutable_event()->mutable_agency_written()->set_state(state);
  return record;
}

store::v1::Record Issued(const std::string& serial, const std::string& agency_id) {
  store::v1::Record record;
  record.mutable_actor()->set_agency_id(agency_id);
  record.mutable_event()->mutable_certificate_issued()->set_serial(serial);
  record.mutable_event()->mutable_certificate_issued()->set_subject_uri("spiffe://x/agency/" + agency_id);
  return record;
}

v1::Agency AgencyOf(const DirectoryReplay& replay, const std::string& id) {
  v1::Agency agency;
  EXPECT_TRUE(agency.ParseFromString(replay.AgencyRows().at(id)));
  return agency;
}

TEST(DirectoryReplayTest, TheLastEntryOfAnAgencyStands) {
  DirectoryReplay replay;
  replay.Add(0, Written("uep", v1::AGENCY_STATE_ACTIVE));
  replay.Add(1, Written("uep", v1::AGENCY_STATE_SUSPENDED));
  EXPECT_EQ(AgencyOf(replay, "uep").state(), v1::AGENCY_STATE_SUSPENDED);
}

TEST(DirectoryReplayTest, TheFirstCertificateMakesItsAgencyActiveAndNoOther) {
  DirectoryReplay replay;
  replay.Add(0, Written("uep", v1::AGENCY_STATE_REGISTERED));
  replay.Add(1, Written("mp", v1::AGENCY_STATE_REGISTERED));
  replay.Add(2, Issued("01", "uep"));
  EXPECT_EQ(AgencyOf(replay, "uep").state(), v1::AGENCY_STATE_ACTIVE);
  EXPECT_EQ(AgencyOf(replay, "mp").state(), v1::AGENCY_STATE_REGISTERED);
}

TEST(DirectoryReplayTest, ACertificateDoesNotLiftASuspension) {
  DirectoryReplay replay;
  replay.Add(0, Written("uep", v1::AGENCY_STATE_SUSPENDED));
  replay.Add(1, Issued("01", "uep"));
  EXPECT_EQ(AgencyOf(replay, "uep").state(), v1::AGENCY_STATE_SUSPENDED);
}

TEST(DirectoryReplayTest, ACertificateRowNamesItsRecord) {
  DirectoryReplay replay;
  replay.Add(7, Issued("01", "uep"));
  v1::Certificate row;
  ASSERT_TRUE(row.ParseFromString(replay.CertificateRows().at("01")));
  EXPECT_EQ(row.trust_log_index(), 7U);
  EXPECT_THAT(replay.SubjectRows(), SizeIs(1));
}

TEST(DirectoryReplayTest, ATokenIsSpentByItsRecord) {
  DirectoryReplay replay;
  store::v1::Record created;
  created.mutable_event()->mutable_token_created()->set_secret_hash("hash");
  replay.Add(0, created);
  EXPECT_FALSE(replay.IsSpent("hash"));
  store::v1::Record spent;
  spent.mutable_event()->mutable_token_spent()->set_secret_hash("hash");
  replay.Add(1, spent);
  EXPECT_TRUE(replay.IsSpent("hash"));
}

TEST(DirectoryReplayTest, ARecordOfRulesMakesNoRow) {
  DirectoryReplay replay;
  store::v1::Record record;
  record.mutable_event()->mutable_rules_loaded()->set_mechanism_id("mx-federal");
  replay.Add(0, record);
  EXPECT_THAT(replay.AgencyRows(), IsEmpty());
  EXPECT_THAT(replay.TokenRows(), IsEmpty());
}

}  // namespace
}  // namespace enlace::service
