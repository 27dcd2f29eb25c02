// A warning as a CAP 1.2 alert (docs/warnings.md), and how a value of ours is
// written there.
#ifndef ENLACE_CLIENT_WARNING_CAP_ALERT_H_
#define ENLACE_CLIENT_WARNING_CAP_ALERT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::client {

// What people read, in one language.
struct AlertText {
  // BCP 47, for example es-MX.
  std::string language;
  std::string headline;
  std::string description;
  std::string instruction;
};

// One alert. Codes are CAP's own words.
struct CapAlert {
  std::string identifier;
  std::string sender;
  absl::Time sent;
  std::string status = "Actual";
  std::string message_type;
  std::string scope;
  std::vector<std::string> addresses;
  // sender,identifier,sent of the alert that this one updates or cancels.
  std::string references;
  std::string urgency;
  std::string severity;
  std::string certainty;
  std::optional<absl::Time> effective;
  std::optional<absl::Time> expires;
  // Parameters of this profile.
  std::optional<absl::Time> respond_by;
  std::vector<std::string> population;
  // Geocodes by ISO 3166-2.
  std::vector<std::string> subdivisions;
  // At least one.
  std::vector<AlertText> texts;
};

// agency@trust-domain: without blanks, commas, < and &, as CAP wants it.
std::string CapSender(absl::string_view agency_id, absl::string_view trust_domain);
// The agency of a sender; empty if it has not that form.
std::string AgencyOfSender(absl::string_view sender);

// To the second, with a numeric offset and never Z; UTC is -00:00.
std::string CapTime(absl::Time time, absl::TimeZone zone = absl::UTCTimeZone());
//   INVALID_ARGUMENT naming `element`.
absl::StatusOr<absl::Time> ParseCapTime(absl::string_view element, absl::string_view text);

// WARNING_URGENCY_IMMEDIATE is Immediate, and so on; empty for what is not set.
std::string CapWord(v1::WarningMessageType type);
std::string CapWord(v1::WarningScope scope);
std::string CapWord(v1::WarningUrgency urgency);
std::string CapWord(v1::WarningSeverity severity);
std::string CapWord(v1::WarningCertainty certainty);
// POPULATION_GROUP_TRADE_UNIONIST is trade-unionist.
std::string PopulationWord(int group);

// The alert of a warning whose clear fields are filled in, issuer and id among them.
CapAlert AlertOf(const v1::Warning& warning, absl::string_view trust_domain, absl::Time sent,
                 std::vector<AlertText> texts);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_WARNING_CAP_ALERT_H_
