// Matchers for absl::Status and StatusOr.
#ifndef ENLACE_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define ENLACE_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status) {
  return status.status();
}

MATCHER(IsOk, "is OK") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.ok();
}

MATCHER_P(StatusIs, code, "has code " + absl::StatusCodeToString(code)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code;
}

MATCHER_P2(StatusIs, code, message, "has the code and a matching message") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code &&
         ::testing::ExplainMatchResult(message, std::string(status.message()), result_listener);
}

MATCHER_P(ReasonIs, reason, "has reason " + v1::ErrorReason_Name(reason)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString() << " with " << v1::ErrorReason_Name(base::ReasonOf(status));
  return base::ReasonOf(status) == reason;
}

}  // namespace enlace

#define ASSERT_OK_AND_ASSIGN_(statusor, lhs, expr)                     \
  auto statusor = (expr);                                              \
  ASSERT_TRUE(statusor.ok()) << statusor.status().ToString();          \
  lhs = std::move(statusor).value()
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  ASSERT_OK_AND_ASSIGN_(ENLACE_CONCAT_(enlace_test_, __LINE__), lhs, expr)

#endif  // ENLACE_TESTS_SUPPORT_STATUS_MATCHERS_H_
