// Renewals, then a whole rotation, first of the issuing authority and then of the root,
// all under load: agencies call over connections old and new, renew and fetch the trust
// bundle as adapters do, and not one call may fail. Prints figures; ends with status 1
// if one did.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "certs/x509/tls_policy.h"
#include "client/enrollment.h"
#include "client/reconnection.h"
#include "client/rpc_status.h"
#include "client/session.h"
#include "client/trust_bundle.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "gateway/base/identifier.h"
#include "gateway/base/log.h"
#include "gateway/base/mutex.h"
#include "tests/fault/stage.h"
#include "tests/support/second_authority.h"

namespace enlace::rotation {
namespace {

constexpr char kTrustDomain[] = "enlace.example";  // Of the demo's scene.
constexpr int kCallsPerConnection = 10;
// TLS certificates live for a week, sealing certificates for months, and a keyring keeps
// every old key.
constexpr int kRenewalsPerSealingKey = 10;
constexpr absl::Duration kCallLimit = absl::Seconds(20);

struct Options {
  fault::StagePlaces places;
  int renewals = 3;    // Of each agency, before anything rotates.
  double seconds = 2;  // Of load in each phase.
};

// A program with one identity, that keeps it as an adapter does.
class Program {
 public:
  static absl::StatusOr<std::unique_ptr<Program>> New(const std::string& folder, const std::string& address) {
    std::unique_ptr<Program> program(new Program());
    ASSIGN_OR_RETURN(program->keystore_, certs::Keystore::Open(folder, program->random_));
    client::ConnectionOptions options;
    ASSIGN_OR_RETURN(options.address, client::ParseAddress("address", address));
    ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*program->keystore_));
    ASSIGN_OR_RETURN(program->connection_, client::Connection::New(options, std::move(identity)));
    program->session_ = std::make_unique<client::Session>(*program->connection_, program->clock_,
                                                          program->random_, program->sleeper_);
    return program;
  }
  // A handshake of its own for the next call.
  absl::Status Reconnect() {
    ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*keystore_));
    return connection_->Reopen(std::move(identity));
  }
  // One attempt, without any repetition that would hide a failure.
  absl::Status CallOnce() {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallLimit));
    v1::ListMechanismsResponse response;
    const auto stub = v1::DirectoryService::NewStub(connection_->channel());
    return client::FromRpc(stub->ListMechanisms(&context, v1::ListMechanismsRequest(), &response));
  }
  absl::Status UpdateTrust() { return client::UpdateTrustBundle(*session_, *keystore_).status(); }
  absl::Status Renew(bool new_sealing_key) {
    return client::Renew(*session_, *keystore_, new_sealing_key).status();
  }
  client::Session& session() { return *session_; }
  base::Random& random() { return random_; }

 private:
  Program() = default;
  base::SystemClock clock_;
  base::SystemRandom random_;
  client::SystemSleeper sleeper_;
  std::unique_ptr<certs::Keystore> keystore_;
  std::unique_ptr<client::Connection> connection_;
  std::unique_ptr<client::Session> session_;
};

// What all loops share. Thread-safe.
struct Load {
  std::atomic<bool> stopped = false;
  std::atomic<int> renewal = 0;  // How often everybody shall have renewed.
  // A new sealing key with each so many renewals.
  std::atomic<int> renewals_per_sealing_key = kRenewalsPerSealingKey;
  std::atomic<uint64_t> calls = 0, handshakes = 0, failures = 0, updates = 0, early = 0, renewals = 0;

  void Failed(const std::string& what, const absl::Status& status) {
    ++failures;
    base::MutexLock lock(&mu);
    std::printf("FAILED: %s: %s\n", what.c_str(), status.ToString().c_str());
  }
  void Renewed(absl::Duration took) {
    base::MutexLock lock(&mu);
    renewal_times.push_back(took);
    ++renewals;
  }
  // Milliseconds within which `share` of the renewals were done.
  double RenewalWithin(double share) {
    base::MutexLock lock(&mu);
    if (renewal_times.empty()) return 0;
    std::sort(renewal_times.begin(), renewal_times.end());
    const auto last = static_cast<double>(renewal_times.size() - 1);
    return absl::ToDoubleMilliseconds(renewal_times[static_cast<size_t>(share * last)]);
  }
  base::Mutex mu;
  std::vector<absl::Duration> renewal_times ABSL_GUARDED_BY(mu);
};

