// When the holder of a certificate is warned of its end.
#ifndef ENLACE_GATEWAY_CLOCK_CERTIFICATE_EXPIRY_H_
#define ENLACE_GATEWAY_CLOCK_CERTIFICATE_EXPIRY_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/certificate.pb.h"

namespace enlace::clock {

// The times at which the end of a certificate is told, ascending; the last one is
// the end itself. A life of more than 30 days: 30, 14, 7, 3 and 1 days before it. A
// shorter one: when a third of the life is left, less the time that renewals are
// spread over, and then the marks of 3 and 1 days that still come. Pure.
std::vector<absl::Time> ExpiryWarnings(absl::Time not_before, absl::Time not_after);

// The planned time of the next warning; nullopt once the end itself was told. Pure.
absl::optional<absl::Time> NextExpiryWarning(const store::v1::ExpiryRow& row);

// The last planned time at or before `judged` that was not told yet; nullopt if
// there is none. Several that were missed are one warning. Pure.
absl::optional<absl::Time> DueExpiryWarning(const store::v1::ExpiryRow& row, absl::Time judged);

// The row of an identity and usage after `changed` was issued, revoked or
// reinstated at `time`; nullopt if no certificate of theirs is in force.
// `before`: the row until then. `all`: every certificate of theirs, `changed`
// included; looked at only if the row's certificate was revoked. Pure.
absl::optional<store::v1::ExpiryRow> ExpiryAfter(const absl::optional<store::v1::ExpiryRow>& before,
                                                 const v1::Certificate& changed,
                                                 const std::vector<v1::Certificate>& all, absl::Time time);

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_CERTIFICATE_EXPIRY_H_
