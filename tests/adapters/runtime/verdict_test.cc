#include "adapters/runtime/verdict.h"

#include "gateway/base/errors.h"
#include "tests/client/fake_gateway.h"

namespace enlace::adapters {
namespace {

TEST(VerdictTest, OnlyALastWordIsARefusal) {
  EXPECT_EQ(VerdictOf(base::InvalidField("petition_time", "is in the future")), Verdict::kRefused);
  EXPECT_EQ(VerdictOf(base::NotFound()), Verdict::kRefused);
  EXPECT_EQ(VerdictOf(base::TransitionNotAllowed("")), Verdict::kRefused);
  EXPECT_EQ(VerdictOf(absl::InvalidArgumentError("the content is too large to be sealed")),
            Verdict::kRefused);
}

TEST(VerdictTest, WhatAnAdministratorMayCureIsTriedAgain) {
  const auto refusal = [](absl::StatusCode code, v1::ErrorReason reason) {
    return base::Refusal(code, reason, "");
  };
  for (const absl::Status& status :
       {refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_AGENCY_SUSPENDED),
        refusal(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CERTIFICATE_EXPIRED),
        base::StoreUnavailable(""), base::InternalError(""), base::VersionConflict(1, 2),
        absl::FailedPreconditionError("no case log is known of this gateway"), absl::UnavailableError("")}) {
    EXPECT_EQ(VerdictOf(status), Verdict::kTryAgain) << status;
  }
}

TEST(VerdictTest, AProofThatDoesNotVerifyIsForPeople) {
  EXPECT_EQ(VerdictOf(absl::DataLossError("the receipt proves another act")), Verdict::kUnproved);
}

TEST(VerdictTest, AGatewayThatIsAwayIsNotARecipientWithoutCertificate) {
  EXPECT_TRUE(
      IsGatewayAway(client::FromRpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "Connection refused"))));
  EXPECT_TRUE(IsGatewayAway(
      base::Refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_AGENCY_SUSPENDED, "")));
  EXPECT_FALSE(IsGatewayAway(absl::UnavailableError("mx-fgr has no sealing certificate that is valid now")));
}

TEST(VerdictTest, OfficersReadTheirLanguageAndTheLogNoForeignText) {
  const absl::Status status = base::Refusal(absl::StatusCode::kPermissionDenied,
                                            v1::ERROR_REASON_AGENCY_SUSPENDED, "text of the other side");
  EXPECT_NE(TextFor(status, "es"), TextFor(status, "pt-BR"));
  EXPECT_THAT(LogText(status), testing::Not(testing::HasSubstr("text of the other side")));
  EXPECT_EQ(LogText(absl::UnavailableError("/srv/x: no space")), "/srv/x: no space");
}

}  // namespace
}  // namespace enlace::adapters
