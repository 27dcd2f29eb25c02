#include "adapters/runtime/outbound.h"

#include "gateway/base/files.h"
#include "tests/adapters/runtime/fake_driver.h"
#include "tests/client/referral_fixture.h"

namespace enlace::adapters {
namespace {

class OutboundTest : public client::ReferralFixture {
 protected:
  // The outbound half of an agency's adapter.
  struct Side {
    Side(client::FakeAgency& agency, const std::string& id, client::RetryPolicy retry = {}) {
      sender = *client::ReferralSender::New(*agency.session, *agency.keystore, agency.logs());
      reader = *client::ReferralReader::New(*agency.session, *agency.keystore, agency.logs());
      legs = *client::LegActions::New(*agency.session, *agency.keystore, agency.logs());
      for (const char* part : {"receipts", "spool"}) EXPECT_THAT(base::MakeFolders(state.File(part)), IsOk());
      outbound = std::make_unique<Outbound>(
          Outbound::Dependencies{driver, *agency.session, *agency.keystore, *sender, *reader, *legs, id,
                                 "mx-federal", "mx.enlace.test/caselog/1", state.File("receipts"),
                                 state.File("spool"), state.File("quarantine"), "es", retry});
    }
    FakeDriver driver;
    TemporaryFolder state;
    std::unique_ptr<client::ReferralSender> sender;
    std::unique_ptr<client::ReferralReader> reader;
    std::unique_ptr<client::LegActions> legs;
    std::unique_ptr<Outbound> outbound;
  };

  // What a process does that ends after the gateway took an act, before the answer.
  static void CutOff(client::FakeGateway& gateway, client::FakeAgency& agency, Side& side) {
    gateway.lost_answers = 1;
    agency.sleeper.stop = true;
    EXPECT_THAT(side.outbound->SendAll(), StatusIs(absl::StatusCode::kCancelled));
    EXPECT_TRUE(side.driver.settled.empty());
    agency.sleeper.stop = false;
  }
  static std::vector<std::string> FilesIn(const Side& side, const std::string& folder) {
    return *base::ListFolder(side.state.File(folder));
  }
  static OutgoingReferral Line(const std::string& source_id) {
    OutgoingReferral referral;
    referral.source_id = source_id;
    referral.content.set_narrative("amenazas");
    referral.petition_time = absl::Now();
    return referral;
  }
  static v1::AdvanceLegRequest Decision() {
    v1::AdvanceLegRequest action;
    action.mutable_accept();
    action.set_officer_pseudonym("f-3");
    return action;
  }
};

TEST_F(OutboundTest, ALineBecomesAReferralWithAReceiptOnDisk) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  ASSERT_EQ(gateway_.submitted.size(), 1U);
  EXPECT_EQ(gateway_.submitted[0].classification().mechanism_id(), "mx-federal");
  ASSERT_TRUE(unit.driver.settled.contains("line-1"));
  EXPECT_THAT(unit.driver.settled["line-1"].result, IsOk());
  ASSERT_OK_AND_ASSIGN(const auto receipts, base::ListFolder(unit.state.File("receipts")));
  EXPECT_EQ(receipts.size(), 1U);
}

TEST_F(OutboundTest, AfterACrashTheSameLineIsTheSameReferral) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  unit.driver.outgoing = {Line("line-1")};  // The driver had not noted it.
  unit.driver.settled.clear();
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_EQ(gateway_.referrals.size(), 1U);
  EXPECT_THAT(unit.driver.settled["line-1"].result, IsOk());
}

TEST_F(OutboundTest, DyingBetweenAnswerAndReceiptLosesNeitherReferralNorReceipt) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  CutOff(gateway_, unit_, unit);
  EXPECT_EQ(FilesIn(unit, "spool").size(), 1U);
  EXPECT_TRUE(FilesIn(unit, "receipts").empty());
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_EQ(gateway_.referrals.size(), 1U);
  EXPECT_THAT(unit.driver.settled["line-1"].result, IsOk());
  EXPECT_NE(unit.driver.settled["line-1"].record_time, absl::UnixEpoch());
  EXPECT_EQ(FilesIn(unit, "receipts").size(), 1U);
  EXPECT_TRUE(FilesIn(unit, "spool").empty());
}

