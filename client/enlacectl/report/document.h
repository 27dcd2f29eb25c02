// Whether a report is the one that its receipt is about.
#ifndef ENLACE_CLIENT_ENLACECTL_REPORT_DOCUMENT_H_
#define ENLACE_CLIENT_ENLACECTL_REPORT_DOCUMENT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "google/protobuf/message.h"

namespace enlace::client {

// OK if the proven record is that of a drawing with the digest of `document`, and
// `shown` is what the document says.
//   DATA_LOSS  it is not: what is shown is not what the gateway vouched for.
absl::Status CheckDocument(const ledger::VerifiedReceipt& proof, absl::string_view document,
                           const google::protobuf::Message& shown);

// The same for an answer that was saved as JSON; nothing to check if it has no
// document.
//   INVALID_ARGUMENT  the document or what it should say is missing or malformed.
absl::Status CheckSavedDocument(const ledger::VerifiedReceipt& proof, const nlohmann::json& answer);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REPORT_DOCUMENT_H_
