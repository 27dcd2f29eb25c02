#include "certs/x509/peer_check.h"

#include <openssl/pem.h>

#include "certs/x509/openssl_ptr.h"
#include "gateway/base/errors.h"

namespace enlace::certs {
namespace {

// The error that OpenSSL turns into the alert that we mean.
int VerifyErrorOf(v1::ErrorReason reason) {
  switch (reason) {
    case v1::ERROR_REASON_CERTIFICATE_EXPIRED:
      return X509_V_ERR_CERT_HAS_EXPIRED;
    case v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID:
      return X509_V_ERR_CERT_NOT_YET_VALID;
    case v1::ERROR_REASON_CERTIFICATE_REVOKED:
    case v1::ERROR_REASON_AGENCY_SUSPENDED:
      return X509_V_ERR_CERT_REVOKED;
    case v1::ERROR_REASON_CERTIFICATE_UNTRUSTED:
      return X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
    case v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE:
      return X509_V_ERR_INVALID_PURPOSE;
    case v1::ERROR_REASON_CERTIFICATE_WRONG_NAME:
      return X509_V_ERR_CERT_REJECTED;
    default:
      return X509_V_ERR_NO_EXPLICIT_POLICY;  // In no table: certificate_unknown.
  }
}

std::string PemOf(X509* certificate) {
  const BioPtr memory(BIO_new(BIO_s_mem()));
  if (memory == nullptr || PEM_write_bio_X509(memory.get(), certificate) != 1) {
    TakeOpensslErrors();
    return "";
  }
  return std::string(ContentsOf(memory.get()));
}

int Ask(X509_STORE_CTX* chain, void* check) {
  X509* const leaf = X509_STORE_CTX_get0_cert(chain);
  auto* const connection =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const std::string pem = leaf != nullptr ? PemOf(leaf) : "";
  if (connection == nullptr || pem.empty()) {
    X509_STORE_CTX_set_error(chain, X509_V_ERR_UNSPECIFIED);
    return 0;
  }
  const absl::Status status = reinterpret_cast<PeerCheck>(check)(connection, pem);
  X509_STORE_CTX_set_error(chain, status.ok() ? X509_V_OK : VerifyErrorOf(base::ReasonOf(status)));
  return status.ok() ? 1 : 0;
}

}  // namespace

void CheckPeersBy(SSL_CTX* context, PeerCheck check) {
  SSL_CTX_set_cert_verify_callback(context, &Ask, reinterpret_cast<void*>(check));
}

}  // namespace enlace::certs
