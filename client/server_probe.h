// Looks at a server step by step, to say where a connection fails.
#ifndef ENLACE_CLIENT_SERVER_PROBE_H_
#define ENLACE_CLIENT_SERVER_PROBE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "certs/x509/certificate.h"
#include "client/address.h"
#include "gateway/base/clock.h"

namespace enlace::client {

// How far it came. Each step is OK, failed with its own words, or was not
// reached (kCancelled) because one before it failed.
struct ServerProbe {
  absl::Status name;  // The host's name has an address.
  absl::Status tcp;   // Something listens there.
  // It speaks TLS 1.3:
  //   INVALID_ARGUMENT     what answers speaks no TLS at all.
  //   FAILED_PRECONDITION  an older version.
  //   DEADLINE_EXCEEDED    the port is open, and nothing is said.
  //   UNAVAILABLE          it broke in another way: a device in between, say.
  absl::Status tls;
  std::string tls_version;
  // What the server presents, leaf first; nothing of it is verified.
  std::vector<certs::Certificate> chain;
  // Whether it chose HTTP/2 (ALPN).
  bool http2 = false;
  // Whether it asked for a certificate, as the port for agencies does and the one for
  // enrolment does not.
  bool asks_certificate = false;
  // How far this machine's clock is ahead of what the server tells as its own, to the
  // second; nothing if it does not tell.
  absl::optional<absl::Duration> clock_ahead;
};

// Connects, shakes hands without presenting a certificate of ours, and hangs up;
// asks a server that may be a gateway once more, by HTTP/1.1, for the time. Sends
// and trusts nothing else. Takes at most `timeout` per address and step.
ServerProbe ProbeServer(const Address& address, const std::string& server_name, absl::Duration timeout,
                        const base::Clock& clock);

// Whether the certificate is for `name`, a DNS name or IP address. Our authority
// issues no wildcards, so none counts. Pure.
bool CertificateNames(const certs::Certificate& certificate, const std::string& name);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_SERVER_PROBE_H_
