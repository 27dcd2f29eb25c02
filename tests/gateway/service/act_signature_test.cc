#include "gateway/service/act_signature.h"

#include "certs/x509/signature.h"
#include "gateway/base/time_text.h"
#include "gateway/ledger/verify/act_verifier.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;

class ActSignatureTest : public GatewayFixture {
 protected:
  ActSignatureTest() { EnrolScene(); }

  template <typename Request>
  Request Signed(Request request, const std::string& agency, const certs::PrivateKey& key,
                 const std::string& origin = "enlace.example.mx/caselog/1") {
    request.set_act_signature(*certs::Sign(key, *ledger::SignedActText(origin, agency, request)));
    return request;
  }
  template <typename Request>
  Request Signed(Request request, const std::string& agency) {
    return Signed(std::move(request), agency, Keys(agency).tls_key);
  }
  // Whether the agency's certificate vouches for what the receipt proves.
  absl::Status Vouched(const v1::Receipt& receipt, const std::string& agency) {
    ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, Verify(receipt));
    return ledger::VerifyAct(proof, Keys(agency).tls).status();
  }
  auto Refused(absl::string_view why) {
    return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(absl::StrCat("act_signature: ", why)));
  }
  v1::SubmitReferralRequest Submit() { return Submission(kSender, Urgent()); }
};

TEST_F(ActSignatureTest, TheRecordInTheReceiptOfAReferralCarriesTheAgencysOwnSignature) {
  const v1::SubmitReferralRequest request = Signed(Submit(), kSender);
  ASSERT_OK_AND_ASSIGN(const auto sent, Call(api().submit_referral, CallerOf(kSender), request));
  EXPECT_THAT(Vouched(sent.receipt(), kSender), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto proof, Verify(sent.receipt()));
  EXPECT_EQ(proof.record.act_signature().signature(), request.act_signature());
  EXPECT_EQ(proof.record.event().event_case(), store::v1::Event::kReferralSubmitted);
}

TEST_F(ActSignatureTest, EveryActOnALegIsVouchedForTransfersToo) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  Accept(referral, kProsecutor);
  const auto transfer = Signed(
      Command(referral, kProsecutor,
              [this](v1::AdvanceLegRequest* request) {
                request->mutable_transfer()->mutable_successor()->set_agency_id(kStranger);
                *request->mutable_sealed_note() = SealTo(kProsecutor, {kProsecutor, kStranger}, "the file");
              }),
      kProsecutor);
  ASSERT_OK_AND_ASSIGN(const auto moved, Call(api().advance_leg, CallerOf(kProsecutor), transfer));
  EXPECT_THAT(Vouched(moved.receipt(), kProsecutor), IsOk());
  const auto begin = Signed(
      Command(referral, kProsecutor, [](v1::AdvanceLegRequest* request) { request->mutable_begin_work(); }),
      kProsecutor);
  ASSERT_OK_AND_ASSIGN(const auto begun, Call(api().advance_leg, CallerOf(kProsecutor), begin));
  EXPECT_THAT(Vouched(begun.receipt(), kProsecutor), IsOk());
}

TEST_F(ActSignatureTest, ReportsAndNumbersAreVouchedFor) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  Accept(referral, kProsecutor);
  v1::LinkNativeNumberRequest link;
  link.set_request_id(NewId());
  link.set_case_id(referral.case_id());
  link.set_native_number_hash(std::string(32, 'n'));
  ASSERT_OK_AND_ASSIGN(const auto linked,
                       Call(api().link_native_number, CallerOf(kProsecutor), Signed(link, kProsecutor)));
  EXPECT_THAT(Vouched(linked.receipt(), kProsecutor), IsOk());
  v1::ReportInvestigationStatusRequest report;
  report.set_request_id(NewId());
  report.mutable_key()->set_native_number_hash(std::string(32, 'n'));
  report.mutable_status()->set_stage(v1::INVESTIGATION_STAGE_FORMAL_INVESTIGATION);
  report.mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
  *report.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
  ASSERT_OK_AND_ASSIGN(const auto reported, Call(api().report_investigation_status, CallerOf(kProsecutor),
                                                 Signed(report, kProsecutor)));
  EXPECT_THAT(Vouched(reported.receipt(), kProsecutor), IsOk());
}

TEST_F(ActSignatureTest, OverAnythingElseItIsRefusedAndNothingIsKept) {
  const uint64_t before = LogSize();
  const v1::SubmitReferralRequest request = Submit();
  const std::string why = "is not the calling certificate's signature";
  v1::SubmitReferralRequest altered = Signed(request, kSender);
  altered.set_officer_pseudonym("somebody-else");
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), altered), Refused(why));
  const auto other_key = Signed(request, kSender, Keys(kProsecutor).tls_key);
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), other_key), Refused(why));
  const auto other_log = Signed(request, kSender, Keys(kSender).tls_key, "other.example/caselog/1");
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), other_log), Refused(why));
  const auto other_agency = Signed(request, kProsecutor, Keys(kSender).tls_key);
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), other_agency), Refused(why));
  EXPECT_EQ(LogSize(), before);
}

TEST_F(ActSignatureTest, OfAnotherMethodItIsRefused) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  v1::LinkNativeNumberRequest link;
  link.set_request_id(NewId());
  link.set_case_id(referral.case_id());
  link.set_native_number_hash(std::string(32, 'n'));
  std::string text = *ledger::SignedActText(case_key_->origin(), kSender, link);
  text.replace(text.find("LinkNativeNumber"), 16, "ReportProtectionStatus");
  link.set_act_signature(*certs::Sign(Keys(kSender).tls_key, text));
  EXPECT_THAT(Call(api().link_native_number, CallerOf(kSender), link), Refused("is not"));
}

TEST_F(ActSignatureTest, OfARequestWithUnknownFieldsItIsRefused) {
  v1::SubmitReferralRequest request = Signed(Submit(), kSender);
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(900, 1);
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), request), Refused("the request has fields"));
  request.clear_act_signature();
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), request), IsOk());
}

TEST_F(ActSignatureTest, MissingItIsRefusedOnlyWhereItIsRequired) {
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), Submit()), IsOk());
  core_->require_act_signatures = true;
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), Submit()), Refused("is required here"));
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), Signed(Submit(), kSender)), IsOk());
}

TEST_F(ActSignatureTest, TheSameRequestUnderAnotherSignatureIsTheSameRequest) {
  const v1::SubmitReferralRequest request = Submit();
  const v1::SubmitReferralRequest first = Signed(request, kSender);
  const v1::SubmitReferralRequest second = Signed(request, kSender);
  ASSERT_NE(first.act_signature(), second.act_signature());
  ASSERT_OK_AND_ASSIGN(const auto sent, Call(api().submit_referral, CallerOf(kSender), first));
  const uint64_t size = LogSize();
  ASSERT_OK_AND_ASSIGN(const auto again, Call(api().submit_referral, CallerOf(kSender), second));
  ASSERT_OK_AND_ASSIGN(const auto bare, Call(api().submit_referral, CallerOf(kSender), request));
  EXPECT_EQ(again.receipt().SerializeAsString(), sent.receipt().SerializeAsString());
  EXPECT_EQ(bare.receipt().SerializeAsString(), sent.receipt().SerializeAsString());
  EXPECT_EQ(LogSize(), size);
}

}  // namespace
}  // namespace enlace::service
