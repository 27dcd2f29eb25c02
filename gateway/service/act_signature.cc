#include "gateway/service/act_signature.h"

#include "certs/x509/signature.h"

namespace enlace::service {

absl::StatusOr<store::v1::ActSignature> CheckSignature(const identity::Caller& caller, std::string text,
                                                       absl::string_view signature) {
  if (!certs::VerifySignature(caller.spki_der, text, signature).ok()) {
    return base::InvalidField(
        "act_signature",
        "is not the calling certificate's signature of this request for this log; sign this very "
        "request, for the case log of this gateway, with the key of the TLS certificate that calls");
  }
  store::v1::ActSignature kept;
  kept.set_signed_act(std::move(text));
  kept.set_signature(std::string(signature));
  return kept;
}

}  // namespace enlace::service
