#include "gateway/service/referral/advance_leg.h"

#include "certs/seal/seal.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class AdvanceLegTest : public GatewayFixture {
 protected:
  AdvanceLegTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent());
  }
  FillAction Transfer(const std::string& successor) {
    return [this, successor](v1::AdvanceLegRequest* request) {
      request->mutable_transfer()->mutable_successor()->set_agency_id(successor);
      *request->mutable_sealed_note() = SealTo(kProsecutor, {kProsecutor, successor}, "the file");
    };
  }
  v1::Clock ClockOf(const std::string& viewer, const std::string& rule_id) {
    const auto status = Call(api().get_case_status, CallerOf(viewer), LookAt(referral_.case_id()));
    for (const v1::Clock& clock : status->status().clocks()) {
      if (clock.rule_id() == rule_id) return clock;
    }
    ADD_FAILURE() << "no clock " << rule_id;
    return v1::Clock();
  }

  v1::Referral referral_;
};

GatewayFixture::FillAction Decline(v1::DeclineReason reason) {
  return [reason](v1::AdvanceLegRequest* request) {
    request->mutable_decline()->set_reason(reason);
    request->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
  };
}

TEST_F(AdvanceLegTest, AcceptanceIsToldAndReceiptedAsADecision) {
  const v1::AdvanceLegResponse accepted = Accept(referral_, kProsecutor);
  EXPECT_EQ(accepted.leg().state(), v1::LEG_STATE_ACCEPTED);
  EXPECT_EQ(accepted.receipt().kind(), v1::RECEIPT_KIND_DECISION);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(accepted.receipt()));
  EXPECT_EQ(proven.record.event_type(), "leg.accepted");
  EXPECT_EQ(proven.record.actor().agency_id(), kProsecutor);
  EXPECT_EQ(proven.record.leg_id(), accepted.leg().leg_id());
  const std::vector<v1::FeedItem> feed = FeedOf(kSender);
  ASSERT_THAT(feed, SizeIs(3));  // delivered, received, accepted
  EXPECT_EQ(feed[2].leg_state(), v1::LEG_STATE_ACCEPTED);
  EXPECT_EQ(feed[2].actor().agency_id(), kProsecutor);
  EXPECT_EQ(feed[2].leg_version(), accepted.leg().version());
}

