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

namespace enlace::service {

// Certificates that were signed but not yet recorded; worthless until Record:
// the gateway refuses what its store does not know.
struct Issuance {
  v1::IssuedCertificates certificates;
  std::vector<v1::Certificate> rows;
};

// Checks the requests and signs certificates for `uri`. Needs no lock and no
// transaction: about a millisecond of CPU.
//   INVALID_ARGUMENT  CSR_REFUSED naming the field: malformed, another URI than
//                     `uri`, the same key twice; FIELD_INVALID: a sealing request
//                     missing (agencies, if `sealing_required`) or given
//                     (administrators).
//   UNAVAILABLE       no authority issues now, or its token does not sign: try again.
absl::StatusOr<Issuance> Issue(const Core& core, absl::string_view uri, absl::string_view tls_csr_der,
                               absl::string_view sealing_csr_der, bool sealing_required);

// Stores the certificates and records each issuance in the trust log.
absl::Status Record(ledger::Work& work, const identity::Caller& caller, absl::string_view request_id,
                    Issuance& issuance);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_ISSUANCE_H_
