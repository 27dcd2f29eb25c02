#include "gateway/service/administration/get_gateway_status.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetGatewayStatusTest : public GatewayFixture {};

TEST_F(GetGatewayStatusTest, TellsAnAdministratorTheTime) {
  ASSERT_OK_AND_ASSIGN(const auto status,
                       Call(api().get_gateway_status, Administrator(), v1::GetGatewayStatusRequest()));
  EXPECT_EQ(base::FromProto(status.now()), clock_.Now());
}

TEST_F(GetGatewayStatusTest, OnlyAdministratorsAsk) {
  EXPECT_THAT(Call(api().get_gateway_status, identity::Caller(), v1::GetGatewayStatusRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
