// Who gets a referral by the files of mechanisms/, before and after the dates of
// each rule.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/mechanism/routing.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;

constexpr auto kState = v1::PERPETRATOR_CATEGORY_STATE_AGENT;
constexpr auto kOther = v1::PERPETRATOR_CATEGORY_NON_STATE_ACTOR;
constexpr auto kUnknown = v1::PERPETRATOR_CATEGORY_UNIDENTIFIED;
constexpr auto kBoth = v1::PERPETRATOR_CATEGORY_STATE_AND_NON_STATE;
constexpr auto kOrdinary = v1::PROCEDURE_TYPE_ORDINARY;
constexpr auto kOrder = v1::PROCEDURE_TYPE_INTERNATIONAL_ORDER;
constexpr auto kDefender = v1::POPULATION_GROUP_HUMAN_RIGHTS_DEFENDER;
constexpr auto kUnionist = v1::POPULATION_GROUP_TRADE_UNIONIST;
constexpr auto kOne = v1::SUBJECT_KIND_INDIVIDUAL;
constexpr auto kMany = v1::SUBJECT_KIND_COLLECTIVE;

struct Question {
  const char* mechanism;
  const char* event;  // When it happened.
  v1::PerpetratorCategory perpetrator = kUnknown;
  const char* subdivision = "";
  v1::ProcedureType procedure = kOrdinary;
  v1::PopulationGroup population = kDefender;
  v1::SubjectKind subject = kOne;
};

class RoutingRulesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(set_, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
    for (const char* country : {"BR", "CO", "HN", "GT", "MX"}) {
      Add("unit", v1::AGENCY_KIND_PROTECTION_UNIT, country);
      Add("prosecutor", v1::AGENCY_KIND_PROSECUTOR, country);
      Add("ombudsman", v1::AGENCY_KIND_OMBUDSMAN, country);
    }
    Add("state-sp", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "BR").add_territories("BR-SP");
    Add("state-ba", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "BR").add_territories("BR-BA");
    Add("uep", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "MX").add_territories("MX-CHH");
    Add("hr-prosecutor", v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR, "HN");
    Find("HN-prosecutor").add_mandates()->add_roles("ordinary_prosecution");
    Add("analysis", v1::AGENCY_KIND_ANALYSIS_BODY, "GT");
    Add("orders", v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT, "GT");
  }

  v1::Agency& Add(const std::string& id, v1::AgencyKind kind, const std::string& country) {
    v1::Agency& agency = agencies_.emplace_back();
    agency.set_agency_id(absl::StrCat(country, "-", id));
    agency.set_kind(kind);
    agency.set_country(country);
    return agency;
  }

  v1::Agency& Find(const std::string& id) {
    for (v1::Agency& agency : agencies_) {
      if (agency.agency_id() == id) return agency;
    }
    ADD_FAILURE() << id;
    return agencies_.front();
  }

  Route Resolve(const Question& question, const Mechanism* rules = nullptr) {
    v1::Classification c;
    c.set_procedure(question.procedure);
    c.set_perpetrator(question.perpetrator);
    c.add_population(question.population);
    c.set_subject_kind(question.subject);
    rules = rules == nullptr ? set_->Find(question.mechanism) : rules;
    c.mutable_territory()->set_country(rules->country());
    c.mutable_territory()->set_subdivision(question.subdivision);
    return mechanism::Resolve(
        *rules, {.classification = c,
                 .event_time = *base::ParseTime(absl::StrCat(question.event, "T12:00:00-06:00")),
                 .now = *base::ParseTime("2026-01-15"),
                 .agencies = agencies_,
                 .can_seal_to = can_seal_to_});
  }

  // "agency rule, agency rule" of the legs, without the overseer's.
  std::string Legs(const Question& question, const Mechanism* rules = nullptr) {
    std::vector<std::string> legs;
    for (const Choice& choice : Resolve(question, rules).choices) {
      if (choice.leg.purpose() == v1::LEG_PURPOSE_OVERSIGHT) continue;
      legs.push_back(
          absl::StrCat(choice.leg.recipient().agency_id().substr(3), " ", choice.leg.routing_rule_id()));
    }
    return absl::StrJoin(legs, ", ");
  }

  std::unique_ptr<MechanismSet> set_;
  std::vector<v1::Agency> agencies_;
  std::function<bool(const std::string&)> can_seal_to_;
};

