#include "gateway/service/referral/reclassify_referral.h"

#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kUnit[] = "direccion-general";
constexpr char kHumanRights[] = "fiscalia-derechos-humanos";
constexpr char kOrdinary[] = "ministerio-publico";
constexpr char kOrganisation[] = "organizacion";
constexpr char kObserver[] = "comisionado";
constexpr char kForeign[] = "fiscalia-extranjera";

// Honduras: one prosecutor for attacks by the state, another one for all others.
class ReclassifyReferralTest : public GatewayFixture {
 protected:
  ReclassifyReferralTest() {
    Join(kUnit, v1::AGENCY_KIND_PROTECTION_UNIT);
    Join(kHumanRights, v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR);
    Join(kOrdinary, v1::AGENCY_KIND_PROSECUTOR, "HN", "ordinary_prosecution");
    Join(kOrganisation, v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION);
    Join(kObserver, v1::AGENCY_KIND_OMBUDSMAN);
    Join(kForeign, v1::AGENCY_KIND_PROSECUTOR, "GT");
  }
  void Join(const std::string& id, v1::AgencyKind kind, const std::string& country = "HN",
            const std::string& role = "") {
    v1::CreateAgencyRequest request;
    request.set_request_id(NewId());
    *request.mutable_agency() = Entry(id, kind, {});
    request.mutable_agency()->set_country(country);
    if (!role.empty()) {
      v1::Mandate* mandate = request.mutable_agency()->add_mandates();
      mandate->set_legal_act("Act of the test");
      mandate->add_roles(role);
    }
    ASSERT_THAT(Call(api().create_agency, Administrator(), request), IsOk());
    EnrolAgency(id);
  }
  v1::Referral Petition(v1::PerpetratorCategory perpetrator, const std::vector<std::string>& excluded = {}) {
    v1::Classification classification = Ordinary();
    classification.set_mechanism_id("hn-national");
    classification.mutable_territory()->set_country("HN");
    classification.mutable_territory()->clear_subdivision();
    classification.set_perpetrator(perpetrator);
    return MustSubmit(kOrganisation, classification, excluded);
  }
  bool HasLeg(const v1::Referral& referral, const std::string& agency) {
    const store::v1::CaseState state = StateOf(referral.case_id());
    for (const v1::Leg& leg : state.referrals(0).legs()) {
      if (leg.recipient().agency_id() == agency) return true;
    }
    return false;
  }
  // As a client makes it: resolved for the new category, sealed to those without a leg.
  v1::ReclassifyReferralRequest Said(const v1::Referral& referral, v1::PerpetratorCategory perpetrator) {
    v1::ResolveRecipientsRequest resolve;
    *resolve.mutable_classification() = referral.classification();
    resolve.mutable_classification()->set_perpetrator(perpetrator);
    *resolve.mutable_petition_time() = referral.petition_time();
    resolve.set_case_id(referral.case_id());
    const auto route = Call(api().resolve_recipients, CallerOf(kOrganisation), resolve);
    EXPECT_THAT(route, IsOk());
    v1::ReclassifyReferralRequest request;
    request.set_request_id(NewId());
    request.set_referral_id(referral.referral_id());
    request.set_perpetrator(perpetrator);
    request.set_officer_pseudonym("officer-1");
    std::vector<std::string> readers = {kOrganisation};
    for (const v1::ResolvedRecipient& recipient : route->recipients()) {
      const std::string& id = recipient.planned_leg().recipient().agency_id();
      if (HasLeg(referral, id)) continue;
      *request.add_planned_legs() = recipient.planned_leg();
      readers.push_back(id);
    }
    if (readers.size() > 1) *request.mutable_sealed_note() = SealTo(kOrganisation, readers, "testimony");
    return request;
  }
  absl::StatusOr<v1::ReclassifyReferralResponse> Reclassify(const v1::ReclassifyReferralRequest& request,
                                                            const std::string& caller = kOrganisation) {
    return Call(api().reclassify_referral, CallerOf(caller), request);
  }
  std::vector<v1::FeedKind> KindsOf(const std::string& agency) {
    std::vector<v1::FeedKind> kinds;
    for (const v1::FeedItem& item : FeedOf(agency)) kinds.push_back(item.kind());
    return kinds;
  }
  static constexpr auto kState = v1::PERPETRATOR_CATEGORY_STATE_AGENT;
  static constexpr auto kOthers = v1::PERPETRATOR_CATEGORY_NON_STATE_ACTOR;
  static constexpr auto kUnknown = v1::PERPETRATOR_CATEGORY_UNIDENTIFIED;
};

