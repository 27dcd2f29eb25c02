#include "tests/verifier/hostile.h"

#include <google/protobuf/util/json_util.h>

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/ledger/verify/merkle.h"
#include "tests/verifier/edges.h"

namespace enlace::verifier {
namespace {

constexpr uint64_t kTreeSize = 70;

SpecimenTree MakeTree() {
  std::vector<std::string> leaves;
  for (uint64_t i = 0; i < kTreeSize; ++i) leaves.push_back(ledger::LeafHash(absl::StrCat("leaf ", i)));
  return SpecimenTree(std::move(leaves));
}

}  // namespace

Hostile::Hostile(CaseWriter& cases, const LogKey& log, const LogKey& other, uint64_t seed)
    : cases_(cases), mutator_(seed), log_(log), other_(other), tree_(MakeTree()) {}

std::string Hostile::RightNote(const Specimen& specimen) const {
  return log_.Note(CheckpointText(specimen, log_.key().name()));
}

void Hostile::WriteOne() {
  const Specimen specimen = MakeSpecimen(mutator_.Below(40));
  const uint64_t kind = mutator_.Below(100);
  if (kind < 25) return ReceiptField(specimen);
  if (kind < 40) return SignedRecord(specimen);
  if (kind < 45) return SignedLeaf(specimen);
  if (kind < 60) return SignedCheckpoint(specimen);
  if (kind < 70) return SignatureLines(specimen);
  if (kind < 77) return Json(specimen);
  if (kind < 83) return Inclusion();
  if (kind < 89) return Consistency();
  if (kind < 98) return Parsers(specimen);
  Signature();
}

void Hostile::SignedRecord(Specimen specimen) {
  do {
    specimen.record = mutator_.Bytes(specimen.record);
  } while (mutator_.OneIn(3));
  Commit(specimen);
  v1::Receipt receipt = MakeReceipt(specimen, RightNote(specimen));
  if (mutator_.OneIn(4)) receipt.clear_record_time();
  cases_.Receipt(log_.key(), receipt);
}

void Hostile::SignedLeaf(Specimen specimen) {
  specimen.leaf = mutator_.Bytes(specimen.leaf);
  cases_.Receipt(log_.key(), MakeReceipt(specimen, RightNote(specimen)));
}

void Hostile::SignedCheckpoint(const Specimen& specimen) {
  std::string text = CheckpointText(specimen, log_.key().name());
  if (mutator_.OneIn(3)) absl::StrAppend(&text, "extension ", mutator_.Below(10), "\n");
  do {
    text = mutator_.Text(text);
  } while (mutator_.OneIn(3));
  const std::string note = log_.Note(text);
  cases_.Checkpoint(log_.key(), note);
  cases_.Receipt(log_.key(), MakeReceipt(specimen, note));
}

void Hostile::ChangeField(v1::Receipt& receipt, const Specimen& specimen) {
  switch (mutator_.Below(9)) {
    case 0:
      return receipt.set_referral_id(mutator_.OneIn(2) ? "" : "01EXAMPLEREFERRAL000000001");
    case 1:
      return receipt.set_leg_id(mutator_.OneIn(2) ? "" : "leg-1");
    case 2:
      if (mutator_.OneIn(4)) return receipt.clear_record_time();
      return receipt.mutable_record_time()->set_seconds(receipt.record_time().seconds() + 1 -
                                                        static_cast<int64_t>(mutator_.Below(3)));
    case 3:
      return receipt.mutable_record_time()->set_nanos(static_cast<int32_t>(mutator_.Below(3)) * 250000000);
    case 4:
      return receipt.set_log_index(mutator_.OneIn(4) ? ~uint64_t{0} : mutator_.Below(specimen.size + 2));
    case 5:
      return receipt.set_leaf(mutator_.Bytes(receipt.leaf()));
    case 6:
      return receipt.set_record(mutator_.Bytes(receipt.record()));
    case 7:
      return receipt.set_salt(mutator_.Bytes(receipt.salt()));
    default:
      return receipt.set_tlog_proof(mutator_.Text(receipt.tlog_proof()));
  }
}

void Hostile::ReceiptField(const Specimen& specimen) {
  v1::Receipt receipt = MakeReceipt(specimen, RightNote(specimen));
  do {
    if (mutator_.OneIn(2)) {
      receipt.set_tlog_proof(mutator_.Text(receipt.tlog_proof()));
    } else {
      ChangeField(receipt, specimen);
    }
  } while (mutator_.OneIn(3));
  cases_.Receipt(mutator_.OneIn(50) ? other_.key() : log_.key(), receipt);
}

// A line that is not a right signature of the log's key, or not the only one.
std::string Hostile::WrongLine(const std::string& text) {
  const ledger::VerifierKey& key = log_.key();
  const auto line = [](const std::string& name, const std::string& bytes) {
    return absl::StrCat("\xe2\x80\x94 ", name, " ", absl::Base64Escape(bytes), "\n");
  };
  static const auto* const kNames = new std::vector<std::string>{"",
                                                                 "a b",
                                                                 "a+b",
                                                                 "a\x7f",
                                                                 "\xc3\xb1",
                                                                 "\xc2\xa0",
                                                                 "a\xff",
                                                                 std::string(255, 'n'),
                                                                 std::string(256, 'n')};
  switch (mutator_.Below(10)) {
    case 0:
      return log_.SignatureLine(text);
    case 1:
      return log_.SignatureLine(absl::StrCat(text, "x\n"));
    case 2:
      return other_.SignatureLine(text);
    case 3:
      return line(key.name(), absl::StrCat(key.key_id(), mutator_.RandomBytes(mutator_.Below(100))));
    case 4:
      return line(key.name(), absl::StrCat(mutator_.RandomBytes(4), log_.Sign(text)));
    case 5:
      return line("another.example.gob/caselog/1", absl::StrCat(key.key_id(), log_.Sign(text)));
    case 6:
      return line(key.name(), mutator_.RandomBytes(mutator_.Below(6)));
    case 7:
      return line(key.name(), absl::StrCat(key.key_id(), PlusOrder(log_.Sign(text))));
    case 8:
      return line(mutator_.Pick(*kNames), mutator_.RandomBytes(68));
    default:
      return mutator_.Text(log_.SignatureLine(text));
  }
}

void Hostile::SignatureLines(const Specimen& specimen) {
  const std::string text =
      CheckpointText(specimen, mutator_.OneIn(20) ? "another.example.gob/caselog/1" : log_.key().name());
  std::string lines = mutator_.OneIn(3) ? "" : log_.SignatureLine(text);
  const uint64_t more = mutator_.OneIn(20) ? 60 + mutator_.Below(8) : mutator_.Below(4);
  const bool all_other = more > 4;
  for (uint64_t i = 0; i < more; ++i) {
    const std::string line = all_other ? other_.SignatureLine(text) : WrongLine(text);
    lines = mutator_.OneIn(2) ? absl::StrCat(lines, line) : absl::StrCat(line, lines);
  }
  // Around the limit of 64 KiB.
  if (mutator_.OneIn(40)) {
    const std::string filler(48800 + mutator_.Below(400), 'x');
    absl::StrAppend(&lines, "\xe2\x80\x94 big ", absl::Base64Escape(filler), "\n");
  }
  const std::string note = absl::StrCat(text, "\n", lines);
  cases_.Checkpoint(log_.key(), note);
  if (mutator_.OneIn(3)) cases_.Receipt(log_.key(), MakeReceipt(specimen, note));
}

void Hostile::Json(const Specimen& specimen) {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = mutator_.OneIn(2);
  options.add_whitespace = mutator_.OneIn(2);
  v1::Receipt receipt = MakeReceipt(specimen, RightNote(specimen));
  receipt.clear_kind();  // Signed by nobody: the document lets a reader ignore it.
  if (!google::protobuf::util::MessageToJsonString(receipt, &json, options).ok()) return;
  const uint64_t changes = mutator_.Below(3);
  for (uint64_t i = 0; i < changes; ++i) json = mutator_.Text(json);
  cases_.Json(log_.key(), json);
}

void Hostile::Inclusion() {
  uint64_t size = 1 + mutator_.Below(kTreeSize);
  uint64_t index = mutator_.Below(size);
  std::string leaf = tree_.leaf(index);
  std::string root = tree_.Root(size);
  ledger::HashPath path = tree_.Inclusion(index, size);
  do {
    switch (mutator_.Below(5)) {
      case 0:
        index = mutator_.OneIn(8) ? uint64_t{1} << mutator_.Below(63) : mutator_.Below(kTreeSize);
        break;
      case 1:
        size = mutator_.OneIn(8) ? uint64_t{1} << mutator_.Below(63) : mutator_.Below(kTreeSize);
        break;
      case 2:
        (mutator_.OneIn(2) ? leaf : root) =
            mutator_.OneIn(2) ? tree_.Root(size % kTreeSize) : mutator_.Bytes(root);
        break;
      default:
        path = mutator_.Path(std::move(path));
    }
  } while (mutator_.OneIn(3));
  cases_.Inclusion(leaf, index, size, path, root);
}

void Hostile::Consistency() {
  uint64_t new_size = mutator_.Below(kTreeSize + 1);
  uint64_t old_size = mutator_.Below(new_size + 1);
  std::string old_root = tree_.Root(old_size);
  std::string new_root = tree_.Root(new_size);
  ledger::HashPath path = tree_.Consistency(old_size, new_size);
  do {
    switch (mutator_.Below(6)) {
      case 0:
        old_size = mutator_.OneIn(8) ? uint64_t{1} << mutator_.Below(63) : mutator_.Below(kTreeSize);
        break;
      case 1:
        new_size = mutator_.OneIn(8) ? uint64_t{1} << mutator_.Below(63) : mutator_.Below(kTreeSize);
        break;
      case 2:
        (mutator_.OneIn(2) ? old_root : new_root) = tree_.Root(mutator_.Below(kTreeSize));
        break;
      case 3:
        old_root = mutator_.Bytes(old_root);
        break;
      default:
        path = mutator_.Path(std::move(path));
    }
  } while (mutator_.OneIn(3));
  cases_.Consistency(old_size, old_root, new_size, new_root, path);
}

void Hostile::Parsers(const Specimen& specimen) {
  switch (mutator_.Below(4)) {
    case 0: {
      std::string name = mutator_.OneIn(2) ? log_.key().name() : mutator_.Bytes(log_.key().name());
      std::string text = mutator_.Text(log_.key().ToText());
      // Half of them with the key id that the name asks for.
      if (const auto key = ledger::VerifierKey::New(name, log_.key().public_key());
          key.ok() && mutator_.OneIn(2)) {
        text = mutator_.OneIn(2) ? key->ToText() : mutator_.Text(key->ToText());
      }
      cases_.Key(text);
      return;
    }
    case 1:
      cases_.Leaf(mutator_.Bytes(specimen.leaf));
      return;
    default: {
      std::string text = ProofText(specimen, RightNote(specimen));
      if (mutator_.OneIn(3)) {
        const std::string extra = mutator_.RandomBytes(mutator_.Below(4));
        text.insert(text.find("index"), absl::StrCat("extra ", absl::Base64Escape(extra), "\n"));
      }
      do {
        text = mutator_.Text(text);
      } while (mutator_.OneIn(3));
      cases_.Proof(text);
    }
  }
}

void Hostile::Signature() {
  const std::string message = mutator_.RandomBytes(mutator_.Below(8));
  std::string signature = log_.Sign(message);
  std::string public_key = log_.key().public_key();
  if (mutator_.OneIn(8)) signature = PlusOrder(signature);
  if (mutator_.OneIn(8)) signature.replace(0, 32, mutator_.Pick(EdgePoints()));
  if (mutator_.OneIn(8)) public_key = mutator_.RandomBytes(32);
  cases_.Signature(public_key, message, mutator_.OneIn(2) ? mutator_.Bytes(signature) : signature);
}

uint64_t Hostile::WriteAllBitFlips() {
  const Specimen specimen = MakeSpecimen(12);
  const v1::Receipt right = MakeReceipt(specimen, RightNote(specimen));
  uint64_t accepted = cases_.Receipt(log_.key(), right) ? 0 : 1;
  using Field = std::string* (v1::Receipt::*)();
  for (const Field field : {Field{&v1::Receipt::mutable_leaf}, Field{&v1::Receipt::mutable_record},
                            Field{&v1::Receipt::mutable_salt}, Field{&v1::Receipt::mutable_tlog_proof}}) {
    v1::Receipt flipped = right;
    std::string& bytes = *(flipped.*field)();
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      const char mask = static_cast<char>(1 << bit % 8);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
      if (cases_.Receipt(log_.key(), flipped)) ++accepted;
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
    }
  }
  return accepted;
}

}  // namespace enlace::verifier
