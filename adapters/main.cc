// enlace-adapter: one agency's system and the gateway.
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/ascii.h"
#include "adapters/folder/folder_adapter.h"
#include "adapters/runtime/runtime.h"
#include "adapters/runtime/settings.h"
#include "certs/x509/tls_policy.h"
#include "client/stopper.h"
#include "gateway/base/clock.h"
#include "gateway/base/files.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

struct Options {
  std::string config_file;
  std::string token_file;
  bool once = false;
};

absl::StatusOr<std::string> ReadToken(const std::string& file) {
  if (file.empty()) return std::string();
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(file, 16384));
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::StatusOr<std::unique_ptr<Adapter>> MakeDriver(const config::v1::AdapterConfig& config,
                                                    const base::Clock& clock) {
  if (config.has_folder()) {
    ASSIGN_OR_RETURN(auto driver, FolderAdapter::New(config, clock));
    return std::unique_ptr<Adapter>(std::move(driver));
  }
  return absl::UnimplementedError("this build has the driver `folder` only");
}

absl::Status Run(const Options& options, const sigset_t& signals) {
  RETURN_IF_ERROR(certs::ApplyTlsPolicy());
  ASSIGN_OR_RETURN(const config::v1::AdapterConfig config, LoadSettings(options.config_file));
  ASSIGN_OR_RETURN(const std::string token, ReadToken(options.token_file));
  base::SystemClock clock;
  base::SystemRandom random;
  client::Stopper stopper;
  RETURN_IF_ERROR(base::MakeFolders(config.state_folder()));
  ASSIGN_OR_RETURN(const std::unique_ptr<Adapter> driver, MakeDriver(config, clock));
  ASSIGN_OR_RETURN(const auto runtime, Runtime::New(config, token, {*driver, clock, random, stopper}));
  if (options.once) return runtime->RunOnce();
  std::thread waiter([&] {
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
    stopper.Stop();
  });
  const absl::Status status = runtime->Run();
  waiter.join();
  return status;
}

int Main(int argc, char** argv) {
  CLI::App app("One agency's system and the gateway", "enlace-adapter");
  Options options;
  app.add_option("--config", options.config_file, "YAML file; docs/configuration.md has every setting")->required();
  app.add_option("--token-file", options.token_file, "File with an enrolment token; needed at the first start only");
  app.add_flag("--once", options.once, "Send what is there, take what came, and end");
  CLI11_PARSE(app, argc, argv);
  umask(0077);
  prctl(PR_SET_DUMPABLE, 0);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (!options.once) pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  const absl::Status status = Run(options, signals);
  if (status.ok()) return 0;
  std::fprintf(stderr, "enlace-adapter: %s\n", std::string(status.message()).c_str());
  return status.code() == absl::StatusCode::kInvalidArgument ? 2 : 1;
}

}  // namespace
}  // namespace enlace::adapters

int main(int argc, char** argv) { return enlace::adapters::Main(argc, argv); }
