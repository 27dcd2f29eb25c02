#include "client/enlacectl/exit_code.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

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
  std::set<std::string> names;
  for (const ExitCodeLine& line : ExitCodes()) {
    if (expected == 9) expected = 20;
    EXPECT_EQ(static_cast<int>(line.code), expected++);
    const std::string name = line.name;
    EXPECT_EQ(name.empty(), static_cast<int>(line.code) < 20);
    EXPECT_EQ(NameOf(line.code), name);
    EXPECT_TRUE(name.empty() || names.insert(name).second) << name;
  }
  EXPECT_EQ(expected, 49);
}

TEST(ExitCodeTest, AStatusCanCarryItsOwn) {
  const absl::Status carried = WithExitCode(absl::UnauthenticatedError("x"), ExitCode::kRevoked);
  EXPECT_EQ(ExitCodeOf(carried), ExitCode::kRevoked);
  EXPECT_EQ(carried.message(), "x");
}

TEST(ExitCodeTest, EveryReasonAboutCertificatesHasAClassOfItsOwn) {
  std::set<ExitCode> seen;
  for (int reason = v1::ERROR_REASON_CERTIFICATE_MISSING; reason <= v1::ERROR_REASON_AGENCY_SUSPENDED;
       ++reason) {
    const ExitCode code = CertificateExitCode(static_cast<v1::ErrorReason>(reason));
    EXPECT_NE(code, ExitCode::kOk) << reason;
    EXPECT_TRUE(seen.insert(code).second) << reason;
  }
  EXPECT_EQ(CertificateExitCode(v1::ERROR_REASON_NOT_FOUND), ExitCode::kOk);
}

}  // namespace
}  // namespace enlace::client
