#include "gateway/base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>

#include "gateway/base/invariant.h"

namespace enlace::base {
namespace {

struct DigestContext {
  DigestContext() : ctx(EVP_MD_CTX_new()), sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr)) {
    StopUnless(ctx != nullptr && sha256 != nullptr);
  }
  ~DigestContext() {
    EVP_MD_CTX_free(ctx);
    EVP_MD_free(sha256);
  }
  EVP_MD_CTX* ctx;
  EVP_MD* sha256;
};

}  // namespace

std::string Sha256(std::initializer_list<absl::string_view> parts) {
  // One context per thread: OpenSSL 3 spends more on making one than on hashing.
  static thread_local DigestContext context;
  std::string out(kSha256Size, '\0');
  unsigned int size = 0;
  bool ok = EVP_DigestInit_ex(context.ctx, context.sha256, nullptr) == 1;
  for (const absl::string_view part : parts) {
    ok = ok && EVP_DigestUpdate(context.ctx, part.data(), part.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context.ctx, reinterpret_cast<unsigned char*>(out.data()), &size) == 1;
  StopUnless(ok && size == kSha256Size);
  return out;
}

std::string Sha256(absl::string_view data) { return Sha256({data}); }

std::string HmacSha256(absl::string_view key, absl::string_view data) {
  std::string out(kSha256Size, '\0');
  unsigned int size = 0;
  StopUnless(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                  reinterpret_cast<const unsigned char*>(data.data()), data.size(),
                  reinterpret_cast<unsigned char*>(out.data()), &size) != nullptr);
  StopUnless(size == kSha256Size);
  return out;
}

std::string HkdfSha256(absl::string_view key, absl::string_view info, size_t size) {
  const std::string prk = HmacSha256(std::string(kSha256Size, '\0'), key);
  std::string out;
  std::string block;
  for (unsigned char counter = 1; out.size() < size; ++counter) {
    std::string input = block;
    input.append(info.data(), info.size());
    input.push_back(static_cast<char>(counter));
    block = HmacSha256(prk, input);
    out += block;
  }
  out.resize(size);
  return out;
}

bool ConstantTimeEquals(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace enlace::base
