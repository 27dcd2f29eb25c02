// The contract between the adapter runtime and a driver: one driver per kind of
// agency system. The runtime enrols, watches, seals, opens, retries and keeps
// the cursor; a driver only takes what is in clear to its system, and from it.
#ifndef ENLACE_ADAPTERS_ADAPTER_H_
#define ENLACE_ADAPTERS_ADAPTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/disclosure.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/status.pb.h"
#include "enlace/v1/subject.pb.h"

namespace enlace::adapters {

// A referral that the agency's system wants sent. Nothing in it is sealed yet.
struct OutgoingReferral {
  // Key of exactly-once: the same line of the agency's system has the same id
  // for ever, on every machine. 64 hexadecimal digits; says nothing of the line.
  std::string source_id;
  v1::Classification classification;
  v1::Disclosure disclosure;
  content::v1::ReferralContent content;
  // When it happened, if known.
  std::optional<absl::Time> event_time;
  // When the petition reached the agency.
  absl::Time petition_time;
  std::vector<v1::ExcludedAgency> excluded;
  // At most 64 printable ASCII characters; empty if the system names nobody.
  std::string officer_pseudonym;
  // The agency's own file number, in clear; the runtime turns it into a keyed
  // hash. Empty if there is none.
  std::string native_number;
};

// What the agency did with a leg that was delivered to it.
struct OutgoingAction {
  std::string source_id;  // As in OutgoingReferral.
  // Whose leg: as they were given to Deliver.
  std::string referral_id;
  std::string leg_id;
  std::string short_code;
  // Which action, with officer_pseudonym and occur_time. request_id, ids,
  // expected_version and sealed_note are empty: the runtime sets them. Where the
  // leg is still DELIVERED and the action is not ConfirmReception, the runtime
  // confirms the reception first: an officer who decides has the referral.
  v1::AdvanceLegRequest action;
  // Question, reason or outcome in words, to be sealed to the sender; without
  // text there is no note.
  content::v1::NoteContent note;
};

// What the agency says of the investigation or of the protection of a case.
struct OutgoingStatus {
  std::string source_id;  // As in OutgoingReferral.
  // The case: its id or, if that is empty, the agency's own file number.
  std::string case_id;
  std::string native_number;
  std::variant<v1::InvestigationStatus, v1::ProtectionStatus> status;
  std::string officer_pseudonym;
};

using Collected = std::variant<OutgoingReferral, OutgoingAction, OutgoingStatus>;

// The id of whichever of the three it is.
inline const std::string& SourceIdOf(const Collected& collected) {
  return std::visit([](const auto& item) -> const std::string& { return item.source_id; }, collected);
}

// What became of something collected, once it is certain.
struct Settlement {
  // OK: the gateway took it. Otherwise it refused for good, and why: the message
  // is shown to the officer. Never a failure that a retry may cure.
  absl::Status result;
  // Of the referral, if `result` is OK.
  std::string referral_id;
  std::string short_code;
  // Index of the receipt's leaf in the case log.
  uint64_t log_index = 0;
  // When the gateway recorded it.
  absl::Time record_time;
};

// A referral addressed to the agency, opened.
struct IncomingReferral {
  // The clear part. `sealed` and `notes` are not used.
  v1::Referral referral;
  content::v1::ReferralContent content;
  // The agency's own leg of it.
  v1::Leg leg;
  // URI SAN of the certificate that signed the content.
  std::string sender_uri;
};

// Something else that concerns the agency.
struct IncomingChange {
  v1::FeedItem item;
  // One sentence for an officer in the agency's language, without personal data.
  std::string sentence;
  // Opened note that came with it, if any; for the case's own place only.
  content::v1::NoteContent note;
};

// The system's own acknowledgement of a delivery.
struct DeliveryAck {
  // Goes into ConfirmDelivery.channel; [a-z]{2,16}.
  std::string channel;
  // How the agency finds it again in its own system.
  std::string native_id;
  absl::Time time;
};

// What a driver can do.
struct AdapterCapabilities {
  // As in DeliveryAck.
  std::string channel;
  bool delivers = false;
  bool collects_referrals = false;
  bool collects_actions = false;
  bool collects_statuses = false;
  // Largest attachment that Deliver takes, in bytes; 0 means no attachments.
  uint64_t max_attachment_size = 0;
};

// One agency system. Called by one thread at a time. Never calls the gateway,
// holds no key, and never logs content. Messages of its errors are logged: they
// hold no content, and no name that people gave to a file.
class Adapter {
 public:
  virtual ~Adapter() = default;

  // Puts a referral into the agency's system. OK means that it is durable there.
  // Repeating it for the same leg id changes nothing and returns the same
  // native_id.
  //   UNAVAILABLE         the system cannot be reached or is full; try again.
  //   INVALID_ARGUMENT    this system cannot take this referral, for the reason
  //   RESOURCE_EXHAUSTED  in the message; the runtime quarantines it, reports a
  //                       delivery failure, and the next channel takes over.
  virtual absl::StatusOr<DeliveryAck> Deliver(const IncomingReferral& referral) = 0;

  // Tells the officers of a change. Repeating it for the same feed position
  // tells nothing twice.
  //   UNAVAILABLE  try again.
  virtual absl::Status Announce(const IncomingChange& change) = 0;

  // What the system wants sent and was not settled yet, oldest first. Consumes
  // nothing: until Settle, the same things come again with the same ids, after
  // a restart too. What cannot be understood is quarantined by the driver with
  // a reason for the agency, and holds back nothing else.
  //   UNAVAILABLE  the system cannot be read; try again.
  virtual absl::StatusOr<std::vector<Collected>> Collect() = 0;

  // Marks what Collect returned as done, for ever, or gives it back to the
  // agency with the reason for the refusal. OK means that this is durable.
  // Repeating it with the same id is OK.
  //   NOT_FOUND    nothing with this id was collected or settled.
  //   UNAVAILABLE  try again.
  virtual absl::Status Settle(absl::string_view source_id, const Settlement& settlement) = 0;

  // Never changes during the life of the adapter.
  virtual AdapterCapabilities Capabilities() const = 0;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_ADAPTER_H_
