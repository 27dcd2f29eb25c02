#include "gateway/warning/decide.h"

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::warning {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);

v1::Agency Entry(const std::string& id, v1::AgencyKind kind, const std::string& country = "MX") {
  v1::Agency agency;
  agency.set_agency_id(id);
  agency.set_kind(kind);
  agency.set_country(country);
  return agency;
}

class DecideTest : public ::testing::Test {
 protected:
  DecideTest() {
    rules_.set_mechanism_id("mx-federal");
    rules_.set_country("MX");
    rule_ = rules_.add_warning_rules();
    rule_->set_issuer_kind(v1::AGENCY_KIND_OMBUDSMAN);
    request_.set_request_id("11111111-1111-4111-8111-111111111111");
    warning().set_mechanism_id("mx-federal");
    warning().set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
    warning().add_subdivisions("MX-CHH");
    warning().mutable_sealed_alert()->set_cms("sealed");
    warning().mutable_sealed_alert()->set_digest("digest");
    warning().mutable_sealed_alert()->add_recipients()->set_agency_id("cndh");
    Address("unit");
  }
  v1::Warning& warning() { return *request_.mutable_warning(); }
  void Address(const std::string& id) {
    warning().add_addressees()->set_agency_id(id);
    warning().mutable_sealed_alert()->add_recipients()->set_agency_id(id);
  }
  absl::StatusOr<v1::Warning> Decide() {
    v1::AgencyRef issuer;
    issuer.set_agency_id(issuer_);
    return DecideIssue({issuer, request_, known_ ? &rules_ : nullptr, agencies_, referenced_, kNow});
  }
  // An earlier warning of `issuer`.
  store::v1::WarningState* Earlier(const std::string& issuer) {
    earlier_.mutable_warning()->set_warning_id("earlier");
    earlier_.mutable_warning()->mutable_issuer()->set_agency_id(issuer);
    earlier_.mutable_warning()->set_state(v1::WARNING_STATE_ACTIVE);
    *earlier_.mutable_warning()->mutable_expire_time() = base::ToProto(kNow + absl::Hours(1));
    warning().set_message_type(v1::WARNING_MESSAGE_TYPE_UPDATE);
    referenced_ = &earlier_;
    return &earlier_;
  }

  mechanism::Mechanism rules_;
  config::v1::WarningRule* rule_;
  std::vector<v1::Agency> agencies_ = {
      Entry("cndh", v1::AGENCY_KIND_OMBUDSMAN), Entry("unit", v1::AGENCY_KIND_PROTECTION_UNIT),
      Entry("police", v1::AGENCY_KIND_POLICE), Entry("foreign", v1::AGENCY_KIND_OMBUDSMAN, "GT")};
  v1::IssueWarningRequest request_;
  std::string issuer_ = "cndh";
  bool known_ = true;
  store::v1::WarningState earlier_;
  const store::v1::WarningState* referenced_ = nullptr;
};

TEST_F(DecideTest, FillsInWhatTheIssuerDoesNotSay) {
  ASSERT_OK_AND_ASSIGN(const v1::Warning issued, Decide());
  EXPECT_EQ(issued.warning_id(), base::DeriveWarningId("cndh", request_.request_id()));
  EXPECT_EQ(issued.issuer().agency_id(), "cndh");
  EXPECT_EQ(issued.scope(), v1::WARNING_SCOPE_RESTRICTED);
  EXPECT_EQ(issued.state(), v1::WARNING_STATE_ACTIVE);
  EXPECT_EQ(issued.addressees(0).kind(), v1::AGENCY_KIND_PROTECTION_UNIT);
  EXPECT_EQ(base::FromProto(issued.record_time()), kNow);
  EXPECT_EQ(issued.sealed_alert().digest(), "digest");
  EXPECT_EQ(issued.sealed_alert().cms(), "");
}

