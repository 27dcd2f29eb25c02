#include "gateway/transport/grpc_status.h"

#include <gtest/gtest.h>

#include "gateway/base/errors.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace enlace::transport {
namespace {

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status out;
  EXPECT_TRUE(out.ParseFromString(status.error_details()));
  return out;
}

// All details of one type.
template <typename Detail>
std::vector<Detail> Find(const grpc::Status& status) {
  std::vector<Detail> out;
  const google::rpc::Status details = Details(status);
  for (const auto& any : details.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) out.push_back(detail);
  }
  return out;
}

TEST(GrpcStatusTest, OkIsOk) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok()); }

TEST(GrpcStatusTest, ReasonTravelsWithoutItsPrefix) {
  const grpc::Status status = ToGrpcStatus(base::VersionConflict(3, 7));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  const auto info = Find<google::rpc::ErrorInfo>(status);
  ASSERT_EQ(info.size(), 1u);
  EXPECT_EQ(info[0].reason(), "VERSION_CONFLICT");
  EXPECT_EQ(info[0].domain(), "enlace");
  EXPECT_EQ(Details(status).code(), 10);
  EXPECT_EQ(Details(status).message(), status.error_message());
}

TEST(GrpcStatusTest, WhatIsNotToldIsReplacedByAFixedSentence) {
  const grpc::Status status = ToGrpcStatus(base::VersionConflict(3, 7));
  EXPECT_EQ(status.error_message(), "the leg has changed meanwhile: read it again");
  EXPECT_EQ(status.error_details().find("stale"), std::string::npos);
}

TEST(GrpcStatusTest, InvalidArgumentNamesTheFieldAndTheProblem) {
  const grpc::Status status = ToGrpcStatus(base::InvalidField("case_id", "has a wrong form"));
  EXPECT_EQ(status.error_message(), "case_id: has a wrong form");
  const auto bad = Find<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad.size(), 1u);
  ASSERT_EQ(bad[0].field_violations_size(), 1);
  EXPECT_EQ(bad[0].field_violations(0).field(), "case_id");
  EXPECT_EQ(bad[0].field_violations(0).description(), "has a wrong form");
}

TEST(GrpcStatusTest, CertificateTroubleIsToldInFull) {
  const grpc::Status status =
      ToGrpcStatus(base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "certificate 1f was revoked"));
  EXPECT_EQ(status.error_message(), "certificate 1f was revoked");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST(GrpcStatusTest, RetryableRefusalsSayWhenToRetry) {
  for (const absl::Status& refusal :
       {base::StoreUnavailable("disk full"), absl::ResourceExhaustedError("x"), absl::UnavailableError("x")}) {
    const auto retry = Find<google::rpc::RetryInfo>(ToGrpcStatus(refusal));
    ASSERT_EQ(retry.size(), 1u) << refusal;
    EXPECT_GT(retry[0].retry_delay().seconds(), 0);
  }
  EXPECT_TRUE(Find<google::rpc::RetryInfo>(ToGrpcStatus(base::NotFound())).empty());
}

TEST(GrpcStatusTest, OfficialsReadTheirLanguage) {
  const auto texts = Find<google::rpc::LocalizedMessage>(ToGrpcStatus(base::NotFound()));
  ASSERT_EQ(texts.size(), 2u);
  EXPECT_EQ(texts[0].locale(), "es");
  EXPECT_EQ(texts[0].message(), "No se encontró.");
  EXPECT_EQ(texts[1].locale(), "pt-BR");
}

TEST(GrpcStatusTest, UnknownAndExcludedGiveTheSameBytes) {
  const grpc::Status unknown = ToGrpcStatus(base::NotFound());
  absl::Status excluded = base::Refusal(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                                        "case 01ABC excludes agency fgr");
  excluded.SetPayload("enlace/field", absl::Cord("case_id"));
  const grpc::Status hidden = ToGrpcStatus(excluded);
  EXPECT_EQ(unknown.error_message(), hidden.error_message());
  EXPECT_EQ(unknown.error_details(), hidden.error_details());
}

TEST(GrpcStatusTest, ForeignDefectsBecomeInternalAndSayNothing) {
  for (const absl::Status& defect :
       {absl::InternalError("SELECT * FROM cases"), absl::UnknownError("secret"), absl::DataLossError("secret")}) {
    const grpc::Status status = ToGrpcStatus(defect);
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(defect.code()));
    EXPECT_EQ(status.error_message(), "a defect of the gateway: its operator finds the details in its log");
    EXPECT_EQ(Find<google::rpc::ErrorInfo>(status).at(0).reason(), "INTERNAL");
  }
}

TEST(GrpcStatusTest, ACodeWithoutReasonCarriesNone) {
  const grpc::Status status = ToGrpcStatus(absl::DeadlineExceededError("slow disk"));
  EXPECT_TRUE(Find<google::rpc::ErrorInfo>(status).empty());
  EXPECT_EQ(status.error_message(), "the call took longer than its deadline: retry with the same request_id");
}

}  // namespace
}  // namespace enlace::transport
