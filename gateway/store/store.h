// The contract of a store: ordered tables of bytes, one writer, durable commits.
//
// Nothing here knows what a case is: tables.h gives the rows their types. The
// contract is small so that every store passes the same suite
// (tests/contract/store_contract.h).
#ifndef ENLACE_GATEWAY_STORE_STORE_H_
#define ENLACE_GATEWAY_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/base/secret.h"

namespace enlace::store {

// The tables. Numbers are part of the format on disk; never reuse one.
enum class Table : uint8_t {
  kCase = 1,           // case id -> CaseState
  kAccess = 2,         // tables.h AccessKey -> AccessRow
  kSealed = 3,         // SHA-256 of the CMS -> the CMS
  kFeed = 4,           // agency NUL position -> FeedRow
  kFeedCursor = 5,     // agency -> FeedCursorRow
  kRequest = 6,        // caller NUL request_id -> RequestRow
  kAgency = 7,         // agency id -> v1.Agency
  kToken = 8,          // SHA-256 of the secret -> TokenRow
  kCertificate = 9,    // serial -> v1.Certificate
  kSubject = 10,       // URI NUL inverted issuance time NUL serial -> serial
  kCaseRecord = 11,    // case id NUL index in the case log -> state of the case's chain (tables.h ChainState)
  kBundle = 12,        // log, index of the first leaf -> BundleRow
  kTile = 13,          // log, level, number -> up to 256 hashes of 32 bytes (level 0: always 256)
  kHead = 14,          // log -> HeadRow
  kDue = 20,           // tables.h DueKey -> nothing: when something of the case is to be done next
  kHeld = 21,          // case id -> nothing: a leg of the case is held
  kWarning = 22,       // warning id -> WarningState
  kWarningParty = 23,  // tables.h PartyKey -> nothing: who may know of the warning
  kWarningOrder = 24,  // tables.h WarningOrderKey -> nothing: the same, newest first
  kWarningArea = 25,   // tables.h AreaKey -> nothing: warnings of a party in force in a subdivision
  kWarningDue = 26,    // tables.h DueKey -> nothing: when a clock of the warning takes its next step
  kReferralArea = 27,  // tables.h AreaKey -> population groups: open referrals of an agency in a subdivision
  kAuthority = 28,        // id of the authority -> v1.Authority without counts
  kBundleInstalled = 29,  // tables.h UnitKey -> BundleInstalledRow
  kProposal = 31,      // proposal id -> ProposalRow
  kProposalOrder = 32,  // inverted index in the trust log -> proposal id: the newest comes first
  kProposalDue = 33,    // tables.h DueKey -> nothing: when an open proposal expires
  kMechanisms = 37,     // "in-force" -> MechanismsRow: the mechanisms' files in force
  kLastSeen = 34,      // serial -> LastSeenRow: outside the logs, so that no record leads to it
  kExpiry = 35,        // expiry_rows.h ExpiryKey -> ExpiryRow: whose end the holder is warned of
  kExpiryDue = 36,     // tables.h DueKey with an ExpiryKey -> nothing: when the next warning is due
};

struct Row {
  std::string key;
  std::string value;
};

// Which rows a scan returns: keys that begin with `prefix`, strictly after
// `after` if it is not empty (strictly before it if `reverse`), at most `limit`.
struct Range {
  std::string prefix = {};
  std::string after = {};
  size_t limit = 100;
  bool reverse = false;
};

// A consistent view: it sees one committed state (a Transaction: its own writes
// too). Not thread-safe. Every method:
//   UNAVAILABLE (STORE_UNAVAILABLE)  the store could not read; give up the view.
//   DATA_LOSS                        the store is damaged.
class Reader {
 public:
  virtual ~Reader() = default;
  // The value; nullopt if there is no such row.
  virtual absl::StatusOr<absl::optional<std::string>> Get(Table table, absl::string_view key) = 0;
  // Rows in the order of their keys, bytewise (descending if reverse).
  virtual absl::StatusOr<std::vector<Row>> Scan(Table table, const Range& range) = 0;
};

// A view that sees its own writes.
class Writer : public Reader {
 public:
  virtual absl::Status Put(Table table, absl::string_view key, absl::string_view value) = 0;
  // No error if there is no such row.
  virtual absl::Status Delete(Table table, absl::string_view key) = 0;
};

// The writer's view. Ending it without Commit leaves nothing behind.
class Transaction : public Writer {
 public:
  // OK: everything is on disk (fsync) and every later view sees it. The
  // transaction must not be used afterwards.
  //   UNAVAILABLE   nothing was written (disk full); the state is the one before.
  //   ABORTED       another process wrote meanwhile; start anew.
  // On a failed fsync the process stops: what is on disk is unknown, and only a
  // fresh start that reads it again may go on.
  virtual absl::Status Commit() = 0;
};

// Keys under which records are encrypted, one per subject ("case:<id>",
// "warning:<id>", "agency:<id>", "gateway"). Kept apart from the data, and wiped when erased, so
// that erasing a key erases what it encrypted. Thread-safe.
class KeyVault {
 public:
  virtual ~KeyVault() = default;
  // The subject's key of 32 bytes, made with `fresh` and durable before the
  // return if there is none yet.
  virtual absl::StatusOr<base::Secret> GetOrCreate(absl::string_view subject, const base::Secret& fresh) = 0;
  // The keys of many subjects, in their order, with at most one fsync; `fresh`
  // makes a key for each that has none. All or nothing.
  virtual absl::StatusOr<std::vector<base::Secret>> GetOrCreateAll(
      const std::vector<std::string>& subjects, const std::function<base::Secret()>& fresh) = 0;
  // NOT_FOUND if there is none, or no more.
  virtual absl::StatusOr<base::Secret> Get(absl::string_view subject) = 0;
  // Destroys the key, durably. No error if there is none.
  virtual absl::Status Erase(absl::string_view subject) = 0;
};

// A store. Thread-safe; at most one Transaction at a time (Begin waits).
class Store {
 public:
  virtual ~Store() = default;
  // A view of the last committed state; concurrent with a transaction.
  virtual absl::StatusOr<std::unique_ptr<Reader>> Read() = 0;
  virtual absl::StatusOr<std::unique_ptr<Transaction>> Begin() = 0;
  virtual KeyVault& keys() = 0;
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_STORE_H_
