#include "gateway/ledger/verify/signed_note.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/verify/merkle.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr absl::StatusCode kForged = absl::StatusCode::kDataLoss;

class SignedNoteTest : public ::testing::Test {
 protected:
  static std::unique_ptr<LogKey> Key(const std::string& name, char seed) {
    return *LogKey::FromSeed(name, base::Secret(std::string(32, seed)));
  }
  const std::unique_ptr<LogKey> key_ = Key("log.gob/1", 'a');
  const std::string note_ = key_->SignCheckpoint(3, EmptyRoot());
};

// From the documentation of Go's golang.org/x/mod/sumdb/note.
TEST_F(SignedNoteTest, NoteOfAnotherImplementationVerifies) {
  ASSERT_OK_AND_ASSIGN(
      const VerifierKey key,
      VerifierKey::Parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\xE2\x80\x94 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  EXPECT_THAT(VerifyNote(note, key), IsOk());
  EXPECT_EQ(key.ToText(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
}

TEST_F(SignedNoteTest, LinesOfUnknownKeysAreIgnored) {
  ASSERT_OK_AND_ASSIGN(SignedNote note, ParseNote(note_));
  note.signatures.insert(note.signatures.begin(),
                         {.name = "witness", .key_id = "abcd", .signature = "anything"});
  note.signatures.push_back({.name = key_->origin(), .key_id = "abcd", .signature = "an older key's"});
  EXPECT_THAT(VerifyNote(FormatNote(note), key_->verifier()), IsOk());
}

TEST_F(SignedNoteTest, NoteWithoutOurKeyIsRefused) {
  EXPECT_THAT(VerifyNote(note_, Key("log.gob/1", 'b')->verifier()), StatusIs(kForged));
  EXPECT_THAT(VerifyNote(note_, Key("log.gob/2", 'a')->verifier()), StatusIs(kForged));
}

TEST_F(SignedNoteTest, EveryAlteredByteIsRefused) {
  for (size_t i = 0; i < note_.size(); ++i) {
    std::string bad = note_;
    bad[i] ^= 1;
    EXPECT_FALSE(VerifyNote(bad, key_->verifier()).ok()) << i;
  }
}

TEST_F(SignedNoteTest, OtherFormsAreRefused) {
  const std::string crlf = absl::StrReplaceAll(note_, {{"\n", "\r\n"}});
  std::string many = note_;
  for (int i = 0; i < 64; ++i) absl::StrAppend(&many, note_.substr(note_.find("\n\n") + 2));
  for (const std::string& bad :
       {std::string(), std::string("text\n"), std::string("text\n\n"), note_.substr(0, note_.size() - 1),
        note_ + "x\n", note_ + "\n", crlf, many, std::string(70000, 'x'),
        std::string("t\n\n\xE2\x80\x94 name\n"), std::string("t\n\n\xE2\x80\x94 na+me AAAAAAAA\n"),
        std::string("t\n\n\xE2\x80\x94 name AAAA\n")}) {
    EXPECT_THAT(ParseNote(bad), StatusIs(kInvalid)) << bad.substr(0, 80);
  }
}

TEST_F(SignedNoteTest, TextMayHoldEmptyLines) {
  ASSERT_OK_AND_ASSIGN(const SignedNote note, ParseNote("a\n\nb\n\n\xE2\x80\x94 name AAAAAAAA\n"));
  EXPECT_EQ(note.text, "a\n\nb\n");
}

TEST_F(SignedNoteTest, VerifierKeysOfOtherFormsAreRefused) {
  const std::string good = key_->verifier().ToText();
  EXPECT_THAT(VerifierKey::Parse(good), IsOk());
  std::string other_id = good;
  other_id[good.find('+') + 1] ^= 1;
  for (const std::string& bad : {std::string(), std::string("name"), std::string("name+00000000"), other_id,
                                 "x" + good, good + "A", "two words" + good.substr(good.find('+'))}) {
    EXPECT_THAT(VerifierKey::Parse(bad), StatusIs(kInvalid)) << bad;
  }
  EXPECT_THAT(VerifierKey::New("name", "short"), StatusIs(kInvalid));
  EXPECT_THAT(VerifierKey::New("", key_->verifier().public_key()), StatusIs(kInvalid));
  EXPECT_THAT(VerifierKey::New(std::string(255, 'n'), key_->verifier().public_key()), IsOk());
  EXPECT_THAT(VerifierKey::New(std::string(256, 'n'), key_->verifier().public_key()), StatusIs(kInvalid));
  for (const std::string& bytes : {std::string("\x01 short"), "\x02" + key_->verifier().public_key()}) {
    EXPECT_THAT(VerifierKey::Parse("name+00000000+" + absl::Base64Escape(bytes)),
                StatusIs(kInvalid, ::testing::HasSubstr("is not an Ed25519 key")));
  }
}

// Points of small order, with either sign, and odd spellings of coordinates:
// OpenSSL finds right under them what anybody can make without a private key.
TEST_F(SignedNoteTest, KeyUnderWhichAnybodyCanSignIsRefused) {
  for (const int sign : {0, 0x80}) {
    for (const std::string& y :
         {std::string("00"), std::string("01"),
          std::string("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          std::string("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          "ec" + std::string(60, 'f') + "7f", "ed" + std::string(60, 'f') + "7f",
          "ff" + std::string(60, 'f') + "7f"}) {
      std::string point = absl::HexStringToBytes(y + std::string(64 - y.size(), '0'));
      point[31] = static_cast<char>(point[31] | sign);
      EXPECT_THAT(VerifierKey::New("log.gob/1", point), StatusIs(kInvalid)) << y;
    }
  }
}

TEST_F(SignedNoteTest, SignedTextThatIsNotPrintableAsciiIsRefused) {
  for (const char* text : {"a\x7f\n", "a\xff\n", "\xc3\xb1\n", "a\r\n", "a\t\n"}) {
    EXPECT_THAT(ParseNote(absl::StrCat(text, "\n\xE2\x80\x94 name AAAAAAAA\n")), StatusIs(kInvalid)) << text;
  }
}

TEST_F(SignedNoteTest, SignatureOfWrongSizeDoesNotVerify) {
  EXPECT_FALSE(key_->verifier().Verify("message", "short"));
  EXPECT_FALSE(key_->verifier().Verify("message", std::string(64, 'x')));
}

}  // namespace
}  // namespace enlace::ledger
