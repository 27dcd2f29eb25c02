#include "gateway/ledger/verify/checkpoint.h"

#include "absl/strings/str_cat.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/verify/merkle.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

constexpr char kRoot[] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

TEST(CheckpointTest, IsThreeLines) {
  const std::string text = FormatCheckpoint({.origin = "a.gob/log/1", .size = 7, .root = EmptyRoot()});
  EXPECT_EQ(text, absl::StrCat("a.gob/log/1\n7\n", kRoot, "\n"));
  ASSERT_OK_AND_ASSIGN(const Checkpoint parsed, ParseCheckpoint(text));
  EXPECT_EQ(parsed.origin, "a.gob/log/1");
  EXPECT_EQ(parsed.size, 7U);
  EXPECT_EQ(parsed.root, EmptyRoot());
}

TEST(CheckpointTest, ExtensionLinesAreTolerated) {
  EXPECT_THAT(ParseCheckpoint(absl::StrCat("a\n7\n", kRoot, "\nmore\n")), IsOk());
}

TEST(CheckpointTest, OddSpellingsAreRefused) {
  const std::string root(kRoot);
  for (const std::string& bad :
       {std::string(), std::string("a\n7\n"), "a\n07\n" + root + "\n", "a\n7\n" + root,
        "a\n7\n" + root + "\nmore", "\n7\n" + root + "\n", std::string("a\n7\nYQ==\n"),
        "a\n7\n" + root + "\n\n", "a\n-7\n" + root + "\n"}) {
    EXPECT_THAT(ParseCheckpoint(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

// As a witness does, which signs for many logs with one key.
TEST(CheckpointTest, CheckpointThatTheKeySignedForAnotherLogIsRefused) {
  const auto key = *LogKey::FromSeed("a.gob/log/1", base::Secret(std::string(32, 's')));
  const auto other = *LogKey::FromSeed("b.gob/log/1", base::Secret(std::string(32, 's')));
  ASSERT_OK_AND_ASSIGN(SignedNote note, ParseNote(other->SignCheckpoint(7, EmptyRoot())));
  note.signatures[0].name = key->origin();
  note.signatures[0].key_id = key->verifier().key_id();
  ASSERT_THAT(VerifyNote(FormatNote(note), key->verifier()), IsOk());
  EXPECT_THAT(VerifyCheckpoint(FormatNote(note), key->verifier()),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::HasSubstr("origin is not a.gob/log/1")));
}

// From the documentation of Go's golang.org/x/mod/sumdb/note.
TEST(CheckpointTest, SignedNoteOfAnotherTextIsNoCheckpoint) {
  ASSERT_OK_AND_ASSIGN(
      const VerifierKey key,
      VerifierKey::Parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\xE2\x80\x94 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  ASSERT_THAT(VerifyNote(note, key), IsOk());
  EXPECT_THAT(VerifyCheckpoint(note, key), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckpointTest, CheckpointOfAnotherOriginIsRefused) {
  const auto key = *LogKey::FromSeed("a.gob/log/1", base::Secret(std::string(32, 's')));
  const std::string note = key->SignCheckpoint(7, EmptyRoot());
  EXPECT_THAT(VerifyCheckpoint(note, key->verifier()), IsOk());
  const auto other = *LogKey::FromSeed("b.gob/log/1", base::Secret(std::string(32, 's')));
  EXPECT_THAT(VerifyCheckpoint(note, other->verifier()), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::ledger
