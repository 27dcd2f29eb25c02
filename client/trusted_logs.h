// Which logs an agency takes receipts of, and with which keys.
#ifndef ENLACE_CLIENT_TRUSTED_LOGS_H_
#define ENLACE_CLIENT_TRUSTED_LOGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/session.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/ledger/verify/signed_note.h"

namespace enlace::client {

// The verification keys of a gateway's logs, pinned in the keystore's folder
// (log-keys.txt, one per line) at enrolment: a gateway that later shows another
// history under the same name is found out. A value; copyable.
class TrustedLogs {
 public:
  // From lines of keys; empty lines do not count.
  //   INVALID_ARGUMENT  a line is not a key, or two keys have one name.
  static absl::StatusOr<TrustedLogs> Parse(const std::vector<std::string>& lines);
  // As Save wrote them. NOT_FOUND if they were not pinned yet.
  static absl::StatusOr<TrustedLogs> Load(const std::string& folder);
  // Those of the folder; where there are none, the gateway's own, which are
  // pinned by that.
  static absl::StatusOr<TrustedLogs> LoadOrFetch(const std::string& folder, Session& session);

  // UNAVAILABLE with the path if the file cannot be written.
  absl::Status Save(const std::string& folder) const;

  // Adds keys of names that are not known yet (a log that begins anew).
  //   DATA_LOSS  a known name comes with another key; nothing is added.
  absl::Status Merge(const TrustedLogs& other);

  // The newest case log (…/caselog/<number>), to which content is bound.
  //   FAILED_PRECONDITION  there is none.
  absl::StatusOr<ledger::VerifierKey> CaseLog() const;
  // The key of the log of this name. DATA_LOSS if it is none of ours.
  absl::StatusOr<ledger::VerifierKey> Find(absl::string_view origin) const;

  // Verifies a receipt with the key of the log that it names itself, which must
  // be one of ours. INVALID_ARGUMENT and DATA_LOSS as ledger::VerifyReceipt.
  absl::StatusOr<ledger::VerifiedReceipt> Verify(const v1::Receipt& receipt) const;

  const std::vector<ledger::VerifierKey>& keys() const { return keys_; }

 private:
  std::vector<ledger::VerifierKey> keys_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_TRUSTED_LOGS_H_
