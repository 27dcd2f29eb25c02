// Identifiers: their syntax, and how those that a client must know in advance
// are derived.
#ifndef ENLACE_GATEWAY_BASE_IDENTIFIER_H_
#define ENLACE_GATEWAY_BASE_IDENTIFIER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace enlace::base {

// INVALID_ARGUMENT naming `field` unless `id` is [a-z0-9-]{2,63} and neither
// starts nor ends with a hyphen: agencies, units, administrators, mechanisms.
absl::Status CheckName(absl::string_view field, absl::string_view id);

// INVALID_ARGUMENT naming `field` unless `id` is a UUID version 4 (AIP-155).
absl::Status CheckRequestId(absl::string_view field, absl::string_view id);

// INVALID_ARGUMENT naming `field` unless `id` has the form of a derived id.
absl::Status CheckDerivedId(absl::string_view field, absl::string_view id);

// INVALID_ARGUMENT naming `field` unless `text` is empty or a code: at most
// `max_size` characters of a-z, A-Z, 0-9 and . _ - : / + ; @ #, none of them a
// blank. For officer pseudonyms, purposes, grounds: what the gateway keeps in
// clear must have no room for a person's name or a sentence.
absl::Status CheckCode(absl::string_view field, absl::string_view text, size_t max_size);

// INVALID_ARGUMENT naming `field` unless `text` is at most `max_size` printable
// ASCII characters: what administrators say of agencies, never of a case.
absl::Status CheckPrintable(absl::string_view field, absl::string_view text, size_t max_size);

// 26 characters of Crockford base32: the first 130 bits of
// SHA-256(domain NUL agency_id NUL request_id). Sender and gateway derive the
// same id, so that the sender can bind it inside the seal; an agency can reach
// only ids of its own namespace, so that nobody can probe for another's.
std::string DeriveCaseId(absl::string_view agency_id, absl::string_view request_id);
std::string DeriveReferralId(absl::string_view agency_id, absl::string_view request_id);
std::string DeriveWarningId(absl::string_view agency_id, absl::string_view request_id);
std::string DeriveMeasureId(absl::string_view agency_id, absl::string_view request_id);
// UUID version 8 (RFC 9562, 5.8), so that the same proposal has the same id.
std::string DeriveProposalId(absl::string_view administrator, absl::string_view request_id);
// The request_id of a command that follows from another one for `purpose`: in the form
// of a UUID version 4, and the same whenever that one is repeated.
std::string DeriveRequestId(absl::string_view purpose, absl::string_view request_id);
// `ordinal` counts the legs of the referral from 0.
std::string DeriveLegId(absl::string_view referral_id, size_t ordinal);

// Eight characters and a check character for paper and telephone, derived from
// the referral's id: XXXX-XXXX-C. Crockford base32, check modulo 37.
std::string ShortCode(absl::string_view referral_id);

// INVALID_ARGUMENT naming `field` unless `code` is a short code whose check
// character is right; O, I and L are read as 0 and 1, small letters as capital.
absl::Status CheckShortCode(absl::string_view field, absl::string_view code);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_IDENTIFIER_H_