void Run(const std::string& who, Program& program, Load& load) {
  int renewed = 0;
  for (uint64_t i = 1; !load.stopped; ++i) {
    if (i % kCallsPerConnection == 0) {
      const absl::Status reconnected = program.Reconnect();
      if (!reconnected.ok()) load.Failed(who + " reconnects", reconnected);
      ++load.handshakes;
    }
    const absl::Status called = program.CallOnce();
    ++load.calls;
    if (!called.ok()) load.Failed(who + " calls", called);
    // An adapter does this when its feed says so; here it is asked all the time.
    if (i % (5 * kCallsPerConnection) == 0) {
      const absl::Status updated = program.UpdateTrust();
      ++load.updates;
      // A moment too early is no failure: the bundle of before is as good until then.
      const bool early = absl::StrContains(updated.message(), "so it was not installed");
      if (early) ++load.early;
      if (!updated.ok() && !early) load.Failed(who + " updates its trust", updated);
    }
    if (renewed >= load.renewal) continue;
    const absl::Time begin = absl::Now();
    const absl::Status done = program.Renew(renewed % load.renewals_per_sealing_key == 0);
    if (!done.ok()) load.Failed(who + " renews", done);
    load.Renewed(absl::Now() - begin);
    ++renewed;
  }
}

class Rotation {
 public:
  explicit Rotation(Options options) : options_(std::move(options)) {}
  ~Rotation() { StopLoad(); }

  absl::StatusOr<uint64_t> Go() {
    ASSIGN_OR_RETURN(stage_, fault::Stage::Build(options_.places));
    RETURN_IF_ERROR(stage_->StartGateway().status());
    ASSIGN_OR_RETURN(admin_, Program::New(options_.places.folder + "/admin", stage_->address()));
    RETURN_IF_ERROR(StartLoad());
    const absl::Time begin = absl::Now();
    RETURN_IF_ERROR(RenewAll());
    // Of an old authority nothing shall be left.
    load_.renewals_per_sealing_key = 1;
    RETURN_IF_ERROR(Rotate("issuing", NewRoot::kNo));
    RETURN_IF_ERROR(Rotate("root", NewRoot::kYes));
    const absl::Duration took = absl::Now() - begin;
    StopLoad();
    std::printf(
        "all: %lu calls and %lu handshakes in %.1f s, %lu trust updates (%lu too early), %lu renewals, %lu "
        "failed\n",
        Value(load_.calls), Value(load_.handshakes), absl::ToDoubleSeconds(took), Value(load_.updates),
        Value(load_.early), Value(load_.renewals), Value(load_.failures));
    std::printf("proved part=rotation count=%lu unit=calls seed=0 findings=%lu seconds=%.0f\n",
                Value(load_.calls), Value(load_.failures), absl::ToDoubleSeconds(took));
    return load_.failures.load();
  }

 private:
  static unsigned long Value(const std::atomic<uint64_t>& count) { return count.load(); }

  // Each agency again and again, while it calls in between.
  absl::Status RenewAll() {
    const uint64_t calls = load_.calls;
    load_.renewal = options_.renewals;
    const uint64_t all = programs_.size() * static_cast<uint64_t>(options_.renewals);
    RETURN_IF_ERROR(Await([this, all] { return load_.renewals >= all; }));
    std::printf("renewal: %lu times, p50=%.1f p99=%.1f max=%.1f ms, %lu calls in between, %lu failed\n",
                Value(load_.renewals), load_.RenewalWithin(0.5), load_.RenewalWithin(0.99),
                load_.RenewalWithin(1), load_.calls - calls, Value(load_.failures));
    return absl::OkStatus();
  }

  absl::Status StartLoad() {
    for (const char* agency :
         {fault::kUnit, fault::kNorth, fault::kSouth, fault::kFederal, fault::kOmbudsman}) {
      ASSIGN_OR_RETURN(auto program, Program::New(stage_->IdentityFolder(agency), stage_->address()));
      programs_.push_back(std::move(program));
      threads_.emplace_back(Run, agency, std::ref(*programs_.back()), std::ref(load_));
    }
    return absl::OkStatus();
  }