TEST_F(DecideTest, OnlyAKindThatARuleNamesWarns) {
  issuer_ = "unit";
  EXPECT_THAT(Decide(), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  issuer_ = "cndh";
  *rule_->mutable_validity()->mutable_to() = base::ToProto(kNow);
  EXPECT_THAT(Decide(), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

TEST_F(DecideTest, AnAgencyOfAnotherCountryDoesNotWarnHere) {
  issuer_ = "foreign";
  EXPECT_THAT(Decide(), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

TEST_F(DecideTest, AnUnknownMechanismIsNamed) {
  known_ = false;
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.mechanism_id");
}

TEST_F(DecideTest, SubdivisionsAreThoseOfTheMechanism) {
  warning().set_subdivisions(0, "MX-QQQ");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.subdivisions[0]");
  warning().set_subdivisions(0, "GT-01");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.subdivisions[0]");
  warning().set_subdivisions(0, "MX-VER");
  EXPECT_THAT(Decide(), IsOk());
  rules_.add_subdivisions()->set_code("MX-CHH");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.subdivisions[0]");
}

TEST_F(DecideTest, AddresseesAreInTheDirectoryAndNotTheIssuer) {
  Address("nobody");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.addressees[1]");
  warning().mutable_addressees(1)->set_agency_id("cndh");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.addressees[1]");
}

TEST_F(DecideTest, ARuleThatNamesAddresseesKeepsOthersOut) {
  rule_->add_addressee_kinds(v1::AGENCY_KIND_PROTECTION_UNIT);
  EXPECT_THAT(Decide(), IsOk());
  Address("police");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.addressees[1]");
}

TEST_F(DecideTest, WhoeverIsWarnedCanOpenTheAlert) {
  warning().add_addressees()->set_agency_id("police");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.sealed_alert");
}

TEST_F(DecideTest, WhoeverWarnsCanOpenItsOwnAlert) {
  warning().mutable_sealed_alert()->mutable_recipients(0)->set_agency_id("unit");
  EXPECT_EQ(base::FieldOf(Decide().status()), "warning.sealed_alert");
}

TEST_F(DecideTest, OnlyTheIssuerUpdatesAWarningThatIsInForce) {
  Earlier("cndh");
  EXPECT_THAT(Decide(), IsOk());
  Earlier("unit");
  EXPECT_THAT(Decide(), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  Earlier("cndh")->mutable_warning()->set_state(v1::WARNING_STATE_REPLACED);
  EXPECT_THAT(Decide(), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  *Earlier("cndh")->mutable_warning()->mutable_expire_time() = base::ToProto(kNow);
  EXPECT_THAT(Decide(), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST_F(DecideTest, ACancelIsNeverInForce) {
  Earlier("cndh");
  warning().set_message_type(v1::WARNING_MESSAGE_TYPE_CANCEL);
  ASSERT_OK_AND_ASSIGN(const v1::Warning issued, Decide());
  EXPECT_EQ(issued.state(), v1::WARNING_STATE_CANCELLED);
}

TEST_F(DecideTest, WhoIsDroppedIsToldOfTheEarlierOne) {
  Earlier("cndh")->mutable_warning()->add_addressees()->set_agency_id("police");
  earlier_.mutable_warning()->add_addressees()->set_agency_id("unit");
  v1::Warning issued = warning();
  issued.set_warning_id("later");
  const std::vector<Told> told = ToldOf(issued, &earlier_);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].agency_id, "unit");
  EXPECT_EQ(told[0].warning_id, "later");
  EXPECT_EQ(told[1].agency_id, "police");
  EXPECT_EQ(told[1].warning_id, "earlier");
}

TEST(CheckAnswerTest, OnlyWhoIsWarnedAnswersAndNotWithoutEnd) {
  store::v1::WarningState state;
  state.mutable_warning()->mutable_issuer()->set_agency_id("cndh");
  state.mutable_warning()->add_addressees()->set_agency_id("unit");
  state.mutable_warning()->add_addressees()->set_agency_id("police");
  EXPECT_THAT(CheckAnswer(state, "cndh"), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  for (int i = 0; i < kMaxAnswers; ++i) {
    EXPECT_THAT(CheckAnswer(state, "unit"), IsOk());
    state.add_answers()->mutable_addressee()->set_agency_id("unit");
  }
  EXPECT_THAT(CheckAnswer(state, "unit"), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(CheckAnswer(state, "police"), IsOk());
}

TEST(CheckNoteTest, TheIssuerCanOpenIt) {
  store::v1::WarningState state;
  state.mutable_warning()->mutable_issuer()->set_agency_id("cndh");
  v1::SealedPayload note;
  note.add_recipients()->set_agency_id("unit");
  EXPECT_EQ(base::FieldOf(CheckNote(state, note)), "sealed_note");
  note.add_recipients()->set_agency_id("cndh");
  EXPECT_THAT(CheckNote(state, note), IsOk());
}

TEST(IsDecidingTest, AnAcknowledgementDecidesNothing) {
  EXPECT_FALSE(IsDeciding(v1::WARNING_RESPONSE_ACKNOWLEDGED));
  for (const auto response : {v1::WARNING_RESPONSE_ACTING, v1::WARNING_RESPONSE_DONE,
                              v1::WARNING_RESPONSE_NOT_COMPETENT, v1::WARNING_RESPONSE_DECLINED}) {
    EXPECT_TRUE(IsDeciding(response));
  }
}

}  // namespace
}  // namespace enlace::warning
