#include "client/warning/agreement.h"

#include <functional>

#include "enlace/v1/subject.pb.h"
#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

v1::Warning Warning() {
  v1::Warning warning;
  warning.set_warning_id("W");
  warning.mutable_issuer()->set_agency_id("mx-uep");
  warning.set_message_type(v1::WARNING_MESSAGE_TYPE_UPDATE);
  warning.set_references_warning_id("V");
  warning.add_addressees()->set_agency_id("mx-fgr");
  warning.add_addressees()->set_agency_id("mx-pol");
  warning.add_subdivisions("MX-CHH");
  warning.add_population(v1::POPULATION_GROUP_JOURNALIST);
  warning.set_urgency(v1::WARNING_URGENCY_EXPECTED);
  warning.set_severity(v1::WARNING_SEVERITY_SEVERE);
  warning.set_certainty(v1::WARNING_CERTAINTY_LIKELY);
  *warning.mutable_expire_time() = base::ToProto(absl::FromUnixMillis(1768478400500));
  return warning;
}

CapAlert Alert() {
  CapAlert alert = AlertOf(Warning(), "mx.enlace.test", absl::UnixEpoch(), {});
  alert.references = "mx-uep@mx.enlace.test,V,2026-01-15T12:00:00-00:00";
  return alert;
}

TEST(AgreementTest, OrderAndFractionsOfASecondSayNothing) {
  CapAlert alert = Alert();
  std::swap(alert.addresses[0], alert.addresses[1]);
  alert.expires = absl::FromUnixSeconds(1768478400);
  EXPECT_THAT(CheckAgreement(Warning(), alert), IsOk());
}

TEST(AgreementTest, WhateverDiffersIsTold) {
  using Change = std::function<void(v1::Warning*)>;
  const std::vector<std::pair<std::string, Change>> changes = {
      {"the identifier", [](auto* w) { w->set_warning_id("X"); }},
      {"the sender", [](auto* w) { w->mutable_issuer()->set_agency_id("mx-pol"); }},
      {"what it is", [](auto* w) { w->set_message_type(v1::WARNING_MESSAGE_TYPE_CANCEL); }},
      {"its scope", [](auto* w) { w->set_scope(v1::WARNING_SCOPE_PRIVATE); }},
      {"that it refers to", [](auto* w) { w->set_references_warning_id("U"); }},
      {"whom it warns", [](auto* w) { w->mutable_addressees()->RemoveLast(); }},
      {"its area", [](auto* w) { w->set_subdivisions(0, "MX-VER"); }},
      {"whom it is about", [](auto* w) { w->clear_population(); }},
      {"its urgency", [](auto* w) { w->set_urgency(v1::WARNING_URGENCY_FUTURE); }},
      {"its severity", [](auto* w) { w->set_severity(v1::WARNING_SEVERITY_MINOR); }},
      {"its certainty", [](auto* w) { w->set_certainty(v1::WARNING_CERTAINTY_UNLIKELY); }},
      {"when it begins", [](auto* w) { w->mutable_effective_time()->set_seconds(1); }},
      {"when it ends", [](auto* w) { w->mutable_expire_time()->set_seconds(1); }},
      {"until when to answer", [](auto* w) { w->mutable_respond_by_time()->set_seconds(1); }}};
  for (const auto& [what, change] : changes) {
    v1::Warning warning = Warning();
    change(&warning);
    EXPECT_THAT(CheckAgreement(warning, Alert()), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  }
}

}  // namespace
}  // namespace enlace::client
