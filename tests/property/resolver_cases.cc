// Measures, consent and classification.
#include <algorithm>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/resolver.h"

namespace enlace::property {

v1::AdvanceMeasureRequest Resolver::Measure(const Command& command, absl::Time now) {
  const MoveMeasure& move = command.measure();
  v1::AdvanceMeasureRequest request = move.request();
  request.set_request_id(RequestId(command.number()));
  request.set_referral_id(ReferralId(move.referral()));
  if (move.officer()) request.set_officer_pseudonym(kOfficer);
  if (move.occurred_seconds_ago() > 0) *request.mutable_occur_time() = Ago(now, move.occurred_seconds_ago());
  if (request.has_request()) {
    measures_[command.number()] = base::DeriveMeasureId(command.caller(), request.request_id());
    return request;
  }
  request.set_measure_id(MeasureId(move.measure()));
  const v1::Measure* measure = model_.FindMeasure(request.measure_id());
  const int64_t version = measure == nullptr ? 1 : static_cast<int64_t>(measure->version());
  request.set_expected_version(static_cast<uint64_t>(std::max<int64_t>(1, version + move.version_off())));
  const google::protobuf::Timestamp until = Ago(now, -int64_t{move.until_in_seconds()});
  if (request.has_grant()) request.mutable_grant()->set_resolution_number("7-2026");
  if (request.has_deny()) request.mutable_deny()->set_reason("risk-not-shown");
  if (request.has_suspend()) request.mutable_suspend()->set_reason("abroad");
  if (request.has_confirm() && move.until_in_seconds() != 0) {
    *request.mutable_confirm()->mutable_valid_until_time() = until;
  }
  if (request.has_notice_withdrawal()) {
    request.mutable_notice_withdrawal()->set_reason("risk-ordinary");
    *request.mutable_notice_withdrawal()->mutable_objection_until_time() = until;
  }
  return request;
}

v1::WithdrawConsentRequest Resolver::Consent(const Command& command) {
  v1::WithdrawConsentRequest request;
  request.set_request_id(RequestId(command.number()));
  request.set_referral_id(ReferralId(command.withdraw_consent().referral()));
  request.set_petition_withdrawn(command.withdraw_consent().petition_withdrawn());
  request.set_reason("subject-asked");
  if (command.withdraw_consent().officer()) request.set_officer_pseudonym(kOfficer);
  return request;
}

v1::ReclassifyReferralRequest Resolver::Reclassification(const Command& command) {
  const Reclassify& reclassify = command.reclassify();
  v1::ReclassifyReferralRequest request;
  request.set_request_id(RequestId(command.number()));
  request.set_referral_id(ReferralId(reclassify.referral()));
  request.set_perpetrator(reclassify.perpetrator());
  if (reclassify.officer()) request.set_officer_pseudonym(kOfficer);
  std::vector<std::string> readers = {command.caller()};
  if (!reclassify.seal_also_to().empty()) readers.push_back(reclassify.seal_also_to());
  const v1::Referral* referral = model_.FindReferral(request.referral_id());
  if (referral != nullptr) {
    for (const v1::PlannedLeg& planned : model_.RouteAnew(*referral)) {
      *request.add_planned_legs() = planned;
      if (planned.access() == v1::ACCESS_GRADE_FULL) readers.push_back(planned.recipient().agency_id());
    }
  }
  if (reclassify.stale_plan() && request.planned_legs_size() > 0) {
    request.mutable_planned_legs()->RemoveLast();
  }
  if (readers.size() > 1) *request.mutable_sealed_note() = seal_(command.caller(), readers);
  return request;
}

}  // namespace enlace::property
