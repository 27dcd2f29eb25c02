#include "certs/x509/signature.h"

#include <openssl/x509.h>

#include "certs/x509/openssl_ptr.h"

namespace enlace::certs {
namespace {

const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

absl::StatusOr<std::string> Sign(const PrivateKey& key, absl::string_view data) {
  const DigestContextPtr context(EVP_MD_CTX_new());
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr,
                                               static_cast<EVP_PKEY*>(key.native())) != 1) {
    return OpensslFailure("preparing to sign");
  }
  size_t size = 0;
  if (EVP_DigestSign(context.get(), nullptr, &size, BytesOf(data), data.size()) != 1) {
    return OpensslFailure("signing");
  }
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, BytesOf(data),
                     data.size()) != 1) {
    return OpensslFailure("signing");
  }
  signature.resize(size);
  return signature;
}

absl::Status VerifySignature(absl::string_view spki_der, absl::string_view data,
                             absl::string_view signature) {
  const unsigned char* at = BytesOf(spki_der);
  const EvpPkeyPtr key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki_der.size())));
  TakeOpensslErrors();
  if (key == nullptr || !KeyProblem(key.get()).empty()) {
    return absl::InvalidArgumentError("the public key is not on P-256");
  }
  const DigestContextPtr context(EVP_MD_CTX_new());
  if (context == nullptr ||
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) {
    return OpensslFailure("preparing to verify a signature");
  }
  const int good =
      EVP_DigestVerify(context.get(), BytesOf(signature), signature.size(), BytesOf(data), data.size());
  TakeOpensslErrors();
  if (good == 1) return absl::OkStatus();
  return absl::DataLossError("the signature is not one of this key over these bytes");
}

}  // namespace enlace::certs
