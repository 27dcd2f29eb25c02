#include "certs/ca/authority_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "certs/x509/name_constraints.h"
#include "certs/x509/openssl_ptr.h"
#include "certs/x509/token_key.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr size_t kMaxFile = 64 << 10;
constexpr char kFurtherFolder[] = "authorities";

absl::Status In(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::StatusOr<PrivateKey> LoadKey(const std::string& path, const base::Secret& passphrase) {
  ASSIGN_OR_RETURN(std::string pem, base::ReadFile(path, kMaxFile, base::Links::kFollowPrivate));
  const base::Secret secret(std::move(pem));
  struct stat info = {};
  if (stat(path.c_str(), &info) == 0 && (info.st_mode & S_IRWXO) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(path, ": every user of the machine may use it; chmod 0600"));
  }
  absl::StatusOr<PrivateKey> key = PrivateKey::FromPem(secret, passphrase);
  if (!key.ok()) return In(path, key.status());
  return key;
}

absl::StatusOr<PrivateKey> LoadFromToken(const std::string& path, const KeyAccess& access) {
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path, kMaxFile, base::Links::kFollow));
  absl::StatusOr<PrivateKey> key = LoadTokenKey(absl::StripAsciiWhitespace(text),
                                                TokenAccess{access.pkcs11_module, access.passphrase.Clone()});
  if (!key.ok()) return In(path, key.status());
  return key;
}

}  // namespace

std::vector<std::string> AuthorityFolders(const std::string& folder) {
  std::vector<std::string> folders;
  if (base::FileExists(absl::StrCat(folder, "/", kIssuingFile))) folders.push_back(folder);
  const std::string further = absl::StrCat(folder, "/", kFurtherFolder);
  if (const auto names = base::ListFolder(further); names.ok()) {
    for (const std::string& name : *names) folders.push_back(absl::StrCat(further, "/", name));
  }
  if (folders.empty()) folders.push_back(folder);
  return folders;
}

absl::StatusOr<Certificate> LoadCertificateFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, base::ReadFile(path, kMaxFile, base::Links::kFollow));
  absl::StatusOr<Certificate> certificate = Certificate::FromPem(pem);
  if (!certificate.ok()) return In(path, certificate.status());
  return certificate;
}

absl::StatusOr<PrivateKey> LoadAuthorityKey(const std::string& folder, const char* key_file,
                                            const char* uri_file, const KeyAccess& access,
                                            std::string* path) {
  const std::string key_path = absl::StrCat(folder, "/", key_file);
  const std::string uri_path = absl::StrCat(folder, "/", uri_file);
  const bool in_token = base::FileExists(uri_path);
  if (path != nullptr) *path = in_token ? uri_path : key_path;
  if (!in_token) return LoadKey(key_path, access.passphrase);
  if (base::FileExists(key_path)) {
    return absl::InvalidArgumentError(absl::StrCat(
        key_path, " and ", uri_file, " are both there: which of the two keys is meant? Remove one"));
  }
  return LoadFromToken(uri_path, access);
}

absl::Status CheckUnderRoot(const std::string& path, const Certificate& root, const Certificate& issuing) {
  auto* above = static_cast<X509*>(root.native());
  auto* below = static_cast<X509*>(issuing.native());
  const bool ok = issuing.is_ca() && X509_check_issued(above, below) == X509_V_OK &&
                  X509_verify(below, X509_get0_pubkey(above)) == 1;
  TakeOpensslErrors();
  if (ok) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": is not an authority's certificate signed by ", kRootFile));
}

std::string PermittedHost(const Certificate& issuing) {
  const NameConstraintsPtr constraints(static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(static_cast<X509*>(issuing.native()), NID_name_constraints, nullptr, nullptr)));
  return PermittedUriHost(constraints.get());
}

absl::Status WriteAllOrNone(const std::string& folder, const std::vector<AuthorityFile>& files) {
  std::vector<std::string> written;
  for (const AuthorityFile& file : files) {
    const std::string path = absl::StrCat(folder, "/", file.name);
    const absl::Status status = base::WriteFileAtomically(path, file.data.RevealSecret(), file.mode);
    if (!status.ok()) {
      for (const std::string& done : written) unlink(done.c_str());
      return status;
    }
    written.push_back(path);
  }
  return absl::OkStatus();
}

absl::Status CheckVacant(const std::string& folder, const std::vector<const char*>& names) {
  for (const char* name : names) {
    if (base::FileExists(absl::StrCat(folder, "/", name))) {
      return absl::AlreadyExistsError(
          absl::StrCat(folder, "/", name, " exists: the folder holds an authority; choose another folder"));
    }
  }
  return absl::OkStatus();
}

}  // namespace enlace::certs
