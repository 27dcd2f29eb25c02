#include "gateway/investigation/investigation_report.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/access.h"
#include "gateway/referral/guards.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/submit_form.h"

namespace enlace::investigation {
namespace {

using referral::CheckEnum;
using store::v1::CaseState;

absl::Status CheckAuthors(const v1::InvestigationStatus& status) {
  std::set<int> seen;
  for (int i = 0; i < status.authors_size(); ++i) {
    const v1::AuthorLine& line = status.authors(i);
    const std::string prefix = absl::StrCat("status.authors[", i, "].");
    RETURN_IF_ERROR(CheckEnum(prefix + "authorship", line.authorship(), v1::Authorship_IsValid, true));
    RETURN_IF_ERROR(CheckEnum(prefix + "progress", line.progress(), v1::AuthorProgress_IsValid, true));
    RETURN_IF_ERROR(CheckEnum(prefix + "category", line.category(), v1::PerpetratorCategory_IsValid, false));
    if (!seen.insert(line.authorship()).second) {
      return base::InvalidField(prefix + "authorship", "has a line already");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckActs(const v1::ReportInvestigationStatusRequest& request, absl::Time now) {
  for (int i = 0; i < request.acts_size(); ++i) {
    const v1::ReportedAct& act = request.acts(i);
    const std::string prefix = absl::StrCat("acts[", i, "].");
    RETURN_IF_ERROR(CheckEnum(prefix + "event", act.event(), v1::ClockEvent_IsValid, true));
    if (!referral::IsInvestigationAct(act.event())) {
      return base::InvalidField(prefix + "event", "is not an act of a prosecutor's office");
    }
    if (!act.has_occur_time()) return base::MissingField(prefix + "occur_time");
    RETURN_IF_ERROR(referral::CheckPast(prefix + "occur_time", act.occur_time(), now));
  }
  return absl::OkStatus();
}

// Latest report of the same office; nullptr if this is its first.
const v1::InvestigationStatus* Last(const CaseState& state, const v1::AgencyRef& caller) {
  for (const v1::InvestigationStatus& report : state.investigations()) {
    if (report.prosecutor().agency_id() == caller.agency_id() &&
        report.prosecutor().unit_id() == caller.unit_id()) {
      return &report;
    }
  }
  return nullptr;
}

bool Investigates(const CaseState& state, const v1::AgencyRef& caller) {
  for (const store::v1::ReferralRecord& record : state.referrals()) {
    for (const v1::Leg& leg : record.legs()) {
      if (leg.recipient().agency_id() == caller.agency_id() &&
          leg.purpose() == v1::LEG_PURPOSE_INVESTIGATION && referral::Has(referral::kAnswered, leg.state())) {
        return true;
      }
    }
  }
  return false;
}

absl::Status Check(const CaseState& state, const v1::AgencyRef& caller,
                   const v1::InvestigationStatus& status) {
  if (caller.kind() != v1::AGENCY_KIND_PROSECUTOR &&
      caller.kind() != v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR) {
    return base::RoleNotPermitted("only prosecutors' offices report investigations");
  }
  if (referral::GradeIn(state, caller.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) return base::NotFound();
  if (!Investigates(state, caller)) {
    return base::GuardNotMet("accept the leg that asks for the investigation, then report");
  }
  const v1::InvestigationStatus* last = Last(state, caller);
  if (last != nullptr && base::FromProto(status.as_of_time()) < base::FromProto(last->as_of_time())) {
    return base::GuardNotMet("status.as_of_time lies before that of the last report");
  }
  return absl::OkStatus();
}

bool Moved(const v1::InvestigationStatus* last, const v1::InvestigationStatus& status) {
  if (!status.has_last_movement_time()) return false;
  return last == nullptr || !last->has_last_movement_time() ||
         base::FromProto(last->last_movement_time()) < base::FromProto(status.last_movement_time());
}

// What the report tells clocks. Whoever gives the file's last movement gives the
// same one until something moves: an act cannot claim more than the file shows.
void AddClockEvents(const v1::ReportInvestigationStatusRequest& request, const v1::InvestigationStatus* last,
                    absl::Time now, referral::Decision* decision) {
  const v1::InvestigationStatus& status = request.status();
  const bool moved = Moved(last, status);
  // Nothing is awaited of a file that came to its end.
  const bool over = status.stage() == v1::INVESTIGATION_STAGE_FINAL ||
                    status.stage() == v1::INVESTIGATION_STAGE_EXECUTION_OF_SENTENCE;
  const auto tell = [&](v1::ClockEvent event, const google::protobuf::Timestamp& at) {
    decision->clock_events.push_back(
        {event, std::min(base::FromProto(at), now), over && event == v1::CLOCK_EVENT_STATUS_MOVED});
  };
  for (const v1::ReportedAct& act : request.acts()) {
    const bool stands_still = status.has_last_movement_time() && !moved;
    if (act.event() == v1::CLOCK_EVENT_STATUS_MOVED && stands_still) continue;
    tell(act.event(), act.occur_time());
  }
  if (moved) tell(v1::CLOCK_EVENT_STATUS_MOVED, status.last_movement_time());
}

}  // namespace

absl::Status Validate(const v1::ReportInvestigationStatusRequest& request, absl::Time now) {
  if (!request.has_status()) return base::MissingField("status");
  const v1::InvestigationStatus& status = request.status();
  RETURN_IF_ERROR(CheckEnum("status.stage", status.stage(), v1::InvestigationStage_IsValid, true));
  RETURN_IF_ERROR(
      CheckEnum("status.disposition", status.disposition(), v1::InvestigationDisposition_IsValid, true));
  RETURN_IF_ERROR(CheckAuthors(status));
  if (!status.has_as_of_time()) return base::MissingField("status.as_of_time");
  RETURN_IF_ERROR(referral::CheckPast("status.as_of_time", status.as_of_time(), now));
  if (status.has_last_movement_time()) {
    RETURN_IF_ERROR(referral::CheckPast("status.last_movement_time", status.last_movement_time(), now));
    if (base::FromProto(status.last_movement_time()) > base::FromProto(status.as_of_time())) {
      return base::InvalidField("status.last_movement_time", "must not be after as_of_time");
    }
  }
  RETURN_IF_ERROR(
      base::CheckCode("status.national_stage_code", status.national_stage_code(), referral::kMaxCodeSize));
  RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", request.officer_pseudonym(), referral::kMaxCodeSize));
  return CheckActs(request, now);
}

absl::StatusOr<referral::Decision> Report(const CaseState& state, const v1::AgencyRef& caller,
                                          const v1::ReportInvestigationStatusRequest& request,
                                          absl::Time now) {
  RETURN_IF_ERROR(Check(state, caller, request.status()));
  referral::Decision decision;
  decision.case_id = state.case_id();
  store::v1::Event event;
  *event.mutable_investigation_reported() = request.status();
  *event.mutable_investigation_reported()->mutable_prosecutor() = caller;
  decision.events.push_back(std::move(event));
  AddClockEvents(request, Last(state, caller), now, &decision);
  for (const referral::AccessGrant& grant : referral::AccessOf(state)) {
    if (!grant.referral_id.empty() || grant.agency_id == caller.agency_id()) continue;
    decision.notices.push_back({grant.agency_id, v1::FEED_KIND_INVESTIGATION_REPORTED, 0});
  }
  return decision;
}

}  // namespace enlace::investigation
