#include "client/trusted_logs.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/ledger/verify/tlog_proof.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxFile = 64 << 10;

std::string PathIn(const std::string& folder) { return absl::StrCat(folder, "/log-keys.txt"); }

// The number at the end of …/caselog/<number>; -1 for other names.
int64_t CaseLogNumber(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  int64_t number = -1;
  if (parts.size() < 3 || parts[parts.size() - 2] != "caselog" || !absl::SimpleAtoi(parts.back(), &number))
    return -1;
  return number;
}

}  // namespace

absl::StatusOr<TrustedLogs> TrustedLogs::Parse(const std::vector<std::string>& lines) {
  TrustedLogs logs;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    ASSIGN_OR_RETURN(ledger::VerifierKey key, ledger::VerifierKey::Parse(line));
    if (logs.Find(key.name()).ok()) return base::InvalidField("log_verifier_keys", "names a log twice");
    logs.keys_.push_back(std::move(key));
  }
  return logs;
}

absl::StatusOr<TrustedLogs> TrustedLogs::Load(const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(PathIn(folder), kMaxFile));
  auto logs = Parse(absl::StrSplit(text, '\n'));
  if (!logs.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(PathIn(folder), ": ", logs.status().message()));
  }
  return logs;
}

absl::StatusOr<TrustedLogs> TrustedLogs::LoadOrFetch(const std::string& folder, Session& session) {
  auto pinned = Load(folder);
  if (pinned.ok() || !absl::IsNotFound(pinned.status())) return pinned;
  ASSIGN_OR_RETURN(const v1::GetTrustBundleResponse bundle,
                   session.Call<v1::EnrollmentService>(&v1::EnrollmentService::StubInterface::GetTrustBundle,
                                                       v1::GetTrustBundleRequest()));
  ASSIGN_OR_RETURN(TrustedLogs logs,
                   Parse({bundle.log_verifier_keys().begin(), bundle.log_verifier_keys().end()}));
  RETURN_IF_ERROR(logs.Save(folder));
  return logs;
}

absl::Status TrustedLogs::Save(const std::string& folder) const {
  std::string text;
  for (const ledger::VerifierKey& key : keys_) absl::StrAppend(&text, key.ToText(), "\n");
  return base::WriteFileAtomically(PathIn(folder), text);
}

absl::Status TrustedLogs::Merge(const TrustedLogs& other) {
  for (const ledger::VerifierKey& key : other.keys_) {
    const auto known = Find(key.name());
    if (known.ok() && known->ToText() != key.ToText()) {
      return absl::DataLossError(absl::StrCat(
          "the gateway shows another key for its log ", key.name(),
          " than at enrolment; trust no receipt until its administrator has explained it in person"));
    }
  }
  for (const ledger::VerifierKey& key : other.keys_) {
    if (!Find(key.name()).ok()) keys_.push_back(key);
  }
  return absl::OkStatus();
}

absl::StatusOr<ledger::VerifierKey> TrustedLogs::CaseLog() const {
  const ledger::VerifierKey* newest = nullptr;
  for (const ledger::VerifierKey& key : keys_) {
    const int64_t number = CaseLogNumber(key.name());
    if (number >= 0 && (newest == nullptr || number > CaseLogNumber(newest->name()))) newest = &key;
  }
  if (newest == nullptr)
    return absl::FailedPreconditionError("no case log is known of this gateway; enrol again");
  return *newest;
}

absl::StatusOr<ledger::VerifierKey> TrustedLogs::Find(absl::string_view origin) const {
  for (const ledger::VerifierKey& key : keys_) {
    if (key.name() == origin) return key;
  }
  return absl::DataLossError(absl::StrCat("no key is known for the log ", origin));
}

absl::StatusOr<ledger::VerifiedReceipt> TrustedLogs::Verify(const v1::Receipt& receipt) const {
  ASSIGN_OR_RETURN(const ledger::TlogProof proof, ledger::ParseTlogProof(receipt.tlog_proof()));
  const std::string origin = proof.checkpoint.substr(0, proof.checkpoint.find('\n'));
  ASSIGN_OR_RETURN(const ledger::VerifierKey key, Find(origin));
  return ledger::VerifyReceipt(receipt, key);
}

}  // namespace enlace::client