TEST_F(ReclassifyReferralTest, FromUnidentifiedToTheStateOpensNothingBecauseBothProsecutorsHaveIt) {
  const v1::Referral referral = Petition(kUnknown);
  ASSERT_THAT(referral.legs(), SizeIs(4));
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse response, Reclassify(Said(referral, kState)));
  EXPECT_THAT(response.opened_legs(), IsEmpty());
  EXPECT_THAT(response.referral().legs(), SizeIs(4));
  EXPECT_EQ(response.referral().classification().perpetrator(), kState);
}

TEST_F(ReclassifyReferralTest, FromOthersToTheStateOpensTheHumanRightsProsecutorAndKeepsTheOther) {
  const v1::Referral referral = Petition(kOthers);
  EXPECT_FALSE(HasLeg(referral, kHumanRights));
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse response, Reclassify(Said(referral, kState)));
  ASSERT_THAT(response.opened_legs(), SizeIs(1));
  EXPECT_EQ(response.opened_legs(0).recipient().agency_id(), kHumanRights);
  EXPECT_EQ(response.opened_legs(0).routing_rule_id(), "HN-R3");
  EXPECT_EQ(LegOf(referral, kHumanRights).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(LegOf(referral, kOrdinary).state(), v1::LEG_STATE_DISPATCHED);
}

TEST_F(ReclassifyReferralTest, TheNewRecipientOpensWhatWasSealedForIt) {
  const v1::Referral referral = Petition(kOthers);
  ASSERT_THAT(Reclassify(Said(referral, kState)), IsOk());
  v1::GetReferralRequest get;
  get.set_referral_id(referral.referral_id());
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse read,
                       Call(api().get_referral, CallerOf(kHumanRights), get));
  ASSERT_THAT(read.referral().notes(), SizeIs(1));
  EXPECT_EQ(read.referral().notes(0).author().agency_id(), kOrganisation);
  ASSERT_OK_AND_ASSIGN(const certs::Opened opened,
                       certs::Open(read.referral().notes(0).sealed().cms(), Keys(kHumanRights).sealing_key,
                                   Keys(kHumanRights).sealing, pki_.verifier()));
  EXPECT_EQ(opened.content, "testimony");
  ASSERT_OK_AND_ASSIGN(const v1::GetReferralResponse other,
                       Call(api().get_referral, CallerOf(kOrdinary), get));
  EXPECT_THAT(other.referral().notes(), IsEmpty());
}

TEST_F(ReclassifyReferralTest, EveryPartyIsToldOnceAndTheSenderKnows) {
  const v1::Referral referral = Petition(kOthers);
  ASSERT_THAT(Reclassify(Said(referral, kState)), IsOk());
  for (const char* id : {kUnit, kOrdinary, kObserver}) {
    EXPECT_THAT(KindsOf(id), ElementsAre(v1::FEED_KIND_LEG_DISPATCHED, v1::FEED_KIND_REFERRAL_RECLASSIFIED))
        << id;
  }
  EXPECT_EQ(FeedOf(kUnit).back().referral_id(), referral.referral_id());
  EXPECT_THAT(KindsOf(kHumanRights), ElementsAre(v1::FEED_KIND_LEG_DISPATCHED));
  EXPECT_THAT(KindsOf(kForeign), IsEmpty());
}

