#include "gateway/referral/submit_form.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using Request = v1::SubmitReferralRequest;

struct Fault {
  const char* field;
  std::function<void(Request*)> make;
};

google::protobuf::Timestamp Future() { return base::ToProto(kNow + absl::Minutes(6)); }

v1::Territory* TerritoryOf(Request* r) { return r->mutable_classification()->mutable_territory(); }
google::protobuf::Map<std::string, std::string>& CodesOf(Request* r) {
  return *r->mutable_classification()->mutable_national_codes();
}
void SetScheme(const std::string& scheme, const std::string& code, Request* r) {
  TerritoryOf(r)->set_scheme(scheme);
  TerritoryOf(r)->set_code(code);
}

const std::vector<Fault>& Faults() {
  static const auto* faults = new std::vector<Fault>{
      {"request_id", [](Request* r) { r->clear_request_id(); }},
      {"case_id", [](Request* r) { r->set_case_id("c"); }},
      {"classification", [](Request* r) { r->clear_classification(); }},
      {"classification.mechanism_id", [](Request* r) { r->mutable_classification()->clear_mechanism_id(); }},
      {"classification.procedure", [](Request* r) { r->mutable_classification()->clear_procedure(); }},
      {"classification.procedure",
       [](Request* r) { r->mutable_classification()->set_procedure(static_cast<v1::ProcedureType>(50)); }},
      {"classification.urgency_grounds",
       [](Request* r) { r->mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_URGENT); }},
      {"classification.subject_kind", [](Request* r) { r->mutable_classification()->clear_subject_kind(); }},
      {"classification.population", [](Request* r) { r->mutable_classification()->clear_population(); }},
      {"classification.population",
       [](Request* r) { r->mutable_classification()->add_population(v1::POPULATION_GROUP_JOURNALIST); }},
      {"classification.population[1]",
       [](Request* r) { r->mutable_classification()->add_population(static_cast<v1::PopulationGroup>(50)); }},
      {"classification.perpetrator", [](Request* r) { r->mutable_classification()->clear_perpetrator(); }},
      {"classification.incidents", [](Request* r) { r->mutable_classification()->clear_incidents(); }},
      {"classification.territory", [](Request* r) { r->mutable_classification()->clear_territory(); }},
      {"classification.territory.country",
       [](Request* r) { r->mutable_classification()->mutable_territory()->set_country("xx"); }},
      {"classification.territory.subdivision",
       [](Request* r) { r->mutable_classification()->mutable_territory()->set_subdivision("YY-ABC"); }},
      {"classification.territory.subdivision",
       [](Request* r) { r->mutable_classification()->mutable_territory()->set_subdivision("XX-ABCD"); }},
      {"classification.territory.scheme",
       [](Request* r) { r->mutable_classification()->mutable_territory()->set_code("01001"); }},
      {"classification.territory.time_zone",
       [](Request* r) { r->mutable_classification()->mutable_territory()->set_time_zone("a b"); }},
      {"classification.national_codes",
       [](Request* r) { (*r->mutable_classification()->mutable_national_codes())["A b"] = "1"; }},
      {"classification.persons_covered",
       [](Request* r) { r->mutable_classification()->clear_persons_covered(); }},
      {"disclosure", [](Request* r) { r->clear_disclosure(); }},
      {"disclosure.basis", [](Request* r) { r->mutable_disclosure()->clear_basis(); }},
      {"disclosure.given_time", [](Request* r) { r->mutable_disclosure()->clear_given_time(); }},
      {"disclosure.given_time",
       [](Request* r) { *r->mutable_disclosure()->mutable_given_time() = Future(); }},
      {"disclosure.expire_time",
       [](Request* r) {
         *r->mutable_disclosure()->mutable_expire_time() = base::ToProto(kNow - absl::Hours(3));
       }},
      {"disclosure.expire_time",
       [](Request* r) { *r->mutable_disclosure()->mutable_expire_time() = base::ToProto(kNow); }},
      {"disclosure.legal_reference",
       [](Request* r) { r->mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_LEGAL_DUTY); }},
      {"disclosure.legal_reference",
       [](Request* r) {
         r->mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_COURT_OR_INTERNATIONAL_ORDER);
       }},
      {"disclosure.legal_reference",
       [](Request* r) { r->mutable_disclosure()->set_legal_reference("Order for Juana Perez"); }},
      {"disclosure.override_reason",
       [](Request* r) { r->mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_VITAL_INTEREST); }},
      {"planned_legs[0].recipient", [](Request* r) { r->mutable_planned_legs(0)->clear_recipient(); }},
      {"planned_legs[0].purpose", [](Request* r) { r->mutable_planned_legs(0)->clear_purpose(); }},
      {"planned_legs[0].access", [](Request* r) { r->mutable_planned_legs(0)->clear_access(); }},
      {"planned_legs[1].recipient", [](Request* r) { *r->add_planned_legs() = Request(*r).planned_legs(0); }},
      {"sealed", [](Request* r) { r->clear_sealed(); }},
      {"sealed.cms", [](Request* r) { r->mutable_sealed()->clear_cms(); }},
      {"sealed.cms", [](Request* r) { r->mutable_sealed()->set_cms(std::string(kMaxCmsSize + 1, 'x')); }},
      {"sealed.digest", [](Request* r) { r->mutable_sealed()->set_cms("another"); }},
      {"sealed.recipients", [](Request* r) { r->mutable_sealed()->clear_recipients(); }},
      {"sealed.recipients", [](Request* r) { *r->mutable_sealed() = Sealed({kSender}); }},
      {"sealed.recipients[0].key_id",
       [](Request* r) { r->mutable_sealed()->mutable_recipients(0)->set_key_id("k"); }},
      {"sealed.content_schema", [](Request* r) { r->mutable_sealed()->clear_content_schema(); }},
      {"event_time", [](Request* r) { *r->mutable_event_time() = Future(); }},
      {"event_time", [](Request* r) { r->mutable_event_time()->set_nanos(-1); }},
      {"petition_time", [](Request* r) { r->clear_petition_time(); }},
      {"petition_time", [](Request* r) { *r->mutable_petition_time() = Future(); }},
      {"excluded_agencies[0].agency_id",
       [](Request* r) { r->add_excluded_agencies()->set_ground("conflict"); }},
      {"excluded_agencies[0].ground", [](Request* r) { r->add_excluded_agencies()->set_agency_id(kOther); }},
      {"excluded_agencies[0].agency_id",
       [](Request* r) {
         r->add_excluded_agencies()->set_agency_id(kRecipient);
         r->mutable_excluded_agencies(0)->set_ground("conflict");
       }},
      {"officer_pseudonym", [](Request* r) { r->set_officer_pseudonym(std::string(65, 'o')); }},
      {"officer_pseudonym",
       [](Request* r) {
         r->set_officer_pseudonym(
             "Mar\xC3\xAD"
             "a");
       }},
  };
  return *faults;
}

