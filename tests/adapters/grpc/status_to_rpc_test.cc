#include "adapters/grpc/status_to_rpc.h"

#include "client/rpc_status.h"
#include "gateway/base/errors.h"
#include "tests/client/fake_gateway.h"

namespace enlace::adapters {
namespace {

TEST(StatusToRpcTest, ReasonAndFieldSurviveTheWayToTheAgencysSystem) {
  const absl::Status back =
      client::FromRpc(StatusToRpc(base::InvalidField("petition_time", "is in the future")));
  EXPECT_THAT(back, StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("is in the future")));
  EXPECT_THAT(back, ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_EQ(base::FieldOf(back), "petition_time");
}

TEST(StatusToRpcTest, TheWaitThatTheGatewayAskedForSurvives) {
  const absl::Status busy = client::FromRpc(client::Refused(
      grpc::StatusCode::RESOURCE_EXHAUSTED, v1::ERROR_REASON_QUOTA_EXCEEDED, "", "", absl::Seconds(30)));
  EXPECT_EQ(client::RetryDelayOf(client::FromRpc(StatusToRpc(busy))), absl::Seconds(30));
}

TEST(StatusToRpcTest, PlainStatusesStayPlain) {
  EXPECT_TRUE(StatusToRpc(absl::OkStatus()).ok());
  const grpc::Status lost = StatusToRpc(absl::DataLossError("the receipt proves another act"));
  EXPECT_EQ(lost.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(lost.error_message(), "the receipt proves another act");
  EXPECT_TRUE(lost.error_details().empty());
}

}  // namespace
}  // namespace enlace::adapters
