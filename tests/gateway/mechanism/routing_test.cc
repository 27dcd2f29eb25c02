#include "gateway/mechanism/routing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

#include "absl/strings/str_cat.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/mechanism_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1768478400);  // 2026-01-15

v1::Agency NewAgency(const std::string& id, v1::AgencyKind kind, const std::string& country = "MX",
                     const std::vector<std::string>& territories = {}) {
  v1::Agency agency;
  agency.set_agency_id(id);
  agency.set_kind(kind);
  agency.set_country(country);
  agency.set_state(v1::AGENCY_STATE_ACTIVE);
  for (const std::string& territory : territories) agency.add_territories(territory);
  return agency;
}

std::string Text(const Route& route) {
  std::string out;
  for (const Choice& choice : route.choices) {
    absl::StrAppend(&out, choice.leg.ShortDebugString(), " ", choice.legal_reference, "\n");
  }
  for (const Unserved& unserved : route.unserved)
    absl::StrAppend(&out, unserved.purpose, unserved.reason, "\n");
  return absl::StrCat(out, route.held_reason);
}

class RoutingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(set_, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
    classification_.set_procedure(v1::PROCEDURE_TYPE_URGENT);
    classification_.set_perpetrator(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
    classification_.mutable_territory()->set_country("MX");
    classification_.mutable_territory()->set_subdivision("MX-CHH");
    agencies_ = {NewAgency("mecanismo", v1::AGENCY_KIND_PROTECTION_UNIT),
                 NewAgency("uep-chh", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "MX", {"MX-CHH"}),
                 NewAgency("uep-ver", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "MX", {"MX-VER"}),
                 NewAgency("fiscalia-chh", v1::AGENCY_KIND_PROSECUTOR, "MX", {"MX-CHH"}),
                 NewAgency("fiscalia-nac", v1::AGENCY_KIND_PROSECUTOR),
                 NewAgency("defensoria", v1::AGENCY_KIND_OMBUDSMAN),
                 NewAgency("procuraduria", v1::AGENCY_KIND_OMBUDSMAN, "GT")};
  }

  Route Resolve(const char* id = "mx-federal") {
    return mechanism::Resolve(*set_->Find(id), {.classification = classification_,
                                                .origin = origin_,
                                                .event_time = event_time_,
                                                .petition_time = kNow,
                                                .now = kNow,
                                                .agencies = agencies_,
                                                .excluded = excluded_});
  }

  static std::vector<std::string> Legs(const Route& route) {
    std::vector<std::string> legs;
    for (const Choice& choice : route.choices) {
      legs.push_back(absl::StrCat(choice.leg.recipient().agency_id(), " ", choice.leg.routing_rule_id()));
    }
    return legs;
  }

  v1::Agency& Agency(const std::string& id) {
    return *std::find_if(agencies_.begin(), agencies_.end(),
                         [&id](const v1::Agency& agency) { return agency.agency_id() == id; });
  }

  void Guatemala() {
    classification_.mutable_territory()->set_country("GT");
    classification_.mutable_territory()->set_subdivision("GT-HU");
    agencies_ = {NewAgency("analisis", v1::AGENCY_KIND_ANALYSIS_BODY, "GT"),
                 NewAgency("mp", v1::AGENCY_KIND_PROSECUTOR, "GT"),
                 NewAgency("copredeh", v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT, "GT")};
  }

  std::unique_ptr<MechanismSet> set_;
  v1::Classification classification_;
  std::vector<v1::Agency> agencies_;
  std::string origin_ = "organizacion";
  std::set<std::string> excluded_;
  absl::Time event_time_ = kNow - absl::Hours(24);
};

TEST_F(RoutingTest, MexicanPetitionGoesToFederationStateUnitProsecutorAndOmbudsman) {
  const Route route = Resolve();
  EXPECT_THAT(Legs(route),
              ElementsAre("mecanismo MX-R1", "uep-chh MX-R3", "fiscalia-chh MX-R4", "defensoria MX-R6"));
  EXPECT_THAT(route.held_reason, IsEmpty());
  EXPECT_THAT(route.unserved, IsEmpty());
  EXPECT_EQ(route.choices[0].leg.access(), v1::ACCESS_GRADE_FULL);
  EXPECT_EQ(route.choices[3].leg.access(), v1::ACCESS_GRADE_OVERSIGHT);
  EXPECT_EQ(route.choices[3].leg.purpose(), v1::LEG_PURPOSE_OVERSIGHT);
  EXPECT_THAT(route.choices[0].legal_reference, HasSubstr("federal mechanism"));
}

