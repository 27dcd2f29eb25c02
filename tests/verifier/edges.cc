#include "tests/verifier/edges.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace enlace::verifier {
namespace {

// What Ed25519 makes of a number in 32 bytes, the lowest first.
std::string LittleEndian(const std::string& hex) {
  const std::string bytes = absl::HexStringToBytes(hex);
  return std::string(bytes.rbegin(), bytes.rend());
}

std::string Repeat(const std::string& piece, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string Line(const std::string& name, const std::string& bytes) {
  return absl::StrCat("\xe2\x80\x94 ", name, " ", absl::Base64Escape(bytes), "\n");
}

// Pieces of protobuf, in hexadecimal, that a record may end in.
std::vector<std::string> RecordEndings() {
  std::vector<std::string> endings = {"",
                                      "00",
                                      "0001",
                                      "0201ff",  // Field number 0.
                                      "07",
                                      "06",
                                      "7f",
                                      "0f",  // Wire types 6 and 7.
                                      "880601",
                                      "88868080000101",
                                      "888680808000ff01",  // Tags of 2, 5 and 6 bytes.
                                      "8886808070"
                                      "01",
                                      "8886808010"
                                      "01",
                                      "928080801001"
                                      "61",  // Tags beyond 32 bits.
                                      "8806ffffffffffffffffff01",
                                      "8806ffffffffffffffffff7f",
                                      "8806ffffffffffffffffffff01",
                                      "880680808080808080808000",
                                      "8206818080800061",
                                      "820681808080800061",
                                      "8206ffffffff07",
                                      "8206ffffffff0f",
                                      "8206ffffffffffffffffff01",
                                      "0800",
                                      "0d00000000",
                                      "090000000000000000",
                                      "1001",
                                      "6203616263",
                                      "620568656c6c",
                                      "1201ff",
                                      "1203eda080",
                                      "1202c0af",
                                      "1204f4908080",
                                      "1204f48fbfbf",
                                      "1203efbfbe",
                                      "120100",
                                      "1200",
                                      "0a00",
                                      "0a0108",
                                      "0a021000",
                                      "0a0410ffff7f",
                                      "0a06108094ebdc03",
                                      "0a0610ff93ebdc03",
                                      "0a0b10ffffffffffffffffff01",
                                      "0a0b1080808080f0ffffffff01",
                                      "0a0b08ffffffffffffffffff01",
                                      "0a0408808001",
                                      "1a00",
                                      "1a030a0161",
                                      "1a030a01ff",
                                      "1a0418ffff03",
                                      "1a0208",
                                      "2201ff",
                                      "4a0131",
                                      "5201ff",
                                      "5a00",
                                      "680168ffffffff0f",
                                      "7200",
                                      "7201ff",
                                      "7a00",
                                      "8306"
                                      "8406",
                                      "8306",
                                      "8406",
                                      "8306"
                                      "0c",
                                      "8306880601"
                                      "8406",
                                      "0b0c",
                                      "0b14",
                                      "83068306"
                                      "84068406"};
  for (const size_t depth : {99, 100, 101}) {
    endings.push_back(absl::StrCat(Repeat("8306", depth), Repeat("8406", depth)));
    endings.push_back(absl::StrCat("0a", depth == 99 ? "c601" : (depth == 100 ? "c801" : "ca01"),
                                   Repeat("1b", depth), Repeat("1c", depth)));
  }
  return endings;
}

}  // namespace

std::string PlusOrder(std::string signature) {
  const std::string order = LittleEndian("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");
  int carry = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]);
    signature[32 + i] = static_cast<char>(carry & 0xff);
    carry >>= 8;
  }
  return signature;
}

