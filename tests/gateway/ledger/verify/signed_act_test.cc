#include "gateway/ledger/verify/signed_act.h"

#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "google/protobuf/unknown_field_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

using ::testing::HasSubstr;

SignedAct Example() {
  return {.log_origin = "mx.enlace.test/caselog/1",
          .method = "AdvanceLeg",
          .request_id = "r-1",
          .case_id = "",
          .referral_id = "R",
          .leg_id = "L",
          .sealed_digest = std::string(32, '\x01'),
          .officer_pseudonym = "f-3",
          .request_digest = std::string(32, '\xab')};
}

v1::AdvanceLegRequest Request() {
  v1::AdvanceLegRequest request;
  request.set_request_id("r-1");
  request.set_referral_id("R");
  request.set_leg_id("L");
  request.set_officer_pseudonym("f-3");
  request.mutable_sealed_note()->set_digest(std::string(32, '\x01'));
  request.mutable_accept();
  return request;
}

TEST(SignedActTest, IsALineForEachValueAndReadsBack) {
  const std::string text = FormatSignedAct(Example());
  EXPECT_THAT(text,
              HasSubstr("enlace/signed-act/v1\nmx.enlace.test/caselog/1\nAdvanceLeg\nr-1\n\nR\nL\n0101"));
  ASSERT_OK_AND_ASSIGN(const SignedAct read, ParseSignedAct(text));
  EXPECT_EQ(FormatSignedAct(read), text);
  EXPECT_EQ(read.request_digest, Example().request_digest);
  EXPECT_EQ(read.sealed_digest, Example().sealed_digest);
}

TEST(SignedActTest, NoOtherTextIsOne) {
  const std::string text = FormatSignedAct(Example());
  std::string capital = text;
  capital[capital.size() - 2] = 'B';
  for (const std::string& wrong : {std::string(), text + "\n", text.substr(0, text.size() - 1), "x" + text,
                                   capital, text.substr(0, text.size() - 3) + "\n"}) {
    EXPECT_THAT(ParseSignedAct(wrong), StatusIs(absl::StatusCode::kInvalidArgument)) << wrong;
  }
}

TEST(SignedActTest, DigestsHaveSixtyFourDigits) {
  const std::string digest(64, 'a');
  const auto text = [](const std::string& sealed, const std::string& request) {
    return absl::StrCat("enlace/signed-act/v1\no\nm\nr\n\nR\nL\n", sealed, "\nf\n", request, "\n");
  };
  EXPECT_THAT(ParseSignedAct(text(digest, digest)), IsOk());
  EXPECT_THAT(ParseSignedAct(text("", digest)), IsOk());
  for (const std::string& bad : {digest.substr(1), digest.substr(2), digest + "aa", "g" + digest.substr(1)}) {
    EXPECT_FALSE(ParseSignedAct(text(bad, digest)).ok()) << bad;
    EXPECT_FALSE(ParseSignedAct(text(digest, bad)).ok()) << bad;
  }
  EXPECT_FALSE(ParseSignedAct(text(digest, "")).ok());
  EXPECT_FALSE(ParseSignedAct(text(digest, digest) + "more").ok());
}

TEST(RequestDigestTest, WhatHasNoSignatureIsEncodedWhole) {
  v1::SealedPayload payload;
  payload.set_digest("digest");
  EXPECT_EQ(EncodeWithoutSignature(payload), payload.SerializeAsString());
}

TEST(RequestDigestTest, IsOfTheEncodingWithoutTheSignature) {
  v1::AdvanceLegRequest request = Request();
  ASSERT_OK_AND_ASSIGN(const std::string digest, RequestDigest(request));
  EXPECT_EQ(digest, base::Sha256(request.SerializeAsString()));
  request.set_act_signature("anything");
  EXPECT_EQ(*RequestDigest(request), digest);
  request.mutable_decline();
  ASSERT_OK_AND_ASSIGN(const std::string other, RequestDigest(request));
  EXPECT_NE(other, digest);
}