TEST_F(AdvanceLegTest, ARepetitionIsAnsweredAlikeThoughTheLegHasMovedOn) {
  Receive(referral_, kProsecutor);
  const v1::AdvanceLegRequest accept = Command(referral_, kProsecutor, AcceptLeg());
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse first,
                       Call(api().advance_leg, CallerOf(kProsecutor), accept));
  ASSERT_THAT(Advance(referral_, kProsecutor, [](auto* request) { request->mutable_begin_work(); }), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse again,
                       Call(api().advance_leg, CallerOf(kProsecutor), accept));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(AdvanceLegTest, AStaleVersionIsAConflict) {
  v1::AdvanceLegRequest request = Command(referral_, kProsecutor, ConfirmDelivery());
  request.set_expected_version(request.expected_version() + 1);
  EXPECT_THAT(Call(api().advance_leg, CallerOf(kProsecutor), request),
              ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
}

TEST_F(AdvanceLegTest, EveryRefusalOfTheMachineSaysWhich) {
  EXPECT_THAT(Advance(referral_, kProsecutor, AcceptLeg()),
              ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  EXPECT_THAT(Advance(referral_, kProsecutor, ConfirmDelivery(), kSender),
              ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Advance(referral_, kOmbudsman, ConfirmDelivery(), kOmbudsman),
              ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  ASSERT_THAT(Advance(referral_, kProsecutor, ConfirmDelivery()), IsOk());
  EXPECT_THAT(Advance(referral_, kProsecutor,
                      [](auto* request) {
                        request->mutable_confirm_reception();
                        request->clear_officer_pseudonym();
                      }),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(Advance(referral_, kProsecutor, [](auto* request) {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AdvanceLegTest, StrangersAndExcludedCannotTellTheLegFromNone) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
  v1::AdvanceLegRequest existing = Command(referral, kProsecutor, AcceptLeg());
  v1::AdvanceLegRequest none = existing;
  none.set_referral_id(NoSuchId());
  none.set_leg_id(NoSuchId());
  for (const char* id : {kStranger, kPolice}) {
    existing.set_request_id(NewId());
    none.set_request_id(NewId());
    const uint64_t before = LogSize();
    const absl::Status refused = Call(api().advance_leg, CallerOf(id), existing).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    EXPECT_EQ(LogSize() - before, 1u);
    EXPECT_EQ(RecordAt(before).refusal(), v1::ERROR_REASON_NOT_FOUND);
    EXPECT_THAT(Call(api().advance_leg, CallerOf(id), none), SameRefusalAs(refused));
    EXPECT_EQ(LogSize() - before, 2u);
  }
}

TEST_F(AdvanceLegTest, ADeclineOfTheLastTakerIsToldAsNoTaker) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kFederal});
  Receive(referral, kProsecutor);
  ASSERT_THAT(Advance(referral, kProsecutor, Decline(v1::DECLINE_REASON_CONFLICT_OF_INTEREST)), IsOk());
  for (const char* id : {kSender, kOmbudsman}) {
    EXPECT_EQ(FeedOf(id).back().kind(), v1::FEED_KIND_NO_TAKER) << id;
  }
}

TEST_F(AdvanceLegTest, ANoteIsKeptForThoseItIsSealedTo) {
  Receive(referral_, kProsecutor);
  EXPECT_THAT(Advance(referral_, kProsecutor, Decline(v1::DECLINE_REASON_NO_CAPACITY)),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  const auto decline = [this](v1::AdvanceLegRequest* request) {
    Decline(v1::DECLINE_REASON_NO_CAPACITY)(request);
    *request->mutable_sealed_note() = SealTo(kProsecutor, {kProsecutor, kSender}, "no staff");
  };
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse declined, Advance(referral_, kProsecutor, decline));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(declined.receipt()));
  v1::GetReferralRequest get;
  get.set_referral_id(referral_.referral_id());
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse read, Call(api().get_referral, CallerOf(kSender), get));
  ASSERT_THAT(read.referral().notes(), SizeIs(1));
  EXPECT_EQ(proven.leaf.sealed, read.referral().notes(0).sealed().digest());
  ASSERT_OK_AND_ASSIGN(const certs::Opened note,
                       certs::Open(read.referral().notes(0).sealed().cms(), Keys(kSender).sealing_key,
                                   Keys(kSender).sealing, pki_.verifier()));
  EXPECT_EQ(note.content, "no staff");
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse other,
                       Call(api().get_referral, CallerOf(kFederal), get));
  EXPECT_THAT(other.referral().notes(), IsEmpty());
}

TEST_F(AdvanceLegTest, ANoteReachesNobodyWithoutAPartInTheReferral) {
  Receive(referral_, kProsecutor);
  const auto decline = [this](v1::AdvanceLegRequest* request) {
    Decline(v1::DECLINE_REASON_OTHER)(request);
    *request->mutable_sealed_note() = SealTo(kProsecutor, {kSender, kPolice});
  };
  EXPECT_THAT(Advance(referral_, kProsecutor, decline), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
  EXPECT_EQ(LegOf(referral_, kProsecutor).state(), v1::LEG_STATE_RECEIVED);
}

TEST_F(AdvanceLegTest, WithoutCompetenceTheNextByRuleHasToBeSealedTo) {
  RegisterAgency("fiscalia-general", v1::AGENCY_KIND_PROSECUTOR);
  EnrolAgency("fiscalia-general");
  Receive(referral_, kProsecutor);
  const auto returned = [](v1::AdvanceLegRequest* request) {
    request->mutable_return_not_competent()->set_ground(v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR);
  };
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse response, Advance(referral_, kProsecutor, returned));
  EXPECT_EQ(response.leg().state(), v1::LEG_STATE_RETURNED_NOT_COMPETENT);
  EXPECT_THAT(response.opened_legs(), IsEmpty());
  EXPECT_EQ(FeedOf(kSender).back().kind(), v1::FEED_KIND_RESEAL_REQUESTED);
  EXPECT_THAT(FeedOf("fiscalia-general"), IsEmpty());
}

