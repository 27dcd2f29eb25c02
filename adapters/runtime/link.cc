#include "adapters/runtime/link.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/runtime/settings.h"
#include "adapters/runtime/verdict.h"
#include "client/address.h"
#include "client/enrollment.h"
#include "client/identity_uri.h"
#include "client/trust_bundle.h"
#include "client/trusted_logs.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

constexpr char kRenewal[] = "renewal";
constexpr char kTrust[] = "trust";
// Of the identity folder (certs/keystore).
constexpr char kTlsChain[] = "/tls.pem";
constexpr char kReplaced[] = "replaced";
constexpr absl::Duration kBetweenBundles = absl::Hours(24);
// Share of a certificate's life that chance may add before it is renewed.
constexpr double kMostDelay = 0.05;

}  // namespace

Link::Link(const config::v1::AdapterConfig& config, Dependencies dependencies)
    : config_(config),
      deps_(dependencies),
      retry_(RetryPolicyOf(config)),
      chance_(client::Chance(dependencies.random)),
      renewals_(retry_) {}

absl::StatusOr<std::unique_ptr<Link>> Link::New(const config::v1::AdapterConfig& config,
                                                const std::string& token, Dependencies dependencies) {
  std::unique_ptr<Link> link(new Link(config, dependencies));
  RETURN_IF_ERROR(link->Open(token));
  RETURN_IF_ERROR(link->Connect());
  return link;
}

absl::Status Link::Open(const std::string& token) {
  const std::string folder = absl::StrCat(config_.state_folder(), "/identity");
  RETURN_IF_ERROR(base::MakeFolders(config_.state_folder()));
  ASSIGN_OR_RETURN(keystore_, certs::Keystore::Open(folder, deps_.random));
  const bool expired =
      keystore_->enrolled() && deps_.clock.Now() >= keystore_->tls_chain().front().not_after();
  if (!keystore_->enrolled() && token.empty()) {
    return absl::FailedPreconditionError(
        "this adapter is not enrolled yet: ask the gateway's administrator for a token and give it with "
        "--token-file");
  }
  if (!keystore_->enrolled() || (expired && !token.empty())) {
    RETURN_IF_ERROR(client::Enroll(token, *keystore_, deps_.clock, deps_.random, deps_.sleeper).status());
    base::Log(base::LogLevel::kInfo, "adapter.enrolled", {{"uri", keystore_->uri()}});
  }
  ASSIGN_OR_RETURN(const client::Identity identity, client::ParseIdentity(keystore_->uri()));
  if (identity.agency_id != config_.agency_id()) {
    return absl::FailedPreconditionError(absl::StrCat("the settings name ", config_.agency_id(),
                                                      ", but the identity in ", folder, " is of ",
                                                      identity.agency_id));
  }
  return absl::OkStatus();
}

absl::Status Link::Connect() {
  client::ConnectionOptions options;
  ASSIGN_OR_RETURN(options.address, client::ParseAddress("gateway", config_.gateway()));
  ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*keystore_));
  ASSIGN_OR_RETURN(connection_, client::Connection::New(std::move(options), std::move(identity)));
  client::CallOptions calls;
  calls.retry = retry_;
  session_ = std::make_unique<client::Session>(*connection_, deps_.clock, deps_.random, deps_.sleeper, calls);
  return MakeParts();
}

absl::Status Link::MakeParts() {
  ASSIGN_OR_RETURN(const client::TrustedLogs logs,
                   client::TrustedLogs::LoadOrFetch(keystore_->folder(), *session_));
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs.CaseLog());
  ASSIGN_OR_RETURN(auto sender, client::ReferralSender::New(*session_, *keystore_, logs));
  ASSIGN_OR_RETURN(auto reader, client::ReferralReader::New(*session_, *keystore_, logs));
  ASSIGN_OR_RETURN(auto legs, client::LegActions::New(*session_, *keystore_, logs));
  case_log_ = case_log.name();
  sender_ = std::move(sender);
  reader_ = std::move(reader);
  legs_ = std::move(legs);
  return absl::OkStatus();
}

bool Link::IsReplaced() const {
  const auto pem = base::ReadFile(absl::StrCat(keystore_->folder(), kTlsChain));
  if (!pem.ok()) return false;
  const auto leaf = certs::Certificate::FromPem(*pem);
  return leaf.ok() && leaf->fingerprint() != keystore_->tls_chain().front().fingerprint();
}

