// Asks for the status of a case now and then, over one connection that is kept,
// and says how long each call took. tests/sparse/prove makes the scene.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/tls_policy.h"
#include "client/address.h"
#include "client/connection.h"
#include "client/session.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/gathered_memory.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"
#include "tests/sparse/percentiles.h"

namespace enlace::sparse {
namespace {

struct Options {
  std::string address;
  std::string identity;
  std::string case_id;
  int count = 600;
  int interval_ms = 1000;
  int limit_ms = 0;
};

absl::StatusOr<std::vector<absl::Duration>> Measure(const Options& options) {
  RETURN_IF_ERROR(certs::ApplyTlsPolicy());
  const base::SystemClock clock;
  base::SystemRandom random;
  client::SystemSleeper sleeper;
  client::ConnectionOptions how;
  ASSIGN_OR_RETURN(how.address, client::ParseAddress("--address", options.address));
  ASSIGN_OR_RETURN(const auto keystore, certs::Keystore::Open(options.identity, random));
  ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*keystore));
  ASSIGN_OR_RETURN(const auto connection, client::Connection::New(std::move(how), std::move(identity)));
  client::Session session(*connection, clock, random, sleeper);
  v1::GetCaseStatusRequest request;
  request.mutable_key()->set_case_id(options.case_id);
  const auto ask = [&] {
    return session.Call<v1::CaseService>(&v1::CaseService::StubInterface::GetCaseStatus, request).status();
  };
  RETURN_IF_ERROR(ask());  // The handshake is another figure.
  std::vector<absl::Duration> samples;
  for (int i = 0; i < options.count; ++i) {
    absl::SleepFor(absl::Milliseconds(options.interval_ms));
    const auto begin = std::chrono::steady_clock::now();
    const absl::Status status = ask();
    samples.push_back(absl::FromChrono(std::chrono::steady_clock::now() - begin));
    RETURN_IF_ERROR(status);
  }
  return samples;
}

int Main(int argc, char** argv) {
  CLI::App app("Measures calls that are rare", "sparse_calls");
  Options options;
  app.add_option("--address", options.address)->required();
  app.add_option("--identity", options.identity)->required();
  app.add_option("--case", options.case_id)->required();
  app.add_option("--count", options.count)->check(CLI::Range(1, 1000000));
  app.add_option("--interval-ms", options.interval_ms)->check(CLI::Range(0, 60000));
  app.add_option("--limit-ms", options.limit_ms, "Exit status 1 unless p99 is below; 0 sets no limit");
  CLI11_PARSE(app, argc, argv);
  // Half of a rare call is the client's: measured is the gateway, so this client is at its best.
  base::GatherMemory().status().IgnoreError();
  const auto samples = Measure(options);
  if (!samples.ok()) {
    std::fprintf(stderr, "sparse_calls: %s\n", samples.status().ToString().c_str());
    return 2;
  }
  std::printf("%s\n", Summary(*samples).c_str());
  return options.limit_ms == 0 || Percentile(*samples, 0.99) < absl::Milliseconds(options.limit_ms) ? 0 : 1;
}

}  // namespace
}  // namespace enlace::sparse

int main(int argc, char** argv) { return enlace::sparse::Main(argc, argv); }
