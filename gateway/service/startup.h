// What has to happen between opening the store and serving.
#ifndef ENLACE_GATEWAY_SERVICE_STARTUP_H_
#define ENLACE_GATEWAY_SERVICE_STARTUP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/identity/roster.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Fills the roster with every certificate and agency of the store.
//   UNAVAILABLE, DATA_LOSS   as Reader: do not serve.
absl::Status LoadRoster(store::Store& store, identity::Roster* roster);

// When anything was last recorded; infinite past if nothing was. Ask before
// anything is recorded by this run.
//   UNAVAILABLE, DATA_LOSS   as Reader: do not serve.
absl::StatusOr<absl::Time> LastRecordTime(store::Store& store);

// Records in the trust log which rules are in force from now on, and keeps their files.
// Waits for it.
//   UNAVAILABLE   nothing was written: do not serve.
absl::Status AnnounceRules(const Core& core);

// If the store knows no administrator: makes an enrolment token for one named
// "first" and writes it to `token_file` (mode 0600), so that the person who can
// read the state folder, and nobody else, can become the first administrator.
// Otherwise removes a file that was left behind.
//   UNAVAILABLE   the token could not be made or written: do not serve.
absl::Status OfferFirstAdministrator(const Core& core, base::Random& random, const std::string& token_file);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_STARTUP_H_
