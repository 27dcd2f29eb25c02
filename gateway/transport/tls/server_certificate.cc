#include "gateway/transport/tls/server_certificate.h"

#include <utility>

#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/tls/tls_files.h"

namespace enlace::transport {

ServerCertificate::ServerCertificate(Options options, const certs::Authority& authority,
                                     const base::Clock& clock)
    : options_(std::move(options)), authority_(authority), clock_(clock) {}

absl::StatusOr<std::unique_ptr<ServerCertificate>> ServerCertificate::New(Options options,
                                                                          const certs::Authority& authority,
                                                                          const base::Clock& clock) {
  std::unique_ptr<ServerCertificate> made(new ServerCertificate(std::move(options), authority, clock));
  RETURN_IF_ERROR(made->Issue());
  made->thread_ = std::thread([certificate = made.get()] { certificate->Run(); });
  return made;
}

ServerCertificate::~ServerCertificate() {
  {
    base::MutexLock lock(&mu_);
    stopped_ = true;
  }
  stopping_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

absl::Status ServerCertificate::Issue() {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const certs::PrivateKey key, certs::PrivateKey::Generate());
  ASSIGN_OR_RETURN(const certs::Certificate certificate,
                   authority_.IssueTlsServer(key, options_.names, now, options_.life));
  RETURN_IF_ERROR(WriteTlsFiles(options_.folder, key, {certificate, authority_.issuing()}));
  base::MutexLock lock(&mu_);
  renew_at_ = now + (certificate.not_after() - now) * 2 / 3;
  not_after_ = certificate.not_after();
  return absl::OkStatus();
}

absl::Time ServerCertificate::not_after() {
  base::MutexLock lock(&mu_);
  return not_after_;
}

absl::Status ServerCertificate::RenewIfDue() {
  {
    base::MutexLock lock(&mu_);
    if (clock_.Now() < renew_at_) return absl::OkStatus();
  }
  return Issue();
}

void ServerCertificate::Run() {
  for (;;) {
    {
      base::MutexLock lock(&mu_);
      if (!stopped_) stopping_.WaitFor(&mu_, options_.check_every);
      if (stopped_) return;
    }
    const absl::Status renewed = RenewIfDue();
    if (!renewed.ok()) {
      base::Log(base::LogLevel::kError, "server_certificate.renewal_failed",
                {{"problem", std::string(renewed.message())}});
    }
  }
}

}  // namespace enlace::transport
