#include "gateway/protection/measure_form.h"

#include <functional>

#include "tests/gateway/protection/measure_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::protection {
namespace {

using Request = v1::AdvanceMeasureRequest;

Request Whole(MeasureAction action) { return Command(NewMeasure(v1::MEASURE_STATE_GRANTED), action); }

TEST(MeasureFormTest, EveryActionPassesWhenItIsWhole) {
  for (int action = 10; action <= 23; ++action) {
    EXPECT_THAT(ValidateMeasure(Whole(static_cast<MeasureAction>(action)), kNow), IsOk()) << action;
  }
}

struct Fault {
  const char* field;
  MeasureAction action;
  std::function<void(Request*)> make;
};

TEST(MeasureFormTest, EveryFaultNamesItsField) {
  const Fault faults[] = {
      {"request_id", Request::kBegin, [](Request* r) { r->set_request_id("7"); }},
      {"referral_id", Request::kBegin, [](Request* r) { r->clear_referral_id(); }},
      {"referral_id", Request::kBegin, [](Request* r) { r->set_referral_id("x"); }},
      {"measure_id", Request::kBegin, [](Request* r) { r->clear_measure_id(); }},
      {"measure_id", Request::kBegin, [](Request* r) { r->set_measure_id("x"); }},
      {"measure_id", Request::kRequest, [](Request* r) { r->set_measure_id("0000000000000000000000000A"); }},
      {"expected_version", Request::kBegin, [](Request* r) { r->clear_expected_version(); }},
      {"expected_version", Request::kRequest, [](Request* r) { r->set_expected_version(1); }},
      {"officer_pseudonym", Request::kBegin, [](Request* r) { r->clear_officer_pseudonym(); }},
      {"officer_pseudonym", Request::kBegin, [](Request* r) { r->set_officer_pseudonym("Ana María"); }},
      {"occur_time", Request::kBegin,
       [](Request* r) { *r->mutable_occur_time() = base::ToProto(kNow + absl::Hours(1)); }},
      {"action", Request::kBegin, [](Request* r) { r->clear_begin(); }},
      {"request.kind", Request::kRequest, [](Request* r) { r->mutable_request()->clear_kind(); }},
      {"request.type", Request::kRequest, [](Request* r) { r->mutable_request()->clear_type(); }},
      {"request.national_code", Request::kRequest,
       [](Request* r) { r->mutable_request()->set_national_code("calle 5"); }},
      {"request.national_code", Request::kRequest,
       [](Request* r) { r->mutable_request()->set_type(v1::MEASURE_TYPE_OTHER); }},
      {"request.covers", Request::kRequest, [](Request* r) { r->mutable_request()->clear_covers(); }},
      {"request.persons_covered", Request::kRequest,
       [](Request* r) { r->mutable_request()->clear_persons_covered(); }},
      {"request.persons_covered", Request::kRequest,
       [](Request* r) { r->mutable_request()->set_persons_covered(1000001); }},
      {"consult.outcome", Request::kConsult, [](Request* r) { r->mutable_consult()->clear_outcome(); }},
      {"grant.resolution_number", Request::kGrant,
       [](Request* r) { r->mutable_grant()->clear_resolution_number(); }},
      {"grant.implementer.agency_id", Request::kGrant,
       [](Request* r) { r->mutable_grant()->mutable_implementer()->set_agency_id("La policía"); }},
      {"grant.implementer.unit_id", Request::kGrant,
       [](Request* r) { r->mutable_grant()->mutable_implementer()->set_unit_id("-"); }},
      {"deny.reason", Request::kDeny, [](Request* r) { r->mutable_deny()->clear_reason(); }},
      {"confirm.valid_until_time", Request::kConfirm,
       [](Request* r) { r->mutable_confirm()->mutable_valid_until_time()->set_seconds(-1000000000000); }},
      {"report_unsuitable.reason", Request::kReportUnsuitable,
       [](Request* r) { r->mutable_report_unsuitable()->clear_reason(); }},
      {"suspend.reason", Request::kSuspend, [](Request* r) { r->mutable_suspend()->clear_reason(); }},
      {"notice_withdrawal.reason", Request::kNoticeWithdrawal,
       [](Request* r) { r->mutable_notice_withdrawal()->clear_reason(); }},
      {"notice_withdrawal.objection_until_time", Request::kNoticeWithdrawal,
       [](Request* r) { r->mutable_notice_withdrawal()->clear_objection_until_time(); }},
      {"withdraw.objection_answer", Request::kWithdraw,
       [](Request* r) { r->mutable_withdraw()->set_objection_answer("no, thank you"); }},
  };
  for (const Fault& fault : faults) {
    Request request = Whole(fault.action);
    fault.make(&request);
    const absl::Status status = ValidateMeasure(request, kNow);
    EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_FIELD_INVALID)) << fault.field;
    EXPECT_EQ(base::FieldOf(status), fault.field) << status;
  }
}

TEST(MeasureFormTest, AMeasureMayBeValidUntilItIsWithdrawnAndGrantedWithoutAnImplementer) {
  Request request = Whole(Request::kConfirm);
  request.mutable_confirm()->clear_valid_until_time();
  EXPECT_THAT(ValidateMeasure(request, kNow), IsOk());
  request = Whole(Request::kGrant);
  request.mutable_grant()->clear_implementer();
  EXPECT_THAT(ValidateMeasure(request, kNow), IsOk());
}

}  // namespace
}  // namespace enlace::protection