TEST_F(OutboundTest, DyingBetweenAnswerAndReceiptOfASealedAnswerLosesNeither) {
  ASSERT_OK_AND_ASSIGN(const client::SentReferral sent, Send(Referral()));
  v1::Referral& stored = gateway_.referrals[sent.referral.referral_id()];
  stored.mutable_legs(0)->set_state(v1::LEG_STATE_RECEIVED);
  Side prosecutor(prosecutor_, "mx-fgr");
  OutgoingAction action{"act-1",       stored.referral_id(), stored.legs(0).leg_id(),
                        "8P0F-B5CQ-9", Decision(),           {}};
  action.note.set_text("se acepta");
  prosecutor.driver.outgoing = {action};
  CutOff(gateway_, prosecutor_, prosecutor);
  ASSERT_THAT(prosecutor.outbound->SendAll(), IsOk());
  ASSERT_EQ(gateway_.advanced.size(), 2U);
  EXPECT_EQ(gateway_.advanced[0].sealed_note().cms(), gateway_.advanced[1].sealed_note().cms());
  EXPECT_EQ(stored.notes_size(), 1);
  EXPECT_THAT(prosecutor.driver.settled["act-1"].result, IsOk());
  EXPECT_EQ(FilesIn(prosecutor, "receipts").size(), 1U);
  EXPECT_TRUE(FilesIn(prosecutor, "spool").empty());
}

TEST_F(OutboundTest, DyingBetweenAnswerAndReceiptOfAReportLosesNeither) {
  Side prosecutor(prosecutor_, "mx-fgr");
  v1::InvestigationStatus investigation;
  investigation.set_stage(v1::INVESTIGATION_STAGE_FORMAL_INVESTIGATION);
  v1::ProtectionStatus protection;
  const auto read_at = [](auto status, int64_t second) {
    status.mutable_as_of_time()->set_seconds(second);
    return status;
  };
  prosecutor.driver.outgoing = {
      OutgoingStatus{"report-1", "", "FGR/2017/4", read_at(investigation, 1), "f-3"}};
  CutOff(gateway_, prosecutor_, prosecutor);
  // Each look reads the file anew, at another time.
  prosecutor.driver.outgoing = {
      OutgoingStatus{"report-1", "", "FGR/2017/4", read_at(investigation, 2), "f-3"},
      OutgoingStatus{"report-2", "C1", "", read_at(protection, 2), "f-3"}};
  ASSERT_THAT(prosecutor.outbound->SendAll(), IsOk());
  ASSERT_EQ(gateway_.reported.size(), 2U);
  EXPECT_EQ(gateway_.reported[0].native_number_hash(), prosecutor_.keystore->HashNativeNumber("FGR/2017/4"));
  EXPECT_EQ(gateway_.reported[1].case_id(), "C1");
  for (const char* report : {"report-1", "report-2"}) {
    EXPECT_THAT(prosecutor.driver.settled[report].result, IsOk());
    EXPECT_NE(prosecutor.driver.settled[report].record_time, absl::UnixEpoch());
  }
  // Named by its index, which is 0 for every receipt of the fake log.
  EXPECT_THAT(FilesIn(prosecutor, "receipts"), testing::ElementsAre("status-0.json"));
  EXPECT_TRUE(FilesIn(prosecutor, "spool").empty());
}

