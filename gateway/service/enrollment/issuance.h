// What Enroll and Renew have in common: certificates for checked requests.
#ifndef ENLACE_GATEWAY_SERVICE_ENROLLMENT_ISSUANCE_H_
#define ENLACE_GATEWAY_SERVICE_ENROLLMENT_ISSUANCE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Certificates that were signed but not yet recorded; worthless until Record:
// the gateway refuses what its store does not know.
struct Issuance {
  v1::IssuedCertificates certificates;
  std::vector<v1::Certificate> rows;
};

// Which requests a call brings, and what they have to say.
enum class CsrForm {
  // Enrol: one for TLS and, of agencies, one for sealing; each names its holder.
  kBothKeys,
  // Renew: one for TLS, and one for sealing or none; each names its holder.
  kTlsKey,
  // EST, which knows one key at a time: at least one of the two. It may leave its
  // name out, which many tools cannot write; the gateway then fills it in.
  kEitherKey,
};

// Checks the requests and signs certificates for `uri`. Needs no lock and no
// transaction: about a millisecond of CPU.
//   INVALID_ARGUMENT  CSR_REFUSED naming the field: malformed, another URI than
//                     `uri`, the same key twice; FIELD_INVALID: a request is
//                     missing by `form`, or one for sealing given (administrators).
//   UNAVAILABLE       no authority issues now, or its token does not sign: try again.
absl::StatusOr<Issuance> Issue(const Core& core, absl::string_view uri, absl::string_view tls_csr_der,
                               absl::string_view sealing_csr_der, CsrForm form);

// Where one key comes at a time, the other is on record already.
//   INVALID_ARGUMENT  CSR_REFUSED: the key is the holder's for the other usage.
absl::Status CheckKeysApart(store::Reader& reader, const Issuance& issuance);

// Whether the holder may have certificates: an administrator, or a unit that its
// agency's entry names.
absl::StatusOr<bool> IsEntered(store::Reader& reader, const identity::Caller& holder);

// Stores the certificates, records each issuance in the trust log, and tells the
// agency in whose name they are, if any.
absl::Status Record(ledger::Work& work, const identity::Caller& caller, absl::string_view request_id,
                    Issuance& issuance);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_ISSUANCE_H_
