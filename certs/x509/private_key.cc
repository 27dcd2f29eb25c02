#include "certs/x509/private_key.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

// Cost of guessing a passphrase: 16 MiB and about 50 ms a try.
constexpr uint64_t kScryptN = 16384;
constexpr uint64_t kScryptR = 8;
constexpr uint64_t kScryptP = 1;

struct PassphraseRequest {
  absl::string_view passphrase;
  bool asked = false;
};

// OpenSSL's pem_password_cb; without one it would ask on the terminal.
int GivePassphrase(char* buffer, int size, int, void* user) {
  auto* request = static_cast<PassphraseRequest*>(user);
  request->asked = true;
  if (request->passphrase.empty() || request->passphrase.size() > static_cast<size_t>(size)) return -1;
  std::memcpy(buffer, request->passphrase.data(), request->passphrase.size());
  return static_cast<int>(request->passphrase.size());
}

absl::Status WriteEncrypted(BIO* out, const EVP_PKEY* key, absl::string_view passphrase) {
  const Pkcs8Ptr plain(EVP_PKEY2PKCS8(key));
  AlgorithmPtr algorithm(PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 0, nullptr, kScryptN, kScryptR, kScryptP));
  if (plain == nullptr || algorithm == nullptr) return OpensslFailure("preparing to encrypt a private key");
  const SignaturePtr encrypted(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), algorithm.get()));
  if (encrypted == nullptr) return OpensslFailure("encrypting a private key");
  algorithm.release();  // Now part of `encrypted`.
  if (PEM_write_bio_PKCS8(out, encrypted.get()) != 1) return OpensslFailure("writing a private key");
  return absl::OkStatus();
}

}  // namespace

struct PrivateKey::Impl {
  EvpPkeyPtr key;
  std::string spki_der;
  std::string key_id;
  bool in_token = false;
};

namespace {

template <typename Impl>
absl::StatusOr<std::shared_ptr<const Impl>> Describe(EvpPkeyPtr key, bool in_token = false) {
  auto impl = std::make_shared<Impl>();
  impl->spki_der = ToDer(i2d_PUBKEY, key.get());
  if (impl->spki_der.empty()) return OpensslFailure("encoding a public key");
  impl->key_id = base::Sha256(impl->spki_der);
  impl->key = std::move(key);
  impl->in_token = in_token;
  return std::shared_ptr<const Impl>(std::move(impl));
}

}  // namespace

absl::StatusOr<PrivateKey> PrivateKey::Generate() {
  EvpPkeyPtr key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpensslFailure("generating a key");
  ASSIGN_OR_RETURN(std::shared_ptr<const Impl> impl, Describe<Impl>(std::move(key)));
  return PrivateKey(std::move(impl));
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(const base::Secret& pem, const base::Secret& passphrase) {
  const BioPtr in = ReaderOf(pem.RevealSecret());
  if (in == nullptr) return OpensslFailure("reading a private key");
  PassphraseRequest request{passphrase.RevealSecret()};
  EvpPkeyPtr key(PEM_read_bio_PrivateKey(in.get(), nullptr, GivePassphrase, &request));
  if (key == nullptr) {
    const std::string detail = TakeOpensslErrors();
    if (request.asked && passphrase.empty()) {
      return absl::InvalidArgumentError("the private key is encrypted and no passphrase was given");
    }
    if (request.asked) return absl::InvalidArgumentError("the passphrase does not open the private key");
    return absl::InvalidArgumentError(absl::StrCat("not a private key in PEM: ", detail));
  }
  const std::string problem = KeyProblem(key.get());
  if (!problem.empty()) return absl::InvalidArgumentError(problem);
  ASSIGN_OR_RETURN(std::shared_ptr<const Impl> impl, Describe<Impl>(std::move(key)));
  return PrivateKey(std::move(impl));
}

absl::StatusOr<PrivateKey> PrivateKey::FromToken(void* native) {
  EvpPkeyPtr key(static_cast<EVP_PKEY*>(native));
  const std::string problem = KeyProblem(key.get());
  TakeOpensslErrors();
  if (!problem.empty()) return absl::InvalidArgumentError(absl::StrCat("the token's key: ", problem));
  ASSIGN_OR_RETURN(std::shared_ptr<const Impl> impl, Describe<Impl>(std::move(key), /*in_token=*/true));
  return PrivateKey(std::move(impl));
}

absl::StatusOr<base::Secret> PrivateKey::ToPem(const base::Secret& passphrase) const {
  if (impl_->in_token) return absl::FailedPreconditionError("a token holds the key and does not give it away");
  const BioPtr out(BIO_new(BIO_s_mem()));  // Cleared by OpenSSL when it is freed.
  if (out == nullptr) return OpensslFailure("writing a private key");
  if (passphrase.empty()) {
    if (PEM_write_bio_PKCS8PrivateKey(out.get(), impl_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
      return OpensslFailure("writing a private key");
    }
  } else {
    RETURN_IF_ERROR(WriteEncrypted(out.get(), impl_->key.get(), passphrase.RevealSecret()));
  }
  const absl::string_view text = ContentsOf(out.get());
  return base::Secret(std::string(text));
}

const std::string& PrivateKey::spki_der() const { return impl_->spki_der; }

const std::string& PrivateKey::key_id() const { return impl_->key_id; }

bool PrivateKey::in_token() const { return impl_->in_token; }

void* PrivateKey::native() const { return impl_->key.get(); }

}  // namespace enlace::certs