TEST_F(RoutingTest, StateWithoutUnitLeavesTheCaseWithTheFederationAlone) {
  classification_.mutable_territory()->set_subdivision("MX-OAX");
  EXPECT_THAT(Legs(Resolve()), ElementsAre("mecanismo MX-R1", "fiscalia-nac MX-R5", "defensoria MX-R6"));
}

TEST_F(RoutingTest, SenderGetsNoLegToItself) {
  origin_ = "uep-chh";
  const Route route = Resolve();
  EXPECT_THAT(Legs(route), ElementsAre("mecanismo MX-R1", "fiscalia-chh MX-R4", "defensoria MX-R6"));
  ASSERT_EQ(route.unserved.size(), 1u);
  EXPECT_EQ(route.unserved[0].purpose, v1::LEG_PURPOSE_IMPLEMENTATION);
  EXPECT_THAT(route.unserved[0].reason, HasSubstr("is the sender itself"));
  EXPECT_TRUE(route.unserved[0].by_sender);
}

TEST_F(RoutingTest, APurposeThatNobodyCanServeIsNamedBesideThoseThatAreServed) {
  excluded_ = {"mecanismo"};
  const Route route = Resolve();
  EXPECT_THAT(Legs(route), ElementsAre("uep-chh MX-R3", "fiscalia-chh MX-R4", "defensoria MX-R6"));
  ASSERT_EQ(route.unserved.size(), 1u);
  EXPECT_EQ(route.unserved[0].purpose, v1::LEG_PURPOSE_PROTECTION);
  EXPECT_FALSE(route.unserved[0].by_sender);
}

TEST_F(RoutingTest, SuspendedAgencyStaysARecipientAndNobodyTakesItsPlace) {
  const std::vector<std::string> before = Legs(Resolve());
  Agency("fiscalia-chh").set_state(v1::AGENCY_STATE_SUSPENDED);
  EXPECT_EQ(Legs(Resolve()), before);
  EXPECT_THAT(before, ::testing::Contains("fiscalia-chh MX-R4"));
}

TEST_F(RoutingTest, AgencyWhoseMandateLapsedIsPassedOver) {
  *Agency("fiscalia-chh").add_mandates()->mutable_valid_to() = base::ToProto(kNow);
  EXPECT_THAT(Legs(Resolve()), ::testing::Contains("fiscalia-nac MX-R5"));
  EXPECT_THAT(Legs(Resolve()), Not(::testing::Contains(HasSubstr("fiscalia-chh"))));
}

TEST_F(RoutingTest, RegisteredAgencyIsAddressedBeforeItEnrols) {
  Agency("mecanismo").set_state(v1::AGENCY_STATE_REGISTERED);
  EXPECT_THAT(Legs(Resolve()), ::testing::Contains("mecanismo MX-R1"));
}

TEST_F(RoutingTest, LapsedMandateIsToldAsTheReason) {
  agencies_ = {Agency("mecanismo")};
  *agencies_[0].add_mandates()->mutable_valid_to() = base::ToProto(kNow);
  const Route route = Resolve();
  EXPECT_THAT(route.choices, IsEmpty());
  EXPECT_THAT(route.held_reason, HasSubstr("the mandate of the protection unit mecanismo is not in force"));
  EXPECT_THAT(route.held_reason, HasSubstr("ask the gateway's administrator"));
}

TEST_F(RoutingTest, EmptyDirectoryHoldsTheReferralWithAReason) {
  agencies_.clear();
  EXPECT_THAT(Resolve().held_reason, HasSubstr("no competent protection unit is registered for MX-CHH"));
}

TEST_F(RoutingTest, TerritoryOfAnotherCountryIsHeld) {
  classification_.mutable_territory()->set_country("GT");
  EXPECT_THAT(Resolve().held_reason, HasSubstr("applies in MX and the territory is in \"GT\""));
}

TEST_F(RoutingTest, IncidentFromBeforeTheMechanismStillFindsIt) {
  event_time_ = absl::FromUnixSeconds(1262304000);  // 2010
  EXPECT_THAT(Legs(Resolve()), ::testing::Contains("mecanismo MX-R2"));
}

TEST_F(RoutingTest, TimeFallsBackFromEventToPetitionToNow) {
  RoutingInput input{.classification = classification_, .now = kNow};
  EXPECT_EQ(RuleTime(input), kNow);
  input.petition_time = kNow - absl::Hours(1);
  EXPECT_EQ(RuleTime(input), input.petition_time);
  input.event_time = kNow - absl::Hours(2);
  EXPECT_EQ(RuleTime(input), input.event_time);
}

