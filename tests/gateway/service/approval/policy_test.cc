#include "gateway/service/approval/policy.h"

#include "gateway/base/enrollment_token.h"
#include "gateway/service/administration/create_enrollment_token.h"
#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

class PolicyTest : public ApprovalFixture {
 protected:
  v1::CreateEnrollmentTokenRequest TokenForAdministrator(const std::string& name) {
    v1::CreateEnrollmentTokenRequest request;
    request.set_request_id(NewId());
    request.set_administrator(name);
    return request;
  }
  void Revoke(const identity::Caller& administrator) {
    core_->approval.two_persons.clear();
    v1::RevokeCertificateRequest revoke;
    revoke.set_request_id(NewId());
    revoke.set_serial(administrator.certificate_serial);
    ASSERT_THAT(Call(api().revoke_certificate, ana_, revoke), IsOk());
    AskTwoPersons();
  }
  size_t Count() { return *CountAdministrators(**store_.Read(), kTrustDomain, clock_.Now(), 100); }
};

TEST_F(PolicyTest, SettingsNameActs) {
  config::v1::ApprovalConfig config;
  EXPECT_TRUE(PolicyOf(config).two_persons.empty());
  EXPECT_EQ(PolicyOf(config).proposal_life, absl::Hours(72));
  config.add_two_persons("create_token");
  config.add_two_persons("advance_authority");
  config.mutable_proposal_life()->set_seconds(60);
  const ApprovalPolicy policy = PolicyOf(config);
  EXPECT_EQ(policy.two_persons, (std::set<v1::AdministrativeAct>{v1::ADMINISTRATIVE_ACT_CREATE_TOKEN,
                                                                 v1::ADMINISTRATIVE_ACT_ADVANCE_AUTHORITY}));
  EXPECT_EQ(policy.proposal_life, absl::Minutes(1));
  EXPECT_EQ(ActName(v1::ADMINISTRATIVE_ACT_LIFT_EXCLUSION), "lift_exclusion");
}

TEST_F(PolicyTest, EveryActThatTakesTwoPersonsIsRefusedToOne) {
  v1::CreateAgencyRequest create;
  create.set_request_id(NewId());
  *create.mutable_agency() = Entry(kFederal, v1::AGENCY_KIND_PROTECTION_UNIT, {});
  EXPECT_THAT(Call(api().create_agency, ana_, create), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  v1::UpdateAgencyRequest update;
  update.set_request_id(NewId());
  *update.mutable_agency() = Entry(kSender, v1::AGENCY_KIND_PROTECTION_UNIT, {});
  EXPECT_THAT(Call(api().update_agency, ana_, update), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  EXPECT_THAT(Call(api().create_enrollment_token, ana_, TokenRequest()),
              ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  EXPECT_THAT(Call(api().suspend_agency, ana_, SuspendRequest()),
              ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  v1::ReinstateAgencyRequest reinstate;
  reinstate.set_request_id(NewId());
  reinstate.set_agency_id(kSender);
  reinstate.set_reason("audit-done");
  EXPECT_THAT(Call(api().reinstate_agency, ana_, reinstate), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  v1::RevokeCertificateRequest revoke;
  revoke.set_request_id(NewId());
  revoke.set_serial(ben_.certificate_serial);
  EXPECT_THAT(Call(api().revoke_certificate, ana_, revoke), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  v1::LiftExclusionRequest lift;
  lift.set_request_id(NewId());
  lift.set_case_id(NoSuchId());
  lift.set_agency_id(kSender);
  lift.set_reason("mistake");
  EXPECT_THAT(Call(api().lift_exclusion, ana_, lift), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
}

TEST_F(PolicyTest, TheRefusalSaysWhatToDo) {
  const auto refused = Call(api().suspend_agency, ana_, SuspendRequest());
  EXPECT_THAT(std::string(refused.status().message()), ::testing::HasSubstr("propose it"));
  EXPECT_TRUE(base::IsTold(refused.status()));
}

TEST_F(PolicyTest, ActsThatAreNotNamedTakeOnePerson) {
  core_->approval.two_persons.erase(v1::ADMINISTRATIVE_ACT_REVOKE);
  EXPECT_THAT(Call(api().suspend_agency, ana_, SuspendRequest()), IsOk());
}

TEST_F(PolicyTest, ThePolicyIsWaivedForTheSecondAdministratorAlone) {
  Revoke(ben_);
  EXPECT_EQ(Count(), 1U);
  const uint64_t first = LogSize(v1::LOG_ID_TRUST);
  ASSERT_OK_AND_ASSIGN(const auto token,
                       Call(api().create_enrollment_token, ana_, TokenForAdministrator("cora")));
  EXPECT_EQ(RecordAt(first, v1::LOG_ID_TRUST).purpose(), kWaivedPurpose);
  // An agency's token is not needed for that.
  EXPECT_THAT(Call(api().create_enrollment_token, ana_, TokenRequest()),
              ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  EnrolBy(token.token(), "cora");
  EXPECT_EQ(Count(), 2U);
  EXPECT_THAT(Call(api().create_enrollment_token, ana_, TokenForAdministrator("dora")),
              ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
}

TEST_F(PolicyTest, ASecondCertificateOfTheSameNameIsNoSecondAdministrator) {
  Revoke(ben_);
  ASSERT_OK_AND_ASSIGN(const auto token,
                       Call(api().create_enrollment_token, ana_, TokenForAdministrator("ana")));
  EnrolBy(token.token(), "ana");
  EXPECT_EQ(Count(), 1U);
}

TEST_F(PolicyTest, WhoseCertificateEndedIsNotCounted) {
  EXPECT_TRUE(*IsAdministratorInForce(**store_.Read(), kTrustDomain, "ben", clock_.Now()));
  EXPECT_FALSE(*IsAdministratorInForce(**store_.Read(), kTrustDomain, "be", clock_.Now()));
  clock_.Advance(core_->tls_life + absl::Seconds(1));
  EXPECT_EQ(Count(), 0U);
  EXPECT_FALSE(*IsAdministratorInForce(**store_.Read(), kTrustDomain, "ben", clock_.Now()));
}

}  // namespace
}  // namespace enlace::service
