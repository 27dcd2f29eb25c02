// Whose end agencies are warned of, and when next: a row for each identity and
// usage, so that nobody has to look at all certificates.
#ifndef ENLACE_GATEWAY_STORE_EXPIRY_ROWS_H_
#define ENLACE_GATEWAY_STORE_EXPIRY_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/certificate.pb.h"
#include "gateway/store/store.h"

namespace enlace::store {

// kExpiry: URI NUL usage (1 byte).
std::string ExpiryKey(const enlace::v1::Certificate& certificate);

struct DueExpiry {
  // In whole microseconds; what was due before 1970 counts as due then.
  absl::Time due;
  // Of table kExpiry.
  std::string key;
};

// The warnings that are due next, the earliest first, at most `limit`; those after
// `after`, if it is given, which need not be there any more.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::vector<DueExpiry>> NextDueExpiries(
    Reader& reader, size_t limit, const absl::optional<DueExpiry>& after = absl::nullopt);

// nullopt if no certificate of the identity and usage is in force.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<absl::optional<v1::ExpiryRow>> ReadExpiry(Reader& reader, absl::string_view key);

// Puts `after` in the place of `before`, and the due rows in line with
// clock::NextExpiryWarning.
absl::Status WriteExpiry(Writer& writer, absl::string_view key, const absl::optional<v1::ExpiryRow>& before,
                         const absl::optional<v1::ExpiryRow>& after);

// The key in kExpiryDue that the row leads to; nullopt if nothing is due any more.
// Pure.
absl::optional<std::string> ExpiryDueKey(absl::string_view key, const v1::ExpiryRow& row);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_EXPIRY_ROWS_H_
