#include "gateway/ledger/verify/tlog_proof.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/verify/canonical_text.h"

namespace enlace::ledger {
namespace {

constexpr absl::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr size_t kMaxSize = 128 << 10;
constexpr size_t kMaxPath = 63;

// Takes the first line, without its newline, off `rest`.
absl::StatusOr<absl::string_view> TakeLine(absl::string_view* rest) {
  const size_t end = rest->find('\n');
  if (end == absl::string_view::npos) return absl::InvalidArgumentError("tlog-proof: ends within its lines");
  const absl::string_view line = rest->substr(0, end);
  rest->remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string FormatTlogProof(const TlogProof& proof) {
  std::string out = absl::StrCat(kHeader, "\n");
  if (!proof.extra.empty()) absl::StrAppend(&out, "extra ", absl::Base64Escape(proof.extra), "\n");
  absl::StrAppend(&out, "index ", proof.index, "\n");
  for (const std::string& hash : proof.path) absl::StrAppend(&out, absl::Base64Escape(hash), "\n");
  absl::StrAppend(&out, "\n", proof.checkpoint);
  return out;
}

absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text) {
  if (text.size() > kMaxSize) return absl::InvalidArgumentError("tlog-proof: is longer than 128 KiB");
  ASSIGN_OR_RETURN(absl::string_view line, TakeLine(&text));
  if (line != kHeader)
    return absl::InvalidArgumentError("tlog-proof: does not begin with c2sp.org/tlog-proof@v1");
  TlogProof proof;
  ASSIGN_OR_RETURN(line, TakeLine(&text));
  if (absl::ConsumePrefix(&line, "extra ")) {
    ASSIGN_OR_RETURN(proof.extra, ParseBase64("tlog-proof: extra", line));
    ASSIGN_OR_RETURN(line, TakeLine(&text));
  }
  if (!absl::ConsumePrefix(&line, "index "))
    return absl::InvalidArgumentError("tlog-proof: has no index line");
  ASSIGN_OR_RETURN(proof.index, ParseDecimal("tlog-proof: index", line));
  for (;;) {
    ASSIGN_OR_RETURN(line, TakeLine(&text));
    if (line.empty()) break;
    if (proof.path.size() == kMaxPath) return absl::InvalidArgumentError("tlog-proof: has too many hashes");
    ASSIGN_OR_RETURN(std::string hash, ParseHash("tlog-proof: hash", line));
    proof.path.push_back(std::move(hash));
  }
  if (text.empty()) return absl::InvalidArgumentError("tlog-proof: has no checkpoint");
  proof.checkpoint = std::string(text);
  return proof;
}

}  // namespace enlace::ledger
