#include "tests/verifier/case_writer.h"

#include <google/protobuf/empty.pb.h>
#include <google/protobuf/util/json_util.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "enlace/store/v1/record.pb.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/ledger/verify/tlog_proof.h"
#include "gateway/ledger/verify/verify_proof.h"

namespace enlace::verifier {
namespace {

std::string Word(const std::string& bytes) { return bytes.empty() ? "-" : absl::Base64Escape(bytes); }

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

// Hashes of any size as one input.
std::string Joined(const std::vector<std::string>& path) {
  return absl::StrJoin(
      path, ",", [](std::string* out, const std::string& hash) { absl::StrAppend(out, "x", Hex(hash)); });
}

std::string Meaning(const ledger::Checkpoint& checkpoint) {
  return absl::StrJoin({checkpoint.origin, absl::StrCat(checkpoint.size), Hex(checkpoint.root)}, "\n");
}

std::string Meaning(const ledger::Leaf& leaf) {
  return absl::StrJoin({absl::StrCat(static_cast<int>(leaf.clazz)), absl::StrCat(leaf.policy_version),
                        absl::StrCat(leaf.minute), Hex(leaf.commit), Hex(leaf.sealed)},
                       "\n");
}

std::string Meaning(const ledger::VerifiedReceipt& proof) {
  const store::v1::Record& record = proof.record;
  return absl::StrJoin(
      {absl::StrCat(proof.index), Meaning(proof.checkpoint), Meaning(proof.leaf),
       absl::StrCat(record.record_time().seconds()), absl::StrCat(record.record_time().nanos()),
       record.event_type(), record.actor().agency_id(), record.actor().unit_id(), record.administrator(),
       record.certificate_serial(), record.officer_pseudonym(), record.purpose(), record.request_id(),
       record.case_id(), record.referral_id(), record.leg_id(), Hex(record.sealed_digest())},
      "\n");
}

// Whether only a reader of the whole schema can refuse these bytes: it is the
// event that does not parse.
bool OnlyTheEventIsWrong(const std::string& record) {
  store::v1::Record parsed;
  google::protobuf::Empty fields;
  if (parsed.ParseFromString(record) || !fields.ParseFromString(record)) return false;
  fields.GetReflection()->MutableUnknownFields(&fields)->DeleteByNumber(store::v1::Record::kEventFieldNumber);
  return parsed.ParseFromString(fields.SerializeAsString());
}

}  // namespace

bool CaseWriter::Write(const char* kind, const char* rule, const std::string& meaning,
                       const std::vector<std::string>& inputs) {
  out_ << kind << ' ' << rule << ' ' << Word(meaning);
  for (const std::string& input : inputs) out_ << ' ' << Word(input);
  out_ << '\n';
  ++count_;
  return *rule == 'a';
}

bool CaseWriter::Inclusion(const std::string& leaf_hash, uint64_t index, uint64_t size,
                           const std::vector<std::string>& path, const std::string& root) {
  const bool ok = ledger::VerifyInclusion(leaf_hash, index, size, path, root).ok();
  return Write("inclusion", ok ? "accept" : "refuse", "",
               {leaf_hash, absl::StrCat(index), absl::StrCat(size), Joined(path), root});
}

bool CaseWriter::Consistency(uint64_t old_size, const std::string& old_root, uint64_t new_size,
                             const std::string& new_root, const std::vector<std::string>& path) {
  const bool ok = ledger::VerifyConsistency(old_size, old_root, new_size, new_root, path).ok();
  return Write("consistency", ok ? "accept" : "refuse", "",
               {absl::StrCat(old_size), old_root, absl::StrCat(new_size), new_root, Joined(path)});
}

bool CaseWriter::Checkpoint(const ledger::VerifierKey& key, const std::string& note) {
  const auto checkpoint = ledger::VerifyCheckpoint(note, key);
  return Write("checkpoint", checkpoint.ok() ? "accept" : "refuse",
               checkpoint.ok() ? Meaning(*checkpoint) : "", {key.ToText(), note});
}

bool CaseWriter::Proof(const std::string& text) {
  const auto proof = ledger::ParseTlogProof(text);
  if (!proof.ok()) return Write("proof", "refuse", "", {text});
  return Write(
      "proof", "accept",
      absl::StrJoin(
          {Hex(proof->extra), absl::StrCat(proof->index), Joined(proof->path), Hex(proof->checkpoint)}, "\n"),
      {text});
}

bool CaseWriter::Leaf(const std::string& bytes) {
  const auto leaf = ledger::ParseLeaf(bytes);
  return Write("leaf", leaf.ok() ? "accept" : "refuse", leaf.ok() ? Meaning(*leaf) : "", {bytes});
}

bool CaseWriter::Key(const std::string& text) {
  const auto key = ledger::VerifierKey::Parse(text);
  if (!key.ok()) return Write("key", "refuse", "", {text});
  return Write("key", "accept",
               absl::StrJoin({key->name(), Hex(key->key_id()), Hex(key->public_key())}, "\n"), {text});
}

bool CaseWriter::Signature(const std::string& public_key, const std::string& message,
                           const std::string& signature) {
  const auto key = ledger::VerifierKey::New("log", public_key);
  const bool ok = key.ok() && key->Verify(message, signature);
  return Write("signature", ok ? "accept" : "refuse", "", {public_key, message, signature});
}

bool CaseWriter::Receipt(const ledger::VerifierKey& key, const v1::Receipt& receipt) {
  const auto proof = ledger::VerifyReceipt(receipt, key);
  const bool open = !proof.ok() && OnlyTheEventIsWrong(receipt.record());
  const std::string time = receipt.has_record_time() ? absl::StrCat(receipt.record_time().seconds(), " ",
                                                                    receipt.record_time().nanos())
                                                     : "";
  return Write(
      "receipt", proof.ok() ? "accept" : (open ? "either" : "refuse"), proof.ok() ? Meaning(*proof) : "",
      {key.ToText(), receipt.referral_id(), receipt.leg_id(), time, absl::StrCat(receipt.log_index()),
       receipt.tlog_proof(), receipt.leaf(), receipt.record(), receipt.salt()});
}

bool CaseWriter::Json(const ledger::VerifierKey& key, const std::string& json) {
  v1::Receipt receipt;
  if (!google::protobuf::util::JsonStringToMessage(json, &receipt).ok()) {
    return Write("json", "refuse", "", {key.ToText(), json});
  }
  const auto proof = ledger::VerifyReceipt(receipt, key);
  const bool open = !proof.ok() && OnlyTheEventIsWrong(receipt.record());
  return Write("json", proof.ok() ? "at-most" : (open ? "either" : "refuse"),
               proof.ok() ? Meaning(*proof) : "", {key.ToText(), json});
}

}  // namespace enlace::verifier
