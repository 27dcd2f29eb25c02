#include "gateway/service/directory/list_mechanisms.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ListMechanismsTest : public GatewayFixture {
 protected:
  v1::MechanismSummary Mexico(const v1::ListMechanismsRequest& request) {
    const auto response = Call(api().list_mechanisms, Administrator(), request);
    for (const v1::MechanismSummary& mechanism : response->mechanisms()) {
      if (mechanism.mechanism_id() == "mx-federal") return mechanism;
    }
    ADD_FAILURE() << "mx-federal is missing";
    return v1::MechanismSummary();
  }
};

TEST_F(ListMechanismsTest, NamesTheRulesInForceAndTheirDigest) {
  const v1::MechanismSummary mexico = Mexico({});
  EXPECT_EQ(mexico.rules_digest(), std::string(mechanisms_->Digest("mx-federal")));
  EXPECT_EQ(mexico.country(), "MX");
  bool has_statute = false;
  for (const v1::ClockRuleSummary& rule : mexico.clock_rules())
    has_statute = has_statute || rule.rule_id() == "MX-1";
  EXPECT_TRUE(has_statute);
}

TEST_F(ListMechanismsTest, AnEarlierDayHasTheRulesOfThatDay) {
  v1::ListMechanismsRequest request;
  *request.mutable_at_time() =
      base::ToProto(absl::FromUnixSeconds(1325376000));  // 2012-01-01, before the law.
  const v1::MechanismSummary mexico = Mexico(request);
  for (const v1::ClockRuleSummary& rule : mexico.clock_rules()) EXPECT_NE(rule.rule_id(), "MX-1");
}

}  // namespace
}  // namespace enlace::service
