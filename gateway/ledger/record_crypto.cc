#include "gateway/ledger/record_crypto.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/invariant.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {
namespace {

constexpr absl::string_view kRecordKeyInfo = "enlace/record-key/v1";
constexpr absl::string_view kChainInfo = "prev";
constexpr size_t kTagSize = 16;
constexpr size_t kNonceSize = 12;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

unsigned char* Bytes(std::string* data) { return reinterpret_cast<unsigned char*>(data->data()); }
const unsigned char* Bytes(absl::string_view data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}

base::Secret RecordKey(const base::Secret& subject_key) {
  return base::Secret(base::HkdfSha256(subject_key.RevealSecret(), kRecordKeyInfo, base::kSha256Size));
}

// Only a lack of memory or a defect of ours lets a cipher fail before its tag is
// compared, and nothing may be logged that cannot be opened.
Cipher NewCipher() {
  Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  base::StopUnless(cipher != nullptr);
  return cipher;
}

std::string AssociatedData(v1::LogId log, uint64_t index) {
  return absl::StrCat(std::string(1, static_cast<char>(log)), store::BigEndian(index));
}

}  // namespace

store::v1::SealedRecord SealRecord(const std::string& subject, const base::Secret& subject_key, v1::LogId log,
                                   uint64_t index, const std::string& nonce, const RecordOpening& opening) {
  const base::Secret key = RecordKey(subject_key);
  const base::Secret plain(
      absl::StrCat(opening.salts.record, opening.salts.case_id, opening.salts.actor, opening.record_bytes));
  const absl::string_view text = plain.RevealSecret();
  const std::string aad = AssociatedData(log, index);
  std::string out(text.size() + kTagSize, '\0');
  const Cipher cipher = NewCipher();
  int size = 0;
  int rest = 0;
  base::StopUnless(nonce.size() == kNonceSize);
  base::StopUnless(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(key.RevealSecret()),
                                      Bytes(nonce)) == 1);
  base::StopUnless(
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, Bytes(aad), static_cast<int>(aad.size())) == 1);
  base::StopUnless(
      EVP_EncryptUpdate(cipher.get(), Bytes(&out), &size, Bytes(text), static_cast<int>(text.size())) == 1);
  base::StopUnless(EVP_EncryptFinal_ex(cipher.get(), Bytes(&out) + size, &rest) == 1);
  base::StopUnless(static_cast<size_t>(size + rest) == text.size());
  base::StopUnless(
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, Bytes(&out) + text.size()) == 1);
  store::v1::SealedRecord sealed;
  sealed.set_subject(subject);
  sealed.set_nonce(nonce);
  sealed.set_ciphertext(out);
  return sealed;
}

absl::StatusOr<RecordOpening> UnsealRecord(const store::v1::SealedRecord& sealed,
                                           const base::Secret& subject_key, v1::LogId log, uint64_t index) {
  const std::string& in = sealed.ciphertext();
  if (sealed.nonce().size() != kNonceSize || in.size() < 3 * kSaltSize + kTagSize) {
    return absl::DataLossError(absl::StrCat("record ", index, ": is too short"));
  }
  const base::Secret key = RecordKey(subject_key);
  const std::string aad = AssociatedData(log, index);
  const size_t text_size = in.size() - kTagSize;
  std::string tag = in.substr(text_size);
  std::string out(text_size, '\0');
  const Cipher cipher = NewCipher();
  int size = 0;
  int rest = 0;
  base::StopUnless(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(key.RevealSecret()),
                                      Bytes(sealed.nonce())) == 1);
  base::StopUnless(
      EVP_DecryptUpdate(cipher.get(), nullptr, &size, Bytes(aad), static_cast<int>(aad.size())) == 1);
  base::StopUnless(
      EVP_DecryptUpdate(cipher.get(), Bytes(&out), &size, Bytes(in), static_cast<int>(text_size)) == 1);
  base::StopUnless(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(cipher.get(), Bytes(&out) + size, &rest) != 1) {
    return absl::DataLossError(absl::StrCat("record ", index, ": does not decrypt"));
  }
  return RecordOpening{.salts = {.record = out.substr(0, kSaltSize),
                                 .case_id = out.substr(kSaltSize, kSaltSize),
                                 .actor = out.substr(2 * kSaltSize, kSaltSize)},
                       .record_bytes = out.substr(3 * kSaltSize)};
}

std::string ChainMask(const base::Secret& case_key, uint64_t seq) {
  return base::HkdfSha256(case_key.RevealSecret(), absl::StrCat(kChainInfo, store::BigEndian(seq)),
                          base::kSha256Size);
}

std::string Xor(absl::string_view a, absl::string_view b) {
  base::StopUnless(a.size() == base::kSha256Size);
  base::StopUnless(b.size() == base::kSha256Size);
  std::string out(a);
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ b[i]);
  return out;
}

}  // namespace enlace::ledger