// Faults of the places, codes and grounds that a submission may leave out.
const std::vector<Fault>& FaultsOfOptionalParts() {
  static const auto* faults = new std::vector<Fault>{
      {"classification.territory.country", [](Request* r) { TerritoryOf(r)->clear_country(); }},
      {"classification.territory.country", [](Request* r) { TerritoryOf(r)->set_country("MEX"); }},
      {"classification.territory.subdivision", [](Request* r) { TerritoryOf(r)->set_subdivision("XX-"); }},
      {"classification.territory.subdivision", [](Request* r) { TerritoryOf(r)->set_subdivision("XX-chh"); }},
      {"classification.territory.locality",
       [](Request* r) { TerritoryOf(r)->set_locality(static_cast<v1::ClockLocality>(99)); }},
      {"classification.territory.code", [](Request* r) { SetScheme("INEGI", "", r); }},
      {"classification.territory.scheme", [](Request* r) { SetScheme("", "08019", r); }},
      {"classification.territory.scheme", [](Request* r) { SetScheme("TOOLONGSCHEME", "08019", r); }},
      {"classification.territory.scheme", [](Request* r) { SetScheme("inegi", "08019", r); }},
      {"classification.territory.code", [](Request* r) { SetScheme("INEGI", "0801900000000", r); }},
      {"classification.territory.code", [](Request* r) { SetScheme("INEGI", "Calle 5", r); }},
      {"classification.territory.time_zone", [](Request* r) { TerritoryOf(r)->set_time_zone("a zone"); }},
      {"classification.territory.time_zone",
       [](Request* r) { TerritoryOf(r)->set_time_zone(std::string(65, 'A')); }},
      {"classification.national_codes", [](Request* r) { CodesOf(r)[""] = "1"; }},
      {"classification.national_codes",
       [](Request* r) {
         for (int i = 0; i < 33; ++i) CodesOf(r)[absl::StrCat("key", i)] = "1";
       }},
      {"classification.mechanism_id",
       [](Request* r) { r->mutable_classification()->set_mechanism_id("No Name"); }},
      {"classification.subject_kind",
       [](Request* r) { r->mutable_classification()->set_subject_kind(static_cast<v1::SubjectKind>(99)); }},
      {"classification.perpetrator",
       [](Request* r) {
         r->mutable_classification()->set_perpetrator(static_cast<v1::PerpetratorCategory>(99));
       }},
      {"classification.urgency_grounds[0]",
       [](Request* r) {
         r->mutable_classification()->add_urgency_grounds(static_cast<v1::UrgencyGround>(99));
       }},
      {"classification.population",
       [](Request* r) {
         for (int i = 0; i < 33; ++i) {
           r->mutable_classification()->add_population(v1::POPULATION_GROUP_JOURNALIST);
         }
       }},
      {"classification.national_codes", [](Request* r) { CodesOf(r)[std::string(33, 'k')] = "1"; }},
      {"classification.national_codes", [](Request* r) { CodesOf(r)["Key"] = "1"; }},
      {"classification.national_codes[delito]", [](Request* r) { CodesOf(r)["delito"] = "\n"; }},
      {"classification.iccs_code",
       [](Request* r) { r->mutable_classification()->set_iccs_code(std::string(17, '1')); }},
      {"classification.eligibility",
       [](Request* r) {
         r->mutable_classification()->set_eligibility(static_cast<v1::EligibilityGround>(99));
       }},
      {"classification.risk",
       [](Request* r) { r->mutable_classification()->set_risk(static_cast<v1::RiskLevel>(99)); }},
      {"classification.persons_covered",
       [](Request* r) { r->mutable_classification()->set_persons_covered(1000001); }},
      {"disclosure.expire_time",
       [](Request* r) { r->mutable_disclosure()->mutable_expire_time()->set_nanos(-1); }},
      {"disclosure.basis",
       [](Request* r) { r->mutable_disclosure()->set_basis(static_cast<v1::DisclosureBasis>(99)); }},
      {"petition_time", [](Request* r) { r->mutable_petition_time()->set_nanos(1'000'000'000); }},
      {"petition_time", [](Request* r) { r->mutable_petition_time()->set_seconds(-62135596801); }},
      {"petition_time", [](Request* r) { r->mutable_petition_time()->set_seconds(253402300800); }},
      {"disclosure.override_reason", [](Request* r) { r->mutable_disclosure()->set_override_reason("\n"); }},
      {"disclosure.legal_reference",
       [](Request* r) { r->mutable_disclosure()->set_legal_reference(std::string(257, 'x')); }},
      {"planned_legs[0].recipient.agency_id",
       [](Request* r) { r->mutable_planned_legs(0)->mutable_recipient()->set_agency_id("A"); }},
      {"planned_legs[0].recipient.unit_id",
       [](Request* r) { r->mutable_planned_legs(0)->mutable_recipient()->set_unit_id("A"); }},
      {"planned_legs[0].routing_rule_id",
       [](Request* r) { r->mutable_planned_legs(0)->set_routing_rule_id(std::string(300, 'r')); }},
      {"planned_legs",
       [](Request* r) {
         for (int i = 0; i <= kMaxLegs; ++i) r->add_planned_legs();
       }},
      {"excluded_agencies",
       [](Request* r) {
         for (int i = 0; i <= kMaxLegs; ++i) r->add_excluded_agencies();
       }},
      {"excluded_agencies[0].agency_id",  // No recipient, but sealed to.
       [](Request* r) {
         r->clear_planned_legs();
         r->add_excluded_agencies()->set_agency_id(kRecipient);
         r->mutable_excluded_agencies(0)->set_ground("conflict");
       }},
      {"sealed.recipients[1].agency_id",
       [](Request* r) { r->mutable_sealed()->mutable_recipients(1)->set_agency_id("A"); }},
      {"sealed.recipients",
       [](Request* r) { *r->mutable_sealed() = Sealed(std::vector<std::string>(kMaxLegs + 1, kRecipient)); }},
  };
  return *faults;
}

void DemandThatEachIsNamed(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    Request request = Submission();
    fault.make(&request);
    const absl::Status status = ValidateSubmit(request, kNow);
    EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_FIELD_INVALID)) << fault.field;
    EXPECT_EQ(base::FieldOf(status), fault.field) << status;
  }
}

