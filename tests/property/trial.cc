#include "tests/property/trial.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/time_text.h"
#include "gateway/service/replay/replay.h"
#include "gateway/store/sqlite/sqlite_store.h"
#include "google/protobuf/text_format.h"
#include "tests/property/cast.h"
#include "tests/property/command_source.h"
#include "tests/support/temporary_folder.h"

namespace enlace::property {
namespace {

// How many commands may share a batch, and how many pass between inspections.
constexpr size_t kMostPending = 12;
constexpr int kInspectEvery = 150;

// Whether it changes who may call, or asks for the length of the log.
bool NeedsQuiet(const Command& command) {
  return command.wait_seconds() > 0 || command.has_acknowledge() || command.has_suspend() ||
         command.has_reinstate() || command.has_revoke();
}

}  // namespace

Trial::Trial(store::Store* store)
    : world_(std::make_unique<GatewayWorld>(store)),
      // The cast was enrolled by commands that the trust log records, a microsecond
      // after another: an hour later no record is in the way of the clock.
      model_(world_->LogSize(), world_->clock().Now()),
      resolver_(
          model_,
          [this](const std::string& sender, const std::vector<std::string>& readers) {
            return world_->Sealed(sender, readers);
          },
          [this](const std::string& agency) { return world_->SerialOf(agency); }) {
  world_->clock().Advance(absl::Hours(1));
}

absl::optional<Difference> Trial::Do(const Command& command) {
  const bool quiet = NeedsQuiet(command);
  if (quiet || pending_.size() >= kMostPending) {
    if (auto difference = Settle()) return difference;
  }
  world_->clock().Advance(absl::Seconds(command.wait_seconds()));
  Pending one;
  one.call = resolver_.Resolve(command, now());
  one.expected = model_.Expect(one.call, now());
  one.got = world_->Send(one.call);
  last_ = command.number();
  pending_.push_back(std::move(one));
  return quiet ? Settle() : absl::nullopt;
}

absl::optional<Difference> Trial::Settle() {
  world_->Pump();
  for (const Pending& one : pending_) {
    std::string what = Differ(one.call, one.expected, *one.got, &firsts_);
    if (!what.empty()) return Difference{one.call.number, std::move(what)};
  }
  pending_.clear();
  if (world_->LogSize() != model_.size()) {
    return Difference{last_,
                      absl::StrCat("the log has ", world_->LogSize(), " records, not ", model_.size())};
  }
  return absl::nullopt;
}

absl::optional<Difference> Trial::Inspect() {
  if (auto difference = Settle()) return difference;
  for (const CastMember& member : Cast()) {
    Command look;
    look.set_number(last_);
    look.set_caller(member.id);
    look.mutable_watch();
    if (auto difference = Do(look)) return difference;
    look.mutable_list()->set_page_size(7);
    if (auto difference = Do(look)) return difference;
    look.mutable_list_warnings()->set_page_size(7);
    if (auto difference = Do(look)) return difference;
  }
  if (auto difference = LookAtWarnings()) return difference;
  for (const auto& [case_id, facts] : model_.cases()) {
    std::set<std::string> parties = facts.excluded;
    for (const v1::Referral& referral : facts.referrals) {
      parties.insert(referral.origin().agency_id());
      for (const v1::Leg& leg : referral.legs()) parties.insert(leg.recipient().agency_id());
    }
    for (const std::string& party : parties) {
      if (auto difference = LookAsParty(party, facts)) return difference;
    }
  }
  if (auto difference = Settle()) return difference;
  for (const auto& [case_id, facts] : model_.cases()) {
    std::string what = DifferInState(facts, world_->StateOf(case_id));
    if (!what.empty()) return Difference{last_, std::move(what)};
  }
  return absl::nullopt;
}

absl::optional<Difference> Trial::Reproduce() {
  if (auto difference = Inspect()) return difference;
  if (auto difference = CompareWarningRecords()) return difference;
  const absl::StatusOr<service::ReplayReport> report = service::Replay(world_->state());
  if (!report.ok()) return Difference{last_, report.status().ToString()};
  if (report->comparison.differences == 0) return absl::nullopt;
  return Difference{last_, report->comparison.problems[0]};
}

void Trial::Ask(const std::string& caller, AnyRequest request) {
  Pending one;
  one.call = resolver_.CallOf(caller, std::move(request));
  one.call.number = last_;
  one.expected = model_.Expect(one.call, now());
  one.got = world_->Send(one.call);
  pending_.push_back(std::move(one));
}

absl::optional<Difference> Trial::LookAtWarnings() {
  size_t stranger = 0;
  for (const WarningFacts& facts : model_.warnings()) {
    v1::GetWarningRequest read;
    read.set_warning_id(facts.warning.warning_id());
    std::set<std::string> readers = {facts.warning.issuer().agency_id(), "cndh", "defensoria",
                                     Cast()[stranger++ % Cast().size()].id};
    for (const v1::AgencyRef& addressee : facts.warning.addressees()) readers.insert(addressee.agency_id());
    for (const std::string& reader : readers) Ask(reader, read);
    if (auto difference = Settle()) return difference;
  }
  return absl::nullopt;
}

absl::optional<Difference> Trial::CompareWarningRecords() {
  for (const auto& [index, expected] : model_.warning_records()) {
    const store::v1::Record record = world_->RecordAt(index);
    const v1::ErrorReason refusal =
        expected.refused ? v1::ERROR_REASON_NOT_FOUND : v1::ERROR_REASON_UNSPECIFIED;
    if (record.event_type() == expected.event_type && record.warning_id() == expected.warning_id &&
        record.actor().SerializeAsString() == expected.actor.SerializeAsString() &&
        record.refusal() == refusal) {
      continue;
    }
    return Difference{last_, absl::StrCat("record ", index, " is no \"", expected.event_type, "\" of ",
                                          expected.warning_id, ": ", record.ShortDebugString())};
  }
  return absl::nullopt;
}

absl::optional<Difference> Trial::LookAsParty(const std::string& party, const CaseFacts& facts) {
  if (party.empty()) return absl::nullopt;
  v1::GetCaseStatusRequest status;
  status.mutable_key()->set_case_id(facts.case_id);
  Ask(party, status);
  for (const v1::Referral& referral : facts.referrals) {
    v1::GetReferralRequest read;
    read.set_referral_id(referral.referral_id());
    Ask(party, read);
  }
  return pending_.size() < 50 ? absl::nullopt : Settle();
}

absl::optional<Difference> Replay(const History& history, store::Store* store) {
  Trial trial(store);
  int since = 0;
  for (const Command& command : history.commands()) {
    if (auto difference = trial.Do(command)) return difference;
    if (++since % kInspectEvery != 0) continue;
    if (auto difference = trial.Inspect()) return difference;
  }
  return trial.Reproduce();
}

namespace {

// One random history; what it was goes into `history`.
absl::optional<Difference> RunOne(uint64_t seed, uint64_t length, store::Store* store, History* history) {
  Trial trial(store);
  CommandSource source(seed, trial.model(), trial.resolver());
  for (uint64_t i = 1; i <= length; ++i) {
    const Command& command = *history->add_commands() = source.Next();
    if (auto difference = trial.Do(command)) return difference;
    if (i % kInspectEvery != 0) continue;
    if (auto difference = trial.Inspect()) return difference;
  }
  return trial.Reproduce();
}

std::unique_ptr<store::Store> OpenSqlite(const std::string& folder) {
  store::SqliteStore::Options options;
  options.folder = folder;
  absl::StatusOr<std::unique_ptr<store::SqliteStore>> opened = store::SqliteStore::New(std::move(options));
  if (!opened.ok()) {
    std::fprintf(stderr, "%s\n", opened.status().ToString().c_str());
    std::abort();
  }
  return *std::move(opened);
}

}  // namespace

Outcome Explore(const Exploration& exploration) {
  Outcome outcome;
  while (outcome.steps < exploration.steps) {
    const uint64_t length = std::min(exploration.length, exploration.steps - outcome.steps);
    const uint64_t seed = exploration.seed * 1000003 + outcome.histories;
    const bool on_disk = exploration.sqlite_every > 0 && ++outcome.histories % exploration.sqlite_every == 0;
    History history;
    absl::optional<Difference> difference;
    if (on_disk) {
      const TemporaryFolder folder;
      const std::unique_ptr<store::Store> store = OpenSqlite(folder.File("state"));
      difference = RunOne(seed, length, store.get(), &history);
    } else {
      difference = RunOne(seed, length, nullptr, &history);
    }
    outcome.steps += length;
    if (!difference.has_value()) continue;
    // A difference that only one store shows is not shrunk.
    const Judge replay = [](const History& candidate) { return Replay(candidate); };
    if (replay(history).has_value()) history = Shrink(history, replay);
    const absl::optional<Difference> shortest = replay(history);
    outcome.findings.push_back({history, shortest.value_or(*difference)});
    if (outcome.findings.size() >= exploration.most_findings) break;
  }
  return outcome;
}

History Shrink(const History& history, const Judge& judge) {
  History best = history;
  for (int part = std::max(1, best.commands_size() / 2); part > 0;) {
    bool shorter = false;
    for (int begin = 0; begin < best.commands_size();) {
      History without;
      for (int i = 0; i < best.commands_size(); ++i) {
        if (i < begin || i >= begin + part) *without.add_commands() = best.commands(i);
      }
      const auto difference = judge(without);
      if (!difference.has_value()) {
        begin += part;
        continue;
      }
      best = std::move(without);
      shorter = true;
    }
    part = shorter ? std::min(part, std::max(1, best.commands_size() / 2)) : part / 2;
  }
  return best;
}

std::string Print(const History& history) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  for (const Command& command : history.commands()) {
    std::string line;
    if (!printer.PrintToString(command, &line)) std::abort();
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

History ReadHistory(const std::string& text) {
  History history;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    if (!google::protobuf::TextFormat::ParseFromString(std::string(line), history.add_commands())) {
      std::fprintf(stderr, "no command: %s\n", std::string(line).c_str());
      std::abort();
    }
  }
  return history;
}

}  // namespace enlace::property
