#include "gateway/service/event_type.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace enlace::service {
namespace {

// LEG_STATE_ACCEPTED -> accepted.
std::string Tail(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return absl::AsciiStrToLower(name);
}

absl::string_view Issued(v1::WarningMessageType type) {
  switch (type) {
    case v1::WARNING_MESSAGE_TYPE_UPDATE:
      return "updated";
    case v1::WARNING_MESSAGE_TYPE_CANCEL:
      return "cancelled";
    default:
      return "issued";
  }
}

}  // namespace

std::string EventType(const store::v1::Event& event) {
  using store::v1::Event;
  switch (event.event_case()) {
    case Event::kCaseOpened:
      return "case.opened";
    case Event::kReferralSubmitted:
      return "referral.submitted";
    case Event::kLegTransitioned:
      return absl::StrCat("leg.",
                          Tail(v1::LegState_Name(event.leg_transitioned().leg().state()), "LEG_STATE_"));
    case Event::kLegOpened:
      return "leg.opened";
    case Event::kAgencyExcluded:
      return "agency.excluded";
    case Event::kExclusionLifted:
      return "exclusion.lifted";
    case Event::kInvestigationReported:
      return "investigation.reported";
    case Event::kProtectionReported:
      return "protection.reported";
    case Event::kNativeNumberLinked:
      return "number.linked";
    case Event::kClockStarted:
      return "clock.started";
    case Event::kClockEnded:
      return absl::StrCat("clock.", Tail(v1::ClockState_Name(event.clock_ended().state()), "CLOCK_STATE_"));
    case Event::kFeedAcknowledged:
      return "feed.acknowledged";
    case Event::kStepTaken:
      return "clock.escalated";
    case Event::kLegReminded:
      return "leg.reminded";
    case Event::kMeasureChanged:
      return absl::StrCat("measure.",
                          Tail(v1::MeasureState_Name(event.measure_changed().state()), "MEASURE_STATE_"));
    case Event::kConsentWithdrawn:
      return "consent.withdrawn";
    case Event::kReferralReclassified:
      return "referral.reclassified";
    case Event::kNotice:
      return absl::StrCat("notice.", Tail(v1::FeedKind_Name(event.notice().kind()), "FEED_KIND_"));
    case Event::kWarningIssued:
      return absl::StrCat("warning.", Issued(event.warning_issued().warning().message_type()));
    case Event::kWarningAnswered:
      return "warning.answered";
    case Event::kReportDrawn:
      return absl::StrCat(event.report_drawn().kind(), ".drawn");
    default:
      return "other";
  }
}

}  // namespace enlace::service
