#include "gateway/base/yaml_proto.h"

#include <gtest/gtest.h>

#include "enlace/config/v1/adapter_config.pb.h"
#include "enlace/config/v1/gateway_config.pb.h"
#include "enlace/config/v1/mechanism.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

using ::testing::HasSubstr;

absl::Status Gateway(absl::string_view text) {
  config::v1::GatewayConfig config;
  return YamlToProto("g.yaml", text, &config);
}

absl::Status Mechanism(absl::string_view text) {
  config::v1::Mechanism config;
  return YamlToProto("m.yaml", text, &config);
}

absl::Status Adapter(absl::string_view text) {
  config::v1::AdapterConfig config;
  return YamlToProto("a.yaml", text, &config);
}

TEST(YamlProtoTest, FieldsListsMapsEnumsTimesAndLengthsAreRead) {
  config::v1::GatewayConfig gateway;
  ASSERT_THAT(YamlToProto("g", "mutual: {port: 1}\npublic_names: [a, b]\nca: {tls_life: 7d}\n", &gateway),
              IsOk());
  EXPECT_EQ(gateway.mutual().port(), 1u);
  EXPECT_EQ(gateway.public_names(1), "b");
  EXPECT_EQ(gateway.ca().tls_life().seconds(), 604800);
  config::v1::AdapterConfig adapter;
  ASSERT_THAT(YamlToProto("a", "folder: {defaults: {procedure: urgent}}", &adapter), IsOk());
  EXPECT_EQ(adapter.folder().defaults().at("procedure"), "urgent");
  config::v1::Mechanism mechanism;
  ASSERT_THAT(YamlToProto("m", "routing_rules:\n  - purpose: protection\n    validity: {from: 2018-05-14}\n",
                          &mechanism),
              IsOk());
  EXPECT_EQ(mechanism.routing_rules(0).purpose(), v1::LEG_PURPOSE_PROTECTION);
  EXPECT_EQ(mechanism.routing_rules(0).validity().from().seconds(), 1526256000);
}

TEST(YamlProtoTest, EachMistakeNamesFileLineAndField) {
  const struct {
    absl::Status status;
    const char* message;
  } cases[] = {
      {Gateway("mutual:\n  prot: 1\n"), "g.yaml:2: mutual.prot: is not a field; known are address, port"},
      {Gateway("mutual:\n  port: many\n"), "g.yaml:2: mutual.port: must be a number in range, not \"many\""},
      {Gateway("mutual: {port: -1}"), "g.yaml:1: mutual.port: must be a number"},
      {Gateway("\nmutual: here\n"), "g.yaml:2: mutual: must be a mapping of fields"},
      {Gateway("log_level: info\nlog_level: error\n"), "g.yaml:2: log_level: is given twice"},
      {Gateway("public_names: one\n"), "g.yaml:1: public_names: must be a list"},
      {Gateway("public_names:\n  - a\n  - [b]\n"), "g.yaml:3: public_names[1]: must be a single value"},
      {Gateway("ca:\n  tls_life: soon\n"), "g.yaml:2: ca.tls_life: must be a length of time"},
      {Gateway("ca:\n  tls_life: -1h\n"), "g.yaml:2: ca.tls_life: must be a length of time"},
      {Gateway("trust_domain:\nlog_level: info\n"), "g.yaml:1: trust_domain: has no value; give one"},
      {Gateway("- a\n"), "g.yaml:1: document: must be a mapping"},
      {Gateway("a: [\n"), "g.yaml:"},
      {Gateway("log_level: info\nca: {folder: \"/etc/ca\\0x\"}\n"),
       "g.yaml:2: ca.folder: must be text in UTF-8 without control"},
      {Gateway("trust_domain: \"a\\_b\"\n"), "g.yaml:1: trust_domain: must be text in UTF-8"},
      {Gateway(absl::string_view("trust_domain: a\0_b\n", 19)), "g.yaml:1: document: is not text in UTF-8"},
      {Gateway("log_level: info\ntrust_domain: M\xe9xico\n"), "g.yaml:2: document: is not text in UTF-8"},
      {Gateway("trust_domain: \xed\xa0\x80\n"), "g.yaml:1: document: is not text in UTF-8"},
      {Gateway("trust_domain: \xc0\xaf\n"), "g.yaml:1: document: is not text in UTF-8"},
      {Gateway("trust_domain: \xf0\x9f\x8c"), "g.yaml:1: document: is not text in UTF-8"},
      {Gateway("trust_domain: &x a\nlog_origin: *x\n"), "g.yaml:1: document: anchors and aliases"},
      {Gateway("ca: {}\npublic_names: [&x a,*x]\n"), "g.yaml:2: document: anchors and aliases"},
      {Gateway("public_names: [\"a\",&x]\n"), "anchors and aliases"},
      {Mechanism("routing_rules:\n  - purpose: defend\n"),
       "m.yaml:2: routing_rules[0].purpose: \"defend\" is unknown; known are protection,"},
      {Mechanism("routing_rules:\n  - purpose: unspecified\n"),
       "routing_rules[0].purpose: \"unspecified\" is unknown"},
      {Mechanism("routing_rules:\n  - inferred: yes\n"),
       "m.yaml:2: routing_rules[0].inferred: must be true or false"},
      {Mechanism("routing_rules:\n  - validity: {from: today}\n"),
       "routing_rules[0].validity.from: \"today\" is not a time"},
      {Adapter("folder:\n  defaults: [a]\n"), "a.yaml:2: folder.defaults: must be a mapping"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(c.status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

TEST(YamlProtoTest, AnAmpersandOrAsteriskInQuotedTextIsText) {
  config::v1::GatewayConfig config;
  ASSERT_THAT(YamlToProto("g", "trust_domain: \"a &b *c\"\nlog_origin: '[ &d'\n", &config), IsOk());
  EXPECT_EQ(config.trust_domain(), "a &b *c");
  EXPECT_EQ(config.log_origin(), "[ &d");
}

TEST(YamlProtoTest, TextOfEveryLengthOfUtf8IsTaken) {
  EXPECT_THAT(Gateway("state_folder: /año/€/\xf0\x9f\x8c\x8e\n"), IsOk());
}

TEST(YamlProtoTest, MistakeFillsNothing) {
  config::v1::GatewayConfig config;
  config.set_trust_domain("before");
  EXPECT_FALSE(YamlToProto("g", "trust_domain: after\nnonsense: 1\n", &config).ok());
  EXPECT_EQ(config.trust_domain(), "before");
}

TEST(YamlProtoTest, LinesOfFieldsAreTold) {
  config::v1::GatewayConfig config;
  YamlLines lines;
  ASSERT_THAT(YamlToProto("g", "mutual:\n  port: 1\npublic_names:\n  - a\n  - b\n", &config, &lines), IsOk());
  EXPECT_EQ(lines["mutual.port"], 2);
  EXPECT_EQ(lines["public_names"], 3);
  EXPECT_EQ(lines["public_names[1]"], 5);
}

TEST(YamlProtoTest, WrittenYamlIsReadBackAsItWas) {
  config::v1::Mechanism before;
  ASSERT_THAT(
      YamlToProto(
          "m",
          "mechanism_id: 'a: b'\nrouting_rules:\n  - purpose: risk_analysis\n    same_subdivision: true\n"
          "    validity: {from: 2018-05-14}\n    procedures: [urgent, ordinary]\n    fallback_order: 2\n",
          &before),
      IsOk());
  config::v1::Mechanism after;
  ASSERT_THAT(YamlToProto("m", ProtoToYaml(before), &after), IsOk());
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
}

}  // namespace
}  // namespace enlace::base
