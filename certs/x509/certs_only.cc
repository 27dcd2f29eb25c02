#include "certs/x509/certs_only.h"

#include <openssl/pkcs7.h>

#include "certs/x509/openssl_ptr.h"
#include "gateway/base/errors.h"

namespace enlace::certs {

absl::StatusOr<std::string> MakeCertsOnly(const std::vector<Certificate>& certificates) {
  if (certificates.empty()) return base::InternalError("no certificate is to be passed on");
  const OpensslPtr<PKCS7, PKCS7_free> message(PKCS7_new());
  if (message == nullptr || PKCS7_set_type(message.get(), NID_pkcs7_signed) != 1) {
    return OpensslFailure("passing certificates on");
  }
  // By hand: PKCS7_content_new would make an empty content where none may be.
  message->d.sign->contents->type = OBJ_nid2obj(NID_pkcs7_data);
  for (const Certificate& certificate : certificates) {
    if (PKCS7_add_certificate(message.get(), static_cast<X509*>(certificate.native())) != 1) {
      return OpensslFailure("passing certificates on");
    }
  }
  std::string der = ToDer(i2d_PKCS7, message.get());
  if (der.empty()) return OpensslFailure("passing certificates on");
  return der;
}

}  // namespace enlace::certs
