// Checks offline that an agency itself vouches for an act in the log.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_ACT_VERIFIER_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_ACT_VERIFIER_H_

#include <string>

#include "absl/status/statusor.h"
#include "certs/x509/certificate.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/ledger/verify/signed_act.h"

namespace enlace::ledger {

// The leg that the act of a record was asked of; empty if none. A transfer is
// recorded with the leg that it opens, and was asked of the one that this replaces.
const std::string& ActedLegOf(const store::v1::Record& record);

// What the agency signed, if `certificate` is the one that the record names, its
// key signed the text in the record, and that text says what the record says.
// That the certificate itself is genuine is for whoever hands it over: it stands
// in the trust log. `receipt` as VerifyReceipt gave it.
//   NOT_FOUND         the record carries no signature of an agency.
//   INVALID_ARGUMENT  naming certificate: another one than the record's.
//   DATA_LOSS         the agency did not sign this; the message says what differs.
absl::StatusOr<SignedAct> VerifyAct(const VerifiedReceipt& receipt, const certs::Certificate& certificate);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_ACT_VERIFIER_H_
