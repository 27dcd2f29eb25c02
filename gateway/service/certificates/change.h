// What happens to a certificate: its record, its row, what its holder is told.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_CHANGE_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_CHANGE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/certificate.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"

namespace enlace::service {

// Whose certificate it is, by its URI; anonymous if that names nobody. Pure.
identity::Caller HolderOf(const v1::Certificate& certificate);

struct CertificateAct {
  // Who acts.
  const identity::Caller& caller;
  std::string request_id;
  // ISSUED, REVOKED or REINSTATED.
  v1::CertificateChange change = v1::CERTIFICATE_CHANGE_UNSPECIFIED;
  // In the administrator's words; may be empty.
  std::string reason = "";
  // Whether the certificate is another than before. What changes nothing is on
  // record all the same, and tells nobody.
  bool took_effect = true;
};

// Appends the act to the trust log, writes the row (with the index of its issuance,
// if that is the act), follows whose end the holder is warned of, and tells the
// holder, if it is an agency, through its feed. `certificate`: as it is after the act.
absl::Status RecordCertificate(ledger::Work& work, const CertificateAct& act, v1::Certificate* certificate);

// Tells the holder that its certificate ends: the warning planned for
// `planned_time`, which is EXPIRED if that is the end. Nothing for administrators.
absl::Status RecordExpiryWarning(ledger::Work& work, const v1::Certificate& certificate,
                                 absl::Time planned_time);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_CHANGE_H_