TEST_F(AdvanceLegTest, WithoutCompetenceTheNextByRuleGetsALegOnceItCanRead) {
  RegisterAgency("fiscalia-general", v1::AGENCY_KIND_PROSECUTOR);
  EnrolAgency("fiscalia-general");
  Receive(referral_, kProsecutor);
  const auto returned = [this](v1::AdvanceLegRequest* request) {
    request->mutable_return_not_competent()->set_ground(v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR);
    *request->mutable_sealed_note() = SealTo(kProsecutor, {kSender, "fiscalia-general"}, "the file");
  };
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse response, Advance(referral_, kProsecutor, returned));
  ASSERT_THAT(response.opened_legs(), SizeIs(1));
  EXPECT_EQ(response.opened_legs(0).recipient().agency_id(), "fiscalia-general");
  EXPECT_EQ(response.opened_legs(0).routing_rule_id(), "MX-R5");
  EXPECT_THAT(Verify(response.receipt()), IsOk());
  EXPECT_THAT(FeedOf("fiscalia-general"), SizeIs(1));
}

// In Honduras the prosecutor depends on who is said to have done it.
class ContestedPerpetratorTest : public GatewayFixture {
 protected:
  ContestedPerpetratorTest() {
    Enrol("observatorio", v1::AGENCY_KIND_STATE_PROTECTION_UNIT);
    Enrol("direccion", v1::AGENCY_KIND_PROTECTION_UNIT);
    Enrol("fiscalia-ddhh", v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR);
    Enrol("fiscalia-comun", v1::AGENCY_KIND_PROSECUTOR, "ordinary_prosecution");
    v1::Classification c = Urgent();
    c.set_mechanism_id("hn-national");
    c.set_perpetrator(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
    c.mutable_territory()->set_country("HN");
    c.mutable_territory()->set_subdivision("HN-FM");
    c.mutable_territory()->clear_time_zone();
    referral_ = MustSubmit("observatorio", c);
  }

  void Enrol(const std::string& id, v1::AgencyKind kind, const std::string& role = "") {
    v1::CreateAgencyRequest request;
    request.set_request_id(NewId());
    *request.mutable_agency() = Entry(id, kind, {});
    request.mutable_agency()->set_country("HN");
    if (!role.empty()) {
      request.mutable_agency()->add_mandates()->set_legal_act("Acuerdo");
      request.mutable_agency()->mutable_mandates(0)->add_roles(role);
    }
    EXPECT_THAT(Call(api().create_agency, Administrator(), request), IsOk());
    EnrolAgency(id);
  }

  v1::Referral referral_;
};

TEST_F(ContestedPerpetratorTest, WhoeverIsCompetentForOthersIsNext) {
  Receive(referral_, "fiscalia-ddhh");
  const auto returned = [this](v1::AdvanceLegRequest* request) {
    request->mutable_return_not_competent()->set_ground(v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR);
    *request->mutable_sealed_note() = SealTo("fiscalia-ddhh", {"observatorio", "fiscalia-comun"}, "the file");
  };
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse response, Advance(referral_, "fiscalia-ddhh", returned));
  ASSERT_THAT(response.opened_legs(), SizeIs(1));
  EXPECT_EQ(response.opened_legs(0).recipient().agency_id(), "fiscalia-comun");
  EXPECT_EQ(response.opened_legs(0).routing_rule_id(), "HN-R5");
}

TEST_F(ContestedPerpetratorTest, AnotherGroundLeavesTheCategoryAsTheSenderGaveIt) {
  Receive(referral_, "fiscalia-ddhh");
  const auto returned = [](v1::AdvanceLegRequest* request) {
    request->mutable_return_not_competent()->set_ground(v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY);
  };
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse response, Advance(referral_, "fiscalia-ddhh", returned));
  EXPECT_THAT(response.opened_legs(), IsEmpty());
  EXPECT_THAT(FeedOf("fiscalia-comun"), IsEmpty());
}

