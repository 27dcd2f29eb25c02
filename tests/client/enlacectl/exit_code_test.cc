#include "client/enlacectl/exit_code.h"

#include <gtest/gtest.h>

namespace enlace::client {
namespace {

TEST(ExitCodeTest, EveryCanonicalCodeHasItsStatus) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kOk);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), ExitCode::kRefused);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("")), ExitCode::kRefused);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), ExitCode::kNotFound);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("")), ExitCode::kNotAllowed);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("")), ExitCode::kNotAllowed);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::ResourceExhaustedError("")), ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::DataLossError("")), ExitCode::kVerification);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("")), ExitCode::kInternal);
}

TEST(ExitCodeTest, NumbersAreThoseOfTheContract) {
  int expected = 0;
  for (const ExitCodeLine& line : ExitCodes()) EXPECT_EQ(static_cast<int>(line.code), expected++);
  EXPECT_EQ(expected, 9);
}

}  // namespace
}  // namespace enlace::client
