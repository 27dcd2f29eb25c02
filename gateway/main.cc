// enlace-gateway: the composition root. Reads top to bottom in the order of the
// folders; no other file makes two of these things.
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "certs/ca/authority_set.h"
#include "certs/x509/tls_policy.h"
#include "gateway/authz/authorizer.h"
#include "gateway/base/clock.h"
#include "gateway/base/drill_clock.h"
#include "gateway/base/files.h"
#include "gateway/base/gathered_memory.h"
#include "gateway/base/log.h"
#include "gateway/base/passphrase.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/joint_work.h"
#include "gateway/clock/scheduler.h"
#include "gateway/config/gateway_config.h"
#include "gateway/delivery/feed_hub.h"
#include "gateway/identity/identifier.h"
#include "gateway/ledger/fsck.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/service/approval/adopted_mechanisms.h"
#include "gateway/service/authority/restore_authorities.h"
#include "gateway/service/certificates/due_certificates.h"
#include "gateway/service/certificates/metrics.h"
#include "gateway/service/certificates/revocation_list.h"
#include "gateway/service/escalation/due_cases.h"
#include "gateway/service/handler_set.h"
#include "gateway/service/replay/replay.h"
#include "gateway/service/startup.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/sqlite/sqlite_store.h"
#include "gateway/transport/door.h"
#include "gateway/transport/live_connections.h"
#include "gateway/transport/tls/server_certificate.h"
#include "google/protobuf/stubs/logging.h"

namespace enlace {
namespace {

absl::Duration LengthOf(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

// 32 bytes in a file of mode 0600, made at the first start.
absl::StatusOr<base::Secret> LoadOrCreateKey(const std::string& path, base::Random& random) {
  if (!base::FileExists(path)) RETURN_IF_ERROR(base::WriteFileAtomically(path, random.Bytes(32), 0600));
  ASSIGN_OR_RETURN(std::string key, base::ReadFile(path, 32));
  if (key.size() != 32) return absl::InvalidArgumentError(absl::StrCat(path, ": is not a key of 32 bytes"));
  return base::Secret(std::move(key));
}

// `serves`: whether it will be written to all the time.
absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(const config::v1::GatewayConfig& config,
                                                        bool serves) {
  if (config.store().kind() == "memory") return std::unique_ptr<store::Store>(new store::MemoryStore());
  store::SqliteStore::Options options;
  options.folder = config.state_folder();
  options.reserve_wal = serves;
  ASSIGN_OR_RETURN(auto sqlite, store::SqliteStore::New(options));
  return std::unique_ptr<store::Store>(std::move(sqlite));
}

struct Logs {
  std::unique_ptr<ledger::LogKey> case_key;
  std::unique_ptr<ledger::LogKey> trust_key;
};

absl::StatusOr<Logs> OpenLogs(const config::v1::GatewayConfig& config, base::Random& random) {
  const std::string& folder = config.state_folder();
  Logs logs;
  ASSIGN_OR_RETURN(logs.case_key,
                   ledger::LogKey::LoadOrCreate(absl::StrCat(folder, "/case-log.key"),
                                                absl::StrCat(config.log_origin(), "/caselog/1"), random));
  ASSIGN_OR_RETURN(logs.trust_key,
                   ledger::LogKey::LoadOrCreate(absl::StrCat(folder, "/trust-log.key"),
                                                absl::StrCat(config.log_origin(), "/trustlog/1"), random));
  return logs;
}

void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  base::Log(base::LogLevel::kInfo, "gateway.stopping", {{"signal", signal}});
}

// The listeners of one gateway and what they tell of themselves.
struct Doors {
  std::unique_ptr<transport::Door> enrollment, mutual, administration;
  std::unique_ptr<transport::ProbeDoor> probe;