TEST_F(RoutingTest, GuatemalanAnalysisBodyIsAskedOnlyUnderAMandate) {
  Guatemala();
  const std::map<int, const char*> rule_by_year = {{2009, "GT-R2"}, {2013, "GT-R3"}, {2017, ""},
                                                   {2019, "GT-R4"}, {2023, ""},      {2025, "GT-R5"}};
  for (const auto& [year, rule] : rule_by_year) {
    event_time_ = absl::FromCivil(absl::CivilDay(year, 6, 1), absl::UTCTimeZone());
    std::string found;
    for (const Choice& choice : Resolve("gt-national").choices) {
      if (choice.leg.purpose() == v1::LEG_PURPOSE_RISK_ANALYSIS) found = choice.leg.routing_rule_id();
    }
    EXPECT_EQ(found, rule) << year;
  }
}

TEST_F(RoutingTest, OnlyInternationalOrdersGoToTheirUnit) {
  Guatemala();
  EXPECT_THAT(Legs(Resolve("gt-national")), ElementsAre("analisis GT-R5", "mp GT-R7"));
  classification_.set_procedure(v1::PROCEDURE_TYPE_INTERNATIONAL_ORDER);
  EXPECT_THAT(Legs(Resolve("gt-national")), ElementsAre("copredeh GT-R1", "mp GT-R7"));
}

TEST_F(RoutingTest, AgreementMustBeInForceForTheSubdivision) {
  Mechanism mechanism;
  mechanism.set_country("MX");
  auto* rule = mechanism.add_routing_rules();
  rule->set_rule_id("R");
  rule->set_purpose(v1::LEG_PURPOSE_PROTECTION);
  rule->set_recipient_kind(v1::AGENCY_KIND_PROTECTION_UNIT);
  rule->set_requires_agreement("pact");
  auto* pact = mechanism.add_agreements();
  pact->set_key("pact");
  pact->add_subdivisions("MX-CHH");
  *pact->mutable_validity()->mutable_to() = base::ToProto(kNow + absl::Hours(1));
  RoutingInput input{.classification = classification_, .now = kNow, .agencies = agencies_};
  EXPECT_EQ(mechanism::Resolve(mechanism, input).choices.size(), 1u);
  input.now = kNow + absl::Hours(1);
  EXPECT_THAT(mechanism::Resolve(mechanism, input).held_reason, HasSubstr("No routing rule"));
  input.now = kNow;
  classification_.mutable_territory()->set_subdivision("MX-VER");
  EXPECT_TRUE(mechanism::Resolve(mechanism, input).choices.empty());
}

TEST_F(RoutingTest, ConditionsOfARuleMustAllHold) {
  Mechanism mechanism;
  mechanism.set_country("MX");
  auto* rule = mechanism.add_routing_rules();
  rule->set_purpose(v1::LEG_PURPOSE_PROTECTION);
  rule->set_recipient_kind(v1::AGENCY_KIND_PROTECTION_UNIT);
  rule->add_perpetrators(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  rule->add_populations(v1::POPULATION_GROUP_JOURNALIST);
  rule->add_subdivisions("MX-CHH");
  const auto routed = [&] {
    return !mechanism::Resolve(mechanism,
                               {.classification = classification_, .now = kNow, .agencies = agencies_})
                .choices.empty();
  };
  EXPECT_FALSE(routed());
  classification_.set_perpetrator(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_FALSE(routed());
  classification_.add_population(v1::POPULATION_GROUP_JOURNALIST);
  EXPECT_TRUE(routed());
  classification_.mutable_territory()->set_subdivision("MX-VER");
  EXPECT_FALSE(routed());
}

// Over every subset of exclusions and many orders of the directory.
TEST_F(RoutingTest, ExclusionCannotBeToldFromAbsenceWhateverTheOrder) {
  const std::vector<v1::Agency> all = agencies_;
  std::mt19937 shuffle(7);  // A fixed seed: the same orders in each run.
  for (unsigned subset = 0; subset < (1u << all.size()); ++subset) {
    excluded_.clear();
    std::vector<v1::Agency> rest;
    for (size_t i = 0; i < all.size(); ++i) {
      if (subset & (1u << i)) {
        excluded_.insert(all[i].agency_id());
      } else {
        rest.push_back(all[i]);
      }
    }
    agencies_ = all;
    std::shuffle(agencies_.begin(), agencies_.end(), shuffle);
    const Route with_exclusion = Resolve();
    for (const std::string& id : excluded_) EXPECT_THAT(Text(with_exclusion), Not(HasSubstr(id)));
    excluded_.clear();
    agencies_ = rest;
    EXPECT_EQ(Text(with_exclusion), Text(Resolve())) << "subset " << subset;
  }
}

}  // namespace
}  // namespace enlace::mechanism
