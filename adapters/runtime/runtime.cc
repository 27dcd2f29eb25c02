#include "adapters/runtime/runtime.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/runtime/settings.h"
#include "adapters/runtime/verdict.h"
#include "client/feed_watcher.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

constexpr int kLooks = 3;
constexpr absl::Duration kBetweenCounts = absl::Minutes(1);
// Each acknowledgement is a record in the ledger.
constexpr absl::Duration kBetweenAcknowledgements = absl::Minutes(1);

void LogTrouble(absl::string_view event, const absl::Status& status) {
  base::Log(base::LogLevel::kWarning, event,
            {{"code", absl::StatusCodeToString(status.code())}, {"problem", LogText(status)}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Runtime>> Runtime::New(const config::v1::AdapterConfig& config,
                                                      const std::string& token, Dependencies dependencies) {
  std::unique_ptr<Runtime> runtime(new Runtime(config, dependencies));
  RETURN_IF_ERROR(runtime->Open(token));
  return runtime;
}

absl::Status Runtime::Open(const std::string& token) {
  const std::string& state = config_.state_folder();
  for (const char* part : {"", "/receipts", "/spool", "/quarantine"}) {
    RETURN_IF_ERROR(base::MakeFolders(absl::StrCat(state, part)));
  }
  ASSIGN_OR_RETURN(Cursor cursor, Cursor::Open(absl::StrCat(state, "/cursor")));
  cursor_ = std::make_unique<Cursor>(std::move(cursor));
  ASSIGN_OR_RETURN(link_, Link::New(config_, token, {deps_.clock, deps_.random, deps_.stopper}));
  MakeHalves();
  return absl::OkStatus();
}

void Runtime::MakeHalves() {
  const auto below = [this](absl::string_view name) {
    return absl::StrCat(config_.state_folder(), "/", name);
  };
  inbound_ = std::make_unique<Inbound>(
      Inbound::Dependencies{deps_.driver, link_->reader(), link_->legs(), deps_.clock, config_.agency_id(),
                            config_.language(), below("quarantine"), &counts_});
  outbound_ = std::make_unique<Outbound>(Outbound::Dependencies{
      deps_.driver, link_->session(), link_->keystore(), link_->sender(), link_->reader(), link_->legs(),
      config_.agency_id(), config_.mechanism_id(), link_->case_log(), below("receipts"), below("spool"),
      below("quarantine"), config_.language(), link_->retry(), &counts_});
}

absl::Status Runtime::LookAtSystem() {
  base::MutexLock lock(&work_);
  // Trust first: who issues now may stand under a root that is new to us.
  const bool trusts_others = link_->UpdateTrustIfDue();
  if (link_->RenewIfDue() || trusts_others) MakeHalves();
  const absl::Status looked = outbound_->SendAll();
  LogCounts();
  return looked;
}

void Runtime::LogCounts() {
  const absl::Time now = deps_.clock.Now();
  if (now - counts_time_ < kBetweenCounts || counts_ == logged_counts_) return;
  base::Log(base::LogLevel::kInfo, "adapter.counts",
            {{"delivered", counts_.delivered},
             {"announced", counts_.announced},
             {"quarantined", counts_.quarantined},
             {"sent", counts_.sent},
             {"refused", counts_.refused},
             {"held_back", counts_.held_back},
             {"waiting", outbound_->waiting()}});
  counts_time_ = now;
  logged_counts_ = counts_;
}

void Runtime::AcknowledgeFeed() {
  if (!cursor_->position().has_value()) return;
  v1::AcknowledgeRequest request;
  request.set_position(*cursor_->position());
  const absl::Status acknowledged =
      link_->session().Call<v1::FeedService>(&v1::FeedService::StubInterface::Acknowledge, request).status();
  acknowledge_time_ = deps_.clock.Now();
  // It tells operators who lags, no more: the next one says it again.
  if (!acknowledged.ok()) LogTrouble("adapter.not_acknowledged", acknowledged);
}

absl::Status Runtime::FollowFeed(client::Stopper& stopper, bool until_caught_up) {
  client::FeedWatcher watcher(link_->session(), stopper);
  client::FeedCallbacks callbacks;
  bool caught_up = false;
  bool has_news = false;
  callbacks.on_item = [&](const v1::FeedItem& item) -> absl::Status {
    // For the adapter itself; the agency's officers have nothing to do with it.
    if (item.kind() == v1::FEED_KIND_TRUST_CHANGED) link_->TrustChanged();
    base::MutexLock lock(&work_);
    if (item.kind() != v1::FEED_KIND_TRUST_CHANGED) RETURN_IF_ERROR(inbound_->Handle(item));
    has_news = true;
    return cursor_->Advance(item.position());
  };
  callbacks.on_caught_up = [&] {
    base::MutexLock lock(&work_);
    const bool long_ago = deps_.clock.Now() - acknowledge_time_ >= kBetweenAcknowledgements;
    if (has_news && (until_caught_up || long_ago)) {
      AcknowledgeFeed();
      has_news = false;
    }
    caught_up = true;
    if (until_caught_up) stopper.Stop();
  };
  callbacks.on_interruption = [](const absl::Status& status, absl::Duration) {
    LogTrouble("adapter.feed_interrupted", status);
  };
  const absl::Status ended = watcher.Watch(cursor_->position(), callbacks);
  if (until_caught_up && caught_up) return absl::OkStatus();
  return ended;
}

absl::Status Runtime::FollowFeedToItsEnd(absl::Duration limit) {
  client::Stopper until_caught_up;
  client::Stopper done;
  std::thread timer([&] {
    if (done.Sleep(limit)) until_caught_up.Stop();
  });
  const absl::Status ended = FollowFeed(until_caught_up, true);
  done.Stop();
  timer.join();
  if (!absl::IsCancelled(ended)) return ended;
  return absl::UnavailableError("the feed could not be read to its end in the time given; run it again");
}

absl::Status Runtime::LookUntilSettled(absl::Time end) {
  for (int look = 1;; ++look) {
    const absl::Status looked = LookAtSystem();
    const bool may_pass = looked.ok() || absl::IsUnavailable(looked) || absl::IsDeadlineExceeded(looked);
    if (!may_pass) return looked;
    if (look >= kLooks && looked.ok() && outbound_->waiting() == 0) return absl::OkStatus();
    if (deps_.clock.Now() >= end) return looked;
    if (!deps_.stopper.Sleep(QuietTime(config_) + absl::Milliseconds(200))) {
      return absl::CancelledError("stopped");
    }
  }
}

absl::Status Runtime::RunOnce(absl::Duration limit) {
  const absl::Time end = deps_.clock.Now() + limit;
  RETURN_IF_ERROR(LookUntilSettled(end));
  RETURN_IF_ERROR(FollowFeedToItsEnd(std::max(end - deps_.clock.Now(), absl::Seconds(1))));
  if (outbound_->held_back() > 0) {
    return absl::DataLossError(absl::StrCat(outbound_->held_back(),
                                            " held back until people have looked at it; read ",
                                            config_.state_folder(), "/quarantine"));
  }
  if (outbound_->waiting() > 0) {
    return absl::UnavailableError(absl::StrCat(outbound_->waiting(), " not sent yet; run it again"));
  }
  return absl::OkStatus();
}

absl::Status Runtime::Run() {
  std::thread feed([this] {
    for (int failures = 1; !deps_.stopper.stopped(); ++failures) {
      const auto before = cursor_->position();
      const absl::Status ended = FollowFeed(deps_.stopper, false);
      if (deps_.stopper.stopped()) return;
      LogTrouble("adapter.feed_stopped", ended);
      if (cursor_->position() != before) failures = 1;
      if (!deps_.stopper.Sleep(
              client::DelayAfter(link_->retry(), ended, failures, client::Chance(deps_.random)))) {
        return;
      }
    }
  });
  absl::Duration wait;
  int failures = 0;
  do {
    const absl::Status looked = LookAtSystem();
    failures = looked.ok() ? 0 : failures + 1;
    if (!looked.ok() && !deps_.stopper.stopped()) LogTrouble("adapter.look_failed", looked);
    wait = looked.ok() ? PollInterval(config_)
                       : client::DelayAfter(link_->retry(), looked, failures, client::Chance(deps_.random));
  } while (deps_.stopper.Sleep(wait));
  feed.join();
  return absl::OkStatus();
}

}  // namespace enlace::adapters