  // <state_folder>/ports: a line for each listener.
  std::string Ports() const {
    std::string out = absl::StrCat("mutual: ", mutual->port(), "\nenrollment: ", enrollment->port(), "\n");
    if (administration != nullptr) absl::StrAppend(&out, "administration: ", administration->port(), "\n");
    if (probe != nullptr) absl::StrAppend(&out, "probe: ", probe->port(), "\n");
    return out;
  }
  // The probe's last: who watches sees the others go.
  void Shutdown(absl::Duration grace) {
    if (administration != nullptr) administration->Shutdown(grace);
    mutual->Shutdown(grace);
    enrollment->Shutdown(grace);
    if (probe != nullptr) probe->Shutdown(absl::ZeroDuration());
  }
};

transport::DoorOptions OptionsOf(const config::v1::GatewayConfig& config, transport::PortKind kind,
                                 const config::v1::Listener& listener, const std::string& tls_folder,
                                 transport::LiveConnections* connections,
                                 std::vector<transport::Page> pages) {
  transport::DoorOptions options;
  options.kind = kind;
  options.address = listener.address();
  options.port = static_cast<int>(listener.port());
  options.tls_folder = tls_folder;
  options.limits = transport::LimitsOf(config.transport(), LengthOf(config.feed().heartbeat()));
  options.connections = connections;
  options.pages = std::move(pages);
  return options;
}

// Before anything else runs; a machine that does not allow it is served from all the same.
void GatherMemory(const config::v1::GatewayConfig& config) {
  if (!config.gather_memory()) return;
  const auto gathered = base::GatherMemory();
  if (!gathered.ok()) {
    base::Log(base::LogLevel::kInfo, "gateway.memory_scattered",
              {{"reason", std::string(gathered.status().message())}});
    return;
  }
  base::Log(base::LogLevel::kInfo, "gateway.memory_gathered",
            {{"parts", gathered->parts},
             {"part_bytes", static_cast<int64_t>(gathered->part_bytes)},
             {"heap_bytes", static_cast<int64_t>(gathered->heap_bytes)}});
}

absl::Status Serve(const config::v1::GatewayConfig& config, const sigset_t& signals) {
  GatherMemory(config);
  RETURN_IF_ERROR(certs::ApplyTlsPolicy());
  RETURN_IF_ERROR(certs::CheckTlsPolicy());
  RETURN_IF_ERROR(base::MakeFolders(config.state_folder()));
  const uint32_t speed = std::max(config.drill().speed(), 1U);
  const base::SystemClock machine;
  const base::DrillClock drill(machine, speed);
  const base::Clock& clock = speed > 1 ? static_cast<const base::Clock&>(drill) : machine;
  if (speed > 1) base::Log(base::LogLevel::kWarning, "gateway.drill", {{"speed", static_cast<int>(speed)}});
  base::SystemRandom random;

  certs::AuthoritySet::Options ca;
  ca.folder = config.ca().folder();
  ASSIGN_OR_RETURN(ca.access.passphrase, base::ReadPassphrase(config.ca().passphrase_file()));
  ca.access.pkcs11_module = config.ca().pkcs11_module();
  ASSIGN_OR_RETURN(const auto authorities, certs::AuthoritySet::Load(std::move(ca), random));

  const service::ApprovalPolicy approval = service::PolicyOf(config.approval());
  ASSIGN_OR_RETURN(const auto store, OpenStore(config, /*serves=*/true));
  ASSIGN_OR_RETURN(const auto mechanisms,
                   service::ChooseMechanisms(*store, config.mechanisms_folder(), approval));
  ASSIGN_OR_RETURN(const Logs logs, OpenLogs(config, random));
  ASSIGN_OR_RETURN(const base::Secret token_key,
                   LoadOrCreateKey(absl::StrCat(config.state_folder(), "/token.key"), random));
  ASSIGN_OR_RETURN(const absl::Time last_record, service::LastRecordTime(*store));
  identity::Roster roster;
  RETURN_IF_ERROR(service::LoadRoster(*store, &roster));
  const identity::Identifier identifier(*authorities, roster, clock, config.trust_domain());
  const authz::Authorizer authorizer;

  delivery::FeedHub feeds;
  transport::LiveConnections connections;
  service::RevocationList revocation_list(
      {absl::StrCat(config.state_folder(), "/crl.der"), LengthOf(config.ca().crl_life())}, roster,
      *authorities, clock);
  ASSIGN_OR_RETURN(
      const auto sequencer,
      ledger::Sequencer::New({*store, clock, random, *logs.case_key, *logs.trust_key,
                              [&feeds](const std::vector<std::string>& ids) { feeds.Wake(ids); }}));
  service::Core core{*sequencer,
                     *store,
                     authorizer,
                     *mechanisms,
                     roster,
                     feeds,
                     *authorities,
                     connections,
                     revocation_list,
                     clock,
                     *logs.case_key,
                     *logs.trust_key,
                     token_key,
                     config.trust_domain(),
                     "",
                     LengthOf(config.ca().tls_life()),
                     LengthOf(config.ca().sealing_life()),
                     LengthOf(config.ca().token_life()),
                     config.require_act_signatures(),
                     config.report().smallest_cell(),
                     approval,
                     config.mechanisms_folder(),
                     LengthOf(config.ca().undo_window()),
                     clock.Now()};
  clock::StoppableWaiter waiter(speed);
  revocation_list.OnChange([&waiter] { waiter.Wake(); });
  // Whoever issues signs the list. No state changes after the doors are closed.
  authorities->Listen([&revocation_list] { revocation_list.Changed(); });
  service::HandlerSet handlers(core, config.feed().batch_size());
  RETURN_IF_ERROR(service::RestoreAuthorities(core));
  RETURN_IF_ERROR(service::AnnounceRules(core));

  const std::string tls_folder = absl::StrCat(config.state_folder(), "/tls");
  // Clients judge it by the time that it is, in a drill too.
  ASSIGN_OR_RETURN(
      const auto server_certificate,
      transport::ServerCertificate::New(
          {tls_folder, {config.public_names().begin(), config.public_names().end()}, core.tls_life},
          *authorities, machine));
  core.server_certificate = [&server_certificate] {
    v1::ExpiringCertificate own;
    own.set_subject_uri("gateway");
    own.set_usage(v1::CERTIFICATE_USAGE_TLS_SERVER);
    *own.mutable_not_after() = base::ToProto(server_certificate->not_after());
    return own;
  };
  transport::Health health;
  service::Metrics metrics(core);
  // Both are there with the first connection; what fails now the scheduler tries again.
  revocation_list.DoDue(clock.Now()).status().IgnoreError();
  metrics.DoDue(clock.Now()).status().IgnoreError();
  Doors doors;
  const auto open = [&](transport::PortKind kind, const config::v1::Listener& listener,
                        std::vector<transport::Page> pages) {
    return transport::Door::New(OptionsOf(config, kind, listener, tls_folder, &connections, std::move(pages)),
                                handlers.services(), &health, &identifier, &roster, clock);
  };
  // Anybody who judges certificates may read whom we revoked.
  ASSIGN_OR_RETURN(doors.enrollment,
                   open(transport::PortKind::kEnrollment, config.enrollment(),
                        {{"/crl", "application/pkix-crl", [&] { return revocation_list.Published(); }}}));
  // Only tokens name this address, and none is made before the mutual port opens.
  core.enrollment_address = absl::StrCat(config.public_names(0), ":", doors.enrollment->port());
  RETURN_IF_ERROR(service::OfferFirstAdministrator(
      core, random, absl::StrCat(config.state_folder(), "/first-administrator.token")));
  if (config.has_probe()) {
    ASSIGN_OR_RETURN(
        doors.probe,
        transport::ProbeDoor::New(
            config.probe().address(), static_cast<int>(config.probe().port()),
            transport::LimitsOf(config.transport(), LengthOf(config.feed().heartbeat())), &health, clock));
  }
  if (config.has_administration()) {
    ASSIGN_OR_RETURN(doors.administration,
                     open(transport::PortKind::kAdministration, config.administration(),
                          {{"/metrics", "text/plain; version=0.0.4", [&] { return metrics.Text(); }}}));
  }
  ASSIGN_OR_RETURN(doors.mutual, open(transport::PortKind::kMutual, config.mutual(), {}));
  RETURN_IF_ERROR(
      base::WriteFileAtomically(absl::StrCat(config.state_folder(), "/ports"), doors.Ports(), 0644));
  health.Set("", true);
  base::Log(base::LogLevel::kInfo, "gateway.serving",
            {{"mutual_port", doors.mutual->port()}, {"enrollment_port", doors.enrollment->port()}});

  service::DueCases due_cases(core);
  service::DueCertificates due_certificates(core);
  clock::JointWork work({&due_cases, &due_certificates, &revocation_list, &metrics});
  clock::Scheduler scheduler({clock, waiter, work, last_record});
  std::thread scheduling([&scheduler] { scheduler.Run(); });

  WaitForSignal(signals);
  waiter.Stop();
  scheduling.join();
  health.Drain();
  doors.Shutdown(LengthOf(config.transport().connections().drain_limit()));
  sequencer->Stop();
  return absl::OkStatus();
}

// Checks both logs of a stopped gateway, byte by byte, and every row that their
// records lead to.
absl::Status Check(const config::v1::GatewayConfig& config) {
  base::SystemRandom random;
  ASSIGN_OR_RETURN(const auto store, OpenStore(config, /*serves=*/false));
  ASSIGN_OR_RETURN(const Logs logs, OpenLogs(config, random));
  ASSIGN_OR_RETURN(const ledger::FsckReport report,
                   ledger::Fsck(*store, {{v1::LOG_ID_CASE, logs.case_key->verifier()},
                                         {v1::LOG_ID_TRUST, logs.trust_key->verifier()}}));
  for (const auto& [log, counts] : report.logs) {
    std::printf("%s: %lu leaves, %lu records opened, %lu erased\n",
                log == v1::LOG_ID_CASE ? "case log" : "trust log", static_cast<unsigned long>(counts.leaves),
                static_cast<unsigned long>(counts.opened_records),
                static_cast<unsigned long>(counts.erased_records));
  }
  for (const std::string& problem : report.problems) std::printf("PROBLEM: %s\n", problem.c_str());
  if (!report.problems.empty()) return absl::DataLossError("the logs do not verify");
  ASSIGN_OR_RETURN(const service::ReplayReport replay, service::Replay(*store));
  const store::ComparisonReport& compared = replay.comparison;
  std::printf("replay: %lu records, %lu cases, %lu warnings, %lu rows compared, %lu cases erased\n",
              static_cast<unsigned long>(replay.records), static_cast<unsigned long>(replay.cases),
              static_cast<unsigned long>(replay.warnings), static_cast<unsigned long>(compared.rows),
              static_cast<unsigned long>(replay.erased_cases));
  for (const std::string& problem : compared.problems) std::printf("PROBLEM: %s\n", problem.c_str());
  if (compared.differences == 0) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the state differs from its records in ", compared.differences, " rows"));
}

int Run(int argc, char** argv) {
  CLI::App app("Mutually authenticated gateway for referrals", "enlace-gateway");
  std::string config_file;
  std::vector<std::string> settings;
  app.add_option("--config", config_file, "YAML file; docs/configuration.md has every setting");
  app.add_option("--set", settings, "Overrides one setting, for example --set mutual.port=8443");
  const CLI::App* fsck =
      app.add_subcommand("fsck", "Checks the logs and the state of a stopped gateway, and ends");
  CLI11_PARSE(app, argc, argv);

  std::map<std::string, std::string> flags;
  for (const std::string& setting : settings) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(setting, absl::MaxSplits('=', 1));
    flags[parts.first] = parts.second;
  }
  const auto loaded = config::LoadGatewayConfig(config_file, config::ProcessEnvironment, flags);
  if (!loaded.ok()) {
    std::fprintf(stderr, "enlace-gateway: %s\n", std::string(loaded.status().message()).c_str());
    return 2;
  }
  if (loaded->values.log_level() == "warning") base::SetLogLevel(base::LogLevel::kWarning);
  if (loaded->values.log_level() == "error") base::SetLogLevel(base::LogLevel::kError);

  // No file of ours is for others, and no memory of ours for a core dump.
  umask(0077);
  // It would print a line for every string of a peer's that is not UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  prctl(PR_SET_DUMPABLE, 0);
  // Blocked in every thread that follows, taken by the one that waits.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  const absl::Status status = *fsck ? Check(loaded->values) : Serve(loaded->values, signals);
  if (status.ok()) return 0;
  std::fprintf(stderr, "enlace-gateway: %s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace
}  // namespace enlace

int main(int argc, char** argv) { return enlace::Run(argc, argv); }
