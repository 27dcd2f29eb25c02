#include "adapters/runtime/inbound.h"

#include "absl/strings/str_cat.h"
#include "adapters/runtime/derived_request_id.h"
#include "adapters/runtime/sentences.h"
#include "client/retry_policy.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters {
namespace {

// Whether the leg has moved on meanwhile, so that there is nothing left to say.
bool HasMoved(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  return reason == v1::ERROR_REASON_TRANSITION_NOT_ALLOWED || reason == v1::ERROR_REASON_VERSION_CONFLICT ||
         reason == v1::ERROR_REASON_REQUEST_ID_REUSED || reason == v1::ERROR_REASON_NOT_FOUND;
}

}  // namespace

absl::Status Inbound::Handle(const v1::FeedItem& item) {
  if (item.kind() == v1::FEED_KIND_LEG_DISPATCHED) return Receive(item);
  // What we did ourselves is no news to us.
  if (item.actor().agency_id() == deps_.agency_id) return absl::OkStatus();
  return Announce(item);
}

absl::Status Inbound::Announce(const v1::FeedItem& item) {
  IncomingChange change;
  change.item = item;
  change.sentence = SentenceOf(item, deps_.language);
  return deps_.driver.Announce(change);
}

absl::Status Inbound::Receive(const v1::FeedItem& item) {
  const absl::StatusOr<client::ReadReferral> read = deps_.reader.Fetch(item.referral_id(), "", "delivery");
  if (absl::IsNotFound(read.status())) return absl::OkStatus();  // Taken back meanwhile.
  if (absl::IsDataLoss(read.status())) return Quarantine(item, nullptr, nullptr, read.status());
  RETURN_IF_ERROR(read.status());
  for (const v1::Leg& leg : read->referral.legs()) {
    if (leg.leg_id() == item.leg_id()) return Deliver(item, *read, leg);
  }
  return Announce(item);
}

absl::Status Inbound::Deliver(const v1::FeedItem& item, const client::ReadReferral& read, const v1::Leg& leg) {
  if (!read.content.has_value()) {
    if (leg.access() == v1::ACCESS_GRADE_FULL) {
      return Quarantine(item, &read, &leg, absl::PermissionDeniedError("the content is not sealed to any of our keys"));
    }
    return Announce(item);  // An overseer's leg has no content.
  }
  IncomingReferral incoming;
  incoming.referral = read.referral;
  incoming.content = *read.content;
  incoming.leg = leg;
  incoming.sender_uri = read.referral.origin().agency_id();
  const absl::StatusOr<DeliveryAck> ack = deps_.driver.Deliver(incoming);
  if (absl::IsInvalidArgument(ack.status()) || absl::IsResourceExhausted(ack.status())) {
    return Quarantine(item, &read, &leg, ack.status());
  }
  RETURN_IF_ERROR(ack.status());
  base::Log(base::LogLevel::kInfo, "adapter.delivered", {{"leg_id", leg.leg_id()}, {"channel", ack->channel}});
  if (leg.state() != v1::LEG_STATE_DISPATCHED) return absl::OkStatus();
  v1::AdvanceLegRequest action;
  action.mutable_confirm_delivery()->set_channel(ack->channel);
  return Confirm(read, leg, std::move(action), "confirm_delivery");
}

absl::Status Inbound::Confirm(const client::ReadReferral& read, const v1::Leg& leg, v1::AdvanceLegRequest action,
                              absl::string_view act) {
  action.set_request_id(
      DerivedRequestId(deps_.agency_id, act, absl::StrCat(leg.leg_id(), "/", leg.version())));
  const absl::Status told = deps_.legs.Advance(read.referral, leg, std::move(action)).status();
  return HasMoved(told) ? absl::OkStatus() : told;
}

absl::Status Inbound::Quarantine(const v1::FeedItem& item, const client::ReadReferral* read, const v1::Leg* leg,
                                 const absl::Status& why) {
  const std::string path = absl::StrCat(deps_.quarantine_folder, "/", item.leg_id(), ".txt");
  RETURN_IF_ERROR(base::MakeFolders(deps_.quarantine_folder));
  RETURN_IF_ERROR(base::WriteFileAtomically(
      path, absl::StrCat(SentenceOf(item, deps_.language), "\nreferral ", item.referral_id(), "\nleg ", item.leg_id(),
                         "\n", base::TimeText(deps_.clock.Now()), "\n", why.message(), "\n")));
  base::Log(base::LogLevel::kError, "adapter.quarantined",
            {{"leg_id", item.leg_id()}, {"code", absl::StatusCodeToString(why.code())}});
  if (read == nullptr || leg == nullptr || leg->state() != v1::LEG_STATE_DISPATCHED) return absl::OkStatus();
  v1::AdvanceLegRequest action;
  action.mutable_report_delivery_failure()->set_channel(deps_.driver.Capabilities().channel);
  action.mutable_report_delivery_failure()->set_failure(absl::StatusCodeToString(why.code()));
  return Confirm(*read, *leg, std::move(action), "report_failure");
}

}  // namespace enlace::adapters
