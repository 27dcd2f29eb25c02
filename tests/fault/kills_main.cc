// Kills the gateway and two adapters at random moments under load, again and
// again, with other programs looking at the store now and then; then holds
// everybody's memory against the disk.
//
//   fault_kills --count 12 --seed 7 --programs build/dev/bin --mechanisms mechanisms --folder /tmp/kills
//
// The last line is the proof's (scripts/prove reads it). Status 0 iff nothing was
// found. The seed gives the moments and the clients' choices; what is in flight
// at such a moment is the machine's.
#include <sqlite3.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "certs/x509/tls_policy.h"
#include "client/reconnection.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/sqlite/sqlite_store.h"
#include "tests/fault/checker.h"
#include "tests/fault/clients.h"
#include "tests/fault/folders.h"
#include "tests/fault/stage.h"

namespace enlace::fault {
namespace {

struct Options {
  int count = 12;
  uint64_t seed = 1;
  StagePlaces places;
};

constexpr int kMostLines = 400;
constexpr absl::Duration kRestLimit = absl::Minutes(3);

double Percentile(std::vector<absl::Duration> times, double share) {
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  return absl::ToDoubleMilliseconds(
      times[static_cast<size_t>(share * static_cast<double>(times.size() - 1))]);
}

// One run from the building of the stage to the report.
class KillRun {
 public:
  explicit KillRun(const Options& options) : options_(options), moments_(options.seed), around_(journal_) {}

  absl::StatusOr<int> Run() {
    begin_ = absl::Now();
    ASSIGN_OR_RETURN(stage_, Stage::Build(options_.places));
    std::printf("stage built after %.1f s\n", absl::ToDoubleSeconds(absl::Now() - begin_));
    ASSIGN_OR_RETURN(const absl::Duration start, stage_->StartGateway());
    std::printf("first start: %.0f ms\n", absl::ToDoubleMilliseconds(start));
    RETURN_IF_ERROR(StartLoad());
    const absl::Status killed = KillAll();
    const absl::Status rested = killed.ok() ? ComeToRest() : killed;
    EndLoad();
    if (!rested.ok()) {
      Report(journal_.Take(), FolderReport(), {std::string(rested.ToString())});
      for (const std::string& finding : journal_.Take().findings)
        std::printf("FINDING: %s\n", finding.c_str());
      return 1 + static_cast<int>(journal_.Take().findings.size());
    }
    return Check();
  }

 private:
  uint64_t Choose(uint64_t below) { return moments_() % below; }
  void Wait(uint64_t most_milliseconds) { absl::SleepFor(absl::Milliseconds(Choose(most_milliseconds + 1))); }

  void Spawn(std::function<void(AgencyClient&)> loop, AgencyClient& client) {
    threads_.emplace_back([loop = std::move(loop), &client] { loop(client); });
  }

  absl::Status AddClient(const char* agency_id,
                         const std::vector<std::function<void(AgencyClient&)>>& loops) {
    ASSIGN_OR_RETURN(auto client,
                     AgencyClient::New(agency_id, stage_->IdentityFolder(agency_id), stage_->address(),
                                       options_.seed + clients_.size() + 1, around_));
    clients_.push_back(std::move(client));
    for (const auto& loop : loops) Spawn(loop, *clients_.back());
    return absl::OkStatus();
  }

  absl::Status StartLoad() {
    const auto submit = [](AgencyClient& client) { client.Submit(kNorth); };
    const auto hear = [](AgencyClient& client) { client.Follow(false); };
    const auto follow = [](AgencyClient& client) { client.Follow(true); };
    const auto work = [](AgencyClient& client) { client.Work(); };
    const auto look = [](AgencyClient& client) { client.Look(); };
    const auto look_in_vain = [](AgencyClient& client) { client.LookInVain(); };
    RETURN_IF_ERROR(AddClient(kUnit, {submit}));
    RETURN_IF_ERROR(AddClient(kUnit, {submit}));
    RETURN_IF_ERROR(AddClient(kUnit, {hear, look}));
    RETURN_IF_ERROR(AddClient(kFederal, {follow, work}));
    RETURN_IF_ERROR(AddClient(kSouth, {follow, work}));
    RETURN_IF_ERROR(AddClient(kOmbudsman, {hear, look}));
    RETURN_IF_ERROR(AddClient(kNorth, {look_in_vain}));
    for (const char* agency_id : {kUnit, kNorth}) RETURN_IF_ERROR(stage_->StartAdapter(agency_id));
    return absl::OkStatus();
  }

