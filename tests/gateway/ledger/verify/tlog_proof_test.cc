#include "gateway/ledger/verify/tlog_proof.h"

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

TlogProof Sample() {
  return TlogProof{
      .extra = "", .index = 12, .path = {std::string(32, 'a'), std::string(32, 'b')}, .checkpoint = "c\n"};
}

TEST(TlogProofTest, HasTheLinesOfTheSpecification) {
  EXPECT_EQ(FormatTlogProof(Sample()),
            "c2sp.org/tlog-proof@v1\nindex 12\n"
            "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=\n"
            "YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmI=\n\nc\n");
}

TEST(TlogProofTest, ComesBackWithAndWithoutExtraAndPath) {
  for (const char* extra : {"", "more"}) {
    for (const size_t hashes : {0, 2}) {
      TlogProof proof = Sample();
      proof.extra = extra;
      proof.path.resize(hashes);
      ASSERT_OK_AND_ASSIGN(const TlogProof parsed, ParseTlogProof(FormatTlogProof(proof)));
      EXPECT_EQ(parsed.extra, extra);
      EXPECT_EQ(parsed.index, 12U);
      EXPECT_EQ(parsed.path, proof.path);
      EXPECT_EQ(parsed.checkpoint, "c\n");
    }
  }
}

TEST(TlogProofTest, OtherFormsAreRefused) {
  TlogProof long_path = Sample();
  long_path.path.assign(64, std::string(32, 'a'));
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  for (const std::string& bad :
       {std::string(), std::string("c2sp.org/tlog-proof@v2\nindex 1\n\nc"), head, head + "index 1",
        head + "index 1\n", head + "extra YQ==\n", head + "index 01\n\nc", head + "index -1\n\nc",
        head + "Index 1\n\nc", head + "extra YQ\nindex 1\n\nc", head + "index 1\nYQ==\n\nc",
        head + "index 1\n\n", head + "index 1\nextra YQ==\n\nc", FormatTlogProof(long_path),
        head + "index 1\n\n" + std::string(140000, 'x')}) {
    EXPECT_THAT(ParseTlogProof(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad.substr(0, 80);
  }
}

}  // namespace
}  // namespace enlace::ledger
