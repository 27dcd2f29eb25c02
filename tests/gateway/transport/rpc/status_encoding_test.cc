#include "gateway/transport/rpc/status_encoding.h"

#include <vector>

#include "gateway/base/errors.h"
#include "google/rpc/error_details.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

// All details of one type.
template <typename Detail>
std::vector<Detail> Find(const google::rpc::Status& status) {
  std::vector<Detail> out;
  for (const auto& any : status.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) out.push_back(detail);
  }
  return out;
}

TEST(StatusEncodingTest, OkIsEmpty) { EXPECT_EQ(EncodeStatus(absl::OkStatus()).ByteSizeLong(), 0u); }

TEST(StatusEncodingTest, ReasonTravelsWithoutItsPrefixAndWithoutTheMessage) {
  const google::rpc::Status encoded = EncodeStatus(base::VersionConflict(3, 7));
  EXPECT_EQ(encoded.code(), 10);
  EXPECT_EQ(encoded.message(), "the leg has changed meanwhile: read it again");
  ASSERT_EQ(Find<google::rpc::ErrorInfo>(encoded).size(), 1u);
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(encoded)[0].reason(), "VERSION_CONFLICT");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(encoded).size(), 2u);
}

TEST(StatusEncodingTest, InvalidArgumentNamesTheField) {
  const auto bad = Find<google::rpc::BadRequest>(EncodeStatus(base::MissingField("case_id")));
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_EQ(bad[0].field_violations(0).field(), "case_id");
  EXPECT_EQ(bad[0].field_violations(0).description(), "is required");
}

TEST(StatusEncodingTest, ExhaustionSaysWhenToRetry) {
  EXPECT_EQ(Find<google::rpc::RetryInfo>(EncodeStatus(absl::ResourceExhaustedError("x"))).size(), 1u);
  EXPECT_EQ(Find<google::rpc::RetryInfo>(EncodeStatus(absl::UnavailableError("x"))).size(), 1u);
}

TEST(StatusEncodingTest, TheDelayIsThatOfRetryInfo) {
  for (const absl::Status& status : {absl::ResourceExhaustedError("x"), absl::UnavailableError("x")}) {
    const auto retry = Find<google::rpc::RetryInfo>(EncodeStatus(status));
    ASSERT_EQ(retry.size(), 1u);
    EXPECT_EQ(RetryDelayOf(status), absl::Seconds(retry[0].retry_delay().seconds()));
  }
  EXPECT_EQ(RetryDelayOf(MessageTooLarge(1)), absl::nullopt);
  EXPECT_EQ(RetryDelayOf(absl::OkStatus()), absl::nullopt);
  EXPECT_EQ(RetryDelayOf(base::NotFound()), absl::nullopt);
}

TEST(StatusEncodingTest, AMessageThatIsTooLargeIsToldTheLimitAndNotToRetry) {
  const absl::Status status = MessageTooLarge(2097152);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  const google::rpc::Status encoded = EncodeStatus(status);
  EXPECT_EQ(encoded.message(), "the message is larger than 2097152 bytes");
  EXPECT_TRUE(Find<google::rpc::RetryInfo>(encoded).empty());
}

TEST(StatusEncodingTest, UnknownAndExcludedGiveTheSameBytes) {
  absl::Status excluded = base::Refusal(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                                        "case 01ABC excludes agency fgr");
  excluded.SetPayload("enlace/field", absl::Cord("case_id"));
  EXPECT_EQ(EncodeStatus(base::NotFound()).SerializeAsString(), EncodeStatus(excluded).SerializeAsString());
}

TEST(StatusEncodingTest, DefectsBecomeInternal) {
  EXPECT_EQ(PublicReasonOf(absl::UnknownError("secret")), v1::ERROR_REASON_INTERNAL);
  EXPECT_EQ(PublicReasonOf(absl::DeadlineExceededError("x")), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(EncodeStatus(absl::InternalError("SELECT")).message().find("SELECT"), std::string::npos);
}

}  // namespace
}  // namespace enlace::transport
