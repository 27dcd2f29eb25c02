#include "gateway/transport/rpc/connect_error.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "gateway/base/errors.h"
#include "google/rpc/error_details.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

TEST(ConnectErrorTest, EveryCodeHasItsNameAndItsHttpStatus) {
  const std::tuple<int, const char*, int> rows[] = {{1, "canceled", 499},
                                                    {2, "unknown", 500},
                                                    {3, "invalid_argument", 400},
                                                    {4, "deadline_exceeded", 504},
                                                    {5, "not_found", 404},
                                                    {6, "already_exists", 409},
                                                    {7, "permission_denied", 403},
                                                    {8, "resource_exhausted", 429},
                                                    {9, "failed_precondition", 400},
                                                    {10, "aborted", 409},
                                                    {11, "out_of_range", 400},
                                                    {12, "unimplemented", 501},
                                                    {13, "internal", 500},
                                                    {14, "unavailable", 503},
                                                    {15, "data_loss", 500},
                                                    {16, "unauthenticated", 401}};
  for (const auto& [code, name, http_status] : rows) {
    EXPECT_EQ(ConnectCode(static_cast<absl::StatusCode>(code)), name);
    EXPECT_EQ(HttpStatusOf(static_cast<absl::StatusCode>(code)), http_status) << name;
  }
  EXPECT_EQ(HttpStatusOf(absl::StatusCode::kOk), 200);
  EXPECT_EQ(ConnectCode(static_cast<absl::StatusCode>(99)), "unknown");
}

TEST(ConnectErrorTest, ErrorsHaveCodeMessageAndDetails) {
  const auto json = nlohmann::json::parse(ConnectErrorJson(base::MissingField("case_id")));
  EXPECT_EQ(json["code"], "invalid_argument");
  EXPECT_EQ(json["message"], "case_id: is required");
  ASSERT_EQ(json["details"].size(), 4u);
  EXPECT_EQ(json["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(json["details"][0]["debug"]["reason"], "FIELD_INVALID");
  const std::string value = json["details"][1]["value"];
  EXPECT_EQ(value.find('='), std::string::npos);
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(value, &bytes));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(bad.ParseFromString(bytes));
  EXPECT_EQ(bad.field_violations(0).field(), "case_id");
}

TEST(ConnectErrorTest, BytesThatAreNoUtf8DoNotBreakTheJson) {
  const auto json = nlohmann::json::parse(ConnectErrorJson(absl::InvalidArgumentError("a\xff\n\"b")));
  EXPECT_EQ(json["message"], "a\xEF\xBF\xBD\n\"b");
}

TEST(ConnectErrorTest, EndOfStreamSaysOnlyWhatThereIs) {
  EXPECT_EQ(EndStreamJson(absl::OkStatus(), {}), "{}");
  const Header trailers[] = {{"x-a", "1"}, {"x-a", "2"}, {"b-bin", "\x01"}};
  EXPECT_EQ(EndStreamJson(absl::OkStatus(), trailers), R"({"metadata":{"x-a":["1","2"],"b-bin":["AQ"]}})");
  const auto json = nlohmann::json::parse(EndStreamJson(absl::AbortedError("x"), {}));
  EXPECT_EQ(json["error"]["code"], "aborted");
  EXPECT_FALSE(json.contains("metadata"));
}

TEST(ConnectErrorTest, TimeoutsAreMilliseconds) {
  EXPECT_FALSE(ParseConnectTimeout("")->has_value());
  EXPECT_EQ(**ParseConnectTimeout("1500"), absl::Milliseconds(1500));
  EXPECT_EQ(**ParseConnectTimeout("9999999999"), absl::Milliseconds(9999999999));
  for (const char* const bad : {"-1", "1s", " 1", "1.5", "12345678901"}) {
    EXPECT_THAT(ParseConnectTimeout(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

TEST(ConnectErrorTest, TheVersionIsOneOrNotNamed) {
  HeaderList none, one, two;
  one.Add("connect-protocol-version", "1");
  two.Add("connect-protocol-version", "2");
  EXPECT_THAT(CheckConnectVersion(none), IsOk());
  EXPECT_THAT(CheckConnectVersion(one), IsOk());
  EXPECT_THAT(CheckConnectVersion(two), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::transport
