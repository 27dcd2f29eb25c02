#include "gateway/ledger/verify/leaf.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/invariant.h"

namespace enlace::ledger {
namespace {

constexpr char kVersion = 1;
constexpr size_t kPadSize = 24;
// With their closing NUL, so that no domain is the beginning of another.
constexpr absl::string_view kRecordDomain("enlace/rec/v1\0", 14);
constexpr absl::string_view kCaseDomain("enlace/case/v1\0", 15);
constexpr absl::string_view kActorDomain("enlace/act/v1\0", 14);

void AppendField(const std::string& field, std::string* out) {
  base::StopUnless(field.size() == base::kSha256Size);
  out->append(field);
}

uint32_t ReadBigEndian(absl::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

}  // namespace

std::string EncodeLeaf(const Leaf& leaf) {
  std::string out;
  out.reserve(kLeafSize);
  out.push_back(kVersion);
  out.push_back(static_cast<char>(leaf.clazz));
  for (int shift = 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(leaf.policy_version >> shift));
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(leaf.minute >> shift));
  AppendField(leaf.commit, &out);
  AppendField(leaf.case_tag, &out);
  AppendField(leaf.sealed, &out);
  AppendField(leaf.prev, &out);
  AppendField(leaf.actor, &out);
  out.append(kPadSize, '\0');
  return out;
}

absl::StatusOr<Leaf> ParseLeaf(absl::string_view bytes) {
  if (bytes.size() != kLeafSize) {
    return absl::InvalidArgumentError(absl::StrCat("leaf: has ", bytes.size(), " bytes instead of 192"));
  }
  if (bytes[0] != kVersion) return absl::InvalidArgumentError("leaf: version is not 1");
  const auto clazz = static_cast<uint8_t>(bytes[1]);
  if (clazz < static_cast<uint8_t>(LeafClass::kDataIn) || clazz > static_cast<uint8_t>(LeafClass::kGap)) {
    return absl::InvalidArgumentError(absl::StrCat("leaf: unknown class ", static_cast<int>(clazz)));
  }
  if (bytes.substr(kLeafSize - kPadSize) != absl::string_view(std::string(kPadSize, '\0'))) {
    return absl::InvalidArgumentError("leaf: padding is not zero");
  }
  const auto field = [bytes](size_t i) {
    return std::string(bytes.substr(8 + i * base::kSha256Size, base::kSha256Size));
  };
  return Leaf{.clazz = static_cast<LeafClass>(clazz),
              .policy_version = static_cast<uint16_t>(ReadBigEndian(bytes.substr(2, 2))),
              .minute = ReadBigEndian(bytes.substr(4, 4)),
              .commit = field(0),
              .case_tag = field(1),
              .sealed = field(2),
              .prev = field(3),
              .actor = field(4)};
}

std::string CommitRecord(absl::string_view salt, absl::string_view record_bytes) {
  return base::Sha256({kRecordDomain, salt, record_bytes});
}

std::string CommitCase(absl::string_view salt, absl::string_view case_id) {
  return base::Sha256({kCaseDomain, salt, case_id});
}

std::string CommitActor(absl::string_view salt, absl::string_view spki_sha256) {
  return base::Sha256({kActorDomain, salt, spki_sha256});
}

}  // namespace enlace::ledger