absl::Status Link::TakeOver() {
  ASSIGN_OR_RETURN(auto replaced, certs::Keystore::Open(keystore_->folder(), deps_.random));
  if (replaced->uri() != keystore_->uri()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the identity in ", keystore_->folder(), " is now of ", replaced->uri(),
                     ", and this adapter runs as ", keystore_->uri(),
                     ": stop it before its folder is given to another unit"));
  }
  ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*replaced));
  ASSIGN_OR_RETURN(client::TlsIdentity before, client::IdentityFromKeystore(*keystore_));
  RETURN_IF_ERROR(connection_->Reopen(std::move(identity)));
  std::swap(keystore_, replaced);
  const absl::Status made = MakeParts();
  if (made.ok()) return made;
  // The parts of before go on with the keys of before.
  std::swap(keystore_, replaced);
  connection_->Reopen(std::move(before)).IgnoreError();
  return made;
}

bool Link::RenewIfDue() {
  const absl::Time now = deps_.clock.Now();
  if (renewals_.IsDue(kReplaced, now) && IsReplaced()) {
    const absl::Status taken = TakeOver();
    if (taken.ok()) {
      renewals_.Succeeded(kReplaced);
      base::Log(base::LogLevel::kInfo, "adapter.identity_taken_over",
                {{"serial", keystore_->tls_chain().front().serial()}});
      return true;
    }
    const absl::Duration wait = renewals_.Failed(kReplaced, taken, now, client::Chance(deps_.random));
    base::Log(base::LogLevel::kError, "adapter.identity_not_taken_over",
              {{"code", absl::StatusCodeToString(taken.code())},
               {"problem", LogText(taken)},
               {"seconds", absl::ToInt64Seconds(wait)}});
  }
  const certs::Certificate& leaf = keystore_->tls_chain().front();
  const absl::Duration delay = (leaf.not_after() - leaf.not_before()) * kMostDelay * chance_;
  const client::RenewalNeed need = client::NeedsRenewal(*keystore_, now - delay);
  if (!need.any() || !renewals_.IsDue(kRenewal, now)) return false;
  absl::Status renewed = client::Renew(*session_, *keystore_, need.sealing).status();
  if (renewed.ok()) renewed = MakeParts();
  if (!renewed.ok()) {
    const absl::Duration wait = renewals_.Failed(kRenewal, renewed, now, client::Chance(deps_.random));
    base::Log(base::LogLevel::kError, "adapter.not_renewed",
              {{"code", absl::StatusCodeToString(renewed.code())},
               {"problem", LogText(renewed)},
               {"seconds", absl::ToInt64Seconds(wait)}});
    return false;
  }
  renewals_.Succeeded(kRenewal);
  base::Log(base::LogLevel::kInfo, "adapter.renewed", {{"new_sealing_key", need.sealing ? 1 : 0}});
  return true;
}

bool Link::UpdateTrustIfDue() {
  const absl::Time now = deps_.clock.Now();
  if (!trust_changed_ && now - trust_time_ < kBetweenBundles) return false;
  if (!renewals_.IsDue(kTrust, now)) return false;
  // Before the call: what changes meanwhile is fetched the next time.
  trust_changed_ = false;
  const absl::StatusOr<bool> updated = client::UpdateTrustBundle(*session_, *keystore_);
  absl::Status done = updated.status();
  if (updated.ok() && *updated) done = MakeParts();
  if (!done.ok()) {
    trust_changed_ = true;
    const absl::Duration wait = renewals_.Failed(kTrust, done, now, client::Chance(deps_.random));
    base::Log(base::LogLevel::kError, "adapter.trust_not_updated",
              {{"code", absl::StatusCodeToString(done.code())},
               {"problem", LogText(done)},
               {"seconds", absl::ToInt64Seconds(wait)}});
    return false;
  }
  renewals_.Succeeded(kTrust);
  trust_time_ = now;
  if (*updated) {
    base::Log(base::LogLevel::kInfo, "adapter.trust_updated",
              {{"roots", static_cast<int>(keystore_->bundle().size())}});
  }
  return *updated;
}

}  // namespace enlace::adapters
