#include "gateway/protection/protection_report.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/protection/measure_parties.h"
#include "gateway/referral/access.h"
#include "gateway/referral/guards.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/measures.h"
#include "gateway/referral/submit_form.h"

namespace enlace::protection {
namespace {

using referral::CheckEnum;
using store::v1::CaseState;

absl::Status CheckMeasures(const v1::ProtectionStatus& status) {
  std::set<int> seen;
  for (int i = 0; i < status.kinds_in_force_size(); ++i) {
    const std::string path = absl::StrCat("status.kinds_in_force[", i, "]");
    RETURN_IF_ERROR(CheckEnum(path, status.kinds_in_force(i), v1::MeasureKind_IsValid, true));
    if (!seen.insert(status.kinds_in_force(i)).second) return base::InvalidField(path, "is named twice");
  }
  return absl::OkStatus();
}

absl::Status CheckActs(const v1::ProtectionStatus& status, absl::Time now) {
  for (int i = 0; i < status.acts_size(); ++i) {
    const v1::ReportedAct& act = status.acts(i);
    const std::string prefix = absl::StrCat("status.acts[", i, "].");
    RETURN_IF_ERROR(CheckEnum(prefix + "event", act.event(), v1::ClockEvent_IsValid, true));
    if (!referral::IsProtectionAct(act.event())) {
      return base::InvalidField(prefix + "event", "is not an act of a protection unit");
    }
    if (!act.has_occur_time()) return base::MissingField(prefix + "occur_time");
    RETURN_IF_ERROR(referral::CheckPast(prefix + "occur_time", act.occur_time(), now));
  }
  return absl::OkStatus();
}

// A unit protects what it sent itself, or what it accepted to protect.
bool Protects(const CaseState& state, const v1::AgencyRef& caller) {
  for (const store::v1::ReferralRecord& record : state.referrals()) {
    if (record.origin().agency_id() == caller.agency_id()) return true;
    for (const v1::Leg& leg : record.legs()) {
      const bool asks =
          leg.purpose() == v1::LEG_PURPOSE_PROTECTION || leg.purpose() == v1::LEG_PURPOSE_IMPLEMENTATION;
      if (asks && leg.recipient().agency_id() == caller.agency_id() &&
          referral::Has(referral::kAnswered, leg.state())) {
        return true;
      }
    }
  }
  return false;
}

// Whether the report says that measures are implemented of which a referral that
// it is about still has one on record that is not.
bool SaysTooMuch(const CaseState& state, const v1::AgencyRef& caller, const v1::ProtectionStatus& status) {
  const bool says = std::any_of(status.acts().begin(), status.acts().end(), [](const v1::ReportedAct& act) {
    return act.event() == v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
  });
  return says && std::any_of(state.referrals().begin(), state.referrals().end(),
                             [&](const store::v1::ReferralRecord& record) {
                               return referral::GradeIn(state, record, caller.agency_id()) !=
                                          v1::ACCESS_GRADE_UNSPECIFIED &&
                                      referral::AwaitsMeasures(state, record.referral_id());
                             });
}

const v1::ProtectionStatus* Last(const CaseState& state, const v1::AgencyRef& caller) {
  for (const v1::ProtectionStatus& report : state.protections()) {
    if (report.unit().agency_id() == caller.agency_id() && report.unit().unit_id() == caller.unit_id())
      return &report;
  }
  return nullptr;
}

absl::Status Check(const CaseState& state, const v1::AgencyRef& caller, const v1::ProtectionStatus& status) {
  if (!IsProtectionUnit(caller.kind()))
    return base::RoleNotPermitted("only protection units report protection");
  if (referral::GradeIn(state, caller.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) return base::NotFound();
  if (!Protects(state, caller)) {
    return base::GuardNotMet("accept the leg that asks for protection or implementation, then report");
  }
  const v1::ProtectionStatus* last = Last(state, caller);
  if (last != nullptr && base::FromProto(status.as_of_time()) < base::FromProto(last->as_of_time())) {
    return base::GuardNotMet("status.as_of_time lies before that of the last report");
  }
  if (SaysTooMuch(state, caller, status)) {
    return base::GuardNotMet(
        "status.acts: a measure on record is granted and not implemented; leave MEASURES_IMPLEMENTED away "
        "and "
        "advance that measure");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Validate(const v1::ReportProtectionStatusRequest& request, absl::Time now) {
  if (!request.has_status()) return base::MissingField("status");
  const v1::ProtectionStatus& status = request.status();
  RETURN_IF_ERROR(CheckEnum("status.procedure", status.procedure(), v1::ProcedureType_IsValid, true));
  RETURN_IF_ERROR(CheckEnum("status.risk", status.risk(), v1::RiskLevel_IsValid, true));
  RETURN_IF_ERROR(CheckMeasures(status));
  if (status.has_next_expiry_time()) {
    RETURN_IF_ERROR(referral::CheckTimestamp("status.next_expiry_time", status.next_expiry_time()));
  }
  if (!status.has_as_of_time()) return base::MissingField("status.as_of_time");
  RETURN_IF_ERROR(referral::CheckPast("status.as_of_time", status.as_of_time(), now));
  RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", request.officer_pseudonym(), referral::kMaxCodeSize));
  return CheckActs(status, now);
}

absl::StatusOr<referral::Decision> Report(const CaseState& state, const v1::AgencyRef& caller,
                                          const v1::ReportProtectionStatusRequest& request, absl::Time now) {
  RETURN_IF_ERROR(Check(state, caller, request.status()));
  referral::Decision decision;
  decision.case_id = state.case_id();
  store::v1::Event event;
  *event.mutable_protection_reported() = request.status();
  *event.mutable_protection_reported()->mutable_unit() = caller;
  decision.events.push_back(std::move(event));
  for (const v1::ReportedAct& act : request.status().acts()) {
    decision.clock_events.push_back({act.event(), std::min(base::FromProto(act.occur_time()), now)});
  }
  for (const referral::AccessGrant& grant : referral::AccessOf(state)) {
    if (!grant.referral_id.empty() || grant.agency_id == caller.agency_id()) continue;
    decision.notices.push_back({grant.agency_id, v1::FEED_KIND_PROTECTION_REPORTED, 0});
  }
  return decision;
}

}  // namespace enlace::protection
