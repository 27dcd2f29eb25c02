// The one write path: decides commands one after another, and makes many of
// them durable, logged and receipted with one fsync.
//
//   command -> decide (state + command + time -> writes and records)
//           -> one transaction {projections, feed rows, request row, leaves, head}
//           -> one fsync -> one signed checkpoint per log -> answers, feeds wake
//
// A batch forms by itself while the one before is syncing; idle, a command is
// committed at once. Commands of a batch see each other's writes, in order.
#ifndef ENLACE_GATEWAY_LEDGER_SEQUENCER_H_
#define ENLACE_GATEWAY_LEDGER_SEQUENCER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/random.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/verify/leaf.h"
#include "gateway/store/store.h"

namespace enlace::ledger {

// A record to be appended to a log.
struct Draft {
  enlace::v1::LogId log = enlace::v1::LOG_ID_CASE;
  LeafClass clazz = LeafClass::kDataIn;
  // Version of the rules in force, as the leaf shows it; 0 if none apply.
  uint16_t policy_version = 0;
  // Whose key encrypts it: "case:<id>", "agency:<id>" or "gateway".
  std::string subject;
  // record_time is set by the sequencer.
  store::v1::Record record;
  // SHA-256 of the SPKI of the acting certificate; empty for the gateway.
  std::string actor_key_id;
  // Agencies whose feeds get an item with this record's index as position;
  // position and record_time of the items are set by the sequencer. Only for the
  // case log: positions of two logs would collide. An agency once per record.
  struct FeedTarget {
    std::string agency_id;
    enlace::v1::FeedItem item;
  };
  std::vector<FeedTarget> feed;
  // Whether this is the record that the command's answer and receipt are about;
  // without any such draft it is the command's first.
  bool is_answer = false;
};

// An answer that a command gives, besides its own, to another request.
struct FurtherAnswer {
  // As in Command.
  std::string caller;
  std::string request_id;
  std::string body_hash;
  // Serialised.
  std::string response;
  // The record of this command that it is about; its receipt proves that record.
  enlace::v1::LogId log = enlace::v1::LOG_ID_CASE;
  uint64_t log_index = 0;
};

// What a command works on while it is decided. Only valid during the call.
class Work : public store::Writer {
 public:
  // Appends a record; returns its index. Dropped if the command is refused.
  //   INTERNAL  the draft is malformed: no subject, an actor_key_id or
  //             sealed_digest that is not 32 bytes, a feed outside the case log.
  virtual absl::StatusOr<uint64_t> Append(Draft draft) = 0;
  // Appends a record that stays although the command is refused: a refused look
  // is a look too. Returns its index.
  virtual absl::StatusOr<uint64_t> AppendRefusal(Draft draft) = 0;
  // Does what another request asks as well: whoever makes that request afterwards
  // gets this answer. Dropped if the command is refused. If that request_id was
  // used before, the whole command is refused: ALREADY_EXISTS (REQUEST_ID_REUSED).
  virtual void AnswerAlso(FurtherAnswer answer) = 0;
  // Time of this command: never before that of an earlier record.
  virtual absl::Time now() const = 0;
};

// What became of a command.
struct Answer {
  // What `decide` returned, or what it returned the first time.
  std::string response;
  // Whether request_id was seen before: then nothing was written.
  bool replayed = false;
  // Index of the record that the answer is about (Draft.is_answer, else the
  // first), in `log`; unset if the command appended none.
  bool has_record = false;
  enlace::v1::LogId log = enlace::v1::LOG_ID_CASE;
  uint64_t log_index = 0;
  // If the command asked for one; without kind, referral_id and leg_id. The same
  // bytes for every repetition of a request_id.
  enlace::v1::Receipt receipt;
};

struct Command {
  // For idempotency: who calls and with which request_id; empty for looks.
  std::string caller;
  std::string request_id;
  // SHA-256 over method name and request.
  std::string body_hash;
  bool wants_receipt = false;
  // Whether the caller may know of what the command is about; asked first, where
  // it is set. If not, request_id is not looked up: `decide` runs and refuses as
  // it refuses what does not exist, where an earlier answer would tell.
  absl::AnyInvocable<absl::StatusOr<bool>(store::Reader& state)> may_know;
  // Runs on the writer's thread, once, unless request_id is a repetition. Must
  // be quick and pure but for `work`: no I/O, no locks, no clock. On an error
  // nothing of it stays but AppendRefusal; the error goes to `done`.
  absl::AnyInvocable<absl::StatusOr<std::string>(Work& work)> decide;
  // Called exactly once, when everything is durable (or refused, or failed),
  // on the writer's thread: hand over and return.
  //   the error of `decide`
  //   ALREADY_EXISTS (REQUEST_ID_REUSED)  same request_id, other body_hash.
  //   UNAVAILABLE (STORE_UNAVAILABLE)     nothing was kept; retry.
  //   UNAVAILABLE (SHUTTING_DOWN)         nothing was kept; retry.
  absl::AnyInvocable<void(absl::StatusOr<Answer> answer)> done;
};

// Thread-safe. Owns the writer's thread. Stops the process on a failed fsync and
// on a log that does not verify: neither may be answered over.
class Sequencer {
 public:
  struct Dependencies {
    store::Store& store;
    const base::Clock& clock;
    base::Random& random;
    const LogKey& case_key;
    const LogKey& trust_key;
    // Called after each commit with the agencies whose feeds grew.
    std::function<void(const std::vector<std::string>& agency_ids)> feeds_grew;
  };
  enum class Mode { kThread, kManual };

  // Reads both heads, rebuilds the right edges from the leaves, checks them
  // against the stored roots and checkpoints.
  //   DATA_LOSS   they do not verify: do not serve; the message says where.
  static absl::StatusOr<std::unique_ptr<Sequencer>> New(Dependencies dependencies, Mode mode = Mode::kThread);
  virtual ~Sequencer() = default;

  // Takes a command; never blocks for long.
  virtual void Submit(Command command) = 0;
  // Decides and commits all that waits, on the caller's thread (kManual only).
  virtual void Pump() = 0;
  // Finishes what was taken, refuses what comes, ends the thread. Idempotent.
  virtual void Stop() = 0;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_SEQUENCER_H_
