// Issues and answers warnings: writes the alert, seals, sends, verifies the receipt.
#ifndef ENLACE_CLIENT_WARNING_WARNING_SENDER_H_
#define ENLACE_CLIENT_WARNING_WARNING_SENDER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/verifier.h"
#include "client/payload.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "client/warning/cap_alert.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/warning_service.pb.h"

namespace enlace::client {

// A warning before it is sealed.
struct OutgoingWarning {
  // UUID version 4, chosen by the caller.
  std::string request_id;
  // Its clear fields; ids and issuer are filled in here.
  v1::Warning warning;
  // At least one language.
  std::vector<AlertText> texts;
  std::string officer_pseudonym;
};

// An answer before it is sealed.
struct OutgoingAnswer {
  std::string request_id;
  // As its reader gave it: who issued it gets the note.
  v1::Warning warning;
  v1::WarningResponse response = v1::WARNING_RESPONSE_UNSPECIFIED;
  std::optional<content::v1::NoteContent> note;
  std::string officer_pseudonym;
};

// Not thread-safe (the keystore is not). Borrows session and keystore. A text is in
// the sealed alert and nowhere else.
class WarningSender {
 public:
  // INVALID_ARGUMENT, FAILED_PRECONDITION: the keystore is not an agency's.
  static absl::StatusOr<std::unique_ptr<WarningSender>> New(Session& session, const certs::Keystore& keystore,
                                                            TrustedLogs logs);
  WarningSender(const WarningSender&) = delete;
  WarningSender& operator=(const WarningSender&) = delete;

  // Durable at the gateway on OK, and proved so by the receipt. An update or a cancel
  // reads the warning that it refers to first, whose time its alert names; the look
  // is recorded.
  //   INVALID_ARGUMENT  a field or a text is refused; the message names it.
  //   UNAVAILABLE       the gateway cannot be reached, or an addressee has no valid
  //                     sealing certificate.
  //   PERMISSION_DENIED  also: the alert that it refers to is not sealed to us.
  //   DATA_LOSS         a certificate or the receipt does not verify.
  //   others            as the contract says.
  absl::StatusOr<v1::IssueWarningResponse> Issue(const OutgoingWarning& outgoing);

  // The same for an answer; its note is sealed to the issuer.
  absl::StatusOr<v1::AnswerWarningResponse> Answer(const OutgoingAnswer& outgoing);

 private:
  WarningSender(Session& session, const certs::Keystore& keystore, TrustedLogs logs, std::string agency_id,
                std::string trust_domain, std::unique_ptr<certs::Verifier> verifier, std::string log_origin)
      : session_(session),
        keystore_(keystore),
        logs_(std::move(logs)),
        agency_id_(std::move(agency_id)),
        trust_domain_(std::move(trust_domain)),
        verifier_(std::move(verifier)),
        log_origin_(std::move(log_origin)) {}

  // The checked sealing certificate of an agency.
  absl::StatusOr<PayloadRecipient> RecipientOf(const std::string& agency_id);
  // sender,identifier,sent of an earlier warning of ours.
  absl::StatusOr<std::string> ReferenceTo(const OutgoingWarning& outgoing);
  // DATA_LOSS unless the receipt proves this request about this warning.
  absl::Status CheckReceipt(const v1::Receipt& receipt, absl::string_view warning_id,
                            absl::string_view request_id, absl::string_view sealed_digest) const;

  Session& session_;
  const certs::Keystore& keystore_;
  const TrustedLogs logs_;
  const std::string agency_id_;
  const std::string trust_domain_;
  const std::unique_ptr<certs::Verifier> verifier_;
  const std::string log_origin_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_WARNING_WARNING_SENDER_H_
