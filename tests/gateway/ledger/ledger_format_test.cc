// The worked example of docs/ledger_format.md, made anew from its inputs: the
// document holds the very bytes that the code makes.
#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "certs/x509/signature.h"
#include "enlace/store/v1/record.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/receipt.h"
#include "gateway/ledger/record_crypto.h"
#include "gateway/ledger/tree.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/ledger/verify/signed_act.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

class LedgerFormatTest : public ::testing::Test {
 protected:
  LedgerFormatTest() {
    const auto text = base::ReadFile(ENLACE_SOURCE_DIR "/docs/ledger_format.md");
    EXPECT_THAT(text, IsOk());
    if (text.ok()) document_ = absl::StrReplaceAll(*text, {{"\n    ", "\n"}});
    record_.mutable_record_time()->set_seconds(1768478403);
    record_.mutable_record_time()->set_nanos(250000000);
    record_.set_event_type("leg.accepted");
    record_.set_case_id("01EXAMPLECASE0000000000000");
    record_.set_referral_id("01EXAMPLEREFERRAL000000000");
    leaf_ = {.clazz = LeafClass::kDataIn,
             .policy_version = 1,
             .minute = 1768478403 / 60,
             .commit = CommitRecord(Repeat(0xa1), record_.SerializeAsString()),
             .case_tag = CommitCase(Repeat(0xa2), record_.case_id()),
             .sealed = Repeat(0xa5),
             .prev = Xor(Repeat(0x00), ChainMask(base::Secret(Repeat(0xa4)), 1)),
             .actor = CommitActor(Repeat(0xa3), Repeat(0xb1))};
    tree_.Append(LeafHash(EncodeLeaf(Other(0))));
    tree_.Append(LeafHash(EncodeLeaf(leaf_)));
    tree_.Append(LeafHash(EncodeLeaf(Other(2))));
  }
  static std::string Repeat(int byte) { return std::string(32, static_cast<char>(byte)); }
  static Leaf Other(int i) {
    return {.clazz = LeafClass::kDisclosure,
            .policy_version = 1,
            .minute = 29474640,
            .commit = Repeat(i),
            .case_tag = Repeat(i),
            .sealed = Repeat(i),
            .prev = Repeat(i),
            .actor = Repeat(i)};
  }
  void ExpectTold(const std::string& what, const std::string& text) {
    EXPECT_NE(document_.find(text), std::string::npos) << what << " should read\n" << text;
  }
  // Hexadecimal in lines of 64 digits.
  static std::string Hex(const std::string& bytes) {
    std::string out;
    for (size_t at = 0; at < bytes.size(); at += 32) {
      out += (at == 0 ? "" : "\n") + absl::BytesToHexString(bytes.substr(at, 32));
    }
    return out;
  }
  std::string document_;
  store::v1::Record record_;
  Leaf leaf_;
  Tree tree_;
  const std::unique_ptr<LogKey> key_ =
      *LogKey::FromSeed("enlace.example.gob/caselog/1", base::Secret(Repeat(0xc1)));
};

TEST_F(LedgerFormatTest, DocumentHoldsTheBytesOfItsExample) {
  ExpectTold("record", Hex(record_.SerializeAsString()));
  ExpectTold("leaf", Hex(EncodeLeaf(leaf_)));
  ExpectTold("leaf hash", Hex(LeafHash(EncodeLeaf(leaf_))));
  ExpectTold("hash of leaf 0", Hex(LeafHash(EncodeLeaf(Other(0)))));
  ExpectTold("hash of leaf 2", Hex(LeafHash(EncodeLeaf(Other(2)))));
  ExpectTold("root", Hex(tree_.Root()));
  ExpectTold("verifier key", key_->verifier().ToText());
}

TEST_F(LedgerFormatTest, DocumentHoldsTheProofOfItsExampleAndItVerifies) {
  ASSERT_OK_AND_ASSIGN(const v1::Receipt receipt, BuildReceipt({.index = 1,
                                                                .leaf = EncodeLeaf(leaf_),
                                                                .record_bytes = record_.SerializeAsString(),
                                                                .salt = Repeat(0xa1)},
                                                               tree_, 3, *key_));
  ExpectTold("tlog-proof", receipt.tlog_proof());
  EXPECT_THAT(VerifyReceipt(receipt, key_->verifier().ToText()), IsOk());
}

TEST_F(LedgerFormatTest, DocumentHoldsTheEncryptedRecordOfItsExample) {
  const store::v1::SealedRecord sealed =
      SealRecord("case:01EXAMPLECASE0000000000000", base::Secret(Repeat(0xa4)), v1::LOG_ID_CASE, 1,
                 std::string(12, '\xd1'),
                 {.salts = {.record = Repeat(0xa1), .case_id = Repeat(0xa2), .actor = Repeat(0xa3)},
                  .record_bytes = record_.SerializeAsString()});
  ExpectTold("ciphertext", Hex(sealed.ciphertext()));
}

TEST_F(LedgerFormatTest, DocumentHoldsTheSignedActOfItsExampleAndItVerifies) {
  const std::string spki = absl::HexStringToBytes(
      "3059301306072a8648ce3d020106082a8648ce3d03010703420004c5bf819a2f"
      "aab38065899216fd45a9f317b4cdda59c3aa9bdc2e2daf65b3584ac45c73df4e"
      "f71909ab9eb1830419f72f6c736460818d0fe08bd00ed8ff6a29e5");
  const std::string signature = absl::HexStringToBytes(
      "304502206254886db971d39dfbbc54a3d26dfd2f276c87139d09332458a7039d"
      "e5938bba02210087c817d6065b0e42c6a6a6b0b3b584d86a8038aaf2b924f0fa"
      "961fa8b58e31dc");
  v1::AdvanceLegRequest request;
  request.set_request_id("5e2a6f0c-3b1d-4c7e-8a90-1f2e3d4c5b6a");
  request.set_referral_id("01EXAMPLEREFERRAL000000000");
  request.set_leg_id("01EXAMPLELEG00000000000000");
  request.set_expected_version(4);
  request.set_officer_pseudonym("f-3");
  request.mutable_accept();
  ExpectTold("request", Hex(EncodeWithoutSignature(request)));
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       SignedActText("enlace.example.gob/caselog/1", "mx-fgr", request));
  ExpectTold("signed act", text);
  ExpectTold("key", Hex(spki));
  ExpectTold("signature", Hex(signature));
  EXPECT_THAT(certs::VerifySignature(spki, text, signature), IsOk());
}

}  // namespace
}  // namespace enlace::ledger