TEST(SubmitFormTest, EveryFaultNamesItsField) { DemandThatEachIsNamed(Faults()); }

TEST(SubmitFormTest, EveryFaultOfAnOptionalPartNamesItsField) {
  DemandThatEachIsNamed(FaultsOfOptionalParts());
}

TEST(SubmitFormTest, WholeSubmissionsPass) {
  EXPECT_THAT(ValidateSubmit(Submission(), kNow), IsOk());
  EXPECT_THAT(ValidateSubmit(Submission({}), kNow), IsOk());
  Request urgent = Submission();
  urgent.mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
  urgent.mutable_classification()->add_urgency_grounds(v1::URGENCY_GROUND_LIFE);
  urgent.mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_VITAL_INTEREST);
  urgent.mutable_disclosure()->set_override_reason("unreachable");
  EXPECT_THAT(ValidateSubmit(urgent, kNow), IsOk());
}

TEST(SubmitFormTest, WhatMayBeLeftOutMayBeGiven) {
  Request request = Submission(
      {Planned(kRecipient), Planned(kOther, v1::LEG_PURPOSE_PROTECTION, v1::ACCESS_GRADE_SUMMARY)});
  request.set_case_id(base::DeriveCaseId(kSender, kRequestId));
  request.mutable_planned_legs(0)->mutable_recipient()->set_unit_id("unit-1");
  request.add_excluded_agencies()->set_agency_id(kStranger);
  request.mutable_excluded_agencies(0)->set_ground("conflict");
  *request.mutable_event_time() = base::ToProto(kNow - absl::Hours(5));
  v1::Disclosure& disclosure = *request.mutable_disclosure();
  *disclosure.mutable_expire_time() = base::ToProto(kNow + absl::Hours(1));
  disclosure.set_legal_reference("ley-1");
  SetScheme("INEGI", "08019", &request);
  CodesOf(&request)["delito_2"] = "123";
  for (const char* zone : {"America/Mexico_City", "Etc/GMT-6", "Etc/GMT+6"}) {
    TerritoryOf(&request)->set_time_zone(zone);
    for (const auto basis : {v1::DISCLOSURE_BASIS_INFORMED_CONSENT, v1::DISCLOSURE_BASIS_LEGAL_DUTY,
                             v1::DISCLOSURE_BASIS_COURT_OR_INTERNATIONAL_ORDER}) {
      disclosure.set_basis(basis);
      EXPECT_THAT(ValidateSubmit(request, kNow), IsOk()) << zone << " " << basis;
    }
  }
}

TEST(SubmitFormTest, AnExcludedAgencyCannotBeSealedTo) {
  Request request = Submission({});
  *request.mutable_sealed() = Sealed({kSender, kOther});
  request.add_excluded_agencies()->set_agency_id(kOther);
  request.mutable_excluded_agencies(0)->set_ground("conflict");
  const absl::Status status = ValidateSubmit(request, kNow);
  EXPECT_EQ(base::FieldOf(status), "excluded_agencies[0].agency_id");
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("can open the payload"));
}

TEST(SubmitFormTest, PeersClockMayRunFiveMinutesAhead) {
  Request request = Submission();
  *request.mutable_petition_time() = base::ToProto(kNow + kClockTolerance);
  EXPECT_THAT(ValidateSubmit(request, kNow), IsOk());
}

}  // namespace
}  // namespace enlace::referral