  absl::Status KillAll() {
    for (int kill = 0; kill < options_.count; ++kill) {
      if (lines_ < kMostLines && Choose(2) == 0) {
        const int count = 1 + static_cast<int>(Choose(4));
        RETURN_IF_ERROR(DropLines(*stage_, lines_, count, absl::Now()));
        lines_ += count;
      }
      Wait(Choose(4) == 0 ? 1500 : 400);
      if (Choose(4) == 0) {
        RETURN_IF_ERROR(LookBeside());
        Wait(200);
      }
      if (Choose(2) == 0) RETURN_IF_ERROR(KillAnAdapter());
      stage_->KillGateway();
      const absl::Time dead = absl::Now();
      // Some die while they recover.
      while (Choose(6) == 0 && kill + 1 < options_.count) {
        RETURN_IF_ERROR(stage_->LaunchGateway());
        Wait(120);
        stage_->KillGateway();
        ++kill;
        ++killed_in_recovery_;
      }
      RETURN_IF_ERROR(Restart(dead));
    }
    return absl::OkStatus();
  }

  // As an operator's sqlite3 does, for a backup say, while the gateway serves.
  absl::Status LookBeside() {
    const std::string path = stage_->StateFolder() + "/state.db";
    sqlite3* db = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr);
    if (code == SQLITE_OK) {
      sqlite3_busy_timeout(db, 5000);
      code = sqlite3_exec(db, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
    }
    const std::string why = code == SQLITE_OK ? "" : sqlite3_errmsg(db);
    sqlite3_close(db);
    if (code != SQLITE_OK) return absl::UnavailableError(absl::StrCat(path, ": cannot be looked at: ", why));
    ++looks_beside_;
    return absl::OkStatus();
  }

  absl::Status KillAnAdapter() {
    const bool is_unit = Choose(2) == 0;
    stage_->KillAdapter(is_unit ? kUnit : kNorth);
    ++(is_unit ? unit_kills_ : north_kills_);
    return stage_->StartAdapter(is_unit ? kUnit : kNorth);
  }

  // Serves again, and then has acknowledged something to somebody.
  absl::Status Restart(absl::Time dead) {
    const uint64_t before = around_.acknowledged;
    absl::StatusOr<absl::Duration> start = stage_->StartGateway();
    for (int attempt = 0; !start.ok() && attempt < 20; ++attempt) {
      // On loopback a client that dials a port of the ephemeral range can meet itself
      // there, and holds the port for as long as its handshake lasts.
      ++failed_starts_;
      absl::SleepFor(absl::Milliseconds(200));
      start = stage_->StartGateway();
    }
    RETURN_IF_ERROR(start.status());
    starts_.push_back(*start);
    const absl::Time limit = absl::Now() + absl::Seconds(30);
    while (around_.acknowledged == before && absl::Now() < limit) absl::SleepFor(absl::Milliseconds(1));
    if (around_.acknowledged == before)
      return absl::UnavailableError("no command is acknowledged after a restart");
    resumed_.push_back(absl::Now() - dead);
    return absl::OkStatus();
  }

  // No new cases; until everything that was begun is done and nothing moves.
  absl::Status ComeToRest() {
    around_.opens_cases = false;
    const absl::Time limit = absl::Now() + kRestLimit;
    uint64_t size = journal_.Size();
    absl::Time still_since = absl::Now();
    while (absl::Now() < limit) {
      absl::SleepFor(absl::Milliseconds(200));
      const bool done = around_.backlog == 0 && OutboxIsEmpty(*stage_) && DeliveredFolders(*stage_) >= lines_;
      // Looks never end; what they add tells nothing about rest.
      const uint64_t now = journal_.Size() - journal_.Take().looks.size();
      if (!done || now != size) still_since = absl::Now();
      size = now;
      if (absl::Now() - still_since > absl::Seconds(2)) return absl::OkStatus();
    }
    return absl::DeadlineExceededError(
        absl::StrCat("not at rest: backlog ", around_.backlog.load(), ", outbox ",
                     OutboxIsEmpty(*stage_) ? "empty" : "not empty", ", delivered ",
                     DeliveredFolders(*stage_), " of ", lines_));
  }

  void EndLoad() {
    around_.opens_cases = false;
    around_.stopper.Stop();
    for (const std::unique_ptr<AgencyClient>& client : clients_) client->StopFollowing();
    for (std::thread& thread : threads_) thread.join();
    stage_->StopAdapters();
    stage_->StopGateway();
  }

