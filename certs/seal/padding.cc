#include "certs/seal/padding.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "certs/seal/seal.h"

namespace enlace::certs {
namespace {

constexpr size_t kHeader = 8;

// The smallest bucket for `size` bytes with their header; 0 if there is none.
size_t BucketFor(size_t size) {
  for (const size_t bucket : kBuckets) {
    if (size <= bucket - kHeader) return bucket;
  }
  return 0;
}

}  // namespace

absl::StatusOr<std::string> Pad(absl::string_view content) {
  const size_t bucket = BucketFor(content.size());
  if (bucket == 0) {
    return absl::InvalidArgumentError(absl::StrCat("content: ", content.size(), " bytes are more than the ",
                                                   kMaxContent, " that one envelope holds; send parts"));
  }
  std::string padded;
  padded.reserve(bucket);
  const uint64_t size = content.size();
  for (int shift = 56; shift >= 0; shift -= 8) padded.push_back(static_cast<char>(size >> shift));
  absl::StrAppend(&padded, content);
  padded.resize(bucket, '\0');
  return padded;
}

absl::StatusOr<std::string> Unpad(absl::string_view padded) {
  if (padded.size() < kHeader) return absl::DataLossError("the padding is malformed");
  uint64_t size = 0;
  for (size_t i = 0; i < kHeader; ++i) size = size << 8 | static_cast<uint8_t>(padded[i]);
  if (size > kMaxContent || BucketFor(size) != padded.size()) {
    return absl::DataLossError("the padding is malformed");
  }
  if (padded.find_first_not_of('\0', kHeader + size) != absl::string_view::npos) {
    return absl::DataLossError("the padding is not zeros");
  }
  return std::string(padded.substr(kHeader, size));
}

}  // namespace enlace::certs
