#include "gateway/transport/tls/tls_files.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "gateway/base/secret.h"
#include "gateway/base/status_macros.h"

namespace enlace::transport {
namespace {

constexpr size_t kMaxFileSize = 1 << 20;
constexpr absl::string_view kPairPrefix = "pair-";

absl::Status CheckPair(const certs::PrivateKey& key, const std::vector<certs::Certificate>& chain) {
  if (chain.empty()) return absl::InvalidArgumentError("the server's certificate chain is empty");
  const certs::Certificate& leaf = chain.front();
  if (leaf.key_id() != key.key_id()) {
    return absl::InvalidArgumentError(
        absl::StrCat("certificate ", leaf.serial(), " does not belong to the server's key"));
  }
  if (!leaf.allows_tls_server()) {
    return absl::InvalidArgumentError(absl::StrCat("certificate ", leaf.serial(), " is not for TLS servers"));
  }
  return absl::OkStatus();
}

// The number of the pair after the highest that `folder` holds.
absl::StatusOr<uint64_t> NextPair(const std::string& folder) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, base::ListFolder(folder));
  uint64_t next = 1;
  for (const std::string& name : names) {
    uint64_t number = 0;
    if (absl::StartsWith(name, kPairPrefix) &&
        absl::SimpleAtoi(absl::string_view(name).substr(kPairPrefix.size()), &number) && number >= next) {
      next = number + 1;
    }
  }
  return next;
}

// Makes the link `current` point to `pair`, wholly or not at all.
absl::Status Switch(const std::string& folder, const std::string& pair) {
  const std::string fresh = absl::StrCat(folder, "/current.new");
  std::error_code error;
  std::filesystem::remove(fresh, error);
  std::filesystem::create_directory_symlink(pair, fresh, error);
  if (!error) std::filesystem::rename(fresh, absl::StrCat(folder, "/current"), error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, "/current: ", error.message()));
  return absl::OkStatus();
}

void RemoveOtherPairs(const std::string& folder, const std::string& kept) {
  const absl::StatusOr<std::vector<std::string>> names = base::ListFolder(folder);
  if (!names.ok()) return;
  for (const std::string& name : *names) {
    std::error_code ignored;
    if (absl::StartsWith(name, kPairPrefix) && name != kept) {
      std::filesystem::remove_all(absl::StrCat(folder, "/", name), ignored);
    }
  }
}

}  // namespace

std::string TlsKeyPath(const std::string& folder) { return absl::StrCat(folder, "/current/tls.key"); }
std::string TlsChainPath(const std::string& folder) { return absl::StrCat(folder, "/current/tls.pem"); }

absl::Status WriteTlsFiles(const std::string& folder, const certs::PrivateKey& key,
                           const std::vector<certs::Certificate>& chain) {
  RETURN_IF_ERROR(CheckPair(key, chain));
  ASSIGN_OR_RETURN(const base::Secret key_pem, key.ToPem());
  std::string chain_pem;
  for (const certs::Certificate& certificate : chain) absl::StrAppend(&chain_pem, certificate.ToPem());
  RETURN_IF_ERROR(base::MakeFolders(folder, 0700));
  ASSIGN_OR_RETURN(const uint64_t number, NextPair(folder));
  const std::string pair = absl::StrCat(kPairPrefix, number);
  const std::string pair_folder = absl::StrCat(folder, "/", pair);
  RETURN_IF_ERROR(base::MakeFolders(pair_folder, 0700));
  RETURN_IF_ERROR(
      base::WriteFileAtomically(absl::StrCat(pair_folder, "/tls.key"), key_pem.RevealSecret(), 0600));
  RETURN_IF_ERROR(base::WriteFileAtomically(absl::StrCat(pair_folder, "/tls.pem"), chain_pem, 0600));
  RETURN_IF_ERROR(Switch(folder, pair));
  RemoveOtherPairs(folder, pair);
  return absl::OkStatus();
}

absl::Status CheckTlsFiles(const std::string& folder) {
  ASSIGN_OR_RETURN(std::string key_pem, base::ReadFile(TlsKeyPath(folder), kMaxFileSize));
  ASSIGN_OR_RETURN(const std::string chain_pem, base::ReadFile(TlsChainPath(folder), kMaxFileSize));
  const base::Secret secret(std::move(key_pem));
  ASSIGN_OR_RETURN(const certs::PrivateKey key, certs::PrivateKey::FromPem(secret));
  ASSIGN_OR_RETURN(const std::vector<certs::Certificate> chain, certs::Certificate::ChainFromPem(chain_pem));
  return CheckPair(key, chain);
}

}  // namespace enlace::transport
