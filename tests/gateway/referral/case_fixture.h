// A case in any state that a test of the domain needs.
#ifndef ENLACE_TESTS_GATEWAY_REFERRAL_CASE_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_REFERRAL_CASE_FIXTURE_H_

#include <string>
#include <vector>

#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/advance.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/submit.h"

namespace enlace::referral {

inline const absl::Time kNow = absl::FromUnixSeconds(1768478400);  // 2026-01-15T12:00:00Z
inline constexpr char kRequestId[] = "0b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d";
inline constexpr char kSender[] = "mechanism";
inline constexpr char kRecipient[] = "prosecutor";
inline constexpr char kOther[] = "police";
inline constexpr char kOverseer[] = "ombudsman";
inline constexpr char kStranger[] = "stranger";

inline v1::AgencyRef Agency(const std::string& id, v1::AgencyKind kind = v1::AGENCY_KIND_OTHER) {
  v1::AgencyRef agency;
  agency.set_agency_id(id);
  agency.set_kind(kind);
  return agency;
}

inline v1::SealedPayload Sealed(const std::vector<std::string>& agencies, const std::string& cms = "cms") {
  v1::SealedPayload sealed;
  sealed.set_cms(cms);
  sealed.set_digest(base::Sha256(cms));
  sealed.set_content_schema(1);
  for (const std::string& agency : agencies) {
    sealed.add_recipients()->set_agency_id(agency);
    sealed.mutable_recipients(sealed.recipients_size() - 1)->set_key_id(std::string(32, 'k'));
  }
  return sealed;
}

inline v1::PlannedLeg Planned(const std::string& agency,
                              v1::LegPurpose purpose = v1::LEG_PURPOSE_INVESTIGATION,
                              v1::AccessGrade access = v1::ACCESS_GRADE_FULL) {
  v1::PlannedLeg leg;
  *leg.mutable_recipient() = Agency(agency);
  leg.set_purpose(purpose);
  leg.set_access(access);
  leg.set_routing_rule_id("R-1");
  return leg;
}

inline v1::SubmitReferralRequest Submission(const std::vector<v1::PlannedLeg>& legs = {Planned(kRecipient)}) {
  v1::SubmitReferralRequest request;
  request.set_request_id(kRequestId);
  v1::Classification& c = *request.mutable_classification();
  c.set_mechanism_id("mechanism-1");
  c.set_procedure(v1::PROCEDURE_TYPE_ORDINARY);
  c.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
  c.add_population(v1::POPULATION_GROUP_JOURNALIST);
  c.set_perpetrator(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  c.add_incidents(v1::INCIDENT_TYPE_THREAT);
  c.mutable_territory()->set_country("XX");
  c.mutable_territory()->set_subdivision("XX-ABC");
  c.set_persons_covered(4);
  request.mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
  *request.mutable_disclosure()->mutable_given_time() = base::ToProto(kNow - absl::Hours(2));
  std::vector<std::string> readers = {kSender};
  for (const v1::PlannedLeg& leg : legs) {
    *request.add_planned_legs() = leg;
    if (leg.access() == v1::ACCESS_GRADE_FULL) readers.push_back(leg.recipient().agency_id());
  }
  *request.mutable_sealed() = Sealed(readers);
  *request.mutable_petition_time() = base::ToProto(kNow - absl::Hours(1));
  request.set_officer_pseudonym("officer-1");
  return request;
}

inline void ApplyAll(const std::vector<store::v1::Event>& events, store::v1::CaseState* state,
                     const v1::AgencyRef& actor = v1::AgencyRef(), absl::Time now = kNow) {
  for (const store::v1::Event& event : events) Apply(event, now, actor, state);
}

// A case of one referral, its legs just dispatched.
inline store::v1::CaseState NewCase(const std::vector<v1::PlannedLeg>& legs = {Planned(kRecipient)}) {
  const v1::SubmitReferralRequest request = Submission(legs);
  const SubmitInput input{.origin = Agency(kSender, v1::AGENCY_KIND_PROTECTION_UNIT),
                          .request = request,
                          .route = legs,
                          .held_reason = "nobody is competent",
                          .now = kNow};
  store::v1::CaseState state;
  ApplyAll(Submit(input).value().events, &state, input.origin);
  return state;
}

// The same with its first leg in `state`.
inline store::v1::CaseState CaseIn(v1::LegState leg_state,
                                   const std::vector<v1::PlannedLeg>& legs = {Planned(kRecipient)}) {
  store::v1::CaseState state = NewCase(legs);
  state.mutable_referrals(0)->mutable_legs(0)->set_state(leg_state);
  return state;
}

// A request for the first leg with all that the guards of any action ask for.
inline v1::AdvanceLegRequest Command(const store::v1::CaseState& state,
                                     v1::AdvanceLegRequest::ActionCase action) {
  using Request = v1::AdvanceLegRequest;
  Request request;
  request.set_request_id(kRequestId);
  request.set_referral_id(state.referrals(0).referral_id());
  request.set_leg_id(state.referrals(0).legs(0).leg_id());
  request.set_expected_version(state.referrals(0).legs(0).version());
  request.set_officer_pseudonym("officer-2");
  *request.mutable_sealed_note() = Sealed({kSender, kRecipient, kOther}, "note");
  switch (action) {
    case Request::kConfirmDelivery:
      request.mutable_confirm_delivery()->set_channel("grpc");
      break;
    case Request::kReportDeliveryFailure:
      request.mutable_report_delivery_failure()->set_channel("grpc");
      break;
    case Request::kRetryDelivery:
      request.mutable_retry_delivery()->set_channel("letter");
      break;
    case Request::kConfirmReception:
      request.mutable_confirm_reception();
      break;
    case Request::kRequestInformation:
      request.mutable_request_information();
      break;
    case Request::kProvideInformation:
      request.mutable_provide_information();
      break;
    case Request::kAccept:
      request.mutable_accept();
      break;
    case Request::kDecline:
      request.mutable_decline()->set_reason(v1::DECLINE_REASON_NO_CAPACITY);
      request.mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
      break;
    case Request::kReturnNotCompetent:
      request.mutable_return_not_competent()->set_ground(v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY);
      break;
    case Request::kBeginWork:
      request.mutable_begin_work();
      break;
    case Request::kHold:
      request.mutable_hold()->set_reason("unreachable-area");
      *request.mutable_hold()->mutable_review_time() = base::ToProto(kNow + absl::Hours(24));
      break;
    case Request::kResume:
      request.mutable_resume();
      break;
    case Request::kComplete:
      request.mutable_complete()->set_outcome(v1::OUTCOME_MEASURES_IMPLEMENTED);
      request.mutable_complete()->set_consultation(v1::CONSULTATION_OUTCOME_AGREED);
      break;
    case Request::kClose:
      request.mutable_close();
      break;
    case Request::kReopen:
      request.mutable_reopen()->set_reason("new-facts");
      break;
    case Request::kWithdraw:
      request.mutable_withdraw()->set_reason("consent-withdrawn");
      break;
    case Request::kRevoke:
      request.mutable_revoke()->set_reason("consent-withdrawn");
      break;
    case Request::kTransfer:
      *request.mutable_transfer()->mutable_successor() = Agency(kOther);
      break;
    case Request::kMarkEnteredInError:
      request.mutable_mark_entered_in_error()->set_reason("wrong-case");
      break;
    case Request::ACTION_NOT_SET:
      break;
  }
  return request;
}

inline AdvanceContext Next(const std::string& agency = kOther) { return {Planned(agency)}; }

inline absl::StatusOr<AdvanceResult> Decide(const store::v1::CaseState& state, const std::string& caller,
                                            const v1::AdvanceLegRequest& request,
                                            const AdvanceContext& context = Next(), absl::Time now = kNow) {
  return Advance(state, state.referrals(0), Agency(caller), request, context, now);
}

inline const v1::Leg& FirstLeg(const store::v1::CaseState& state) { return state.referrals(0).legs(0); }

}  // namespace enlace::referral

#endif  // ENLACE_TESTS_GATEWAY_REFERRAL_CASE_FIXTURE_H_
