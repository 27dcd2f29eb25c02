// Looks at a server step by step, to say where a connection fails.
#ifndef ENLACE_CLIENT_SERVER_PROBE_H_
#define ENLACE_CLIENT_SERVER_PROBE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"
#include "client/address.h"

namespace enlace::client {

// How far it came. Each step is OK, failed with its own words, or was not
// reached (kCancelled) because one before it failed.
struct ServerProbe {
  absl::Status name;  // The host's name has an address.
  absl::Status tcp;   // Something listens there.
  absl::Status tls;   // It speaks TLS 1.3.
  std::string tls_version;
  // What the server presents, leaf first; nothing of it is verified.
  std::vector<certs::Certificate> chain;
};

// Connects, shakes hands without presenting a certificate of ours, and hangs up.
// Sends and trusts nothing. Takes at most `timeout` per address and step.
ServerProbe ProbeServer(const Address& address, const std::string& server_name, absl::Duration timeout);

// Whether the certificate is for `name`, a DNS name or IP address. Our authority
// issues no wildcards, so none counts. Pure.
bool CertificateNames(const certs::Certificate& certificate, const std::string& name);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_SERVER_PROBE_H_
