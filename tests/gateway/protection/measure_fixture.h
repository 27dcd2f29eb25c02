// A referral with everybody who may have a part in its measures.
#ifndef ENLACE_TESTS_GATEWAY_PROTECTION_MEASURE_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_PROTECTION_MEASURE_FIXTURE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/protection/advance_measure.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/measures.h"

namespace enlace::protection {

using MeasureAction = v1::AdvanceMeasureRequest::ActionCase;

inline const absl::Time kNow = absl::FromUnixSeconds(1768478400);  // 2026-01-15T12:00:00Z
inline constexpr char kReferralId[] = "0000000000000000000000000R";
inline constexpr char kRequestId[] = "0b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d";

inline v1::AgencyRef Agency(const std::string& id, v1::AgencyKind kind) {
  v1::AgencyRef agency;
  agency.set_agency_id(id);
  agency.set_kind(kind);
  return agency;
}

inline const v1::AgencyRef kSender = Agency("prosecutor", v1::AGENCY_KIND_PROSECUTOR);
inline const v1::AgencyRef kUnit = Agency("unit", v1::AGENCY_KIND_PROTECTION_UNIT);
inline const v1::AgencyRef kStateUnit = Agency("state-unit", v1::AGENCY_KIND_STATE_PROTECTION_UNIT);
inline const v1::AgencyRef kPolice = Agency("police", v1::AGENCY_KIND_POLICE);
inline const v1::AgencyRef kOrganization = Agency("organization", v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION);
inline const v1::AgencyRef kOmbudsman = Agency("ombudsman", v1::AGENCY_KIND_OMBUDSMAN);
inline const v1::AgencyRef kStranger = Agency("stranger", v1::AGENCY_KIND_PROTECTION_UNIT);

inline void AddLeg(const v1::AgencyRef& recipient, v1::LegPurpose purpose, v1::LegState state,
                   v1::AccessGrade access, store::v1::ReferralRecord* referral) {
  v1::Leg* leg = referral->add_legs();
  leg->set_leg_id(absl::StrCat("LEG", referral->legs_size()));
  *leg->mutable_recipient() = recipient;
  leg->set_purpose(purpose);
  leg->set_state(state);
  leg->set_version(3);
  leg->set_access(access);
  *leg->mutable_state_since() = base::ToProto(kNow - absl::Hours(2));
}

// A prosecutor's referral: the unit and the police accepted, the state unit did not
// answer, an organisation accompanies those concerned, the ombudsman oversees.
inline store::v1::CaseState NewCase() {
  store::v1::CaseState state;
  state.set_case_id("CASE");
  store::v1::ReferralRecord* referral = state.add_referrals();
  referral->set_referral_id(kReferralId);
  *referral->mutable_origin() = kSender;
  AddLeg(kUnit, v1::LEG_PURPOSE_PROTECTION, v1::LEG_STATE_ACCEPTED, v1::ACCESS_GRADE_FULL, referral);
  AddLeg(kPolice, v1::LEG_PURPOSE_IMPLEMENTATION, v1::LEG_STATE_ACCEPTED, v1::ACCESS_GRADE_SUMMARY, referral);
  AddLeg(kStateUnit, v1::LEG_PURPOSE_IMPLEMENTATION, v1::LEG_STATE_RECEIVED, v1::ACCESS_GRADE_FULL, referral);
  AddLeg(kOrganization, v1::LEG_PURPOSE_INFORMATION, v1::LEG_STATE_DISPATCHED, v1::ACCESS_GRADE_STATUS_ONLY,
         referral);
  AddLeg(kOmbudsman, v1::LEG_PURPOSE_OVERSIGHT, v1::LEG_STATE_DISPATCHED, v1::ACCESS_GRADE_OVERSIGHT,
         referral);
  return state;
}

// A measure of the unit in any state, with what the state brings.
inline v1::Measure NewMeasure(v1::MeasureState measure_state, char name = 'A') {
  v1::Measure measure;
  measure.set_measure_id(absl::StrCat("0000000000000000000000000", std::string(1, name)));
  measure.set_referral_id(kReferralId);
  *measure.mutable_unit() = kUnit;
  measure.set_kind(v1::MEASURE_KIND_PROTECTIVE);
  measure.set_type(v1::MEASURE_TYPE_PATROL);
  measure.set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
  measure.set_persons_covered(3);
  measure.set_state(measure_state);
  measure.set_version(5);
  *measure.mutable_state_since_time() = base::ToProto(kNow - absl::Hours(1));
  return measure;
}

inline store::v1::CaseState CaseWith(const v1::Measure& measure) {
  store::v1::CaseState state = NewCase();
  *state.add_measures() = measure;
  return state;
}

inline store::v1::CaseState CaseIn(v1::MeasureState state) { return CaseWith(NewMeasure(state)); }

// A request for the measure with all that the form and the guards of the action
// ask for.
inline v1::AdvanceMeasureRequest Command(const v1::Measure& measure, MeasureAction action,
                                         absl::Time now = kNow) {
  using Request = v1::AdvanceMeasureRequest;
  Request request;
  request.set_request_id(kRequestId);
  request.set_referral_id(kReferralId);
  if (action != Request::kRequest) {
    request.set_measure_id(measure.measure_id());
    request.set_expected_version(measure.version());
  }
  request.set_officer_pseudonym("officer-1");
  switch (action) {
    case Request::kRequest:
      request.mutable_request()->set_kind(v1::MEASURE_KIND_PROTECTIVE);
      request.mutable_request()->set_type(v1::MEASURE_TYPE_PATROL);
      request.mutable_request()->set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
      request.mutable_request()->set_persons_covered(3);
      break;
    case Request::kConsult:
      request.mutable_consult()->set_outcome(v1::CONSULTATION_OUTCOME_AGREED);
      break;
    case Request::kGrant:
      request.mutable_grant()->set_resolution_number("R-7/2026");
      *request.mutable_grant()->mutable_implementer() = kPolice;
      break;
    case Request::kDeny:
      request.mutable_deny()->set_reason("no-nexus");
      break;
    case Request::kRefuse:
      request.mutable_refuse();
      break;
    case Request::kBegin:
      request.mutable_begin();
      break;
    case Request::kImplement:
      request.mutable_implement();
      break;
    case Request::kConfirm:
      *request.mutable_confirm()->mutable_valid_until_time() = base::ToProto(now + absl::Hours(24 * 365));
      break;
    case Request::kReportUnsuitable:
      request.mutable_report_unsuitable()->set_reason(v1::UNSUITABILITY_REASON_MISSING_SUPPLIES);
      break;
    case Request::kSuspend:
      request.mutable_suspend()->set_reason("abroad");
      break;
    case Request::kResume:
      request.mutable_resume();
      break;
    case Request::kNoticeWithdrawal:
      request.mutable_notice_withdrawal()->set_reason("risk-ordinary");
      *request.mutable_notice_withdrawal()->mutable_objection_until_time() =
          base::ToProto(now + absl::Hours(24 * 10));
      break;
    case Request::kObject:
      request.mutable_object();
      break;
    case Request::kWithdraw:
      request.mutable_withdraw()->set_objection_answer("heard-and-rejected");
      break;
    case Request::ACTION_NOT_SET:
      break;
  }
  return request;
}

inline absl::StatusOr<MeasureResult> Decide(const store::v1::CaseState& state, const v1::AgencyRef& caller,
                                            const v1::AdvanceMeasureRequest& request, absl::Time now = kNow,
                                            uint32_t objection_days = 0) {
  return AdvanceMeasure(state, state.referrals(0), caller, request, objection_days, now);
}

// The first measure of the case, moved by the action.
inline absl::StatusOr<MeasureResult> Advance(const store::v1::CaseState& state, const v1::AgencyRef& caller,
                                             MeasureAction action, absl::Time now = kNow) {
  const v1::Measure none;
  return Decide(state, caller, Command(state.measures().empty() ? none : state.measures(0), action, now),
                now);
}

inline void Apply(const MeasureResult& result, const v1::AgencyRef& actor, store::v1::CaseState* state,
                  absl::Time now = kNow) {
  for (const store::v1::Event& event : result.events) referral::Apply(event, now, actor, state);
}

}  // namespace enlace::protection

#endif  // ENLACE_TESTS_GATEWAY_PROTECTION_MEASURE_FIXTURE_H_
