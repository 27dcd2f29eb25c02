// Fetches and opens referrals and the notes that came with them.
#ifndef ENLACE_CLIENT_REFERRAL_READER_H_
#define ENLACE_CLIENT_REFERRAL_READER_H_

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
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::client {

// A note and what it says; without content where it is not sealed to us. Content of
// the referral that came with it stands in ReadReferral.
struct ReadNote {
  v1::SealedNote note;
  std::optional<content::v1::NoteContent> content;
};

// A referral, opened as far as it is sealed to us.
struct ReadReferral {
  v1::Referral referral;
  // What the sender sealed to us: with the referral, or later, when we came to it.
  std::optional<content::v1::ReferralContent> content;
  // URI SAN of the certificate that signed the content; empty without content.
  std::string sender_uri;
  std::vector<ReadNote> notes;
  // Record of this look.
  v1::RecordRef record;
};

// Opens nothing whose binding does not fit the outside: content of one referral
// shown under another, by whatever mistake or malice, is DATA_LOSS and never
// reaches a person. Not thread-safe. Borrows session and keystore.
class ReferralReader {
 public:
  // INVALID_ARGUMENT if the keystore has no root.
  static absl::StatusOr<std::unique_ptr<ReferralReader>> New(Session& session,
                                                             const certs::Keystore& keystore,
                                                             TrustedLogs logs);
  ReferralReader(const ReferralReader&) = delete;
  ReferralReader& operator=(const ReferralReader&) = delete;

  // GetReferral, then opens content and notes. The look is recorded.
  //   NOT_FOUND  there is none, or none that we may know of.
  //   DATA_LOSS  what is sealed does not belong there; the message says what.
  //   others     as the contract says.
  absl::StatusOr<ReadReferral> Fetch(absl::string_view referral_id, absl::string_view officer_pseudonym,
                                     absl::string_view purpose);

  // The content of a referral that was fetched before.
  //   PERMISSION_DENIED  not sealed to us.
  //   DATA_LOSS          see above.
  absl::StatusOr<content::v1::ReferralContent> Open(const v1::Referral& referral) const;
  // The same for one of its notes.
  absl::StatusOr<content::v1::NoteContent> OpenNote(const v1::Referral& referral,
                                                    const v1::SealedNote& note) const;

 private:
  ReferralReader(Session& session, const certs::Keystore& keystore, TrustedLogs logs,
                 std::unique_ptr<certs::Verifier> verifier)
      : session_(session), keystore_(keystore), logs_(std::move(logs)), verifier_(std::move(verifier)) {}

  // As Open; `sender_uri` receives who signed it.
  absl::StatusOr<content::v1::ReferralContent> OpenFrom(const v1::Referral& referral,
                                                        std::string* sender_uri) const;
  absl::StatusOr<content::v1::NoteContent> OpenNoteFrom(const v1::Referral& referral,
                                                        const v1::SealedNote& note,
                                                        std::string* author_uri) const;

  Session& session_;
  const certs::Keystore& keystore_;
  const TrustedLogs logs_;
  const std::unique_ptr<certs::Verifier> verifier_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_REFERRAL_READER_H_
