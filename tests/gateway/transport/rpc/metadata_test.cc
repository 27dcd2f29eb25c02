#include "gateway/transport/rpc/metadata.h"

#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

Fields Collected(const HeaderList& headers) {
  HeaderList metadata;
  EXPECT_THAT(CollectMetadata(headers, &metadata), IsOk());
  Fields out;
  for (size_t i = 0; i < metadata.size(); ++i) {
    const Header field = metadata.at(i);
    out.emplace_back(std::string(field.name), std::string(field.value));
  }
  return out;
}

TEST(MetadataTest, WhatHttpAndTheProtocolsNeedIsLeftOut) {
  for (const char* const name :
       {"te", "connection", "host", "content-type", "content-length", "grpc-timeout", "grpc-encoding",
        "connect-timeout-ms", "accept", "accept-encoding", "user-agent", "transfer-encoding",
        "proxy-authorization", "upgrade", "keep-alive", "trailer", "expect", "x-grpc-web", ":path"}) {
    EXPECT_FALSE(IsCustomMetadata(name)) << name;
  }
  for (const char* const name : {"traceparent", "tracestate", "x-purpose", "authorization", "tea", "a-bin"}) {
    EXPECT_TRUE(IsCustomMetadata(name)) << name;
  }
}

TEST(MetadataTest, RepeatedNamesStayRepeatedInTheirOrder) {
  HeaderList headers;
  headers.Add("x-a", "1");
  headers.Add("te", "trailers");
  headers.Add("x-a", "2");
  EXPECT_EQ(Collected(headers), (Fields{{"x-a", "1"}, {"x-a", "2"}}));
}

TEST(MetadataTest, BinaryValuesAreDecodedWithAndWithoutPaddingAndTakenApart) {
  HeaderList headers;
  headers.Add("a-bin", "AQI=");
  headers.Add("b-bin", "AQI");
  headers.Add("c-bin", "AQ==, Ag");
  headers.Add("d-bin", "");
  EXPECT_EQ(Collected(headers), (Fields{{"a-bin", "\x01\x02"},
                                        {"b-bin", "\x01\x02"},
                                        {"c-bin", "\x01"},
                                        {"c-bin", "\x02"},
                                        {"d-bin", ""}}));
}

TEST(MetadataTest, ABinaryValueThatIsNoBase64IsRefusedWithoutQuotingIt) {
  HeaderList headers, metadata;
  headers.Add("name-bin", "%%%");
  const absl::Status status = CollectMetadata(headers, &metadata);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(std::string(status.message()).find("%%%"), std::string::npos);
}

TEST(MetadataTest, OutgoingFieldsEncodeBinaryValuesAndPrefixNames) {
  OutgoingFields fields;
  fields.Add("content-type", "x");
  const Header metadata[] = {{"x-a", "1"}, {"b-bin", "\x01\x02"}, {"grpc-status", "7"}};
  fields.AddMetadata(metadata);
  fields.AddMetadata(metadata, "trailer-");
  EXPECT_EQ(Copy(fields.fields()), (Fields{{"content-type", "x"},
                                           {"x-a", "1"},
                                           {"b-bin", "AQI"},
                                           {"trailer-x-a", "1"},
                                           {"trailer-b-bin", "AQI"}}));
}

TEST(MetadataTest, Base64HasNoPadding) {
  EXPECT_EQ(UnpaddedBase64(""), "");
  EXPECT_EQ(UnpaddedBase64("\x01"), "AQ");
  EXPECT_EQ(UnpaddedBase64("\x01\x02\x03"), "AQID");
}

}  // namespace
}  // namespace enlace::transport
