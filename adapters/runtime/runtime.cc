#include "adapters/runtime/runtime.h"

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/runtime/settings.h"
#include "client/enrollment.h"
#include "client/identity_uri.h"
#include "client/trusted_logs.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

constexpr int kLooks = 3;
constexpr absl::Duration kAfterFailure = absl::Seconds(5);

void LogTrouble(absl::string_view event, const absl::Status& status) {
  base::Log(base::LogLevel::kWarning, event,
            {{"code", absl::StatusCodeToString(status.code())}, {"problem", std::string(status.message())}});
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
  ASSIGN_OR_RETURN(keystore_, certs::Keystore::Open(absl::StrCat(state, "/identity"), deps_.random));
  if (!keystore_->enrolled()) {
    if (token.empty()) {
      return absl::FailedPreconditionError(
          "this adapter is not enrolled yet: ask the gateway's administrator for a token and give it with --token-file");
    }
    RETURN_IF_ERROR(client::Enroll(token, *keystore_, deps_.clock, deps_.random, deps_.stopper).status());
  }
  ASSIGN_OR_RETURN(const client::Identity identity, client::ParseIdentity(keystore_->uri()));
  if (identity.agency_id != config_.agency_id()) {
    return absl::FailedPreconditionError(absl::StrCat("the settings name ", config_.agency_id(),
                                                      ", but the identity in ", state, "/identity is of ",
                                                      identity.agency_id));
  }
  ASSIGN_OR_RETURN(Cursor cursor, Cursor::Open(absl::StrCat(state, "/cursor")));
  cursor_ = std::make_unique<Cursor>(std::move(cursor));
  return Connect();
}

absl::Status Runtime::Connect() {
  const std::string& state = config_.state_folder();
  client::ConnectionOptions options;
  ASSIGN_OR_RETURN(options.address, client::ParseAddress("gateway", config_.gateway()));
  ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*keystore_));
  ASSIGN_OR_RETURN(connection_, client::Connection::New(std::move(options), std::move(identity)));
  session_ = std::make_unique<client::Session>(*connection_, deps_.clock, deps_.random, deps_.stopper);
  ASSIGN_OR_RETURN(const client::TrustedLogs logs, client::TrustedLogs::LoadOrFetch(keystore_->folder(), *session_));
  ASSIGN_OR_RETURN(sender_, client::ReferralSender::New(*session_, *keystore_, logs));
  ASSIGN_OR_RETURN(reader_, client::ReferralReader::New(*session_, *keystore_, logs));
  ASSIGN_OR_RETURN(legs_, client::LegActions::New(*session_, *keystore_, logs));
  inbound_ = std::make_unique<Inbound>(Inbound::Dependencies{deps_.driver, *reader_, *legs_, deps_.clock,
                                                             config_.agency_id(), config_.language(),
                                                             absl::StrCat(state, "/quarantine")});
  outbound_ = std::make_unique<Outbound>(
      Outbound::Dependencies{deps_.driver, *session_, *keystore_, *sender_, *reader_, *legs_, config_.agency_id(),
                             config_.mechanism_id(), absl::StrCat(state, "/receipts"), absl::StrCat(state, "/spool")});
  return absl::OkStatus();
}

absl::Status Runtime::RenewIfDue() {
  const client::RenewalNeed need = client::NeedsRenewal(*keystore_, deps_.clock.Now());
  if (!need.any()) return absl::OkStatus();
  RETURN_IF_ERROR(client::Renew(*session_, *keystore_, need.sealing).status());
  base::Log(base::LogLevel::kInfo, "adapter.renewed", {{"new_sealing_key", need.sealing ? 1 : 0}});
  return absl::OkStatus();
}

absl::Status Runtime::LookAtSystem() {
  base::MutexLock lock(&work_);
  RETURN_IF_ERROR(RenewIfDue());
  return outbound_->SendAll();
}

absl::Status Runtime::AcknowledgeFeed() {
  if (!cursor_->position().has_value()) return absl::OkStatus();
  v1::AcknowledgeRequest request;
  request.set_position(*cursor_->position());
  return session_->Call<v1::FeedService>(&v1::FeedService::StubInterface::Acknowledge, request).status();
}

absl::Status Runtime::FollowFeed(client::Stopper& stopper, bool until_caught_up) {
  client::FeedWatcher watcher(*session_, stopper);
  client::FeedCallbacks callbacks;
  bool caught_up = false;
  bool has_news = false;
  callbacks.on_item = [&](const v1::FeedItem& item) -> absl::Status {
    base::MutexLock lock(&work_);
    RETURN_IF_ERROR(inbound_->Handle(item));
    has_news = true;
    return cursor_->Advance(item.position());
  };
  callbacks.on_caught_up = [&] {
    if (has_news) {
      base::MutexLock lock(&work_);
      const absl::Status acknowledged = AcknowledgeFeed();
      if (!acknowledged.ok()) LogTrouble("adapter.not_acknowledged", acknowledged);
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

absl::Status Runtime::RunOnce() {
  for (int look = 0; look < kLooks; ++look) {
    if (look > 0 && !deps_.stopper.Sleep(QuietTime(config_) + absl::Milliseconds(200))) {
      return absl::CancelledError("stopped");
    }
    RETURN_IF_ERROR(LookAtSystem());
  }
  client::Stopper until_caught_up;
  return FollowFeed(until_caught_up, true);
}

absl::Status Runtime::Run() {
  std::thread feed([this] {
    while (!deps_.stopper.stopped()) {
      const absl::Status ended = FollowFeed(deps_.stopper, false);
      if (deps_.stopper.stopped()) return;
      LogTrouble("adapter.feed_stopped", ended);
      if (!deps_.stopper.Sleep(kAfterFailure)) return;
    }
  });
  do {
    const absl::Status looked = LookAtSystem();
    if (!looked.ok()) LogTrouble("adapter.look_failed", looked);
  } while (deps_.stopper.Sleep(PollInterval(config_)));
  feed.join();
  return absl::OkStatus();
}

}  // namespace enlace::adapters
