#include "gateway/service/approval/acts.h"

#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

class ActsTest : public ApprovalFixture {};

TEST_F(ActsTest, AnActIsTheRequestOfItsOwnMethod) {
  const v1::SuspendAgencyRequest suspend = SuspendRequest();
  const ActRequest asked = RequestOf(Act(suspend));
  EXPECT_EQ(asked.method, "SuspendAgency");
  EXPECT_EQ(asked.request_id, suspend.request_id());
  EXPECT_EQ(asked.body_hash, BodyHash("SuspendAgency", suspend));
}

// What a proposal can hold and what runs it must not drift apart.
TEST_F(ActsTest, EveryActOfTheContractIsServedOrSaysThatItIsNot) {
  const auto* oneof = v1::ProposedAct::descriptor()->FindOneofByName("act");
  for (int i = 0; i < oneof->field_count(); ++i) {
    v1::ProposedAct act;
    act.GetReflection()->MutableMessage(&act, oneof->field(i));
    const absl::Status empty = CheckAct(act);
    if (empty.code() == absl::StatusCode::kUnimplemented) continue;
    EXPECT_EQ(base::FieldOf(empty), "act." + oneof->field(i)->name() + ".request_id") << empty;
    EXPECT_NE(RequestOf(act).method, "");
  }
  EXPECT_EQ(base::FieldOf(CheckAct(v1::ProposedAct())), "act");
}

TEST_F(ActsTest, AFieldIsPutBelowItsMessage) {
  const absl::Status below = BelowField("act.x", base::InvalidField("agency.kind", "is wrong"));
  EXPECT_EQ(base::FieldOf(below), "act.x.agency.kind");
  EXPECT_EQ(below.message(), "act.x.agency.kind: is wrong");
  EXPECT_THAT(BelowField("act", base::NotFound()), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::service