TEST_F(OutboundTest, AnActThatNeverArrivedIsDecidedAgainOnTheLegAsItIsNow) {
  ASSERT_OK_AND_ASSIGN(const client::SentReferral sent, Send(Referral()));
  v1::Referral& stored = gateway_.referrals[sent.referral.referral_id()];
  stored.mutable_legs(0)->set_state(v1::LEG_STATE_RECEIVED);
  Side prosecutor(prosecutor_, "mx-fgr");
  prosecutor.driver.outgoing = {
      OutgoingAction{"act-1", stored.referral_id(), stored.legs(0).leg_id(), "8P0F-B5CQ-9", Decision(), {}}};
  gateway_.on_advance = [this] { gateway_.refusals = {grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")}; };
  prosecutor_.sleeper.stop = true;
  EXPECT_THAT(prosecutor.outbound->SendAll(), StatusIs(absl::StatusCode::kCancelled));
  prosecutor_.sleeper.stop = false;
  stored.mutable_legs(0)->set_version(9);  // Somebody moved it meanwhile.
  gateway_.on_advance = [this, first = true]() mutable {
    if (first) {
      gateway_.refusals = {client::Refused(grpc::StatusCode::ABORTED, v1::ERROR_REASON_VERSION_CONFLICT, "")};
    }
    first = false;
  };
  ASSERT_THAT(prosecutor.outbound->SendAll(), IsOk());
  EXPECT_EQ(gateway_.advanced.back().expected_version(), 9U);
  EXPECT_THAT(prosecutor.driver.settled["act-1"].result, IsOk());
}

TEST_F(OutboundTest, ARefusalForGoodGoesBackToTheOfficer) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  gateway_.on_submit = [this] {
    gateway_.refusals.push_back(client::Refused(grpc::StatusCode::INVALID_ARGUMENT,
                                                v1::ERROR_REASON_FIELD_INVALID, "petition_time: is required",
                                                "petition_time"));
  };
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  ASSERT_TRUE(unit.driver.settled.contains("line-1"));
  EXPECT_THAT(unit.driver.settled["line-1"].result,
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("petition_time")));
}

TEST_F(OutboundTest, WhatMayPassByItselfWaitsForTheNextLook) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  gateway_.routes.front()
      .mutable_recipients(0)
      ->clear_sealing_certificates();  // The recipient has no key now.
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_TRUE(unit.driver.settled.empty());
  EXPECT_EQ(unit.driver.outgoing.size(), 1U);
}

TEST_F(OutboundTest, ADecisionConfirmsTheReceptionFirst) {
  ASSERT_OK_AND_ASSIGN(const client::SentReferral sent, Send(Referral()));
  v1::Referral& stored = gateway_.referrals[sent.referral.referral_id()];
  stored.mutable_legs(0)->set_state(v1::LEG_STATE_DELIVERED);
  Side prosecutor(prosecutor_, "mx-fgr");
  OutgoingAction action{"act-1",       stored.referral_id(), stored.legs(0).leg_id(),
                        "8P0F-B5CQ-9", Decision(),           {}};
  prosecutor.driver.outgoing = {action};
  ASSERT_THAT(prosecutor.outbound->SendAll(), IsOk());
  ASSERT_EQ(gateway_.advanced.size(), 2U);
  EXPECT_TRUE(gateway_.advanced[0].has_confirm_reception());
  EXPECT_EQ(gateway_.advanced[0].officer_pseudonym(), "f-3");
  EXPECT_TRUE(gateway_.advanced[1].has_accept());
  EXPECT_THAT(prosecutor.driver.settled["act-1"].result, IsOk());
}

TEST_F(OutboundTest, ACertificateThatIsRefusedEndsTheLookAndSettlesNothing) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1"), Line("line-2")};
  gateway_.refusals.push_back(client::Refused(
      grpc::StatusCode::UNAUTHENTICATED, v1::ERROR_REASON_CERTIFICATE_REVOKED, "certificate was revoked"));
  EXPECT_THAT(unit.outbound->SendAll(), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_TRUE(unit.driver.settled.empty());
}

TEST_F(OutboundTest, ASuspendedAgencyLosesNothingThatItsOfficersWrote) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1"), Line("line-2")};
  gateway_.refusals.push_back(
      client::Refused(grpc::StatusCode::PERMISSION_DENIED, v1::ERROR_REASON_AGENCY_SUSPENDED, "suspended"));
  EXPECT_THAT(unit.outbound->SendAll(), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  EXPECT_TRUE(unit.driver.settled.empty());
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_EQ(unit.driver.settled.size(), 2U);
}

