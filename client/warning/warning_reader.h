// Fetches and opens warnings, their alerts and the notes of their answers.
#ifndef ENLACE_CLIENT_WARNING_WARNING_READER_H_
#define ENLACE_CLIENT_WARNING_WARNING_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/verifier.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "client/warning/cap_alert.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/warning_service.pb.h"

namespace enlace::client {

// A warning, opened as far as it is sealed to us.
struct ReadWarning {
  v1::WarningView view;
  // The document as the issuer sealed it, and what it says; without where there is
  // none for us (an overseer).
  std::string document;
  std::optional<CapAlert> alert;
  // One for each answer; without content where it has none for us.
  std::vector<std::optional<content::v1::NoteContent>> notes;
  // Record of this look.
  v1::RecordRef record;
};

// Shows nothing whose binding does not fit the outside, and no alert that says
// something else than the clear fields. Not thread-safe. Borrows session and keystore.
class WarningReader {
 public:
  // INVALID_ARGUMENT if the keystore has no root.
  static absl::StatusOr<std::unique_ptr<WarningReader>> New(Session& session, const certs::Keystore& keystore,
                                                            TrustedLogs logs);
  WarningReader(const WarningReader&) = delete;
  WarningReader& operator=(const WarningReader&) = delete;

  // GetWarning, then opens alert and notes. The look is recorded.
  //   NOT_FOUND  there is none, or none that we may know of.
  //   DATA_LOSS  what is sealed does not belong there, is no alert, or says something
  //              else than what stands around it; the message says what.
  //   others     as the contract says.
  absl::StatusOr<ReadWarning> Fetch(absl::string_view warning_id, absl::string_view officer_pseudonym,
                                    absl::string_view purpose);

 private:
  WarningReader(Session& session, const certs::Keystore& keystore, TrustedLogs logs,
                std::unique_ptr<certs::Verifier> verifier)
      : session_(session), keystore_(keystore), logs_(std::move(logs)), verifier_(std::move(verifier)) {}

  // The content of a payload that `author` must have sealed for this warning;
  // nothing where it is not sealed to us. `request_id` receives the bound one.
  absl::StatusOr<std::optional<std::string>> Open(const v1::SealedPayload& sealed, const v1::Warning& warning,
                                                  const v1::AgencyRef& author, std::string* request_id) const;
  absl::Status OpenAlert(ReadWarning* read) const;
  absl::Status OpenNotes(ReadWarning* read) const;

  Session& session_;
  const certs::Keystore& keystore_;
  const TrustedLogs logs_;
  const std::unique_ptr<certs::Verifier> verifier_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_WARNING_WARNING_READER_H_
