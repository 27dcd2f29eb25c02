#include "gateway/base/errors.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

TEST(ErrorsTest, EachRefusalBindsCodeAndReason) {
  const struct {
    absl::Status status;
    absl::StatusCode code;
    v1::ErrorReason reason;
    bool told;
  } cases[] = {
      {InvalidField("f", "p"), absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID, true},
      {MissingField("f"), absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID, true},
      {NotFound(), absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND, false},
      {RequestIdReused(), absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED, false},
      {VersionConflict(1, 2), absl::StatusCode::kAborted, v1::ERROR_REASON_VERSION_CONFLICT, false},
      {RoleNotPermitted("m"), absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_PERMITTED,
       false},
      {TransitionNotAllowed("m"), absl::StatusCode::kFailedPrecondition,
       v1::ERROR_REASON_TRANSITION_NOT_ALLOWED, true},
      {ActorNotAllowed("m"), absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED, true},
      {ApprovalRequired("revoke"), absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_APPROVAL_REQUIRED,
       true},
      {ProposalClosed("m"), absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PROPOSAL_CLOSED, true},
      {SamePerson(), absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_SAME_PERSON, true},
      {GuardNotMet("m"), absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, true},
      {StoreUnavailable("m"), absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, false},
      {InternalError("m"), absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, false},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(c.status, StatusIs(c.code));
    EXPECT_THAT(c.status, ReasonIs(c.reason));
    EXPECT_EQ(IsTold(c.status), c.told) << c.status;
  }
}

TEST(ErrorsTest, CertificateRefusalIsToldToItsOwner) {
  const absl::Status status = CertificateRefused(v1::ERROR_REASON_NOT_FOUND, "expired yesterday");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated, "expired yesterday"));
  EXPECT_TRUE(IsTold(status));
}

TEST(ErrorsTest, InvalidFieldNamesTheField) {
  EXPECT_EQ(FieldOf(InvalidField("territory.country", "is wrong")), "territory.country");
  EXPECT_EQ(InvalidField("a", "is wrong").message(), "a: is wrong");
  EXPECT_EQ(MissingField("a").message(), "a: is required");
}

TEST(ErrorsTest, ForeignStatusHasNoReasonAndIsNotTold) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(FieldOf(absl::InternalError("x")), "");
  EXPECT_FALSE(IsTold(absl::InternalError("x")));
}

TEST(ErrorsTest, EveryNotFoundIsTheSame) { EXPECT_EQ(NotFound(), NotFound()); }

}  // namespace
}  // namespace enlace::base
