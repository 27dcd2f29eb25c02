// How soon a revocation is felt: an administrator revokes a certificate that many
// connections use, and takes it back, again and again, against a real gateway.
//
//   revocation_trials --count 20 --connections 16 --programs build/dev/bin --mechanisms mechanisms
//                     --folder /tmp/revocation
//
// Times run from the administrator's answer: to the refusal of the next call on each
// connection, to the end of its stream, and to the refusal of a new connection's
// call. The last line has the figures; status 0 iff nothing was found.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/tls_policy.h"
#include "client/address.h"
#include "client/enlacectl/demo/scene.h"
#include "client/reconnection.h"
#include "client/session.h"
#include "client/stopper.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"
#include "tests/revocation/holder.h"
#include "tests/revocation/tls_client.h"

namespace enlace::revocation {
namespace {

using Administration = v1::AdministrationService;
using client::demo::Scene;

constexpr char kAgency[] = "fiscalia-sur";
constexpr absl::Duration kLimit = absl::Seconds(10);
// The promise: under a second at the 99th percentile.
constexpr double kPromiseMilliseconds = 1000;

struct Options {
  int count = 20;
  int connections = 16;
  client::demo::Places places;
};

bool IsRevoked(const absl::Status& status) {
  return base::ReasonOf(status) == v1::ERROR_REASON_CERTIFICATE_REVOKED;
}

class Times {
 public:
  void Add(absl::Duration time) { all_.push_back(std::max(time, absl::ZeroDuration())); }
  // Milliseconds.
  double At(double share) {
    if (all_.empty()) return 0;
    std::sort(all_.begin(), all_.end());
    return absl::ToDoubleMilliseconds(
        all_[static_cast<size_t>(share * static_cast<double>(all_.size() - 1))]);
  }
  size_t size() const { return all_.size(); }

 private:
  std::vector<absl::Duration> all_;
};

// One run from the building of the scene to the check of what is left.
class Trials {
 public:
  explicit Trials(const Options& options) : options_(options) {}

  absl::Status Run() {
    std::ostringstream told;
    ASSIGN_OR_RETURN(scene_, Scene::Build(options_.places, told));
    RETURN_IF_ERROR(Connect());
    for (int trial = 0; trial < options_.count; ++trial) RETURN_IF_ERROR(Try());
    holders_.clear();
    return scene_->StopAndCheck().status();
  }

  // The figures, and what was found.
  int Report(absl::Duration took) {
    if (calls_.At(0.99) > kPromiseMilliseconds) Finding("the next call was refused too late");
    if (streams_.At(0.99) > kPromiseMilliseconds) Finding("streams were cut too late");
    if (arrivals_.At(0.99) > kPromiseMilliseconds) Finding("new connections were refused too late");
    std::printf(
        "trials=%d connections=%d call_refused_ms p50=%.2f p99=%.2f max=%.2f stream_cut_ms p50=%.2f "
        "p99=%.2f max=%.2f connection_refused_ms p50=%.2f p99=%.2f max=%.2f resumptions_tried=%d "
        "resumed=%d\n",
        options_.count, options_.connections, calls_.At(0.5), calls_.At(0.99), calls_.At(1), streams_.At(0.5),
        streams_.At(0.99), streams_.At(1), arrivals_.At(0.5), arrivals_.At(0.99), arrivals_.At(1),
        resumptions_, resumed_);
    std::printf("proved part=revocation count=%d unit=revocations seed=0 findings=%d seconds=%.0f\n",
                options_.count, findings_.load(), absl::ToDoubleSeconds(took));
    return findings_;
  }

  void Finding(const std::string& what) {
    ++findings_;
    std::printf("FINDING: %s\n", what.c_str());
  }

 private:
  absl::StatusOr<client::TlsIdentity> IdentityOf(const std::string& who,
                                                 std::unique_ptr<certs::Keystore>* keystore) {
    ASSIGN_OR_RETURN(*keystore, certs::Keystore::Open(scene_->IdentityOf(who), random_));
    return client::IdentityFromKeystore(**keystore);
  }

  absl::Status Connect() {
    ASSIGN_OR_RETURN(connection_options_.address, client::ParseAddress("address", scene_->address()));
    std::unique_ptr<certs::Keystore> keystore;
    ASSIGN_OR_RETURN(client::TlsIdentity admin, IdentityOf("admin", &keystore));
    ASSIGN_OR_RETURN(admin_, client::Connection::New(connection_options_, std::move(admin)));
    session_ = std::make_unique<client::Session>(*admin_, clock_, random_, stopper_);
    ASSIGN_OR_RETURN(identity_, IdentityOf(kAgency, &keystore));
    serial_ = keystore->tls_chain().front().serial();
    for (int i = 0; i < options_.connections; ++i) {
      ASSIGN_OR_RETURN(auto holder, Holder::New(connection_options_, identity_));
      holders_.push_back(std::move(holder));
    }
    ASSIGN_OR_RETURN(resumer_, TlsClient::New(connection_options_.address, identity_));
    return absl::OkStatus();
  }

