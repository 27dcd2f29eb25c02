// The gateway's own TLS certificate: issued by the authority that serves
// (certs::AuthoritySet::Serving), renewed by itself.
#ifndef ENLACE_GATEWAY_TRANSPORT_TLS_SERVER_CERTIFICATE_H_
#define ENLACE_GATEWAY_TRANSPORT_TLS_SERVER_CERTIFICATE_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/ca/authority_set.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"

namespace enlace::transport {

// Keeps a valid server certificate in `folder` (WriteTlsFiles) from New until it
// is destroyed: a new key and certificate at two thirds of the life, and at once when
// another authority serves, without a refused handshake. Thread-safe. Borrows
// authorities and clock.
class ServerCertificate {
 public:
  struct Options {
    std::string folder;
    // DNS names and addresses that clients reach the gateway by.
    std::vector<std::string> names;
    absl::Duration life;
    // How often the clock is compared with the end of the life.
    absl::Duration check_every = absl::Minutes(1);
  };
  // Issues the first certificate before it returns.
  //   INVALID_ARGUMENT, UNAVAILABLE  it could not be issued or written.
  static absl::StatusOr<std::unique_ptr<ServerCertificate>> New(Options options,
                                                                certs::AuthoritySet& authorities,
                                                                const base::Clock& clock);
  ~ServerCertificate();

  // Renews if two thirds of the life are over or another authority serves; OK if there was nothing to do. A
  // failure leaves the present one in force and is tried again.
  absl::Status RenewIfDue();
  // End of the present one's validity.
  absl::Time not_after();

 private:
  ServerCertificate(Options options, certs::AuthoritySet& authorities, const base::Clock& clock);
  absl::Status Issue();
  void Run();

  const Options options_;
  certs::AuthoritySet& authorities_;
  const base::Clock& clock_;
  // The folder has one writer at a time.
  base::Mutex issue_mu_;
  base::Mutex mu_;
  base::CondVar stopping_;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  // The authorities changed since the thread last looked.
  bool changed_ ABSL_GUARDED_BY(mu_) = false;
  absl::Time renew_at_ ABSL_GUARDED_BY(mu_);
  absl::Time not_after_ ABSL_GUARDED_BY(mu_);
  // Of the authority that the present certificate is from.
  std::string authority_id_ ABSL_GUARDED_BY(mu_);
  int listener_ = 0;
  std::thread thread_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_TLS_SERVER_CERTIFICATE_H_