TEST(RequestDigestTest, FieldsThatAreNotKnownHereAreRefusedAtAnyDepth) {
  v1::AdvanceLegRequest request = Request();
  request.mutable_sealed_note()
      ->GetReflection()
      ->MutableUnknownFields(request.mutable_sealed_note())
      ->AddVarint(900, 1);
  EXPECT_THAT(RequestDigest(request), StatusIs(absl::StatusCode::kInvalidArgument,
                                               HasSubstr("act_signature: the request has fields")));
}

TEST(DescribeActTest, ANewReferralHasTheIdsThatFollowFromItsRequest) {
  v1::SubmitReferralRequest request;
  request.set_request_id("r-1");
  SignedAct act = DescribeAct(request, "mx-uep");
  EXPECT_EQ(act.case_id, base::DeriveCaseId("mx-uep", "r-1"));
  EXPECT_EQ(act.referral_id, base::DeriveReferralId("mx-uep", "r-1"));
  request.set_case_id("C");
  EXPECT_EQ(DescribeAct(request, "mx-uep").case_id, "C");
}

TEST(DescribeActTest, SaysWhatTheRequestNamesAndNothingElse) {
  const SignedAct act = DescribeAct(Request(), "mx-fgr");
  EXPECT_EQ(act.method, "AdvanceLeg");
  EXPECT_EQ(act.case_id, "");
  EXPECT_EQ(act.leg_id, "L");
  EXPECT_EQ(act.sealed_digest, std::string(32, '\x01'));
  v1::ReportProtectionStatusRequest report;
  report.mutable_key()->set_native_number_hash(std::string(32, 'n'));
  EXPECT_EQ(DescribeAct(report, "mx-uep").case_id, "");
  report.mutable_key()->set_case_id("C");
  EXPECT_EQ(DescribeAct(report, "mx-uep").case_id, "C");
  EXPECT_EQ(DescribeAct(v1::ReportInvestigationStatusRequest(), "").method, "ReportInvestigationStatus");
  EXPECT_EQ(DescribeAct(v1::LinkNativeNumberRequest(), "").method, "LinkNativeNumber");
  v1::AdvanceMeasureRequest measure;
  measure.set_referral_id("R");
  EXPECT_EQ(DescribeAct(measure, "").method, "AdvanceMeasure");
  EXPECT_EQ(DescribeAct(measure, "").referral_id, "R");
  v1::WithdrawConsentRequest consent;
  consent.set_referral_id("R");
  EXPECT_EQ(DescribeAct(consent, "").method, "WithdrawConsent");
  EXPECT_EQ(DescribeAct(consent, "").referral_id, "R");
  v1::IssueWarningRequest warning;
  warning.mutable_warning()->mutable_sealed_alert()->set_digest(std::string(32, 'a'));
  EXPECT_EQ(DescribeAct(warning, "").method, "IssueWarning");
  EXPECT_EQ(DescribeAct(warning, "").sealed_digest, std::string(32, 'a'));
  v1::AnswerWarningRequest answer;
  answer.mutable_sealed_note()->set_digest(std::string(32, 'n'));
  EXPECT_EQ(DescribeAct(answer, "").method, "AnswerWarning");
  EXPECT_EQ(DescribeAct(answer, "").sealed_digest, std::string(32, 'n'));
  v1::ReclassifyReferralRequest reclassification;
  reclassification.set_referral_id("R");
  reclassification.mutable_sealed_note()->set_digest(std::string(32, 'd'));
  EXPECT_EQ(DescribeAct(reclassification, "").method, "ReclassifyReferral");
  EXPECT_EQ(DescribeAct(reclassification, "").referral_id, "R");
  EXPECT_EQ(DescribeAct(reclassification, "").sealed_digest, std::string(32, 'd'));
}

TEST(SignedActTextTest, DependsOnMethodOriginAndAgency) {
  ASSERT_OK_AND_ASSIGN(const std::string text, SignedActText("log/1", "mx-uep", v1::SubmitReferralRequest()));
  ASSERT_OK_AND_ASSIGN(const std::string other_log,
                       SignedActText("log/2", "mx-uep", v1::SubmitReferralRequest()));
  ASSERT_OK_AND_ASSIGN(const std::string other_agency,
                       SignedActText("log/1", "mx-fgr", v1::SubmitReferralRequest()));
  EXPECT_NE(other_log, text);
  EXPECT_NE(other_agency, text);
}

}  // namespace
}  // namespace enlace::ledger
