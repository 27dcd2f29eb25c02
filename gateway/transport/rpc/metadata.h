// Custom metadata: which header fields are a method's business, and how binary
// values travel.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_METADATA_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_METADATA_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/header_list.h"

namespace enlace::transport {

// Whether a field of that name (lower case) is metadata rather than a need of
// HTTP or of an RPC protocol: hop-by-hop fields, te, host, grpc-*, connect-*,
// content-*, accept*, user-agent and the like are not.
bool IsCustomMetadata(absl::string_view name);

// Adds the custom fields of `headers` to `metadata`. Values of names that end in
// -bin are base64, with or without padding, several joined by commas; they are
// decoded, one field each.
//   INVALID_ARGUMENT  such a value is no base64.
absl::Status CollectMetadata(const HeaderList& headers, HeaderList* metadata);

// Standard base64 without padding, as -bin values are sent.
std::string UnpaddedBase64(absl::string_view bytes);

// Header fields that are about to be sent, with room for values made on the
// way. Borrows names and plain values. Not thread-safe.
class OutgoingFields {
 public:
  void Add(absl::string_view name, absl::string_view value) { fields_.push_back({name, value}); }
  void AddOwned(absl::string_view name, std::string value) {
    owned_.push_back(std::move(value));
    fields_.push_back({name, owned_.back()});
  }
  // Custom metadata: encodes -bin values, leaves out what is none, puts `prefix`
  // before the names.
  void AddMetadata(absl::Span<const Header> metadata, absl::string_view prefix = {});
  absl::Span<const Header> fields() const { return fields_; }

 private:
  std::vector<Header> fields_;
  // Strings that stay where they are.
  std::deque<std::string> owned_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_METADATA_H_
