// The keys of the tables, and rows as protobuf messages. Keys of several parts
// join text parts with NUL, which no identifier holds, and write numbers as 8
// bytes big-endian, so that the order of keys is the order of numbers.
#ifndef ENLACE_GATEWAY_STORE_TABLES_H_
#define ENLACE_GATEWAY_STORE_TABLES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/store.h"

namespace enlace::store {

// What an AccessRow is found by.
enum class AccessKind : char {
  kCase = 'c',
  kReferral = 'r',
  kNativeNumber = 'n',
  kShortCode = 's',
};

// 8 bytes, big-endian.
std::string BigEndian(uint64_t number);
// The number in the last 8 bytes of a key; 0 if the key is shorter.
uint64_t NumberAtEnd(absl::string_view key);

// kAccess: agency NUL kind NUL id. AccessPrefix: all rows of an agency and kind.
std::string AccessKey(absl::string_view agency_id, AccessKind kind, absl::string_view id);
std::string AccessPrefix(absl::string_view agency_id, AccessKind kind);
// The id at the end of an AccessKey.
absl::string_view IdOfAccessKey(absl::string_view key);
// kFeed: agency NUL position. FeedPrefix: the whole feed of an agency.
std::string FeedKey(absl::string_view agency_id, uint64_t position);
std::string FeedPrefix(absl::string_view agency_id);
// kRequest: caller NUL request_id.
std::string RequestKey(absl::string_view caller, absl::string_view request_id);
// kCaseRecord: case id NUL index in the case log.
std::string CaseRecordKey(absl::string_view case_id, uint64_t log_index);
std::string CaseRecordPrefix(absl::string_view case_id);
// kBundle: log (1 byte), index of the first leaf. LogPrefix: all of one log.
std::string BundleKey(enlace::v1::LogId log, uint64_t first_index);
std::string LogPrefix(enlace::v1::LogId log);
// kTile: log (1 byte), level (1 byte), number.
std::string TileKey(enlace::v1::LogId log, int level, uint64_t number);
// kDue: microseconds since 1970 (an earlier time counts as 1970), case id.
std::string DueKey(absl::Time due, absl::string_view case_id);
struct DueKeyParts {
  absl::Time due;
  std::string case_id;
};
//   DATA_LOSS  the key is too short.
absl::StatusOr<DueKeyParts> ParseDueKey(absl::string_view key);
// kWarningParty: party NUL warning id. A party is an agency, or the overseers of a
// country (OverseersOf), whose name no agency can have.
std::string PartyKey(absl::string_view party, absl::string_view warning_id);
std::string OverseersOf(absl::string_view country);
// kWarningOrder: party NUL inverted issue time, warning id: the newest comes first.
std::string WarningOrderKey(absl::string_view party, absl::Time issued, absl::string_view warning_id);
// kWarningArea, kReferralArea: agency NUL subdivision NUL id. AreaPrefix: all of an
// agency in a subdivision.
std::string AreaKey(absl::string_view agency_id, absl::string_view subdivision, absl::string_view id);
std::string AreaPrefix(absl::string_view agency_id, absl::string_view subdivision);
// kBundleInstalled: agency NUL unit. UnitPrefix: all units of an agency.
std::string UnitKey(absl::string_view agency_id, absl::string_view unit_id);
std::string UnitPrefix(absl::string_view agency_id);
// kHead: log (1 byte).
std::string HeadKey(enlace::v1::LogId log);
// kSubject: URI NUL inverted issuance time NUL serial: the newest certificate of
// a URI comes first. SubjectPrefix: all of a URI.
std::string SubjectKey(absl::string_view uri, absl::Time issued, absl::string_view serial);
std::string SubjectPrefix(absl::string_view uri);

// The value of a kCaseRecord row: how far the chain of the case's records had
// come with that record (docs/ledger_format.md section 3).
struct ChainState {
  // Number of linked records so far; the first is 1.
  uint64_t seq = 0;
  // Leaf hash of the last linked record; 32 zero bytes if there is none.
  std::string last_leaf_hash = std::string(32, '\0');
};
std::string EncodeChainState(const ChainState& state);
//   DATA_LOSS  the row has not 40 bytes.
absl::StatusOr<ChainState> ParseChainState(absl::string_view value);

// The row as message T; nullopt if there is none.
//   UNAVAILABLE  as Reader.
//   DATA_LOSS    the row cannot be parsed.
template <typename T>
absl::StatusOr<absl::optional<T>> GetProto(Reader& reader, Table table, absl::string_view key) {
  ASSIGN_OR_RETURN(const absl::optional<std::string> value, reader.Get(table, key));
  if (!value.has_value()) return absl::optional<T>();
  T message;
  if (!message.ParseFromString(*value)) {
    return absl::DataLossError(absl::StrCat("table ", static_cast<int>(table), ": a row cannot be parsed"));
  }
  return absl::optional<T>(std::move(message));
}

// Writes the message through anything with Put: a Transaction or ledger::Work.
template <typename Writer, typename T>
absl::Status PutProto(Writer& writer, Table table, absl::string_view key, const T& message) {
  return writer.Put(table, key, message.SerializeAsString());
}

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_TABLES_H_
