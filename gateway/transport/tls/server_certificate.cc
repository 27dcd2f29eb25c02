#include "gateway/transport/tls/server_certificate.h"

#include <utility>

#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/tls/tls_files.h"

namespace enlace::transport {

ServerCertificate::ServerCertificate(Options options, certs::AuthoritySet& authorities, const base::Clock& clock)
    : options_(std::move(options)), authorities_(authorities), clock_(clock) {}

absl::StatusOr<std::unique_ptr<ServerCertificate>> ServerCertificate::New(Options options,
                                                                          certs::AuthoritySet& authorities,
                                                                          const base::Clock& clock) {
  std::unique_ptr<ServerCertificate> made(new ServerCertificate(std::move(options), authorities, clock));
  RETURN_IF_ERROR(made->Issue());
  made->listener_ = authorities.Listen([certificate = made.get()] {
    base::MutexLock lock(&certificate->mu_);
    certificate->changed_ = true;
    certificate->stopping_.NotifyAll();
  });
  made->thread_ = std::thread([certificate = made.get()] { certificate->Run(); });
  return made;
}

ServerCertificate::~ServerCertificate() {
  if (listener_ != 0) authorities_.Unlisten(listener_);
  {
    base::MutexLock lock(&mu_);
    stopped_ = true;
  }
  stopping_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

absl::Status ServerCertificate::Issue() {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const auto authority, authorities_.Serving(now));
  ASSIGN_OR_RETURN(const certs::PrivateKey key, certs::PrivateKey::Generate());
  ASSIGN_OR_RETURN(const certs::Certificate certificate,
                   authority->IssueTlsServer(key, options_.names, now, options_.life));
  RETURN_IF_ERROR(WriteTlsFiles(options_.folder, key, {certificate, authority->issuing()}));
  base::MutexLock lock(&mu_);
  authority_id_ = certs::AuthorityId(authority->issuing());
  renew_at_ = now + (certificate.not_after() - now) * 2 / 3;
  not_after_ = certificate.not_after();
  return absl::OkStatus();
}

absl::Time ServerCertificate::not_after() {
  base::MutexLock lock(&mu_);
  return not_after_;
}

absl::Status ServerCertificate::RenewIfDue() {
  base::MutexLock issuing(&issue_mu_);
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const auto authority, authorities_.Serving(now));
  const std::string serves = certs::AuthorityId(authority->issuing());
  {
    base::MutexLock lock(&mu_);
    if (now < renew_at_ && serves == authority_id_) return absl::OkStatus();
  }
  return Issue();
}

void ServerCertificate::Run() {
  for (;;) {
    {
      base::MutexLock lock(&mu_);
      if (!stopped_ && !changed_) stopping_.WaitFor(&mu_, options_.check_every);
      if (stopped_) return;
      changed_ = false;
    }
    const absl::Status renewed = RenewIfDue();
    if (!renewed.ok()) {
      base::Log(base::LogLevel::kError, "server_certificate.renewal_failed",
                {{"problem", std::string(renewed.message())}});
    }
  }
}

}  // namespace enlace::transport