TEST_F(RoutingRulesTest, HonduranProsecutorDependsOnThePerpetrator) {
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kState}), "unit HN-R1, hr-prosecutor HN-R3");
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kOther}), "unit HN-R1, prosecutor HN-R5");
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kUnknown}),
            "unit HN-R1, hr-prosecutor HN-R4, prosecutor HN-R5");
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kBoth}), "unit HN-R1, hr-prosecutor HN-R3, prosecutor HN-R5");
}

TEST_F(RoutingRulesTest, HonduranOrdinaryDeskIsWhoeverHoldsTheRole) {
  Add("another", v1::AGENCY_KIND_PROSECUTOR, "HN").add_mandates()->add_roles("ordinary_prosecution");
  Find("HN-prosecutor").clear_mandates();
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kOther}), "unit HN-R1, another HN-R5");
  // Without anybody in the role, any prosecutor.
  Find("HN-another").clear_mandates();
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kOther}), "unit HN-R1, another HN-R6, prosecutor HN-R6");
  // A lapsed role is none.
  v1::Mandate* lapsed = Find("HN-another").add_mandates();
  lapsed->add_roles("ordinary_prosecution");
  *lapsed->mutable_valid_to() = base::ToProto(*base::ParseTime("2020-01-01"));
  EXPECT_EQ(Legs({"hn-national", "2018-02-01", kOther}), "unit HN-R1, prosecutor HN-R6");
}

TEST_F(RoutingRulesTest, HonduranSpecialProsecutorIsAskedFromMarch2018) {
  Add("special", v1::AGENCY_KIND_PROSECUTOR, "HN").add_mandates()->add_roles("special_prosecutor");
  EXPECT_EQ(Legs({"hn-national", "2018-02-28", kState}), "unit HN-R1, hr-prosecutor HN-R3");
  EXPECT_EQ(Legs({"hn-national", "2018-03-01", kState}), "unit HN-R1, hr-prosecutor HN-R3, special HN-R7");
  EXPECT_EQ(Legs({.mechanism = "hn-national",
                  .event = "2018-03-01",
                  .perpetrator = kState,
                  .population = v1::POPULATION_GROUP_JOURNALIST}),
            "unit HN-R1, hr-prosecutor HN-R3");
}

TEST_F(RoutingRulesTest, HonduranLawProtectsThoseItNamesFromItsDate) {
  EXPECT_EQ(Legs({"hn-national", "2015-05-14", kState}), "unit HN-R2, hr-prosecutor HN-R3");
  EXPECT_EQ(Legs({"hn-national", "2015-05-15", kState}), "unit HN-R1, hr-prosecutor HN-R3");
  EXPECT_EQ(Legs({.mechanism = "hn-national",
                  .event = "2018-02-01",
                  .perpetrator = kState,
                  .population = kUnionist}),
            "unit HN-R2, hr-prosecutor HN-R3");
}

TEST_F(RoutingRulesTest, GuatemalanBodiesActSideBySideUnderTheirOwnActs) {
  EXPECT_EQ(Legs({.mechanism = "gt-national", .event = "2019-06-01", .procedure = kOrder}),
            "orders GT-R1, prosecutor GT-R7");
  EXPECT_EQ(Legs({.mechanism = "gt-national", .event = "2003-12-31", .procedure = kOrder}),
            "prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2007-12-31"}), "prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2008-01-01"}), "analysis GT-R2, prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2012-01-01"}), "analysis GT-R3, prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2015-12-31"}), "analysis GT-R3, prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2016-01-01"}), "prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2017-12-31"}), "prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2018-01-01"}), "analysis GT-R4, prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2022-01-01"}), "prosecutor GT-R7");
  EXPECT_EQ(Legs({"gt-national", "2024-08-28"}), "analysis GT-R5, prosecutor GT-R7");
}

TEST_F(RoutingRulesTest, GuatemalanMinistryTakesPaperOnlyAsItsRolesSay) {
  for (const config::v1::Role& role : set_->Find("gt-national")->roles()) {
    if (role.code() == "analysis_agency" || role.code() == "interior_viceminister") {
      EXPECT_THAT(role.channel(), HasSubstr("paper only"));
    }
  }
}

