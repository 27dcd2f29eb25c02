#include "gateway/transport/rpc/metadata.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kReservedPrefixes[] = {"grpc-", "connect-", "content-", "accept", "proxy-", ":"};
constexpr absl::string_view kReserved[] = {
    "connection",        "expect",  "host",       "http2-settings", "keep-alive", "priority", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent", "x-grpc-web",
};

bool IsBinary(absl::string_view name) { return absl::EndsWith(name, "-bin"); }

}  // namespace

bool IsCustomMetadata(absl::string_view name) {
  for (const absl::string_view prefix : kReservedPrefixes) {
    if (absl::StartsWith(name, prefix)) return false;
  }
  return std::find(std::begin(kReserved), std::end(kReserved), name) == std::end(kReserved);
}

absl::Status CollectMetadata(const HeaderList& headers, HeaderList* metadata) {
  for (size_t i = 0; i < headers.size(); ++i) {
    const Header header = headers.at(i);
    if (!IsCustomMetadata(header.name)) continue;
    if (!IsBinary(header.name)) {
      metadata->Add(header.name, header.value);
      continue;
    }
    for (const absl::string_view part : absl::StrSplit(header.value, ',')) {
      std::string decoded;
      if (!absl::Base64Unescape(absl::StripAsciiWhitespace(part), &decoded)) {
        return absl::InvalidArgumentError("a metadata value whose name ends in -bin is not base64");
      }
      metadata->Add(header.name, decoded);
    }
  }
  return absl::OkStatus();
}

std::string UnpaddedBase64(absl::string_view bytes) {
  std::string encoded = absl::Base64Escape(bytes);
  while (!encoded.empty() && encoded.back() == '=') encoded.pop_back();
  return encoded;
}

void OutgoingFields::AddMetadata(absl::Span<const Header> metadata, absl::string_view prefix) {
  for (const Header& field : metadata) {
    if (!IsCustomMetadata(field.name)) continue;
    absl::string_view name = field.name;
    if (!prefix.empty()) {
      owned_.push_back(absl::StrCat(prefix, field.name));
      name = owned_.back();
    }
    if (IsBinary(field.name)) {
      AddOwned(name, UnpaddedBase64(field.value));
    } else {
      Add(name, field.value);
    }
  }
}

}  // namespace enlace::transport
