#include "gateway/service/ledger/log_request.h"

#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

TEST(LogRequestTest, OnlyTheTwoLogsAreLogs) {
  EXPECT_THAT(CheckLogId(v1::LOG_ID_CASE), IsOk());
  EXPECT_THAT(CheckLogId(v1::LOG_ID_TRUST), IsOk());
  EXPECT_EQ(base::FieldOf(CheckLogId(v1::LOG_ID_UNSPECIFIED)), "log_id");
}

TEST(LogRequestTest, OnlyRangesBecomeBadRequests) {
  const absl::Status beyond = AsBadRequest(absl::OutOfRangeError("beyond"), "leaf_index");
  EXPECT_THAT(beyond, ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_EQ(base::FieldOf(beyond), "leaf_index");
  EXPECT_THAT(AsBadRequest(absl::DataLossError("broken"), "leaf_index"),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::service
