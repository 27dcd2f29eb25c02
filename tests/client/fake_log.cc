#include <openssl/evp.h>

#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/leaf.h"
#include "gateway/ledger/verify/merkle.h"
#include "gateway/ledger/verify/tlog_proof.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {

FakeLog::FakeLog(const std::string& name)
    : name_(name), key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")) {}
FakeLog::~FakeLog() { EVP_PKEY_free(static_cast<EVP_PKEY*>(key_)); }

ledger::VerifierKey FakeLog::key() const {
  std::string bytes(32, '\0');
  size_t size = bytes.size();
  EVP_PKEY_get_raw_public_key(static_cast<EVP_PKEY*>(key_), reinterpret_cast<unsigned char*>(bytes.data()),
                              &size);
  return *ledger::VerifierKey::New(name_, bytes);
}

std::string FakeLog::SignCheckpoint(uint64_t size, const std::string& root) const {
  ledger::SignedNote note;
  note.text = ledger::FormatCheckpoint({name_, size, root});
  std::string signature(64, '\0');
  size_t signature_size = signature.size();
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, nullptr, nullptr, static_cast<EVP_PKEY*>(key_));
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &signature_size,
                 reinterpret_cast<const unsigned char*>(note.text.data()), note.text.size());
  EVP_MD_CTX_free(context);
  note.signatures.push_back({name_, key().key_id(), signature});
  return ledger::FormatNote(note);
}

v1::Receipt FakeLog::Prove(const store::v1::Record& record) const {
  v1::Receipt receipt;
  receipt.set_salt(std::string(32, 's'));
  receipt.set_record(record.SerializeAsString());
  ledger::Leaf leaf;
  leaf.minute = static_cast<uint32_t>(record.record_time().seconds() / 60);
  leaf.commit = ledger::CommitRecord(receipt.salt(), receipt.record());
  leaf.case_tag = leaf.prev = leaf.actor = std::string(32, '\0');
  leaf.sealed = record.sealed_digest().empty() ? std::string(32, '\0') : record.sealed_digest();
  receipt.set_leaf(ledger::EncodeLeaf(leaf));
  *receipt.mutable_record_time() = record.record_time();
  receipt.set_referral_id(record.referral_id());
  receipt.set_leg_id(record.leg_id());
  receipt.set_tlog_proof(
      ledger::FormatTlogProof({"", 0, {}, SignCheckpoint(1, ledger::LeafHash(receipt.leaf()))}));
  return receipt;
}

}  // namespace enlace::client