  absl::StatusOr<int> Check() {
    store::SqliteStore::Options options;
    options.folder = stage_->StateFolder();
    ASSIGN_OR_RETURN(const auto store, store::SqliteStore::New(options));
    ASSIGN_OR_RETURN(const client::TrustedLogs logs,
                     client::TrustedLogs::Load(stage_->IdentityFolder(kOmbudsman)));
    LogKeys keys;
    for (const ledger::VerifierKey& key : logs.keys()) {
      keys.emplace(absl::StrContains(key.name(), "/caselog/") ? v1::LOG_ID_CASE : v1::LOG_ID_TRUST, key);
    }
    const JournalData journal = journal_.Take();
    ASSIGN_OR_RETURN(std::vector<std::string> findings, CheckState(*store, keys));
    ASSIGN_OR_RETURN(const std::vector<std::string> remembered, CheckJournal(*store, keys, journal));
    findings.insert(findings.end(), remembered.begin(), remembered.end());
    ASSIGN_OR_RETURN(const FolderReport folders, CheckFolders(*store, *stage_, logs, lines_));
    findings.insert(findings.end(), folders.findings.begin(), folders.findings.end());
    Report(journal, folders, findings);
    return static_cast<int>(findings.size());
  }

  void Report(const JournalData& journal, const FolderReport& folders,
              const std::vector<std::string>& findings) {
    size_t items = 0;
    for (const auto& [agency, heard] : journal.feeds) items += heard.size();
    std::printf("gateway kills: %d, of them %d while recovering; failed starts: %d\n", options_.count,
                killed_in_recovery_, failed_starts_);
    std::printf("adapter kills: %d of the sender's, %d of the recipient's\n", unit_kills_, north_kills_);
    std::printf("looks at the store by another program: %d\n", looks_beside_);
    std::printf("restart to serving: p50 %.0f ms, p99 %.0f ms, most %.0f ms\n", Percentile(starts_, 0.5),
                Percentile(starts_, 0.99), Percentile(starts_, 1));
    std::printf("death to next acknowledgement: p50 %.0f ms, p99 %.0f ms, most %.0f ms\n",
                Percentile(resumed_, 0.5), Percentile(resumed_, 0.99), Percentile(resumed_, 1));
    std::printf("commands: %zu, acknowledged %lu times, %lu repetitions, %lu reuses refused\n",
                journal.commands.size(), static_cast<unsigned long>(around_.acknowledged.load()),
                static_cast<unsigned long>(journal.repeats),
                static_cast<unsigned long>(journal.reuses_refused));
    std::printf("looks: %zu, feed items: %zu, lines: %d, receipts kept: %d\n", journal.looks.size(), items,
                lines_, folders.receipts);
    for (const auto& [reason, times] : journal.refusals)
      std::printf("refused: %s: %d\n", reason.c_str(), times);
    for (const std::string& finding : findings) std::printf("FINDING: %s\n", finding.c_str());
  }

  const Options options_;
  std::mt19937_64 moments_;
  Journal journal_;
  Surroundings around_;
  absl::Time begin_;
  std::unique_ptr<Stage> stage_;
  std::vector<std::unique_ptr<AgencyClient>> clients_;
  std::vector<std::thread> threads_;
  std::vector<absl::Duration> starts_;
  std::vector<absl::Duration> resumed_;
  int lines_ = 0;
  int unit_kills_ = 0;
  int north_kills_ = 0;
  int killed_in_recovery_ = 0;
  int failed_starts_ = 0;
  int looks_beside_ = 0;
};

int Main(int argc, char** argv) {
  CLI::App app("Kills gateway and adapters under load, and checks what is left", "fault_kills");
  Options options;
  app.add_option("--count", options.count, "Kills of the gateway")->check(CLI::Range(1, 1000000));
  app.add_option("--seed", options.seed, "Of the moments and the choices");
  app.add_option("--programs", options.places.programs, "Folder with the programs")->required();
  app.add_option("--mechanisms", options.places.mechanisms, "Folder with the mechanisms' rules")->required();
  app.add_option("--folder", options.places.folder, "Made anew; stays behind")->required();
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const absl::Status policy = certs::ApplyTlsPolicy();
  const absl::Time begin = absl::Now();
  const absl::StatusOr<int> findings = policy.ok() ? KillRun(options).Run() : absl::StatusOr<int>(policy);
  if (!findings.ok()) std::printf("FINDING: %s\n", findings.status().ToString().c_str());
  const int found = findings.ok() ? *findings : 1;
  std::printf("proved part=fault count=%d unit=kills seed=%lu findings=%d seconds=%.0f\n", options.count,
              static_cast<unsigned long>(options.seed), found, absl::ToDoubleSeconds(absl::Now() - begin));
  return found == 0 ? 0 : 1;
}

}  // namespace
}  // namespace enlace::fault

int main(int argc, char** argv) {
  enlace::client::KeepReconnecting();
  return enlace::fault::Main(argc, argv);
}
