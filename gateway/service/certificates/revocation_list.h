// The revocation list (CRL) for systems that want one; the gateway itself decides by
// its own records.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_REVOCATION_LIST_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_REVOCATION_LIST_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/ca/authority_set.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"
#include "gateway/clock/scheduler.h"
#include "gateway/identity/roster.h"

namespace enlace::service {

// Keeps a list that holds what the roster says: a new one after every revocation and
// reinstatement, when a revocation becomes final, and at half of its life. Numbers
// rise from list to list, across restarts too: the last one is read from the file.
// Thread-safe. Borrows roster, authority and clock.
class RevocationList final : public clock::DueWork {
 public:
  struct Options {
    // Where the list is put, DER, replaced at once; empty: nowhere.
    std::string file;
    absl::Duration life = absl::Hours(24);
  };
  RevocationList(Options options, const identity::Roster& roster, const certs::AuthoritySet& authority,
                 const base::Clock& clock);

  // `wake` runs after each Changed, on its thread; set it before the first.
  void OnChange(std::function<void()> wake) { wake_ = std::move(wake); }
  // The roster has another revoked certificate, or one less. Does no work.
  void Changed();

  // The list as of now, DER.
  //   FAILED_PRECONDITION, INTERNAL  it could not be signed.
  absl::StatusOr<std::string> Current();

  // The last list that was published, DER; empty before the first. Never signs.
  std::string Published();

  // Makes and publishes a new list if it is time. When the next is due.
  //   UNAVAILABLE  the file could not be written; it is tried again.
  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override;
  // The clock is put on record elsewhere.
  absl::Status TellClockSet(absl::Time, absl::Time) override { return absl::OkStatus(); }

 private:
  absl::Status RenewIfDue(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Publish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Options options_;
  const identity::Roster& roster_;
  const certs::AuthoritySet& authority_;
  const base::Clock& clock_;
  std::function<void()> wake_;
  std::atomic<bool> changed_{true};
  base::Mutex mu_;
  std::string der_ ABSL_GUARDED_BY(mu_);
  uint64_t number_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time renew_at_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  // Whether der_ is in the file, and what was put there last.
  bool is_published_ ABSL_GUARDED_BY(mu_) = false;
  std::string published_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_REVOCATION_LIST_H_
