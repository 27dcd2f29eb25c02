#include "client/enlacectl/warning_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ReadWarning Read() {
  ReadWarning read;
  v1::Warning& warning = *read.view.mutable_warning();
  warning.set_warning_id("W1");
  warning.mutable_issuer()->set_agency_id("mx-uep");
  warning.set_state(v1::WARNING_STATE_ACTIVE);
  warning.add_subdivisions("MX-CHH");
  warning.mutable_sealed_alert()->set_cms("sealed");
  read.view.add_open_referral_ids("R1");
  read.view.add_answers()->mutable_addressee()->set_agency_id("mx-fgr");
  read.notes.emplace_back().emplace().set_text("patrullas");
  read.alert.emplace().texts = {{"es", "Amenazas \x1b[31m", "", "Eviten"}};
  return read;
}

TEST(WarningTextTest, TheOpenedWarningShowsTextsAnswersAndReferrals) {
  const std::string text = OpenedText(Read());
  for (const char* part : {"W1", "active", "Amenazas", "Eviten", "patrullas", "R1"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("STATUS")));
}

TEST(WarningTextTest, AnExerciseDoesNotPassForTheRealThing) {
  ReadWarning read = Read();
  read.alert->status = "Exercise";
  EXPECT_THAT(OpenedText(read), HasSubstr("STATUS: Exercise"));
}

TEST(WarningTextTest, WhomItIsNotSealedToIsToldSo) {
  ReadWarning read = Read();
  read.alert.reset();
  EXPECT_THAT(OpenedText(read), HasSubstr("not sealed to us"));
}

TEST(WarningTextTest, TheJsonIsWellFormedAndHoldsNoEnvelope) {
  const auto json = nlohmann::json::parse(OpenedJson(Read()));
  EXPECT_EQ(json["warning"]["warning"]["warning_id"], "W1");
  EXPECT_FALSE(json["warning"]["warning"].contains("sealed_alert"));
  EXPECT_EQ(json["texts"][0]["instruction"], "Eviten");
  EXPECT_EQ(json["notes"][0], "patrullas");
}

TEST(WarningTextTest, AListHasARowForEach) {
  v1::ListWarningsResponse page;
  *page.add_warnings() = Read().view;
  EXPECT_THAT(WarningsText(page.warnings()), HasSubstr("MX-CHH"));
}

}  // namespace
}  // namespace enlace::client
