#include "tests/verifier/specimen.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "enlace/store/v1/record.pb.h"
#include "gateway/base/digest.h"
#include "gateway/ledger/verify/leaf.h"
#include "gateway/ledger/verify/tlog_proof.h"

namespace enlace::verifier {
namespace {

constexpr size_t kCommitOffset = 8;

EVP_PKEY* PrivateKey(const std::string& seed) {
  return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                      reinterpret_cast<const unsigned char*>(seed.data()), seed.size());
}

ledger::VerifierKey PublicKey(const std::string& name, EVP_PKEY* private_key) {
  std::string bytes(32, '\0');
  size_t size = bytes.size();
  EVP_PKEY_get_raw_public_key(private_key, reinterpret_cast<unsigned char*>(bytes.data()), &size);
  return *ledger::VerifierKey::New(name, bytes);
}

// The tree in which the specimen's leaf stands.
SpecimenTree TreeOf(const Specimen& specimen) {
  std::vector<std::string> hashes;
  for (uint64_t i = 0; i < specimen.size; ++i) hashes.push_back(ledger::LeafHash(absl::StrCat("other ", i)));
  hashes[specimen.index] = ledger::LeafHash(specimen.leaf);
  return SpecimenTree(std::move(hashes));
}

}  // namespace

LogKey::LogKey(const std::string& name, const std::string& seed)
    : private_key_(PrivateKey(seed), EVP_PKEY_free), key_(PublicKey(name, private_key_.get())) {}

std::string LogKey::Sign(const std::string& message) const {
  std::string signature(64, '\0');
  size_t size = signature.size();
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, nullptr, nullptr, private_key_.get());
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(message.data()), message.size());
  EVP_MD_CTX_free(context);
  return signature;
}

std::string LogKey::SignatureLine(const std::string& text) const {
  return absl::StrCat("\xe2\x80\x94 ", key_.name(), " ",
                      absl::Base64Escape(absl::StrCat(key_.key_id(), Sign(text))), "\n");
}

std::string LogKey::Note(const std::string& text) const {
  return absl::StrCat(text, "\n", SignatureLine(text));
}

std::string SpecimenTree::Root(uint64_t begin, uint64_t end) {
  if (begin == end) return ledger::EmptyRoot();
  if (end - begin == 1) return leaves_[begin];
  std::string& root = roots_[{begin, end}];
  if (root.empty()) {
    const uint64_t middle = begin + ledger::SplitPoint(end - begin);
    root = ledger::NodeHash(Root(begin, middle), Root(middle, end));
  }
  return root;
}

ledger::HashPath SpecimenTree::Inclusion(uint64_t index, uint64_t begin, uint64_t end) {
  if (end - begin == 1) return {};
  const uint64_t middle = begin + ledger::SplitPoint(end - begin);
  const bool left = index < middle;
  ledger::HashPath path = left ? Inclusion(index, begin, middle) : Inclusion(index, middle, end);
  path.push_back(left ? Root(middle, end) : Root(begin, middle));
  return path;
}

ledger::HashPath SpecimenTree::Consistency(uint64_t old_size, uint64_t new_size) {
  if (old_size == 0 || old_size == new_size) return {};
  return Subproof(old_size, 0, new_size, true);
}

ledger::HashPath SpecimenTree::Subproof(uint64_t old_size, uint64_t begin, uint64_t end, bool whole) {
  if (old_size == end) return whole ? ledger::HashPath{} : ledger::HashPath{Root(begin, end)};
  const uint64_t middle = begin + ledger::SplitPoint(end - begin);
  const bool left = old_size <= middle;
  ledger::HashPath path =
      left ? Subproof(old_size, begin, middle, whole) : Subproof(old_size, middle, end, false);
  path.push_back(left ? Root(middle, end) : Root(begin, middle));
  return path;
}

Specimen MakeSpecimen(uint64_t number) {
  store::v1::Record record;
  record.mutable_record_time()->set_seconds(1768478403 + static_cast<int64_t>(number) * 61);
  record.mutable_record_time()->set_nanos(static_cast<int32_t>(number % 3) * 250000000);
  record.set_event_type("leg.accepted");
  record.mutable_actor()->set_agency_id("mx-fgr");
  record.mutable_actor()->set_unit_id("feadle");
  record.set_request_id(absl::StrCat("request-", number));
  record.set_case_id("01EXAMPLECASE0000000000000");
  record.set_referral_id("01EXAMPLEREFERRAL000000000");
  if (number % 2 == 0) record.set_leg_id(absl::StrCat("leg-", number));
  Specimen specimen;
  specimen.size = 1 + number % 13;
  specimen.index = number % specimen.size;
  specimen.salt = base::Sha256(absl::StrCat("salt ", number));
  ledger::Leaf leaf;
  leaf.policy_version = static_cast<uint16_t>(number);
  leaf.minute = static_cast<uint32_t>(record.record_time().seconds() / 60);
  leaf.commit = leaf.case_tag = leaf.prev = leaf.actor = leaf.sealed = base::Sha256("field");
  if (number % 3 == 0) record.set_sealed_digest(leaf.sealed);
  specimen.record = record.SerializeAsString();
  specimen.record_time = record.record_time();
  specimen.leaf = ledger::EncodeLeaf(leaf);
  Commit(specimen);
  return specimen;
}

void Commit(Specimen& specimen) {
  const std::string commit = ledger::CommitRecord(specimen.salt, specimen.record);
  specimen.leaf.replace(kCommitOffset, commit.size(), commit);
}

std::string CheckpointText(const Specimen& specimen, const std::string& origin) {
  return absl::StrCat(origin, "\n", specimen.size, "\n",
                      absl::Base64Escape(TreeOf(specimen).Root(specimen.size)), "\n");
}

std::string ProofText(const Specimen& specimen, const std::string& note) {
  return ledger::FormatTlogProof(
      {"", specimen.index, TreeOf(specimen).Inclusion(specimen.index, specimen.size), note});
}

v1::Receipt MakeReceipt(const Specimen& specimen, const std::string& note) {
  v1::Receipt receipt;
  store::v1::Record record;
  if (record.ParseFromString(specimen.record)) {
    receipt.set_referral_id(record.referral_id());
    receipt.set_leg_id(record.leg_id());
    if (record.has_record_time()) *receipt.mutable_record_time() = record.record_time();
  } else {
    *receipt.mutable_record_time() = specimen.record_time;
  }
  receipt.set_kind(v1::RECEIPT_KIND_DECISION);
  receipt.set_log_index(specimen.index);
  receipt.set_tlog_proof(ProofText(specimen, note));
  receipt.set_leaf(specimen.leaf);
  receipt.set_record(specimen.record);
  receipt.set_salt(specimen.salt);
  return receipt;
}

}  // namespace enlace::verifier