TEST_F(ReclassifyReferralTest, TheReceiptProvesWhatWasSaidBeforeAndNow) {
  const v1::Referral referral = Petition(kOthers);
  const v1::ReclassifyReferralRequest request = Said(referral, kState);
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse response, Reclassify(request));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proof, Verify(response.receipt()));
  EXPECT_EQ(proof.record.event_type(), "referral.reclassified");
  EXPECT_EQ(proof.record.event().referral_reclassified().from(), kOthers);
  EXPECT_EQ(proof.record.event().referral_reclassified().to(), kState);
  EXPECT_EQ(proof.record.sealed_digest(), request.sealed_note().digest());
  EXPECT_EQ(proof.record.officer_pseudonym(), "officer-1");
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_REPORT);
}

TEST_F(ReclassifyReferralTest, ARepetitionGetsTheSameBytesAndWritesNothing) {
  const v1::ReclassifyReferralRequest request = Said(Petition(kOthers), kState);
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse first, Reclassify(request));
  const uint64_t size = LogSize();
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse again, Reclassify(request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(LogSize(), size);
}

TEST_F(ReclassifyReferralTest, AnotherRouteThanThePlannedOneMustBeSealedAgain) {
  const v1::Referral referral = Petition(kOthers);
  v1::ReclassifyReferralRequest request = Said(referral, kState);
  request.clear_planned_legs();
  request.clear_sealed_note();
  EXPECT_THAT(Reclassify(request), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  EXPECT_EQ(StateOf(referral.case_id()).referrals(0).classification().perpetrator(), kOthers);
}

TEST_F(ReclassifyReferralTest, ANoteThatSomebodyOutsideTheRouteCanOpenIsRefused) {
  v1::ReclassifyReferralRequest request = Said(Petition(kOthers), kState);
  *request.mutable_sealed_note() = SealTo(kOrganisation, {kOrganisation, kHumanRights, kForeign});
  EXPECT_THAT(Reclassify(request), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

TEST_F(ReclassifyReferralTest, AnExcludedProsecutorIsNotCompetentByAnyCategory) {
  const v1::Referral referral = Petition(kOthers, {kHumanRights});
  const v1::ReclassifyReferralRequest request = Said(referral, kState);
  EXPECT_THAT(request.planned_legs(), IsEmpty());
  ASSERT_THAT(Reclassify(request), IsOk());
  EXPECT_THAT(FeedOf(kHumanRights), IsEmpty());
  EXPECT_FALSE(HasLeg(referral, kHumanRights));
}

TEST_F(ReclassifyReferralTest, StrangersAndTheExcludedGetTheAnswerOfWhatDoesNotExist) {
  const v1::Referral referral = Petition(kOthers, {kHumanRights});
  v1::ReclassifyReferralRequest request = Said(referral, kState);
  request.set_referral_id(NoSuchId());
  const absl::Status absent = Reclassify(request, kForeign).status();
  ASSERT_THAT(absent, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  request.set_referral_id(referral.referral_id());
  EXPECT_THAT(Reclassify(request, kForeign), SameRefusalAs(absent));
  EXPECT_THAT(Reclassify(request, kHumanRights), SameRefusalAs(absent));
}

TEST_F(ReclassifyReferralTest, PartiesAreToldThatTheyMayNot) {
  const v1::ReclassifyReferralRequest request = Said(Petition(kOthers), kState);
  EXPECT_THAT(Reclassify(request, kOrdinary), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Reclassify(request, kObserver), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
}

TEST_F(ReclassifyReferralTest, WhatTheRecordsLeadToIsWhatIsStored) {
  const v1::Referral referral = Petition(kOthers);
  ASSERT_THAT(Reclassify(Said(referral, kState)), IsOk());
  ASSERT_THAT(Reclassify(Said(referral, kUnknown)), IsOk());
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(state_));
  EXPECT_THAT(report.comparison.problems, IsEmpty());
}

}  // namespace
}  // namespace enlace::service
