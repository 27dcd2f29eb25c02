#include "adapters/runtime/inbound.h"

#include "absl/strings/str_cat.h"
#include "adapters/runtime/derived_request_id.h"
#include "adapters/runtime/sentences.h"
#include "adapters/runtime/verdict.h"
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

// Whether words may have come with the change. Each look is on the record, so
// that we look only where there may be something to see.
bool MayHaveNote(const v1::FeedItem& item) {
  if (item.kind() != v1::FEED_KIND_LEG_CHANGED) return false;
  switch (item.leg_state()) {
    case v1::LEG_STATE_RECEIVED:  // An answer leads back here.
    case v1::LEG_STATE_INFORMATION_REQUESTED:
    case v1::LEG_STATE_ACCEPTED:
    case v1::LEG_STATE_DECLINED:
    case v1::LEG_STATE_RETURNED_NOT_COMPETENT:
    case v1::LEG_STATE_ON_HOLD:
    case v1::LEG_STATE_COMPLETED:
    case v1::LEG_STATE_TRANSFERRED:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status Inbound::Handle(const v1::FeedItem& item) {
  const absl::Status handled = HandleOnce(item);
  if (handled.ok() || VerdictOf(handled) == Verdict::kTryAgain) return handled;
  return Quarantine(item, handled);
}

absl::Status Inbound::HandleOnce(const v1::FeedItem& item) {
  if (item.kind() == v1::FEED_KIND_LEG_DISPATCHED) return Receive(item);
  if (item.kind() == v1::FEED_KIND_CERTIFICATE) return NoteCertificate(item);
  // What we did ourselves is no news to us.
  if (item.actor().agency_id() == deps_.agency_id) return absl::OkStatus();
  return Announce(item);
}

absl::Status Inbound::NoteCertificate(const v1::FeedItem& item) {
  const v1::CertificateNotice& notice = item.certificate();
  // It is for whoever looks after this adapter, and not for the officers. What we
  // asked for ourselves, a renewal, is no cause for concern.
  const bool is_ours =
      notice.change() == v1::CERTIFICATE_CHANGE_ISSUED && item.actor().agency_id() == deps_.agency_id;
  const bool is_good = is_ours || notice.change() == v1::CERTIFICATE_CHANGE_REINSTATED;
  base::Log(is_good ? base::LogLevel::kInfo : base::LogLevel::kWarning, "adapter.certificate",
            {{"serial", notice.serial()},
             {"unit", notice.unit_id()},
             {"until", base::TimeText(base::FromProto(notice.not_after()))},
             {"trust_log_index", notice.trust_log_index()},
             {"notice", SentenceOf(item, deps_.language)}});
  return absl::OkStatus();
}

absl::Status Inbound::Announce(const v1::FeedItem& item) {
  IncomingChange change;
  change.item = item;
  change.sentence = SentenceOf(item, deps_.language);
  if (MayHaveNote(item)) {
    ASSIGN_OR_RETURN(change.note, NoteOf(item));
  }
  RETURN_IF_ERROR(deps_.driver.Announce(change));
  if (deps_.counts != nullptr) ++deps_.counts->announced;
  return absl::OkStatus();
}

absl::StatusOr<content::v1::NoteContent> Inbound::NoteOf(const v1::FeedItem& item) {
  const absl::StatusOr<client::ReadReferral> read = deps_.reader.Fetch(item.referral_id(), "", "notice");
  // Our access ended meanwhile: the change itself may be told all the same.
  if (absl::IsNotFound(read.status())) return content::v1::NoteContent();
  RETURN_IF_ERROR(read.status());
  content::v1::NoteContent found;
  for (const client::ReadNote& note : read->notes) {
    if (note.content.has_value() && note.note.leg_id() == item.leg_id() &&
        note.note.author().agency_id() == item.actor().agency_id() &&
        note.note.entered() == item.leg_state() &&
        base::FromProto(note.note.record_time()) == base::FromProto(item.record_time())) {
      found = *note.content;
    }
  }
  return found;
}

absl::Status Inbound::Receive(const v1::FeedItem& item) {
  const absl::StatusOr<client::ReadReferral> read = deps_.reader.Fetch(item.referral_id(), "", "delivery");
  if (absl::IsNotFound(read.status())) return absl::OkStatus();  // Taken back meanwhile.
  RETURN_IF_ERROR(read.status());
  for (const v1::Leg& leg : read->referral.legs()) {
    if (leg.leg_id() == item.leg_id() && leg.recipient().agency_id() == deps_.agency_id) {
      return Deliver(item, *read, leg);
    }
  }
  return Announce(item);
}

absl::Status Inbound::Deliver(const v1::FeedItem& item, const client::ReadReferral& read,
                              const v1::Leg& leg) {
  if (!read.content.has_value()) {
    if (leg.access() == v1::ACCESS_GRADE_FULL && leg.state() == v1::LEG_STATE_DISPATCHED) {
      return Quarantine(item, absl::PermissionDeniedError("the content is not sealed to any of our keys"));
    }
    return Announce(
        item);  // An overseer's leg has no content, and one that was taken back has none any more.
  }
  IncomingReferral incoming;
  incoming.referral = read.referral;
  incoming.content = *read.content;
  incoming.leg = leg;
  incoming.sender_uri = read.sender_uri;
  const absl::StatusOr<DeliveryAck> ack = deps_.driver.Deliver(incoming);
  if (absl::IsInvalidArgument(ack.status()) || absl::IsResourceExhausted(ack.status())) {
    return Quarantine(item, ack.status());
  }
  RETURN_IF_ERROR(ack.status());
  if (deps_.counts != nullptr) ++deps_.counts->delivered;
  base::Log(base::LogLevel::kInfo, "adapter.delivered",
            {{"leg_id", leg.leg_id()}, {"channel", ack->channel}});
  if (leg.state() != v1::LEG_STATE_DISPATCHED) return absl::OkStatus();
  v1::AdvanceLegRequest action;
  action.mutable_confirm_delivery()->set_channel(ack->channel);
  return Report(item, leg.version(), std::move(action), "confirm_delivery");
}

absl::Status Inbound::Report(const v1::FeedItem& item, uint64_t version, v1::AdvanceLegRequest action,
                             absl::string_view act) {
  v1::Referral referral;
  referral.set_referral_id(item.referral_id());
  v1::Leg leg;
  leg.set_leg_id(item.leg_id());
  leg.set_version(version);
  action.set_request_id(DerivedRequestId(deps_.agency_id, act, absl::StrCat(item.leg_id(), "/", version)));
  const absl::Status told = deps_.legs.Advance(referral, leg, std::move(action)).status();
  return HasMoved(told) ? absl::OkStatus() : told;
}

absl::Status Inbound::Quarantine(const v1::FeedItem& item, const absl::Status& why) {
  const std::string name = item.leg_id().empty() ? absl::StrCat(item.position()) : item.leg_id();
  IncomingChange change;
  change.item = item;
  change.sentence = UndeliveredSentenceOf(item, deps_.language);
  RETURN_IF_ERROR(base::MakeFolders(deps_.quarantine_folder));
  RETURN_IF_ERROR(base::WriteFileAtomically(
      absl::StrCat(deps_.quarantine_folder, "/", name, ".txt"),
      absl::StrCat(change.sentence, "\n", TextFor(why, deps_.language), "\nreferral ", item.referral_id(),
                   "\nleg ", item.leg_id(), "\n", base::TimeText(deps_.clock.Now()), "\n")));
  if (deps_.counts != nullptr) ++deps_.counts->quarantined;
  base::Log(base::LogLevel::kError, "adapter.quarantined",
            {{"leg_id", name}, {"code", absl::StatusCodeToString(why.code())}});
  const absl::Status announced = deps_.driver.Announce(change);
  if (absl::IsUnavailable(announced)) return announced;
  if (item.kind() != v1::FEED_KIND_LEG_DISPATCHED) return absl::OkStatus();
  v1::AdvanceLegRequest action;
  action.mutable_report_delivery_failure()->set_channel(deps_.driver.Capabilities().channel);
  action.mutable_report_delivery_failure()->set_failure(absl::StatusCodeToString(why.code()));
  const absl::Status reported = Report(item, item.leg_version(), std::move(action), "report_failure");
  return reported.ok() || VerdictOf(reported) == Verdict::kTryAgain ? reported : absl::OkStatus();
}

}  // namespace enlace::adapters
