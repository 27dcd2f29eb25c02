#include "gateway/authz/authorizer.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/support/status_matchers.h"

namespace enlace::authz {
namespace {

constexpr Action kActions[] = {
    Action::kSubmitReferral,      Action::kReadStatus,       Action::kAdvanceLeg,
    Action::kReportInvestigation, Action::kReportProtection, Action::kLinkNativeNumber,
    Action::kListAccesses,        Action::kAdvanceMeasure,   Action::kWithdrawConsent};

// Rows by agency and id; counts the questions.
class FakeRows final : public AccessSource {
 public:
  absl::StatusOr<absl::optional<AccessFacts>> Find(absl::string_view agency_id, KeyKind kind,
                                                   absl::string_view id) override {
    ++asked;
    if (!failure.ok()) return failure;
    const auto row = rows.find({std::string(agency_id), std::string(id)});
    if (row == rows.end()) return absl::optional<AccessFacts>();
    return absl::optional<AccessFacts>(row->second);
  }
  std::map<std::pair<std::string, std::string>, AccessFacts> rows;
  absl::Status failure;
  int asked = 0;
};

identity::Caller Agency(v1::AgencyKind kind) {
  identity::Caller caller;
  caller.kind = identity::Caller::Kind::kAgency;
  caller.agency_id = "agency";
  caller.agency_kind = kind;
  return caller;
}

class AuthorizerTest : public ::testing::Test {
 protected:
  absl::StatusOr<Grant> Try(const identity::Caller& caller, Action action, v1::AccessGrade grade) {
    rows_.rows[{"agency", "id"}] = {"case-1", grade};
    return authorizer_.Authorize(caller, action, KeyKind::kCase, "id", rows_);
  }
  FakeRows rows_;
  const Authorizer authorizer_{};
};

TEST_F(AuthorizerTest, AGrantSaysWhoMayDoHowMuchWithWhichCase) {
  ASSERT_OK_AND_ASSIGN(const Grant grant, Try(Agency(v1::AGENCY_KIND_PROSECUTOR), Action::kReadStatus,
                                              v1::ACCESS_GRADE_SUMMARY));
  EXPECT_EQ(grant.agency_id(), "agency");
  EXPECT_EQ(grant.case_id(), "case-1");
  EXPECT_EQ(grant.grade(), v1::ACCESS_GRADE_SUMMARY);
}

TEST_F(AuthorizerTest, EveryKindMayDoWhatItsRoleIsAndNothingElse) {
  const std::set<int> investigators = {v1::AGENCY_KIND_PROSECUTOR, v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR};
  const std::set<int> protectors = {v1::AGENCY_KIND_PROTECTION_UNIT, v1::AGENCY_KIND_STATE_PROTECTION_UNIT,
                                    v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT};
  const std::set<int> outsiders = {v1::AGENCY_KIND_UNSPECIFIED, v1::AGENCY_KIND_PROTECTION_COUNCIL,
                                   v1::AGENCY_KIND_TRANSPARENCY_BODY, v1::AGENCY_KIND_PEER_GATEWAY,
                                   v1::AGENCY_KIND_OTHER};
  for (int number = 0; number <= 120; ++number) {  // Numbers that are no kind, too.
    const auto kind = static_cast<v1::AgencyKind>(number);
    const bool takes_part = v1::AgencyKind_IsValid(number) && outsiders.count(number) == 0;
    for (const Action action : kActions) {
      bool expected = takes_part;
      if (action == Action::kReportInvestigation) expected = investigators.count(number) > 0;
      if (action == Action::kReportProtection) expected = protectors.count(number) > 0;
      if (action == Action::kListAccesses) expected = number == v1::AGENCY_KIND_OMBUDSMAN;
      EXPECT_EQ(authorizer_.CheckRole(Agency(kind), action).ok(), expected)
          << number << " " << static_cast<int>(action);
    }
  }
}

TEST_F(AuthorizerTest, StatisticsAreForThoseWhoAnswerForThemInTheirOwnCountry) {
  const std::set<int> readers = {v1::AGENCY_KIND_PROTECTION_UNIT, v1::AGENCY_KIND_OMBUDSMAN,
                                 v1::AGENCY_KIND_PROTECTION_COUNCIL, v1::AGENCY_KIND_TRANSPARENCY_BODY};
  for (int number = 0; number <= 120; ++number) {
    const identity::Caller caller = Agency(static_cast<v1::AgencyKind>(number));
    const auto grant = authorizer_.AuthorizeStatistics(caller, "XX", "mechanism-1", "XX");
    EXPECT_EQ(grant.ok(), readers.count(number) > 0) << number;
    EXPECT_TRUE(!grant.ok() || grant->mechanism_id() == "mechanism-1") << number;
    EXPECT_THAT(authorizer_.AuthorizeStatistics(caller, "YY", "mechanism-1", "XX"),
                ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  }
  identity::Caller administrator;
  EXPECT_FALSE(authorizer_.AuthorizeStatistics(administrator, "XX", "mechanism-1", "XX").ok());
  administrator.kind = identity::Caller::Kind::kAdministrator;
  ASSERT_OK_AND_ASSIGN(const StatisticsGrant grant,
                       authorizer_.AuthorizeStatistics(administrator, "", "mechanism-1", "XX"));
  EXPECT_EQ(grant.agency_id(), "");
}

TEST_F(AuthorizerTest, AnActionThatIsNoneIsRefusedToEverybody) {
  for (int number = 0; number <= 120; ++number) {
    EXPECT_THAT(authorizer_.CheckRole(Agency(static_cast<v1::AgencyKind>(number)), static_cast<Action>(99)),
                ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  }
}

TEST_F(AuthorizerTest, NoRowAndTooLowAGradeAreOneAnswer) {
  const identity::Caller caller = Agency(v1::AGENCY_KIND_PROSECUTOR);
  const absl::Status none =
      authorizer_.Authorize(caller, Action::kReadStatus, KeyKind::kCase, "unknown", rows_).status();
  EXPECT_THAT(none, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  for (const auto grade :
       {v1::ACCESS_GRADE_UNSPECIFIED, v1::ACCESS_GRADE_STATISTICS_ONLY, static_cast<v1::AccessGrade>(99)}) {
    EXPECT_EQ(Try(caller, Action::kReadStatus, grade).status(), none) << grade;
  }
}

TEST_F(AuthorizerTest, EveryGradeAllowsItsActionsAndNoOther) {
  const std::set<Action> party = {Action::kSubmitReferral,   Action::kReadStatus,
                                  Action::kAdvanceLeg,       Action::kReportInvestigation,
                                  Action::kReportProtection, Action::kLinkNativeNumber,
                                  Action::kAdvanceMeasure,   Action::kWithdrawConsent};
  std::set<Action> full = party;
  full.insert(Action::kListAccesses);
  const std::map<int, std::set<Action>> allowed = {
      {v1::ACCESS_GRADE_STATUS_ONLY, party},
      {v1::ACCESS_GRADE_SUMMARY, party},
      // Lists of accesses are for overseers alone, by their role.
      {v1::ACCESS_GRADE_FULL, full},
      {v1::ACCESS_GRADE_OVERSIGHT,
       {Action::kReadStatus, Action::kListAccesses, Action::kLinkNativeNumber, Action::kAdvanceLeg,
        Action::kAdvanceMeasure, Action::kWithdrawConsent}}};
  for (const auto kind :
       {v1::AGENCY_KIND_PROSECUTOR, v1::AGENCY_KIND_PROTECTION_UNIT, v1::AGENCY_KIND_OMBUDSMAN}) {
    for (int grade = 0; grade <= 20; ++grade) {  // Numbers that are no grade, too.
      for (const Action action : kActions) {
        if (!authorizer_.CheckRole(Agency(kind), action).ok()) continue;
        const auto actions = allowed.find(grade);
        const bool expected = actions != allowed.end() && actions->second.count(action) > 0;
        EXPECT_EQ(Try(Agency(kind), action, static_cast<v1::AccessGrade>(grade)).ok(), expected)
            << grade << " " << static_cast<int>(action);
      }
    }
  }
}

TEST_F(AuthorizerTest, OversightLooksAndNeitherSubmitsNorReports) {
  for (const Action action : {Action::kReadStatus, Action::kListAccesses}) {
    EXPECT_THAT(Try(Agency(v1::AGENCY_KIND_OMBUDSMAN), action, v1::ACCESS_GRADE_OVERSIGHT), IsOk());
  }
  EXPECT_THAT(Try(Agency(v1::AGENCY_KIND_OMBUDSMAN), Action::kSubmitReferral, v1::ACCESS_GRADE_OVERSIGHT),
              ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(
      Try(Agency(v1::AGENCY_KIND_PROSECUTOR), Action::kReportInvestigation, v1::ACCESS_GRADE_OVERSIGHT),
      ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(AuthorizerTest, AnOmbudsmanThatSendsInACaseStillListsWhoLooked) {
  EXPECT_THAT(Try(Agency(v1::AGENCY_KIND_OMBUDSMAN), Action::kListAccesses, v1::ACCESS_GRADE_FULL), IsOk());
  EXPECT_THAT(Try(Agency(v1::AGENCY_KIND_PROTECTION_UNIT), Action::kListAccesses, v1::ACCESS_GRADE_FULL),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

TEST_F(AuthorizerTest, TheRoleIsDecidedWithoutALookAtAnyCase) {
  EXPECT_THAT(Try(Agency(v1::AGENCY_KIND_POLICE), Action::kReportInvestigation, v1::ACCESS_GRADE_FULL),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  identity::Caller administrator;
  administrator.kind = identity::Caller::Kind::kAdministrator;
  EXPECT_THAT(Try(administrator, Action::kReadStatus, v1::ACCESS_GRADE_FULL),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Try(identity::Caller(), Action::kReadStatus, v1::ACCESS_GRADE_FULL),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_EQ(rows_.asked, 0);
}

TEST_F(AuthorizerTest, AStoreThatCannotReadGrantsNothing) {
  rows_.failure = base::StoreUnavailable("disk");
  EXPECT_THAT(Try(Agency(v1::AGENCY_KIND_PROSECUTOR), Action::kReadStatus, v1::ACCESS_GRADE_FULL),
              ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
}

TEST_F(AuthorizerTest, ANewCaseBelongsToWhoeverMaySubmit) {
  ASSERT_OK_AND_ASSIGN(const Grant grant,
                       authorizer_.AuthorizeNewCase(Agency(v1::AGENCY_KIND_STATE_PROTECTION_UNIT), "case-2"));
  EXPECT_EQ(grant.case_id(), "case-2");
  EXPECT_EQ(grant.grade(), v1::ACCESS_GRADE_FULL);
  EXPECT_FALSE(authorizer_.AuthorizeNewCase(Agency(v1::AGENCY_KIND_TRANSPARENCY_BODY), "case-2").ok());
}

TEST_F(AuthorizerTest, WhatTheGatewayDoesByItselfNamesNoAgency) {
  const Grant grant = authorizer_.AuthorizeGateway("case-2");
  EXPECT_EQ(grant.case_id(), "case-2");
  EXPECT_EQ(grant.agency_id(), "");
}

TEST_F(AuthorizerTest, CouncilsAndTransparencyBodiesTakeNoPartInCases) {
  EXPECT_TRUE(TakesPartInCases(v1::AGENCY_KIND_OMBUDSMAN));
  EXPECT_TRUE(TakesPartInCases(v1::AGENCY_KIND_RISK_COMMITTEE));
  EXPECT_FALSE(TakesPartInCases(v1::AGENCY_KIND_PROTECTION_COUNCIL));
  EXPECT_FALSE(TakesPartInCases(v1::AGENCY_KIND_TRANSPARENCY_BODY));
  EXPECT_FALSE(TakesPartInCases(v1::AGENCY_KIND_UNSPECIFIED));
}

TEST_F(AuthorizerTest, OnlyAdministratorsAdministrate) {
  identity::Caller administrator;
  administrator.kind = identity::Caller::Kind::kAdministrator;
  administrator.administrator = "ana";
  ASSERT_OK_AND_ASSIGN(const AdminGrant grant, authorizer_.AuthorizeAdministrator(administrator));
  EXPECT_EQ(grant.administrator(), "ana");
  EXPECT_FALSE(authorizer_.AuthorizeAdministrator(Agency(v1::AGENCY_KIND_OMBUDSMAN)).ok());
  EXPECT_FALSE(authorizer_.AuthorizeAdministrator(identity::Caller()).ok());
  EXPECT_FALSE(authorizer_.CheckAgency(administrator).ok());
}

}  // namespace
}  // namespace enlace::authz
