// Inflates what a peer compressed (RFC 1952), within bounds.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_GZIP_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_GZIP_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::transport {

// The content of one gzip member. Thread-safe.
//   RESOURCE_EXHAUSTED  it is larger than `max_bytes`; a little more than that
//                       was inflated at most.
//   INVALID_ARGUMENT    it is no gzip, ends too early, or something follows.
absl::StatusOr<std::string> Gunzip(absl::string_view compressed, size_t max_bytes);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_GZIP_H_
