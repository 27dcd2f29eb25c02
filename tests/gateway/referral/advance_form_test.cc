#include "gateway/referral/advance_form.h"

#include <functional>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;

struct Fault {
  const char* field;
  Request::ActionCase action;
  std::function<void(Request*)> make;
};

TEST(AdvanceFormTest, EveryFaultNamesItsField) {
  const std::vector<Fault> faults = {
      {"request_id", Request::kAccept, [](Request* r) { r->set_request_id("1"); }},
      {"referral_id", Request::kAccept, [](Request* r) { r->clear_referral_id(); }},
      {"leg_id", Request::kAccept, [](Request* r) { r->set_leg_id("x"); }},
      {"expected_version", Request::kAccept, [](Request* r) { r->clear_expected_version(); }},
      {"officer_pseudonym", Request::kAccept,
       [](Request* r) { r->set_officer_pseudonym(std::string(65, 'o')); }},
      {"occur_time", Request::kAccept,
       [](Request* r) { *r->mutable_occur_time() = base::ToProto(kNow + absl::Minutes(6)); }},
      {"sealed_note.digest", Request::kAccept, [](Request* r) { r->mutable_sealed_note()->set_digest("d"); }},
      {"action", Request::kAccept, [](Request* r) { r->clear_action(); }},
      {"referral_id", Request::kAccept, [](Request* r) { r->set_referral_id("x"); }},
      {"leg_id", Request::kAccept, [](Request* r) { r->clear_leg_id(); }},
      {"confirm_delivery.channel", Request::kConfirmDelivery,
       [](Request* r) { r->mutable_confirm_delivery()->set_channel("g"); }},
      {"confirm_delivery.channel", Request::kConfirmDelivery,
       [](Request* r) { r->mutable_confirm_delivery()->set_channel(std::string(17, 'g')); }},
      {"return_not_competent.suggested_agency.unit_id", Request::kReturnNotCompetent,
       [](Request* r) {
         *r->mutable_return_not_competent()->mutable_suggested_agency() = Agency(kOther);
         r->mutable_return_not_competent()->mutable_suggested_agency()->set_unit_id("A");
       }},
      {"hold.review_time", Request::kHold,
       [](Request* r) { r->mutable_hold()->mutable_review_time()->set_nanos(-1); }},
      {"complete.consultation", Request::kComplete,
       [](Request* r) { r->mutable_complete()->set_consultation(static_cast<v1::ConsultationOutcome>(99)); }},
      {"transfer.successor.agency_id", Request::kTransfer,
       [](Request* r) { r->mutable_transfer()->mutable_successor()->set_agency_id("A"); }},
      {"transfer.purpose", Request::kTransfer,
       [](Request* r) { r->mutable_transfer()->set_purpose(static_cast<v1::LegPurpose>(99)); }},
      {"confirm_delivery.channel", Request::kConfirmDelivery,
       [](Request* r) { r->mutable_confirm_delivery()->set_channel("G1"); }},
      {"report_delivery_failure.channel", Request::kReportDeliveryFailure,
       [](Request* r) { r->mutable_report_delivery_failure()->clear_channel(); }},
      {"report_delivery_failure.failure", Request::kReportDeliveryFailure,
       [](Request* r) { r->mutable_report_delivery_failure()->set_failure(std::string(65, 'f')); }},
      {"retry_delivery.channel", Request::kRetryDelivery,
       [](Request* r) { r->mutable_retry_delivery()->clear_channel(); }},
      {"decline.reason", Request::kDecline, [](Request* r) { r->mutable_decline()->clear_reason(); }},
      {"decline.side", Request::kDecline, [](Request* r) { r->mutable_decline()->clear_side(); }},
      {"return_not_competent.ground", Request::kReturnNotCompetent,
       [](Request* r) { r->mutable_return_not_competent()->set_ground(static_cast<v1::DeclineReason>(50)); }},
      {"return_not_competent.suggested_agency.agency_id", Request::kReturnNotCompetent,
       [](Request* r) { r->mutable_return_not_competent()->mutable_suggested_agency(); }},
      {"begin_work.act", Request::kBeginWork,
       [](Request* r) { r->mutable_begin_work()->set_act(static_cast<v1::ClockEvent>(99)); }},
      {"hold.reason", Request::kHold, [](Request* r) { r->mutable_hold()->clear_reason(); }},
      {"hold.review_time", Request::kHold, [](Request* r) { r->mutable_hold()->clear_review_time(); }},
      {"complete.outcome", Request::kComplete, [](Request* r) { r->mutable_complete()->clear_outcome(); }},
      {"close.overdue_explanation", Request::kClose,
       [](Request* r) { r->mutable_close()->set_overdue_explanation(std::string(65, 'e')); }},
      {"reopen.reason", Request::kReopen, [](Request* r) { r->mutable_reopen()->clear_reason(); }},
      {"withdraw.reason", Request::kWithdraw, [](Request* r) { r->mutable_withdraw()->clear_reason(); }},
      {"revoke.reason", Request::kRevoke, [](Request* r) { r->mutable_revoke()->clear_reason(); }},
      {"transfer.successor", Request::kTransfer,
       [](Request* r) { r->mutable_transfer()->clear_successor(); }},
      {"mark_entered_in_error.reason", Request::kMarkEnteredInError,
       [](Request* r) { r->mutable_mark_entered_in_error()->clear_reason(); }},
  };
  for (const Fault& fault : faults) {
    Request request = Command(NewCase(), fault.action);
    ASSERT_THAT(ValidateAdvance(request, kNow), IsOk()) << fault.field;
    fault.make(&request);
    const absl::Status status = ValidateAdvance(request, kNow);
    EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_FIELD_INVALID)) << fault.field;
    EXPECT_EQ(base::FieldOf(status), fault.field) << status;
  }
}

TEST(AdvanceFormTest, WhatMayBeLeftOutMayBeGiven) {
  Request request = Command(NewCase(), Request::kReturnNotCompetent);
  request.clear_sealed_note();
  *request.mutable_occur_time() = base::ToProto(kNow - absl::Hours(1));
  v1::AgencyRef& suggested = *request.mutable_return_not_competent()->mutable_suggested_agency();
  suggested = Agency(kOther);
  EXPECT_THAT(ValidateAdvance(request, kNow), IsOk());
  suggested.set_unit_id("unit-1");
  EXPECT_THAT(ValidateAdvance(request, kNow), IsOk());
}

TEST(AdvanceFormTest, EveryActionPassesWhenWhole) {
  for (int action = 10; action <= 28; ++action) {
    EXPECT_THAT(ValidateAdvance(Command(NewCase(), static_cast<Request::ActionCase>(action)), kNow), IsOk())
        << action;
  }
}

}  // namespace
}  // namespace enlace::referral