TEST_F(RoutingRulesTest, LapsedMandateHoldsTheReferralAndIsTold) {
  agencies_ = {Find("GT-orders")};
  *agencies_[0].add_mandates()->mutable_valid_to() = base::ToProto(*base::ParseTime("2025-01-01"));
  const Route route = Resolve({.mechanism = "gt-national", .event = "2019-06-01", .procedure = kOrder});
  EXPECT_TRUE(route.choices.empty());
  EXPECT_THAT(route.held_reason,
              HasSubstr("the mandate of the international orders unit GT-orders is not in force"));
}

TEST_F(RoutingRulesTest, MexicanStateUnitImplementsAndTheFederationKeepsTheCase) {
  EXPECT_EQ(Legs({"mx-federal", "2017-06-01", kUnknown, "MX-CHH"}),
            "unit MX-R1, uep MX-R3, prosecutor MX-R5");
  EXPECT_EQ(Legs({"mx-federal", "2017-06-01", kUnknown, "MX-OAX"}), "unit MX-R1, prosecutor MX-R5");
  EXPECT_EQ(Legs({"mx-federal", "2012-11-11", kUnknown, "MX-OAX"}), "unit MX-R2, prosecutor MX-R5");
  EXPECT_EQ(Legs({"mx-federal", "2012-11-12", kUnknown, "MX-OAX"}), "unit MX-R1, prosecutor MX-R5");
}

TEST_F(RoutingRulesTest, MexicanAgreementThatLapsedLeavesTheFederationAlone) {
  v1::Mandate* agreement = Find("MX-uep").add_mandates();
  agreement->set_legal_act("Convenio de cooperación");
  *agreement->mutable_valid_to() = base::ToProto(*base::ParseTime("2025-01-01"));
  EXPECT_EQ(Legs({"mx-federal", "2017-06-01", kUnknown, "MX-CHH"}), "unit MX-R1, prosecutor MX-R5");
}

TEST_F(RoutingRulesTest, BrazilianStateProgrammeNeedsAnAgreementThatTheOperatorEntered) {
  EXPECT_EQ(Legs({"br-ppddh", "2018-02-01", kUnknown, "BR-SP"}), "unit BR-R3, prosecutor BR-R7");
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(ENLACE_SOURCE_DIR "/mechanisms/brazil.yaml"));
  absl::StrReplaceAll({{"subdivisions: []", "subdivisions: [BR-SP]\n    validity: {to: 2026-01-16}"}}, &text);
  ASSERT_OK_AND_ASSIGN(const Mechanism rules, ParseMechanism("brazil.yaml", text));
  EXPECT_EQ(Legs({"br-ppddh", "2018-02-01", kUnknown, "BR-SP"}, &rules), "state-sp BR-R1, prosecutor BR-R7");
  EXPECT_EQ(Legs({"br-ppddh", "2018-02-01", kUnknown, "BR-BA"}, &rules), "unit BR-R3, prosecutor BR-R7");
  // An agreement without a registered programme, and one that ended.
  agencies_.erase(agencies_.begin() + (&Find("BR-state-sp") - agencies_.data()));
  EXPECT_EQ(Legs({"br-ppddh", "2018-02-01", kUnknown, "BR-SP"}, &rules), "unit BR-R3, prosecutor BR-R7");
  absl::StrReplaceAll({{"validity: {to: 2026-01-16}", "validity: {to: 2026-01-15}"}}, &text);
  ASSERT_OK_AND_ASSIGN(const Mechanism ended, ParseMechanism("brazil.yaml", text));
  EXPECT_EQ(Legs({"br-ppddh", "2018-02-01", kUnknown, "BR-SP"}, &ended), "unit BR-R3, prosecutor BR-R7");
}

