#include "gateway/transport/rpc/message_codec.h"

#include "enlace/v1/case_service.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::Status ParseJson(absl::string_view json, v1::GetCaseStatusRequest* out) {
  out->Clear();
  return ParseMessage(MessageCodec::kJson, json, out);
}

TEST(MessageCodecTest, BothFormsComeBack) {
  v1::GetCaseStatusRequest request;
  request.mutable_key()->set_case_id("01ABC");
  request.set_purpose("follow_up");
  for (const MessageCodec codec : {MessageCodec::kProto, MessageCodec::kJson}) {
    std::string bytes = "before";
    ASSERT_THAT(AppendMessage(codec, request, &bytes), IsOk());
    ASSERT_EQ(bytes.substr(0, 6), "before");
    v1::GetCaseStatusRequest back;
    ASSERT_THAT(ParseMessage(codec, absl::string_view(bytes).substr(6), &back), IsOk());
    EXPECT_EQ(back.SerializeAsString(), request.SerializeAsString());
  }
}

TEST(MessageCodecTest, JsonIsWrittenInCamelCaseWithoutDefaults) {
  v1::GetCaseStatusRequest request;
  request.mutable_key()->set_case_id("01ABC");
  std::string json;
  ASSERT_THAT(AppendMessage(MessageCodec::kJson, request, &json), IsOk());
  EXPECT_EQ(json, R"({"key":{"caseId":"01ABC"}})");
}

TEST(MessageCodecTest, JsonTakesBothSpellingsOfAName) {
  v1::GetCaseStatusRequest request;
  for (const char* const json : {R"({"key":{"caseId":"x"}})", R"({"key":{"case_id":"x"}})"}) {
    ASSERT_THAT(ParseJson(json, &request), IsOk()) << json;
    EXPECT_EQ(request.key().case_id(), "x");
  }
}

TEST(MessageCodecTest, AnUnknownJsonFieldIsNamed) {
  v1::GetCaseStatusRequest request;
  EXPECT_THAT(ParseJson(R"({"caseNumber":"x"})", &request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("caseNumber: is no field")));
  EXPECT_EQ(base::FieldOf(ParseJson(R"({"caseNumber":"x"})", &request)), "caseNumber");
  EXPECT_THAT(ParseJson(R"({"key":{"caseNo":"x"}})", &request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("caseNo: is no field")));
}

TEST(MessageCodecTest, AValueThatDoesNotFitNamesItsFieldAndIsNeverQuoted) {
  v1::GetCaseStatusRequest request;
  for (const char* const json : {R"({"key":{"nativeNumberHash":"Maria Perez!"}})",
                                 R"({"purpose":{"Maria":"Perez"}})", R"({"Maria Perez lives in":"x"})",
                                 R"({"purpose":"Maria Perez)", R"(Maria Perez)", R"(["Maria Perez"])"}) {
    const absl::Status status = ParseJson(json, &request);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("Maria")))) << json;
  }
  EXPECT_EQ(base::FieldOf(ParseJson(R"({"key":{"nativeNumberHash":"!"}})", &request)),
            "key.native_number_hash");
}

TEST(MessageCodecTest, EmptyJsonIsToldWhatToSendInstead) {
  v1::GetCaseStatusRequest request;
  EXPECT_THAT(ParseJson("", &request), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("{}")));
  EXPECT_THAT(ParseJson(" \n", &request), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJson("{}", &request), IsOk());
}

TEST(MessageCodecTest, DeeplyNestedJsonIsRefused) {
  v1::GetCaseStatusRequest request;
  const std::string deep(100000, '[');
  EXPECT_THAT(ParseJson("{\"key\":" + deep, &request), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MessageCodecTest, BytesThatDoNotParseNameTheMessage) {
  v1::GetCaseStatusRequest request;
  EXPECT_THAT(ParseMessage(MessageCodec::kProto, "\xff\xff", &request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("enlace.v1.GetCaseStatusRequest")));
  EXPECT_THAT(ParseMessage(MessageCodec::kProto, "", &request), IsOk());
}

}  // namespace
}  // namespace enlace::transport