TEST_F(AdvanceLegTest, ATransferKeepsTheLegUntilTheSuccessorAccepts) {
  Accept(referral_, kProsecutor);
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceLegResponse response,
                       Advance(referral_, kProsecutor, Transfer(kStranger)));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_DECISION);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt opened, Verify(response.receipt()));
  EXPECT_EQ(opened.record.sealed_digest().size(), 32u);  // The record vouches for the note.
  EXPECT_EQ(LegOf(referral_, kProsecutor).state(), v1::LEG_STATE_ACCEPTED);
  EXPECT_THAT(FeedOf(kStranger), SizeIs(1));
  const v1::AdvanceLegResponse accepted = Accept(referral_, kStranger);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(accepted.receipt()));
  EXPECT_EQ(proven.record.leg_id(), accepted.leg().leg_id());
  EXPECT_EQ(LegOf(referral_, kProsecutor).state(), v1::LEG_STATE_TRANSFERRED);
}

TEST_F(AdvanceLegTest, AnExcludedSuccessorGetsTheAnswerOfAnUnknownOne) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kStranger});
  Accept(referral, kProsecutor);
  const absl::Status excluded = Advance(referral, kProsecutor, Transfer(kStranger)).status();
  const auto unknown = [this](v1::AdvanceLegRequest* request) {
    request->mutable_transfer()->mutable_successor()->set_agency_id("nobody-knows");
    *request->mutable_sealed_note() = SealTo(kProsecutor, {kProsecutor}, "the file");
  };
  EXPECT_THAT(excluded, ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(Advance(referral, kProsecutor, unknown), SameRefusalAs(excluded));
  EXPECT_THAT(FeedOf(kStranger), IsEmpty());
}

TEST_F(AdvanceLegTest, WithdrawalEndsTheRecipientsAccess) {
  const auto withdraw = [](v1::AdvanceLegRequest* request) {
    request->mutable_withdraw()->set_reason("consent-withdrawn");
  };
  ASSERT_THAT(Advance(referral_, kProsecutor, withdraw, kSender), IsOk());
  EXPECT_THAT(Call(api().get_case_status, CallerOf(kProsecutor), LookAt(referral_.case_id())),
              ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  const std::vector<v1::FeedItem> feed = FeedOf(kProsecutor);
  ASSERT_THAT(feed, SizeIs(1));
  EXPECT_EQ(feed[0].kind(), v1::FEED_KIND_ACCESS_ENDED);
}

TEST_F(AdvanceLegTest, ResponsibilityMovesWithAcceptance) {
  RegisterAgency("mecanismo-segundo", v1::AGENCY_KIND_PROTECTION_UNIT);
  EnrolAgency("mecanismo-segundo");
  referral_ = MustSubmit(kSender, Urgent());
  EXPECT_EQ(ClockOf(kSender, "MX-1").responsible().agency_id(), kFederal);
  Accept(referral_, "mecanismo-segundo");
  EXPECT_EQ(ClockOf(kSender, "MX-1").responsible().agency_id(), "mecanismo-segundo");
}

TEST_F(AdvanceLegTest, TheStatutoryClockStopsWithItsEventAndNothingElse) {
  Accept(referral_, kFederal);
  clock_.Advance(absl::Hours(2));
  EXPECT_EQ(ClockOf(kSender, "MX-1").state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(ClockOf(kSender, "MX-OP-1").state(), v1::CLOCK_STATE_MET);
  const auto begin = [](v1::AdvanceLegRequest* request) {
    request->mutable_begin_work()->set_act(v1::CLOCK_EVENT_RESPONSE_GIVEN);
  };
  ASSERT_THAT(Advance(referral_, kFederal, begin), IsOk());
  EXPECT_EQ(ClockOf(kSender, "MX-1").state(), v1::CLOCK_STATE_MET);
}

TEST_F(AdvanceLegTest, SilenceMakesAClockOverdue) {
  clock_.Advance(absl::Hours(3) + absl::Seconds(1));
  EXPECT_EQ(ClockOf(kSender, "MX-1").state(), v1::CLOCK_STATE_OVERDUE);
}

}  // namespace
}  // namespace enlace::service
