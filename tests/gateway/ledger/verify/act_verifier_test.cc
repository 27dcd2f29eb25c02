#include "gateway/ledger/verify/act_verifier.h"

#include <functional>

#include "certs/x509/signature.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::ledger {
namespace {

using ::testing::HasSubstr;

class ActVerifierTest : public ::testing::Test {
 protected:
  ActVerifierTest() {
    receipt_.checkpoint.origin = "mx.enlace.test/caselog/1";
    store::v1::Record& record = receipt_.record;
    record.mutable_actor()->set_agency_id("mx-fgr");
    record.mutable_actor()->set_unit_id("feadle");
    record.set_certificate_serial(unit_.certificate.serial());
    record.set_request_id("r-1");
    record.set_officer_pseudonym("f-3");
    record.set_case_id("C");
    record.set_referral_id("R");
    record.set_leg_id("L");
    record.set_sealed_digest(std::string(32, '\x01'));
    record.mutable_event()->mutable_leg_transitioned();
    act_ = {.log_origin = receipt_.checkpoint.origin,
            .method = "AdvanceLeg",
            .request_id = "r-1",
            .case_id = "",
            .referral_id = "R",
            .leg_id = "L",
            .sealed_digest = std::string(32, '\x01'),
            .officer_pseudonym = "f-3",
            .request_digest = std::string(32, '\x02')};
    SignBy(unit_.key);
  }
  void SignBy(const certs::PrivateKey& key) {
    store::v1::ActSignature& kept = *receipt_.record.mutable_act_signature();
    kept.set_signed_act(FormatSignedAct(act_));
    kept.set_signature(*certs::Sign(key, kept.signed_act()));
  }
  absl::StatusOr<SignedAct> Verify() const { return VerifyAct(receipt_, unit_.certificate); }

  TestPki pki_;
  const TestCredential unit_ = pki_.IssueAgency("mx-fgr", "feadle").tls;
  VerifiedReceipt receipt_;
  SignedAct act_;
};

TEST_F(ActVerifierTest, TheCertificateThatActedVouchesForTheRecord) {
  ASSERT_OK_AND_ASSIGN(const SignedAct act, Verify());
  EXPECT_EQ(act.request_digest, std::string(32, '\x02'));
  act_.case_id = "C";  // A request may name the case.
  SignBy(unit_.key);
  EXPECT_THAT(Verify(), IsOk());
}

TEST_F(ActVerifierTest, ARecordWithoutSignatureSaysSo) {
  receipt_.record.clear_act_signature();
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ActVerifierTest, AnotherCertificateThanTheRecordsIsNotTaken) {
  const certs::Certificate other = pki_.IssueAgency("mx-fgr", "feadle").tls.certificate;
  EXPECT_THAT(VerifyAct(receipt_, other),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(unit_.certificate.serial())));
  receipt_.record.mutable_actor()->set_agency_id("mx-uep");  // The serial alone does not make the agency.
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ActVerifierTest, ASignatureByAnotherKeyVouchesForNothing) {
  SignBy(pki_.IssueAgency("mx-fgr", "feadle").tls.key);
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ActVerifierTest, ARecordThatSaysSomethingElseThanTheAgencySignedIsFoundOut) {
  const std::vector<std::pair<std::string, std::function<void(SignedAct*)>>> changes = {
      {"log", [](SignedAct* act) { act->log_origin = "other/caselog/1"; }},
      {"kind of act", [](SignedAct* act) { act->method = "LinkNativeNumber"; }},
      {"request_id", [](SignedAct* act) { act->request_id = "r-2"; }},
      {"case_id", [](SignedAct* act) { act->case_id = "D"; }},
      {"referral_id", [](SignedAct* act) { act->referral_id = ""; }},
      {"leg_id", [](SignedAct* act) { act->leg_id = "M"; }},
      {"sealed_digest", [](SignedAct* act) { act->sealed_digest = ""; }},
      {"officer", [](SignedAct* act) { act->officer_pseudonym = "f-4"; }}};
  const SignedAct right = act_;
  for (const auto& [what, change] : changes) {
    act_ = right;
    change(&act_);
    SignBy(unit_.key);
    EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  }
}

TEST_F(ActVerifierTest, EveryKindOfActIsSignedUnderItsMethod) {
  receipt_.record.clear_leg_id();
  act_.leg_id = "";
  const std::vector<std::pair<std::string, std::function<void(store::v1::Event*)>>> kinds = {
      {"SubmitReferral", [](auto* event) { event->mutable_referral_submitted(); }},
      {"AdvanceLeg", [](auto* event) { event->mutable_leg_transitioned(); }},
      {"ReportInvestigationStatus", [](auto* event) { event->mutable_investigation_reported(); }},
      {"ReportProtectionStatus", [](auto* event) { event->mutable_protection_reported(); }},
      {"ReclassifyReferral", [](auto* event) { event->mutable_referral_reclassified(); }},
      {"AdvanceMeasure", [](auto* event) { event->mutable_measure_changed(); }},
      {"WithdrawConsent", [](auto* event) { event->mutable_consent_withdrawn(); }},
      {"LinkNativeNumber", [](auto* event) { event->mutable_native_number_linked(); }},
      {"IssueWarning", [](auto* event) { event->mutable_warning_issued(); }},
      {"AnswerWarning", [](auto* event) { event->mutable_warning_answered(); }},
      {"", [](auto* event) { event->mutable_case_opened(); }}};
  for (const auto& [method, make] : kinds) {
    make(receipt_.record.mutable_event());
    act_.method = method;
    SignBy(unit_.key);
    EXPECT_THAT(Verify(), IsOk()) << method;
    act_.method = method == "AdvanceLeg" ? "SubmitReferral" : "AdvanceLeg";
    SignBy(unit_.key);
    EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("kind of act"))) << method;
  }
}

TEST_F(ActVerifierTest, ASignatureUnderAnotherTextVouchesForNothing) {
  store::v1::ActSignature& kept = *receipt_.record.mutable_act_signature();
  kept.set_signed_act("I agree to everything");
  kept.set_signature(*certs::Sign(unit_.key, kept.signed_act()));
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("signed_act")));
}

TEST_F(ActVerifierTest, ATransferIsSignedForTheLegThatIsReplaced) {
  receipt_.record.set_leg_id("N");
  EXPECT_THAT(Verify(), StatusIs(absl::StatusCode::kDataLoss));
  receipt_.record.mutable_event()->mutable_leg_opened()->mutable_leg()->set_replaces_leg_id("L");
  EXPECT_THAT(Verify(), IsOk());
}

}  // namespace
}  // namespace enlace::ledger
