// A gateway at another time, with an adapter for each of its agencies: real store,
// real authority, TLS, the adapters' own runtime and files in folders. Only the
// machine's clock is another one.
#ifndef ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_YEAR_WORLD_H_
#define ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_YEAR_WORLD_H_

#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/folder/folder_adapter.h"
#include "adapters/runtime/runtime.h"
#include "certs/ca/authority_set.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/core.h"
#include "gateway/service/handler_set.h"
#include "gateway/store/sqlite/sqlite_store.h"
#include "gateway/transport/door.h"
#include "gateway/transport/live_connections.h"
#include "tests/integration/published_year/year_clock.h"
#include "tests/support/temporary_folder.h"

namespace enlace::published_year {

// An agency to register.
struct Member {
  std::string agency_id;
  v1::AgencyKind kind = v1::AGENCY_KIND_UNSPECIFIED;
  std::string country;
  std::string mechanism_id;
  std::string time_zone;
};

// Ends the test process where a step must succeed. Not thread-safe.
class YearWorld {
 public:
  explicit YearWorld(absl::Time now);
  ~YearWorld();
  YearWorld(const YearWorld&) = delete;
  YearWorld& operator=(const YearWorld&) = delete;

  YearClock& clock() { return clock_; }
  // Numbers below it are suppressed in the reports that are drawn from now on.
  void SetSmallestCell(uint32_t cell) { core_->smallest_cell = cell; }

  // Registers it and lets its adapter enrol with a token.
  void Join(const Member& member);
  // One pass of its adapter: takes what is in its folder, delivers what came.
  void RunAdapter(const std::string& agency_id);
  // Where its officers put files and find them.
  std::string FolderOf(const std::string& agency_id) const { return folder_.File(agency_id + "/casos"); }

  // A call of the agency's own system, over TLS with its certificate.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Ask(const std::string& agency_id,
                               grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                              const Request&, Response*),
                               const Request& request) {
    return SystemOf(agency_id).session->Call<Service>(method, request);
  }
  // The same for an act, which the agency's key signs.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Act(const std::string& agency_id,
                               grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                              const Request&, Response*),
                               const Request& request) {
    return SystemOf(agency_id).session->CallAct<Service>(case_key_->origin(), method, request);
  }
  absl::StatusOr<ledger::VerifiedReceipt> Verify(const std::string& agency_id, const v1::Receipt& receipt) {
    return SystemOf(agency_id).logs.Verify(receipt);
  }
  std::string NewId();

 private:
  // The agency's keys, opened by its own system.
  struct System {
    std::unique_ptr<certs::Keystore> keystore;
    std::unique_ptr<client::Connection> connection;
    std::unique_ptr<client::Session> session;
    client::TrustedLogs logs;
  };
  // The adapter of the agency; driver and runtime as enlace-adapter makes them.
  struct Desk {
    config::v1::AdapterConfig config;
    client::Stopper stopper;
    std::unique_ptr<adapters::FolderAdapter> driver;
    std::unique_ptr<adapters::Runtime> runtime;
  };

  template <typename Request, typename Response>
  Response Administer(service::Handler<Request, Response>* handler, const Request& request);
  void Serve();
  std::unique_ptr<transport::Door> NewServer(transport::PortKind kind);
  System& SystemOf(const std::string& agency_id);

  YearClock clock_;
  base::SystemRandom random_;
  client::SystemSleeper sleeper_;
  TemporaryFolder folder_;
  std::unique_ptr<certs::AuthoritySet> authority_;
  std::unique_ptr<store::SqliteStore> store_;
  std::unique_ptr<ledger::LogKey> case_key_;
  std::unique_ptr<ledger::LogKey> trust_key_;
  const base::Secret token_key_{std::string(32, 't')};
  const authz::Authorizer authorizer_{};
  std::unique_ptr<mechanism::MechanismSet> mechanisms_;
  identity::Roster roster_;
  delivery::FeedHub feeds_;
  transport::LiveConnections connections_;
  std::unique_ptr<service::RevocationList> revocation_list_;
  std::unique_ptr<identity::Identifier> identifier_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::unique_ptr<service::Core> core_;
  std::unique_ptr<service::HandlerSet> handlers_;
  transport::Health health_;
  std::unique_ptr<transport::Door> enrollment_;
  std::unique_ptr<transport::Door> mutual_;
  std::map<std::string, std::unique_ptr<Desk>> desks_;
  std::map<std::string, System> systems_;
};

}  // namespace enlace::published_year

#endif  // ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_YEAR_WORLD_H_
