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
  EXPECT_THAT(AsBadRequest(absl::OutOfRangeError("beyond")), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(AsBadRequest(absl::DataLossError("broken")), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::service
