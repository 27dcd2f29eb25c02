#include "gateway/store/tables.h"

#include <algorithm>

namespace enlace::store {
namespace {

constexpr absl::string_view kNul("\0", 1);
constexpr size_t kNumberSize = 8;
constexpr size_t kHashSize = 32;

std::string LogByte(enlace::v1::LogId log) { return std::string(1, static_cast<char>(log)); }

}  // namespace

std::string BigEndian(uint64_t number) {
  std::string out(kNumberSize, '\0');
  for (size_t i = kNumberSize; i-- > 0; number >>= 8) out[i] = static_cast<char>(number);
  return out;
}

uint64_t NumberAtEnd(absl::string_view key) {
  if (key.size() < kNumberSize) return 0;
  uint64_t number = 0;
  for (const char c : key.substr(key.size() - kNumberSize)) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

std::string AccessKey(absl::string_view agency_id, AccessKind kind, absl::string_view id) {
  return absl::StrCat(AccessPrefix(agency_id, kind), id);
}

std::string AccessPrefix(absl::string_view agency_id, AccessKind kind) {
  return absl::StrCat(agency_id, kNul, std::string(1, static_cast<char>(kind)), kNul);
}

absl::string_view IdOfAccessKey(absl::string_view key) {
  // agency NUL kind NUL: an id may hold any byte, the parts before it may not.
  const size_t end = key.find('\0');
  return end == absl::string_view::npos || key.size() < end + 3 ? absl::string_view() : key.substr(end + 3);
}

std::string FeedKey(absl::string_view agency_id, uint64_t position) {
  return absl::StrCat(FeedPrefix(agency_id), BigEndian(position));
}

std::string FeedPrefix(absl::string_view agency_id) { return absl::StrCat(agency_id, kNul); }

std::string RequestKey(absl::string_view caller, absl::string_view request_id) {
  return absl::StrCat(caller, kNul, request_id);
}

std::string CaseRecordKey(absl::string_view case_id, uint64_t log_index) {
  return absl::StrCat(CaseRecordPrefix(case_id), BigEndian(log_index));
}

std::string CaseRecordPrefix(absl::string_view case_id) { return absl::StrCat(case_id, kNul); }

std::string BundleKey(enlace::v1::LogId log, uint64_t first_index) {
  return absl::StrCat(LogByte(log), BigEndian(first_index));
}

std::string LogPrefix(enlace::v1::LogId log) { return LogByte(log); }

std::string TileKey(enlace::v1::LogId log, int level, uint64_t number) {
  return absl::StrCat(LogByte(log), std::string(1, static_cast<char>(level)), BigEndian(number));
}

std::string DueKey(absl::Time due, absl::string_view case_id) {
  const int64_t micros = std::max<int64_t>(0, absl::ToUnixMicros(due));
  return absl::StrCat(BigEndian(static_cast<uint64_t>(micros)), case_id);
}

absl::StatusOr<DueKeyParts> ParseDueKey(absl::string_view key) {
  if (key.size() <= kNumberSize) return absl::DataLossError("due: a key names no case");
  const uint64_t micros = NumberAtEnd(key.substr(0, kNumberSize));
  return DueKeyParts{absl::FromUnixMicros(static_cast<int64_t>(micros)),
                     std::string(key.substr(kNumberSize))};
}

std::string PartyKey(absl::string_view party, absl::string_view warning_id) {
  return absl::StrCat(party, kNul, warning_id);
}

std::string OverseersOf(absl::string_view country) { return absl::StrCat("/", country); }

std::string WarningOrderKey(absl::string_view party, absl::Time issued, absl::string_view warning_id) {
  const auto micros = static_cast<uint64_t>(absl::ToUnixMicros(issued));
  return absl::StrCat(party, kNul, BigEndian(~micros), warning_id);
}

std::string AreaKey(absl::string_view agency_id, absl::string_view subdivision, absl::string_view id) {
  return absl::StrCat(AreaPrefix(agency_id, subdivision), id);
}

std::string AreaPrefix(absl::string_view agency_id, absl::string_view subdivision) {
  return absl::StrCat(agency_id, kNul, subdivision, kNul);
}

std::string UnitKey(absl::string_view agency_id, absl::string_view unit_id) {
  return absl::StrCat(UnitPrefix(agency_id), unit_id);
}

std::string UnitPrefix(absl::string_view agency_id) { return absl::StrCat(agency_id, kNul); }

std::string HeadKey(enlace::v1::LogId log) { return LogByte(log); }

std::string SubjectKey(absl::string_view uri, absl::Time issued, absl::string_view serial) {
  const auto micros = static_cast<uint64_t>(absl::ToUnixMicros(issued));
  return absl::StrCat(SubjectPrefix(uri), BigEndian(~micros), kNul, serial);
}

std::string SubjectPrefix(absl::string_view uri) { return absl::StrCat(uri, kNul); }

std::string EncodeChainState(const ChainState& state) {
  return absl::StrCat(BigEndian(state.seq), state.last_leaf_hash);
}

absl::StatusOr<ChainState> ParseChainState(absl::string_view value) {
  if (value.size() != kNumberSize + kHashSize) {
    return absl::DataLossError("case record: a row does not have 40 bytes");
  }
  return ChainState{.seq = NumberAtEnd(value.substr(0, kNumberSize)),
                    .last_leaf_hash = std::string(value.substr(kNumberSize))};
}

}  // namespace enlace::store
