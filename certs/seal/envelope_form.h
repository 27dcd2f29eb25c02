// The outer form of an envelope, read byte for byte and without OpenSSL.
#ifndef ENLACE_CERTS_SEAL_ENVELOPE_FORM_H_
#define ENLACE_CERTS_SEAL_ENVELOPE_FORM_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::certs {

inline constexpr size_t kMaxRecipients = 32;

// Whom a RecipientInfo is for; both borrow the envelope's bytes.
struct RecipientName {
  absl::string_view issuer_der;  // The whole Name element.
  absl::string_view serial;      // Contents of the INTEGER.
};

struct EnvelopeForm {
  std::vector<RecipientName> recipients;  // In the envelope's order.
};

// Accepts exactly the form of docs/sealing.md: every constant must be there to
// the byte, so that a change anywhere in an envelope is noticed either here or
// by the tag, but for the keys wrapped for others. INVALID_ARGUMENT with what is wrong.
absl::StatusOr<EnvelopeForm> ParseEnvelopeForm(absl::string_view cms);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_SEAL_ENVELOPE_FORM_H_