  absl::Status Try() {
    for (const auto& holder : holders_) {
      RETURN_IF_ERROR(holder->Call());
      RETURN_IF_ERROR(holder->OpenStream());
    }
    Resume(/*good=*/true);
    v1::RevokeCertificateRequest revoke;
    revoke.set_request_id(base::NewUuid(random_));
    revoke.set_serial(serial_);
    revoke.set_reason(v1::REVOCATION_REASON_SUPERSEDED);
    RETURN_IF_ERROR(
        session_->Call<Administration>(&Administration::StubInterface::RevokeCertificate, revoke).status());
    Measure(absl::Now());
    Resume(/*good=*/false);
    v1::ReinstateCertificateRequest reinstate;
    reinstate.set_request_id(base::NewUuid(random_));
    reinstate.set_serial(serial_);
    reinstate.set_reason("trial");
    return session_->Call<Administration>(&Administration::StubInterface::ReinstateCertificate, reinstate)
        .status();
  }

  // All connections at once, a thread each, and a newcomer beside them.
  void Measure(absl::Time revoked) {
    struct Felt {
      absl::Duration call;
      absl::Duration cut;
      absl::Status call_status;
    };
    std::vector<Felt> felt(holders_.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < holders_.size(); ++i) {
      threads.emplace_back([&, i] {
        felt[i].call_status = CallUntilRefused(*holders_[i], revoked);
        felt[i].call = absl::Now() - revoked;
        felt[i].cut = holders_[i]->WaitForCut(kLimit) - revoked;
      });
    }
    const absl::Status arrival = Arrive(revoked);
    const absl::Duration arrival_took = absl::Now() - revoked;
    for (std::thread& thread : threads) thread.join();
    arrivals_.Add(arrival_took);
    if (!IsRevoked(arrival)) Finding("a new connection got " + arrival.ToString());
    for (size_t i = 0; i < felt.size(); ++i) {
      calls_.Add(felt[i].call);
      streams_.Add(felt[i].cut);
      if (!IsRevoked(felt[i].call_status)) Finding("a call got " + felt[i].call_status.ToString());
      if (felt[i].cut == absl::InfiniteDuration()) {
        Finding("a stream goes on");
      } else if (!IsRevoked(holders_[i]->cut_with())) {
        Finding("a stream ended with " + holders_[i]->cut_with().ToString());
      }
    }
  }

  absl::Status CallUntilRefused(Holder& holder, absl::Time revoked) {
    for (;;) {
      const absl::Status status = holder.Call();
      if (!status.ok() || absl::Now() - revoked > kLimit) return status;
      ++served_late_;
    }
  }

  absl::Status Arrive(absl::Time revoked) {
    const auto newcomer = Holder::New(connection_options_, identity_);
    if (!newcomer.ok()) return newcomer.status();
    return CallUntilRefused(**newcomer, revoked);
  }

  void Resume(bool good) {
    const absl::StatusOr<Handshake> handshake = resumer_->Connect();
    ++resumptions_;
    if (!handshake.ok()) {
      if (good) Finding("a good certificate was not let in: " + handshake.status().ToString());
      return;
    }
    if (handshake->resumed) ++resumed_;
    if (handshake->resumed || handshake->resumable) Finding("a TLS session can be resumed");
    if (!good && handshake->served) Finding("a revoked certificate without ALPN was answered");
  }

  const Options options_;
  base::SystemClock clock_;
  base::SystemRandom random_;
  client::Stopper stopper_;
  std::unique_ptr<Scene> scene_;
  client::ConnectionOptions connection_options_;
  client::TlsIdentity identity_;
  std::unique_ptr<client::Connection> admin_;
  std::unique_ptr<client::Session> session_;
  std::string serial_;
  std::vector<std::unique_ptr<Holder>> holders_;
  std::unique_ptr<TlsClient> resumer_;
  Times calls_, streams_, arrivals_;
  int resumptions_ = 0;
  int resumed_ = 0;
  std::atomic<int> served_late_{0};
  std::atomic<int> findings_{0};
};

int Main(int argc, char** argv) {
  CLI::App app("Revokes and reinstates a certificate, and measures how soon that is felt",
               "revocation_trials");
  Options options;
  app.add_option("--count", options.count, "Revocations")->check(CLI::Range(1, 1000000));
  app.add_option("--connections", options.connections, "Of the certificate")->check(CLI::Range(1, 60));
  app.add_option("--programs", options.places.programs, "Folder with the programs")->required();
  app.add_option("--mechanisms", options.places.mechanisms, "Folder with the mechanisms' rules")->required();
  app.add_option("--folder", options.places.folder, "Made anew; stays behind")->required();
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const absl::Time begin = absl::Now();
  Trials trials(options);
  const absl::Status policy = certs::ApplyTlsPolicy();
  const absl::Status ran = policy.ok() ? trials.Run() : policy;
  if (!ran.ok()) trials.Finding(ran.ToString());
  return trials.Report(absl::Now() - begin) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace enlace::revocation

int main(int argc, char** argv) {
  enlace::client::KeepReconnecting();
  return enlace::revocation::Main(argc, argv);
}
