#include "gateway/transport/rpc/envelope.h"

#include <algorithm>

#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

size_t SizeIn(const char* prefix) {
  size_t size = 0;
  for (size_t i = 1; i < kEnvelopePrefixBytes; ++i) size = size << 8 | static_cast<uint8_t>(prefix[i]);
  return size;
}

}  // namespace

void PutEnvelopePrefix(uint8_t flags, uint32_t size, char* prefix) {
  prefix[0] = static_cast<char>(flags);
  prefix[1] = static_cast<char>(size >> 24);
  prefix[2] = static_cast<char>(size >> 16);
  prefix[3] = static_cast<char>(size >> 8);
  prefix[4] = static_cast<char>(size);
}

std::string Envelope(uint8_t flags, absl::string_view payload) {
  std::string out(kEnvelopePrefixBytes, '\0');
  PutEnvelopePrefix(flags, static_cast<uint32_t>(payload.size()), out.data());
  out.append(payload.data(), payload.size());
  return out;
}

absl::Status EnvelopeReader::Feed(absl::string_view bytes, Visitor visit) {
  while (!bytes.empty()) {
    if (kept_.empty() && bytes.size() >= kEnvelopePrefixBytes) {
      const size_t size = SizeIn(bytes.data());
      if (size > max_bytes_) return MessageTooLarge(max_bytes_);
      if (bytes.size() - kEnvelopePrefixBytes >= size) {
        const uint8_t flags = static_cast<uint8_t>(bytes[0]);
        RETURN_IF_ERROR(visit(flags, bytes.substr(kEnvelopePrefixBytes, size)));
        bytes.remove_prefix(kEnvelopePrefixBytes + size);
        continue;
      }
    }
    // The prefix first, so that its length is known before anything is kept.
    size_t wanted = kEnvelopePrefixBytes;
    if (kept_.size() >= kEnvelopePrefixBytes) wanted += SizeIn(kept_.data());
    const size_t taken = std::min(wanted - kept_.size(), bytes.size());
    kept_.append(bytes.data(), taken);
    bytes.remove_prefix(taken);
    if (kept_.size() < kEnvelopePrefixBytes) break;
    const size_t size = SizeIn(kept_.data());
    if (size > max_bytes_) return MessageTooLarge(max_bytes_);
    if (kept_.size() < kEnvelopePrefixBytes + size) continue;
    RETURN_IF_ERROR(
        visit(static_cast<uint8_t>(kept_[0]), absl::string_view(kept_).substr(kEnvelopePrefixBytes)));
    kept_.clear();
  }
  return absl::OkStatus();
}

}  // namespace enlace::transport
