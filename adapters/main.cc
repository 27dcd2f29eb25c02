// enlace-adapter: one agency's system and the gateway.
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "adapters/folder/folder_adapter.h"
#include "adapters/grpc/local_server.h"
#include "adapters/runtime/dry_run.h"
#include "adapters/runtime/link.h"
#include "adapters/runtime/runtime.h"
#include "adapters/runtime/settings.h"
#include "certs/x509/tls_policy.h"
#include "client/enlacectl/exit_code.h"
#include "client/reconnection.h"
#include "client/stopper.h"
#include "gateway/base/clock.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

constexpr absl::Duration kBetweenRenewalChecks = absl::Minutes(1);

struct Options {
  std::string config_file;
  std::string token;
  std::string token_file;
  bool once = false;
  bool dry_run = false;
  int drain_seconds = 60;
  absl::Duration drain() const { return absl::Seconds(drain_seconds); }
};

struct Surroundings {
  base::SystemClock clock;
  base::SystemRandom random;
  client::Stopper stopper;
};

// Turns SIGTERM and SIGINT into a stop. What is under way may end in peace for a
// while; after that the process ends all the same, which loses nothing: every
// step can be repeated.
class SignalWaiter {
 public:
  SignalWaiter(client::Stopper& stopper, const sigset_t& signals, absl::Duration drain)
      : thread_([this, &stopper, signals, drain] {
          int signal = 0;
          while (sigwait(&signals, &signal) != 0) {
          }
          stopper.Stop();
          if (!finished_.Sleep(drain)) return;
          base::Log(base::LogLevel::kWarning, "adapter.drain_exceeded");
          std::_Exit(static_cast<int>(client::ExitCode::kUnavailable));
        }) {}
  ~SignalWaiter() {
    finished_.Stop();
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;

 private:
  client::Stopper finished_;
  std::thread thread_;
};

absl::StatusOr<std::string> ReadToken(const Options& options) {
  if (options.token_file.empty()) return options.token;
  ASSIGN_OR_RETURN(const std::string text,
                   base::ReadFile(options.token_file, 16384, base::Links::kFollowPrivate));
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status RunFolder(const Options& options, const config::v1::AdapterConfig& config,
                       const std::string& token, Surroundings& around) {
  ASSIGN_OR_RETURN(const auto driver, FolderAdapter::New(config, around.clock));
  if (options.dry_run) {
    ASSIGN_OR_RETURN(const std::string report, DryRun(*driver, QuietTime(config), around.stopper));
    std::fputs(report.c_str(), stdout);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto runtime,
                   Runtime::New(config, token, {*driver, around.clock, around.random, around.stopper}));
  return options.once ? runtime->RunOnce(options.drain()) : runtime->Run();
}

GatewayParts PartsOf(const base::Clock& clock, Link& link) {
  return {clock,
          link.connection(),
          link.case_log(),
          [&link]() -> client::ReferralSender& { return link.sender(); },
          [&link]() -> client::ReferralReader& { return link.reader(); },
          [&link]() -> client::LegActions& { return link.legs(); },
          [&link] {
            link.UpdateTrustIfDue();
            link.RenewIfDue();
          }};
}

absl::Status RunGrpc(const Options& options, const config::v1::AdapterConfig& config,
                     const std::string& token, Surroundings& around) {
  if (options.dry_run) {
    return absl::InvalidArgumentError(
        "--dry-run: the agency's system sends by itself here; there is nothing to collect");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Link> link,
                   Link::New(config, token, {around.clock, around.random, around.stopper}));
  ASSIGN_OR_RETURN(const auto server, LocalServer::New(config, PartsOf(around.clock, *link)));
  if (options.once) return absl::OkStatus();
  do {
    server->RenewIfDue();
  } while (around.stopper.Sleep(kBetweenRenewalChecks));
  server->Shutdown();
  return absl::OkStatus();
}

absl::Status Run(const Options& options, const sigset_t& signals) {
  RETURN_IF_ERROR(certs::ApplyTlsPolicy());
  ASSIGN_OR_RETURN(const config::v1::AdapterConfig config, LoadSettings(options.config_file));
  ASSIGN_OR_RETURN(const std::string token, ReadToken(options));
  RETURN_IF_ERROR(base::MakeFolders(config.state_folder()));
  Surroundings around;
  const SignalWaiter waiter(around.stopper, signals, options.drain());
  return config.has_grpc() ? RunGrpc(options, config, token, around)
                           : RunFolder(options, config, token, around);
}

int Main(int argc, char** argv) {
  client::KeepReconnecting();
  CLI::App app("One agency's system and the gateway", "enlace-adapter");
  Options options;
  app.add_option("--config", options.config_file, "YAML file; docs/configuration.md has every setting")
      ->required();
  auto* token = app.add_option("--token", options.token,
                               "Enrolment token; others on this machine can see it, prefer --token-file");
  app.add_option("--token-file", options.token_file,
                 "File with an enrolment token; needed at the first start only")
      ->excludes(token);
  app.add_flag("--once", options.once, "Enrol if needed, send what is there, take what came, and end");
  app.add_flag("--dry-run", options.dry_run, "Say what would be sent; send, deliver and settle nothing");
  app.add_option("--drain", options.drain_seconds,
                 "Seconds: with --once how long to keep trying, and after SIGTERM what is under way may take")
      ->check(CLI::Range(1, 86400))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked = app.exit(error) == 0;
    return static_cast<int>(asked ? client::ExitCode::kOk : client::ExitCode::kUsage);
  }
  // Keys and state have modes of their own; what the agency shares is for its group.
  umask(0007);
  prctl(PR_SET_DUMPABLE, 0);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  const absl::Status status = Run(options, signals);
  if (!status.ok()) std::fprintf(stderr, "enlace-adapter: %s\n", std::string(status.message()).c_str());
  return static_cast<int>(client::ExitCodeOf(status));
}

}  // namespace
}  // namespace enlace::adapters

int main(int argc, char** argv) { return enlace::adapters::Main(argc, argv); }