std::vector<std::string> EdgePoints() {
  std::vector<std::string> points;
  for (const char* y : {"0000000000000000000000000000000000000000000000000000000000000000",
                        "0000000000000000000000000000000000000000000000000000000000000001",
                        "0000000000000000000000000000000000000000000000000000000000000002",
                        "0000000000000000000000000000000000000000000000000000000000000003",
                        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
                        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
                        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
                        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed",
                        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee",
                        "7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0",
                        "7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1",
                        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
    std::string point = LittleEndian(y);
    points.push_back(point);
    point[31] = static_cast<char>(point[31] ^ 0x80);
    points.push_back(point);
  }
  return points;
}

void WriteCurveEdges(CaseWriter& cases) {
  const std::string zero(32, '\0');
  for (const std::string& key : EdgePoints()) {
    for (const std::string& r : EdgePoints()) {
      for (const char* message : {"", "a", "b", "c"}) {
        cases.Signature(key, message, r + zero);
        cases.Signature(key, message, PlusOrder(r + zero));
      }
    }
  }
}

void WriteNoteEdges(CaseWriter& cases, const LogKey& log, const LogKey& other) {
  const Specimen specimen = MakeSpecimen(4);
  const std::string text = CheckpointText(specimen, log.key().name());
  const std::string note = log.Note(text);
  for (const size_t lines : {62, 63, 64}) {
    cases.Checkpoint(log.key(), note + Repeat(other.SignatureLine(text), lines));
  }
  for (const size_t size : {255, 256}) {
    cases.Checkpoint(log.key(), note + Line(std::string(size, 'n'), "12345"));
    cases.Key(absl::StrCat(std::string(size, 'n'), log.key().ToText().substr(log.key().name().size())));
    if (const auto key = ledger::VerifierKey::New(std::string(size, 'n'), log.key().public_key()); key.ok()) {
      cases.Key(key->ToText());
    }
  }
  for (const size_t size : {0, 3, 4, 5, 67, 68, 69}) {
    cases.Checkpoint(log.key(), note + Line("n", std::string(size, 'x')));
    cases.Checkpoint(log.key(), note + Line(log.key().name(),
                                            (log.key().key_id() + log.Sign(text) + "x").substr(0, size)));
  }
  // Up to 64 KiB and beyond, by an extension line.
  for (const size_t size : {65535, 65536, 65537}) {
    const std::string long_text = absl::StrCat(text, std::string(size - note.size() - 1, 'x'), "\n");
    cases.Checkpoint(log.key(), log.Note(long_text));
  }
  for (int byte = 0; byte < 256; ++byte) {
    const std::string piece(1, static_cast<char>(byte));
    cases.Checkpoint(log.key(), log.Note(absl::StrCat(text, "a", piece, "b\n")));
    cases.Checkpoint(log.key(), note + Line(absl::StrCat("a", piece, "b"), "12345"));
  }
  for (const char* size : {"0", "00", "+5", "05", " 5", "5 ", "9223372036854775807", "9223372036854775808",
                           "18446744073709551616", "", "-0", "5.0", "\xd9\xa1"}) {
    cases.Checkpoint(log.key(), log.Note(absl::StrCat(log.key().name(), "\n", size, "\n",
                                                      absl::Base64Escape(specimen.salt), "\n")));
  }
}

void WriteProofEdges(CaseWriter& cases) {
  const std::string hash = absl::StrCat(absl::Base64Escape(std::string(32, 'h')), "\n");
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  for (const size_t hashes : {0, 62, 63, 64}) {
    cases.Proof(absl::StrCat(head, "index 1\n", Repeat(hash, hashes), "\ncheckpoint\n"));
  }
  for (const size_t size : {131071, 131072, 131073}) {
    const std::string proof = absl::StrCat(head, "index 1\n\n");
    cases.Proof(absl::StrCat(proof, std::string(size - proof.size(), 'x')));
  }
  for (const char* lines :
       {"index 1\n", "index 1\n\n", "index 1\n\nx", "extra \nindex 1\n\nx", "extra\nindex 1\n\nx",
        "extra AA==\nindex 1\n\nx", "extra AA==\nextra AA==\nindex 1\n\nx", "index 1\nextra AA==\n\nx",
        "index 01\n\nx", "index  1\n\nx", "index 1 \n\nx", "index\n\nx", "\nindex 1\n\nx", "index 1\r\n\r\nx",
        "index 9223372036854775807\n\nx", "index 9223372036854775808\n\nx"}) {
    cases.Proof(absl::StrCat(head, lines));
  }
}

void WriteLeafEdges(CaseWriter& cases) {
  const std::string right = MakeSpecimen(4).leaf;
  for (int byte = 0; byte < 256; ++byte) {
    for (const size_t at : {0, 1, 167, 168, 191}) {
      std::string leaf = right;
      leaf[at] = static_cast<char>(byte);
      cases.Leaf(leaf);
    }
  }
  for (const size_t size : {0, 191, 193}) cases.Leaf((right + "x").substr(0, size));
}

void WriteRecordEdges(CaseWriter& cases, const LogKey& log) {
  for (const std::string& ending : RecordEndings()) {
    for (const bool first : {false, true}) {
      Specimen specimen = MakeSpecimen(4);
      const std::string piece = absl::HexStringToBytes(ending);
      specimen.record = first ? piece + specimen.record : specimen.record + piece;
      Commit(specimen);
      cases.Receipt(log.key(), MakeReceipt(specimen, log.Note(CheckpointText(specimen, log.key().name()))));
    }
  }
}

}  // namespace enlace::verifier