TEST_F(OutboundTest, WhatFailedByItselfWaitsWhileTheRestGoesOn) {
  Side unit(unit_, "mx-uep", {.first = absl::Minutes(10), .longest = absl::Hours(1)});
  unit.driver.outgoing = {Line("line-1"), Line("line-2")};
  v1::ResolveRecipientsResponse no_key = gateway_.routes.front();
  no_key.mutable_recipients(0)->clear_sealing_certificates();
  gateway_.routes.push_front(no_key);  // For the first line only.
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_EQ(unit.outbound->waiting(), 1);
  EXPECT_TRUE(unit.driver.settled.contains("line-2"));
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());  // Too early for the first.
  EXPECT_FALSE(unit.driver.settled.contains("line-1"));
  EXPECT_EQ(unit.outbound->waiting(), 1);
}

TEST_F(OutboundTest, AFalseReceiptStopsTheLineUntilPeopleHaveLooked) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  gateway_.spoil_submit = [](v1::SubmitReferralResponse* response) {
    response->mutable_receipt()->mutable_record()->append("x");
  };
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_EQ(gateway_.submitted.size(), 1U);
  EXPECT_EQ(unit.outbound->held_back(), 1);
  EXPECT_TRUE(unit.driver.settled.empty());
  const std::string notice = unit.state.File("quarantine/line-1.txt");
  ASSERT_OK_AND_ASSIGN(const std::string text, base::ReadFile(notice));
  EXPECT_THAT(text, testing::HasSubstr("borre este aviso"));
  gateway_.spoil_submit = nullptr;
  std::remove(notice.c_str());
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_THAT(unit.driver.settled["line-1"].result, IsOk());
  EXPECT_EQ(gateway_.referrals.size(), 1U);  // The very same request again.
}

TEST_F(OutboundTest, ALineCorrectedAfterARefusalIsAnotherRequest) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  OutgoingReferral corrected = Line("line-1");
  corrected.classification.mutable_territory()->set_subdivision("MX-CHH");
  unit.driver.outgoing = {corrected};
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  ASSERT_EQ(gateway_.submitted.size(), 2U);
  EXPECT_NE(gateway_.submitted[0].request_id(), gateway_.submitted[1].request_id());
}

TEST_F(OutboundTest, DyingBetweenReceiptAndJournalSettlesWithTheSameReceipt) {
  Side unit(unit_, "mx-uep");
  unit.driver.outgoing = {Line("line-1")};
  unit.driver.settle_status = absl::UnavailableError("disk full");
  EXPECT_THAT(unit.outbound->SendAll(), StatusIs(absl::StatusCode::kUnavailable));
  const std::vector<std::string> receipts = FilesIn(unit, "receipts");
  ASSERT_EQ(receipts.size(), 1U);
  ASSERT_OK_AND_ASSIGN(const std::string first, base::ReadFile(unit.state.File("receipts/" + receipts[0])));
  unit.driver.settle_status = absl::OkStatus();
  ASSERT_THAT(unit.outbound->SendAll(), IsOk());
  EXPECT_EQ(*base::ReadFile(unit.state.File("receipts/" + receipts[0])), first);
  EXPECT_THAT(unit.driver.settled["line-1"].result, IsOk());
  EXPECT_EQ(gateway_.referrals.size(), 1U);
}

TEST_F(OutboundTest, ALegThatMovedMeanwhileIsReadAgain) {
  ASSERT_OK_AND_ASSIGN(const client::SentReferral sent, Send(Referral()));
  v1::Referral& stored = gateway_.referrals[sent.referral.referral_id()];
  stored.mutable_legs(0)->set_state(v1::LEG_STATE_RECEIVED);
  Side prosecutor(prosecutor_, "mx-fgr");
  prosecutor.driver.outgoing = {
      OutgoingAction{"act-1", stored.referral_id(), stored.legs(0).leg_id(), "8P0F-B5CQ-9", Decision(), {}}};
  gateway_.on_advance = [this] {
    if (gateway_.advanced.size() == 3) return;
    gateway_.refusals = {client::Refused(grpc::StatusCode::ABORTED, v1::ERROR_REASON_VERSION_CONFLICT, "")};
  };
  ASSERT_THAT(prosecutor.outbound->SendAll(), IsOk());
  EXPECT_EQ(gateway_.advanced.size(), 3U);
  EXPECT_THAT(prosecutor.driver.settled["act-1"].result, IsOk());
}

}  // namespace
}  // namespace enlace::adapters
