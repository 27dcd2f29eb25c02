// Certificates that this gateway issued, by serial and by holder.
#ifndef ENLACE_GATEWAY_STORE_CERTIFICATE_ROWS_H_
#define ENLACE_GATEWAY_STORE_CERTIFICATE_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/agency.pb.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Writes a certificate (new, or revoked now) and its place under its holder.
absl::Status PutCertificate(Writer& writer, const enlace::v1::Certificate& certificate);

// The certificate of a serial; nullopt if this gateway issued none such.
absl::StatusOr<absl::optional<enlace::v1::Certificate>> FindCertificate(Reader& reader,
                                                                        absl::string_view serial);

// Certificates whose holder's URI begins with `uri_prefix`, by URI, newest first
// within each. `after` is the position behind which to go on, empty at first,
// and receives the one to go on from, empty at the end.
absl::StatusOr<std::vector<enlace::v1::Certificate>> ListCertificates(Reader& reader,
                                                                      absl::string_view uri_prefix, size_t limit,
                                                                      std::string* after);

// Sealing certificates of an agency (all its units) that are valid at `now` and
// not revoked, newest first. `agency_uri_prefix` ends with a slash:
// spiffe://<trust domain>/agency/<id>/.
absl::StatusOr<std::vector<enlace::v1::SealingCertificate>> SealingCertificates(
    Reader& reader, absl::string_view agency_uri_prefix, absl::Time now);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_CERTIFICATE_ROWS_H_