TEST_F(RoutingRulesTest, BrazilianFederalDeskActsUnderTheDecreeOfTheDay) {
  EXPECT_EQ(Legs({"br-ppddh", "2003-12-31"}), "unit BR-R5, prosecutor BR-R7");
  EXPECT_EQ(Legs({"br-ppddh", "2004-01-01"}), "unit BR-R2, prosecutor BR-R7");
  EXPECT_EQ(Legs({"br-ppddh", "2016-04-26"}), "unit BR-R2, prosecutor BR-R7");
  EXPECT_EQ(Legs({"br-ppddh", "2016-04-27"}), "unit BR-R3, prosecutor BR-R7");
  EXPECT_EQ(Legs({"br-ppddh", "2019-07-23"}), "unit BR-R3, prosecutor BR-R7");
  EXPECT_EQ(Legs({"br-ppddh", "2019-07-24"}), "unit BR-R4, prosecutor BR-R7");
}

TEST_F(RoutingRulesTest, ColombianRequestsGoToTheOneUnitByTheirRoute) {
  EXPECT_EQ(Legs({"co-unp", "2017-06-01"}), "unit CO-R1, prosecutor CO-R5");
  EXPECT_EQ(Legs({"co-unp", "2010-12-31"}), "unit CO-R3, prosecutor CO-R5");
  EXPECT_EQ(Legs({"co-unp", "2011-01-01"}), "unit CO-R1, prosecutor CO-R5");
  EXPECT_EQ(Legs({.mechanism = "co-unp", .event = "2015-08-20", .subject = kMany}),
            "unit CO-R3, prosecutor CO-R5");
  EXPECT_EQ(Legs({.mechanism = "co-unp", .event = "2015-08-21", .subject = kMany}),
            "unit CO-R2, prosecutor CO-R5");
}

TEST_F(RoutingRulesTest, ColombianWarningsComeFromTheOmbudsman) {
  const Mechanism& rules = *set_->Find("co-unp");
  ASSERT_EQ(rules.warning_rules_size(), 1);
  EXPECT_EQ(rules.warning_rules(0).issuer_kind(), v1::AGENCY_KIND_OMBUDSMAN);
}

TEST_F(RoutingRulesTest, AgencyThatNothingCanBeSealedToLeavesTheCaseToTheNextRule) {
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(ENLACE_SOURCE_DIR "/mechanisms/brazil.yaml"));
  absl::StrReplaceAll({{"subdivisions: []", "subdivisions: [BR-SP]"}}, &text);
  ASSERT_OK_AND_ASSIGN(const Mechanism rules, ParseMechanism("brazil.yaml", text));
  can_seal_to_ = [](const std::string& id) { return id != "BR-state-sp"; };
  EXPECT_EQ(Legs({"br-ppddh", "2018-02-01", kUnknown, "BR-SP"}, &rules), "unit BR-R3, prosecutor BR-R7");
  can_seal_to_ = [](const std::string&) { return false; };
  const Route route = Resolve({"br-ppddh", "2018-02-01", kUnknown, "BR-SP"}, &rules);
  // Who oversees gets no content, and needs no certificate.
  ASSERT_EQ(route.choices.size(), 1u);
  EXPECT_EQ(route.choices[0].leg.purpose(), v1::LEG_PURPOSE_OVERSIGHT);
  ASSERT_EQ(route.unserved.size(), 2u);
  EXPECT_THAT(route.unserved[0].reason,
              HasSubstr("BR-unit has no valid sealing certificate and must enrol or renew"));
}

TEST_F(RoutingRulesTest, ExcludedAgencyIsNeverAskedForItsCertificate) {
  bool asked = false;
  can_seal_to_ = [&asked](const std::string& id) {
    asked = asked || id == "MX-unit";
    return true;
  };
  v1::Classification c;
  c.mutable_territory()->set_country("MX");
  const Route route = mechanism::Resolve(*set_->Find("mx-federal"), {.classification = c,
                                                                     .now = *base::ParseTime("2026-01-15"),
                                                                     .agencies = agencies_,
                                                                     .excluded = {"MX-unit"},
                                                                     .can_seal_to = can_seal_to_});
  EXPECT_FALSE(asked);
  EXPECT_FALSE(route.choices.empty());
}

TEST_F(RoutingRulesTest, AgencyInTwoBranchesGetsOneLeg) {
  v1::Agency& both = Find("HN-prosecutor");
  both.mutable_mandates(0)->add_roles("special_prosecutor");
  EXPECT_EQ(Legs({"hn-national", "2018-06-01", kOther}), "unit HN-R1, prosecutor HN-R5");
}

}  // namespace
}  // namespace enlace::mechanism