  void StopLoad() {
    load_.stopped = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  // From a new folder to the retirement of whichever issued before.
  absl::Status Rotate(const std::string& name, NewRoot root) {
    ASSIGN_OR_RETURN(const std::string old_id, IdIn(v1::AUTHORITY_STATE_ISSUING));
    AddAuthorityTo(options_.places.folder + "/ca", kTrustDomain, name, root, absl::Now());
    ASSIGN_OR_RETURN(const std::string new_id, IdIn(v1::AUTHORITY_STATE_PRESENT));
    const uint64_t failures = load_.failures;
    const absl::Time begin = absl::Now();
    RETURN_IF_ERROR(Advance(new_id, v1::AUTHORITY_STATE_PUBLISHED, false));
    RETURN_IF_ERROR(Await([this] { return admin_->UpdateTrust().ok(); }));
    RETURN_IF_ERROR(Await([this, &new_id] { return IsKnownToAll(new_id); }));
    const absl::Duration known = absl::Now() - begin;
    RETURN_IF_ERROR(Advance(new_id, v1::AUTHORITY_STATE_ISSUING, false));
    RETURN_IF_ERROR(Await([this] { return admin_->UpdateTrust().ok(); }));
    Linger();
    const uint64_t before = load_.renewals;
    ++load_.renewal;
    RETURN_IF_ERROR(admin_->Renew(/*new_sealing_key=*/false));
    RETURN_IF_ERROR(Await([this, before] { return load_.renewals == before + programs_.size(); }));
    // By force: certificates that were renewed are still in force, and of use to nobody.
    RETURN_IF_ERROR(Advance(old_id, v1::AUTHORITY_STATE_RETIRED, true));
    RETURN_IF_ERROR(Await([this] { return admin_->UpdateTrust().ok(); }));
    Linger();
    std::printf("%s: root known to all agencies after %.2f s, retired after %.2f s, %lu failed\n",
                name.c_str(), absl::ToDoubleSeconds(known), absl::ToDoubleSeconds(absl::Now() - begin),
                static_cast<unsigned long>(load_.failures - failures));
    return absl::OkStatus();
  }

  // Load alone; longer than a listener takes to see a new server certificate.
  void Linger() { absl::SleepFor(absl::Seconds(options_.seconds)); }

  absl::Status Await(const std::function<bool()>& is_true) {
    if (client::demo::Await(absl::Minutes(5), is_true)) return absl::OkStatus();
    return absl::DeadlineExceededError("waited for five minutes");
  }

  absl::StatusOr<v1::ListAuthoritiesResponse> List() {
    return admin_->session().Call<v1::AdministrationService>(
        &v1::AdministrationService::StubInterface::ListAuthorities, v1::ListAuthoritiesRequest());
  }
  absl::StatusOr<std::string> IdIn(v1::AuthorityState state) {
    ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse response, List());
    for (const v1::Authority& authority : response.authorities()) {
      if (authority.state() == state) return authority.authority_id();
    }
    return absl::NotFoundError(absl::StrCat("no authority is in state ", state));
  }
  bool IsKnownToAll(const std::string& id) {
    const auto response = List();
    if (!response.ok()) return false;
    for (const v1::Authority& authority : response->authorities()) {
      if (authority.authority_id() == id) return authority.unaware_agency_ids().empty();
    }
    return false;
  }
  absl::Status Advance(const std::string& id, v1::AuthorityState to, bool force) {
    v1::AdvanceAuthorityRequest request;
    request.set_request_id(base::NewUuid(admin_->random()));
    request.set_authority_id(id);
    request.set_to(to);
    request.set_force(force);
    request.set_reason("rotation under load");
    return admin_->session()
        .Call<v1::AdministrationService>(&v1::AdministrationService::StubInterface::AdvanceAuthority, request)
        .status();
  }

  const Options options_;
  std::unique_ptr<fault::Stage> stage_;
  std::unique_ptr<Program> admin_;
  std::vector<std::unique_ptr<Program>> programs_;
  std::vector<std::thread> threads_;
  Load load_;
};

int Main(int argc, char** argv) {
  CLI::App app("Renews certificates and rotates issuing authority and root, under load",
               "rotation_under_load");
  Options options;
  app.add_option("--programs", options.places.programs, "Folder with the programs")->required();
  app.add_option("--mechanisms", options.places.mechanisms, "Folder with the mechanisms' rules")->required();
  app.add_option("--folder", options.places.folder, "Made anew; stays behind")->required();
  app.add_option("--renewals", options.renewals, "Of each agency, one after the other")
      ->check(CLI::Range(1, 10000));
  app.add_option("--seconds", options.seconds, "Of load in each of the four phases");
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  base::SetLogLevel(base::LogLevel::kWarning);
  const absl::Status policy = certs::ApplyTlsPolicy();
  const absl::StatusOr<uint64_t> failed =
      policy.ok() ? Rotation(options).Go() : absl::StatusOr<uint64_t>(policy);
  if (!failed.ok()) {
    std::printf("FAILED: %s\n", failed.status().ToString().c_str());
    std::printf("proved part=rotation count=0 unit=calls seed=0 findings=1 seconds=0\n");
  }
  return failed.ok() && *failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace enlace::rotation

int main(int argc, char** argv) {
  enlace::client::KeepReconnecting();
  return enlace::rotation::Main(argc, argv);
}
