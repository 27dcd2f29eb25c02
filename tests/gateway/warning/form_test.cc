#include "gateway/warning/form.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::warning {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);
constexpr char kId[] = "0000000000000000000000000Z";

v1::IssueWarningRequest Alert() {
  v1::IssueWarningRequest request;
  request.set_request_id("11111111-1111-4111-8111-111111111111");
  request.set_officer_pseudonym("of-1");
  v1::Warning& warning = *request.mutable_warning();
  warning.set_mechanism_id("mx-federal");
  warning.set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
  warning.add_subdivisions("MX-CHH");
  warning.set_urgency(v1::WARNING_URGENCY_EXPECTED);
  warning.set_severity(v1::WARNING_SEVERITY_SEVERE);
  warning.set_certainty(v1::WARNING_CERTAINTY_LIKELY);
  *warning.mutable_expire_time() = base::ToProto(kNow + absl::Hours(24));
  warning.add_addressees()->set_agency_id("uep-chihuahua");
  warning.mutable_sealed_alert();
  return request;
}

v1::IssueWarningRequest Cancel() {
  v1::IssueWarningRequest request = Alert();
  request.mutable_warning()->set_message_type(v1::WARNING_MESSAGE_TYPE_CANCEL);
  request.mutable_warning()->set_references_warning_id(kId);
  request.mutable_warning()->clear_expire_time();
  return request;
}

std::string FieldOf(const v1::IssueWarningRequest& request) {
  return base::FieldOf(ValidateIssue(request, kNow));
}

TEST(WarningFormTest, AnAlertAndACancelPass) {
  EXPECT_THAT(ValidateIssue(Alert(), kNow), IsOk());
  EXPECT_THAT(ValidateIssue(Cancel(), kNow), IsOk());
}

TEST(WarningFormTest, WhatIsMissingOrUnknownIsNamed) {
  using Spoil = std::function<void(v1::IssueWarningRequest*)>;
  const std::vector<std::pair<std::string, Spoil>> all = {
      {"request_id", [](auto* r) { r->clear_request_id(); }},
      {"warning", [](auto* r) { r->clear_warning(); }},
      {"warning.mechanism_id", [](auto* r) { r->mutable_warning()->clear_mechanism_id(); }},
      {"warning.message_type", [](auto* r) { r->mutable_warning()->clear_message_type(); }},
      {"warning.message_type",
       [](auto* r) { r->mutable_warning()->set_message_type(static_cast<v1::WarningMessageType>(9)); }},
      {"warning.references_warning_id",
       [](auto* r) { r->mutable_warning()->set_references_warning_id(kId); }},
      {"warning.scope", [](auto* r) { r->mutable_warning()->set_scope(static_cast<v1::WarningScope>(3)); }},
      {"warning.subdivisions", [](auto* r) { r->mutable_warning()->clear_subdivisions(); }},
      {"warning.subdivisions[1]", [](auto* r) { r->mutable_warning()->add_subdivisions("MX-CHH"); }},
      {"warning.population[0]",
       [](auto* r) { r->mutable_warning()->add_population(v1::POPULATION_GROUP_UNSPECIFIED); }},
      {"warning.urgency", [](auto* r) { r->mutable_warning()->clear_urgency(); }},
      {"warning.severity", [](auto* r) { r->mutable_warning()->clear_severity(); }},
      {"warning.certainty", [](auto* r) { r->mutable_warning()->clear_certainty(); }},
      {"warning.addressees", [](auto* r) { r->mutable_warning()->clear_addressees(); }},
      {"warning.addressees[1].agency_id",
       [](auto* r) { r->mutable_warning()->add_addressees()->set_agency_id("uep-chihuahua"); }},
      {"warning.sealed_alert", [](auto* r) { r->mutable_warning()->clear_sealed_alert(); }},
      {"officer_pseudonym", [](auto* r) { r->clear_officer_pseudonym(); }},
      {"officer_pseudonym", [](auto* r) { r->set_officer_pseudonym("Ana Ruiz"); }}};
  for (const auto& [field, spoil] : all) {
    v1::IssueWarningRequest request = Alert();
    spoil(&request);
    EXPECT_EQ(FieldOf(request), field);
  }
}

TEST(WarningFormTest, AnUpdateAndACancelNameWhatTheyEnd) {
  v1::IssueWarningRequest request = Cancel();
  request.mutable_warning()->clear_references_warning_id();
  EXPECT_EQ(FieldOf(request), "warning.references_warning_id");
  request.mutable_warning()->set_references_warning_id("unknown");
  EXPECT_EQ(FieldOf(request), "warning.references_warning_id");
}

TEST(WarningFormTest, TimesLieInTheFutureAndAtMostAYearAhead) {
  v1::IssueWarningRequest request = Alert();
  request.mutable_warning()->clear_expire_time();
  EXPECT_EQ(FieldOf(request), "warning.expire_time");
  *request.mutable_warning()->mutable_expire_time() = base::ToProto(kNow);
  EXPECT_EQ(FieldOf(request), "warning.expire_time");
  *request.mutable_warning()->mutable_expire_time() = base::ToProto(kNow + kLongest);
  EXPECT_EQ(FieldOf(request), "");
  *request.mutable_warning()->mutable_expire_time() = base::ToProto(kNow + kLongest + absl::Seconds(1));
  EXPECT_EQ(FieldOf(request), "warning.expire_time");
  request = Alert();
  *request.mutable_warning()->mutable_effective_time() = request.warning().expire_time();
  EXPECT_EQ(FieldOf(request), "warning.effective_time");
  request = Alert();
  *request.mutable_warning()->mutable_respond_by_time() = base::ToProto(kNow);
  EXPECT_EQ(FieldOf(request), "warning.respond_by_time");
}

TEST(WarningFormTest, ACancelAsksForNoAnswer) {
  v1::IssueWarningRequest request = Cancel();
  *request.mutable_warning()->mutable_respond_by_time() = base::ToProto(kNow + absl::Hours(1));
  EXPECT_EQ(FieldOf(request), "warning.respond_by_time");
}

TEST(WarningFormTest, ThereAreNoMoreThanAnEnvelopeHolds) {
  v1::IssueWarningRequest request = Alert();
  while (request.warning().addressees_size() < kMaxAddressees) {
    request.mutable_warning()->add_addressees()->set_agency_id(
        absl::StrCat("agency-", request.warning().addressees_size()));
  }
  EXPECT_EQ(FieldOf(request), "");
  request.mutable_warning()->add_addressees()->set_agency_id("one-more");
  EXPECT_EQ(FieldOf(request), "warning.addressees");
}

TEST(WarningFormTest, WhoDeclinesSaysWhy) {
  v1::AnswerWarningRequest request;
  request.set_request_id("11111111-1111-4111-8111-111111111111");
  request.set_warning_id(kId);
  request.set_officer_pseudonym("of-1");
  EXPECT_EQ(base::FieldOf(ValidateAnswer(request)), "response");
  request.set_response(v1::WARNING_RESPONSE_ACTING);
  EXPECT_THAT(ValidateAnswer(request), IsOk());
  request.set_response(v1::WARNING_RESPONSE_DECLINED);
  EXPECT_EQ(base::FieldOf(ValidateAnswer(request)), "sealed_note");
  request.mutable_sealed_note();
  EXPECT_THAT(ValidateAnswer(request), IsOk());
  request.set_warning_id("short");
  EXPECT_EQ(base::FieldOf(ValidateAnswer(request)), "warning_id");
}

}  // namespace
}  // namespace enlace::warning
