// What every handler may use; made once in main and borrowed by all.
#ifndef ENLACE_GATEWAY_SERVICE_CORE_H_
#define ENLACE_GATEWAY_SERVICE_CORE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "certs/ca/authority_set.h"
#include "gateway/authz/authorizer.h"
#include "gateway/base/clock.h"
#include "gateway/base/random.h"
#include "gateway/base/secret.h"
#include "gateway/delivery/feed_hub.h"
#include "gateway/identity/roster.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/service/approval/policy.h"
#include "gateway/service/certificates/revocation_list.h"
#include "gateway/service/connections.h"
#include "gateway/store/store.h"

namespace enlace::service {

// References to what outlives every handler, and settings that never change
// while the process runs. Everything in it is thread-safe.
struct Core {
  ledger::Sequencer& sequencer;
  store::Store& store;
  const authz::Authorizer& authorizer;
  const mechanism::MechanismSet& mechanisms;
  identity::Roster& roster;
  delivery::FeedHub& feeds;
  // All authorities; what issues does so by the one that is ISSUING.
  certs::AuthoritySet& authority;
  Connections& connections;
  RevocationList& revocation_list;
  const base::Clock& clock;
  const ledger::LogKey& case_key;
  const ledger::LogKey& trust_key;
  // From which the secrets of enrolment tokens are derived, 32 bytes.
  const base::Secret& token_key;
  std::string trust_domain;
  // host:port of the enrolment port, as agencies reach it.
  std::string enrollment_address;
  absl::Duration tls_life;
  absl::Duration sealing_life;
  absl::Duration token_life;
  // Whether acts without act_signature are refused.
  bool require_act_signatures = false;
  // Numbers of reports to which fewer cases contribute are suppressed; at least 1.
  uint32_t smallest_cell = 5;
  // Which acts of administrators take two persons.
  ApprovalPolicy approval = {};
  // Where the mechanisms' files lie, which may be others than those in force.
  std::string mechanisms_folder = {};
  // How long a revocation can be taken back; zero: not at all.
  absl::Duration undo_window = absl::Minutes(10);
  // When this process began to serve.
  absl::Time start_time = absl::UnixEpoch();
  // The gateway's own TLS certificate, as status shows it; null where it has none.
  std::function<v1::ExpiringCertificate()> server_certificate = nullptr;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CORE_H_
