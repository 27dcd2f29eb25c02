#include "client/warning/cap_document.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const absl::Time kTime = absl::FromUnixSeconds(1768478400);

CapAlert Alert() {
  CapAlert alert;
  alert.identifier = "00000000000000000000000001";
  alert.sender = "mx-uep@mx.enlace.test";
  alert.sent = kTime;
  alert.message_type = "Alert";
  alert.scope = "Restricted";
  alert.addresses = {"mx-fgr", "mx-pol"};
  alert.urgency = "Expected";
  alert.severity = "Severe";
  alert.certainty = "Likely";
  alert.effective = kTime;
  alert.expires = kTime + absl::Hours(24);
  alert.respond_by = kTime + absl::Hours(6);
  alert.population = {"journalist"};
  alert.subdivisions = {"MX-CHH", "MX-VER"};
  alert.texts = {{"es-MX", "Amenazas", "Tres casos <graves> & más", "Eviten la sierra"},
                 {"pt-BR", "Ameaças", "", ""}};
  return alert;
}

std::string Document() {
  const absl::StatusOr<std::string> document = FormatAlert(Alert());
  EXPECT_THAT(document, IsOk());
  return document.value_or("");
}

absl::Status Spoilt(absl::string_view from, absl::string_view to) {
  const std::string document = Document();
  const std::string spoilt = absl::StrReplaceAll(document, {{from, to}});
  EXPECT_NE(spoilt, document) << from;
  return ParseAlert(spoilt).status();
}

TEST(CapDocumentTest, WhatIsWrittenIsRead) {
  ASSERT_OK_AND_ASSIGN(const CapAlert read, ParseAlert(Document()));
  const CapAlert alert = Alert();
  EXPECT_EQ(read.identifier, alert.identifier);
  EXPECT_EQ(read.sender, alert.sender);
  EXPECT_EQ(read.sent, alert.sent);
  EXPECT_EQ(read.status, "Actual");
  EXPECT_EQ(read.addresses, alert.addresses);
  EXPECT_EQ(read.urgency, alert.urgency);
  EXPECT_EQ(read.effective, alert.effective);
  EXPECT_EQ(read.expires, alert.expires);
  EXPECT_EQ(read.respond_by, alert.respond_by);
  EXPECT_EQ(read.population, alert.population);
  EXPECT_EQ(read.subdivisions, alert.subdivisions);
  ASSERT_THAT(read.texts, SizeIs(2));
  EXPECT_EQ(read.texts[0].description, "Tres casos <graves> & más");
  EXPECT_EQ(read.texts[1].language, "pt-BR");
}

TEST(CapDocumentTest, ARestrictedAlertSaysForWhom) {
  EXPECT_THAT(Document(), HasSubstr("<restriction>"));
  EXPECT_THAT(Document(), HasSubstr("<category>Security</category>"));
  EXPECT_THAT(Document(), HasSubstr("<sent>2026-01-15T12:00:00-00:00</sent>"));
  EXPECT_THAT(Document(), Not(HasSubstr("Z<")));
}

TEST(CapDocumentTest, TheSchemaIsHeld) {
  EXPECT_THAT(Spoilt("<urgency>Expected", "<urgency>Soon"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Spoilt("12:00:00-00:00", "12:00:00Z"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Spoilt("<status>Actual</status>", ""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Spoilt("cap:1.2", "cap:1.1"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CapDocumentTest, ARefusalQuotesNoContent) {
  EXPECT_THAT(Spoilt("<headline>Amenazas</headline>", "<headline>Amenazas</headline><secret/>").message(),
              ::testing::AllOf(HasSubstr("line"), Not(HasSubstr("Amenazas")), Not(HasSubstr("secret"))));
}

TEST(CapDocumentTest, NoEntityIsDeclaredOrReplaced) {
  const std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE alert [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
  EXPECT_THAT(Spoilt("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", bomb).message(),
              HasSubstr("document type"));
  EXPECT_THAT(
      Spoilt("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE alert SYSTEM \"file:///etc/passwd\">")
          .message(),
      HasSubstr("document type"));
  EXPECT_THAT(Spoilt("Amenazas", "&a;"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CapDocumentTest, SizeAndDepthAreBounded) {
  std::string deep;
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&deep, "<a>");
  EXPECT_THAT(ParseAlert(deep), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseAlert(std::string(kMaxAlertBytes + 1, ' ')),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("longer")));
  CapAlert alert = Alert();
  alert.texts[0].description = std::string(kMaxAlertBytes, 'x');
  EXPECT_THAT(FormatAlert(alert), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CapDocumentTest, LanguagesSayTheSame) {
  std::string document = Document();
  document.replace(document.rfind("Severe"), 6, "Minor");
  EXPECT_THAT(ParseAlert(document), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("two languages")));
  EXPECT_THAT(Spoilt("pt-BR", "es-MX"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("twice")));
  CapAlert alert = Alert();
  alert.texts.clear();
  EXPECT_THAT(FormatAlert(alert), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no info")));
}

TEST(CapDocumentTest, ATextThatXmlCannotHoldIsRefusedBeforeItIsSealed) {
  CapAlert alert = Alert();
  alert.texts[0].headline = "a\x01";
  EXPECT_THAT(FormatAlert(alert), StatusIs(absl::StatusCode::kInvalidArgument));
  alert.texts[0].headline = "\xff\xfe";
  EXPECT_THAT(FormatAlert(alert), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CapDocumentTest, WhatIsNoXmlIsRefused) {
  for (const char* text : {"", "<", "alert", "<alert/>"}) {
    EXPECT_THAT(ParseAlert(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace enlace::client
