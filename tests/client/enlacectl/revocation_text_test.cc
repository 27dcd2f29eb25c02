#include "client/enlacectl/revocation_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::PreviewRevocationResponse Preview() {
  v1::PreviewRevocationResponse preview;
  preview.mutable_certificate()->set_serial("5f3a09");
  preview.mutable_certificate()->set_usage(v1::CERTIFICATE_USAGE_TLS_CLIENT);
  preview.set_connections(2);
  preview.set_open_streams(12);
  preview.set_open_calls(1);
  preview.set_waiting_items(7);
  preview.set_running_clocks(5);
  preview.set_urgent_clocks(3);
  return preview;
}

TEST(RevocationTextTest, SaysWhatIsCutAndWhatThenWaits) {
  const std::string text = PreviewText(Preview(), Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("cuts open streams: 12, calls: 1, connections: 2"));
  EXPECT_THAT(text,
              HasSubstr("7 feed items wait, and 5 clocks run against it, 3 of them due within 24 hours"));
  EXPECT_THAT(text, HasSubstr("5f3a09"));
}

TEST(RevocationTextTest, SpeaksTheLanguagesOfItsUsers) {
  EXPECT_THAT(PreviewText(Preview(), Language::kSpanish), HasSubstr("corta flujos abiertos: 12"));
  EXPECT_THAT(PreviewText(Preview(), Language::kPortuguese), HasSubstr("corta fluxos abertos: 12"));
}

TEST(RevocationTextTest, AHolderWithAnotherCertificateGoesOn) {
  v1::PreviewRevocationResponse preview = Preview();
  preview.set_other_certificates(1);
  const std::string text = PreviewText(preview, Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("can go on with another certificate"));
  EXPECT_THAT(text, Not(HasSubstr("can then not be reached")));
}

TEST(RevocationTextTest, ASealingCertificateCutsNothing) {
  v1::PreviewRevocationResponse preview = Preview();
  preview.mutable_certificate()->set_usage(v1::CERTIFICATE_USAGE_SEALING);
  EXPECT_THAT(PreviewText(preview, Language::kEnglish), HasSubstr("cuts nothing"));
}

TEST(RevocationTextTest, WhatIsRevokedIsSaidToBe) {
  v1::PreviewRevocationResponse preview = Preview();
  preview.mutable_certificate()->mutable_revoke_time()->set_seconds(1768478400);
  EXPECT_THAT(PreviewText(preview, Language::kEnglish), HasSubstr("revoked already"));
}

}  // namespace
}  // namespace enlace::client
