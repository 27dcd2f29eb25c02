#include "gateway/identity/roster.h"

#include <thread>

#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::identity {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

v1::Certificate Issued(const std::string& serial) {
  v1::Certificate out;
  out.set_serial(serial);
  return out;
}

v1::Agency Agency(const std::string& id, v1::AgencyState state) {
  v1::Agency out;
  out.set_agency_id(id);
  out.set_kind(v1::AGENCY_KIND_PROSECUTOR);
  out.set_state(state);
  return out;
}

TEST(RosterTest, CertificateOnRecordIsGood) {
  Roster roster;
  roster.Put(Issued("a1"));
  EXPECT_THAT(roster.CheckCertificate("a1"), IsOk());
}

TEST(RosterTest, UnrecordedCertificateIsUnknown) {
  Roster roster;
  const absl::Status status = roster.CheckCertificate("a1");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("a1")));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNKNOWN));
  EXPECT_TRUE(base::IsTold(status));
}

TEST(RosterTest, RevocationNamesTimeAndRemedy) {
  Roster roster;
  v1::Certificate certificate = Issued("a1");
  *certificate.mutable_revoke_time() = base::ToProto(absl::FromUnixSeconds(1768478400));
  roster.Put(certificate);
  const absl::Status status = roster.CheckCertificate("a1");
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kUnauthenticated,
                       AllOf(HasSubstr("revoked at 2026-01-15T12:00:00Z"), HasSubstr("administrator"))));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
}

TEST(RosterTest, ACertificateThatWasReinstatedIsGoodAgain) {
  Roster roster;
  v1::Certificate certificate = Issued("a1");
  *certificate.mutable_revoke_time() = base::ToProto(absl::FromUnixSeconds(1768478400));
  roster.Put(certificate);
  roster.Put(Issued("a1"));
  EXPECT_THAT(roster.CheckCertificate("a1"), IsOk());
  EXPECT_FALSE(roster.FindCertificate("a1")->revoked);
  EXPECT_FALSE(roster.FindCertificate("b2").has_value());
}

TEST(RosterTest, SightingsAreToBeWrittenOnceTheyAreLaterByThatMuch) {
  const absl::Time then = absl::FromUnixSeconds(1768478400);
  Roster roster;
  roster.Put(Issued("a1"));
  const uint64_t epoch = roster.epoch();
  roster.Seen("a1", then);
  roster.Seen("never issued", then);
  ASSERT_EQ(roster.Unwritten(absl::Hours(1)).size(), 1U);
  roster.Written(roster.Unwritten(absl::Hours(1)));
  roster.Seen("a1", then + absl::Minutes(59));
  EXPECT_TRUE(roster.Unwritten(absl::Hours(1)).empty());
  roster.Seen("a1", then + absl::Minutes(60));
  roster.Seen("a1", then);  // An earlier one changes nothing.
  EXPECT_EQ(roster.Unwritten(absl::Hours(1))[0].time, then + absl::Minutes(60));
  EXPECT_EQ(roster.epoch(), epoch);
}

TEST(RosterTest, WhatTheStoreHasIsSeenAtTheStart) {
  Roster roster;
  roster.Put(Issued("a1"));
  roster.Written({{"a1", absl::FromUnixSeconds(1768478400)}});
  EXPECT_EQ(roster.FindCertificate("a1")->last_seen, absl::FromUnixSeconds(1768478400));
  EXPECT_TRUE(roster.Unwritten(absl::Hours(1)).empty());
}

TEST(RosterTest, AgencyInGoodStandingTellsItsKind) {
  Roster roster;
  roster.Put(Agency("fgr", v1::AGENCY_STATE_ACTIVE));
  roster.Put(Agency("new", v1::AGENCY_STATE_REGISTERED));
  v1::AgencyKind kind = v1::AGENCY_KIND_UNSPECIFIED;
  EXPECT_THAT(roster.CheckAgency("fgr", &kind), IsOk());
  EXPECT_EQ(kind, v1::AGENCY_KIND_PROSECUTOR);
  EXPECT_THAT(roster.CheckAgency("new", &kind), IsOk());
}

TEST(RosterTest, SuspendedAndUnregisteredAgenciesAreRefused) {
  Roster roster;
  roster.Put(Agency("fgr", v1::AGENCY_STATE_SUSPENDED));
  v1::AgencyKind kind = v1::AGENCY_KIND_UNSPECIFIED;
  for (const char* id : {"fgr", "nobody"}) {
    const absl::Status status = roster.CheckAgency(id, &kind);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr(id)));
    EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  }
  roster.Put(Agency("fgr", v1::AGENCY_STATE_ACTIVE));
  EXPECT_THAT(roster.CheckAgency("fgr", &kind), IsOk());
}

TEST(RosterTest, AgenciesAreListedByIdWithoutTheirCertificates) {
  Roster roster;
  v1::Agency agency = Agency("zeta", v1::AGENCY_STATE_ACTIVE);
  agency.add_sealing_certificates();
  roster.Put(agency);
  roster.Put(Agency("alfa", v1::AGENCY_STATE_ACTIVE));
  const std::vector<v1::Agency> agencies = roster.Agencies();
  ASSERT_EQ(agencies.size(), 2u);
  EXPECT_EQ(agencies[0].agency_id(), "alfa");
  EXPECT_EQ(agencies[1].sealing_certificates_size(), 0);
}

TEST(RosterTest, EveryChangeRaisesTheEpochAndIsHeard) {
  Roster roster;
  int heard = 0;
  const int id = roster.Listen([&] {
    ++heard;
    EXPECT_THAT(roster.CheckCertificate("a1"), IsOk());  // Sees the change itself.
  });
  const uint64_t before = roster.epoch();
  roster.Put(Issued("a1"));
  EXPECT_EQ(heard, 1);
  EXPECT_GT(roster.epoch(), before);
  roster.Unlisten(id);
  roster.Put(Agency("fgr", v1::AGENCY_STATE_ACTIVE));
  EXPECT_EQ(heard, 1);
}

TEST(RosterTest, NoListenerRunsAfterUnlisten) {
  Roster roster;
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) roster.Put(Issued("a1"));
  });
  for (int i = 0; i < 50; ++i) {
    auto alive = std::make_unique<int>(0);
    const int id = roster.Listen([heard = alive.get()] { ++*heard; });
    roster.Unlisten(id);
  }
  writer.join();
}

}  // namespace
}  // namespace enlace::identity
