#include "certs/keystore/keystore.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr size_t kMaxFile = 1 << 20;
constexpr size_t kNativeNumberKeySize = 32;
constexpr char kTlsKey[] = "/tls.key";
constexpr char kTlsKeyNew[] = "/tls.key.new";
constexpr char kTlsChain[] = "/tls.pem";
constexpr char kSealingFolder[] = "/sealing";
constexpr char kBundle[] = "/bundle.pem";
constexpr char kFormerRoots[] = "/former-roots.pem";
constexpr char kNativeNumberKey[] = "/native-number.key";

absl::Status In(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::Status CheckPrivate(const std::string& folder) {
  struct stat info = {};
  if (stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return absl::PermissionDeniedError(absl::StrCat(folder, ": is not a folder that can be read"));
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(folder, ": holds private keys and others may enter it; run: chmod 0700 ", folder));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Certificate>> LoadChain(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, base::ReadFile(path, kMaxFile));
  absl::StatusOr<std::vector<Certificate>> chain = Certificate::ChainFromPem(pem);
  if (!chain.ok()) return In(path, chain.status());
  return chain;
}

absl::StatusOr<PrivateKey> LoadKey(const std::string& path) {
  ASSIGN_OR_RETURN(std::string pem, base::ReadFile(path, kMaxFile));
  absl::StatusOr<PrivateKey> key = PrivateKey::FromPem(base::Secret(std::move(pem)));
  if (!key.ok()) return In(path, key.status());
  return key;
}

absl::Status WriteKey(const std::string& path, const PrivateKey& key) {
  ASSIGN_OR_RETURN(const base::Secret pem, key.ToPem());
  return base::WriteFileAtomically(path, pem.RevealSecret(), 0600);
}

std::string ChainText(const std::vector<Certificate>& chain) {
  std::string text;
  for (const Certificate& certificate : chain) text += certificate.ToPem();
  return text;
}

absl::StatusOr<std::vector<Certificate>> CheckChain(absl::string_view what, const std::string& pem,
                                                    const PrivateKey* key, size_t min_size) {
  absl::StatusOr<std::vector<Certificate>> chain = Certificate::ChainFromPem(pem);
  if (!chain.ok()) return In(std::string(what), chain.status());
  if (key != nullptr && chain->front().key_id() != key->key_id()) {
    return absl::InvalidArgumentError(absl::StrCat(what, ": the certificate does not belong to its key"));
  }
  if (chain->size() < min_size) {
    return absl::InvalidArgumentError(absl::StrCat(what, ": the issuer's certificate is missing"));
  }
  return chain;
}

// Has the folder to itself until it is destroyed: an adapter and enlacectl beside it
// must not see each other's key without its certificate.
class Turn {
 public:
  explicit Turn(const std::string& folder)
      : fd_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        status_(fd_ >= 0 && flock(fd_, LOCK_EX) == 0
                    ? absl::OkStatus()
                    : absl::UnavailableError(absl::StrCat(folder, ": cannot be locked"))) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (fd_ >= 0) close(fd_);
  }
  const absl::Status& status() const { return status_; }

 private:
  const int fd_;
  const absl::Status status_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Keystore>> Keystore::Open(const std::string& folder, base::Random& random) {
  if (!base::FileExists(folder)) RETURN_IF_ERROR(base::MakeFolders(folder, 0700));
  RETURN_IF_ERROR(CheckPrivate(folder));
  const Turn turn(folder);
  RETURN_IF_ERROR(turn.status());
  RETURN_IF_ERROR(base::MakeFolders(folder + kSealingFolder, 0700));
  std::unique_ptr<Keystore> keystore(new Keystore(folder));
  RETURN_IF_ERROR(keystore->LoadNativeNumberKey(random));
  RETURN_IF_ERROR(keystore->Load());
  return keystore;
}

absl::Status Keystore::LoadNativeNumberKey(base::Random& random) {
  const std::string path = folder_ + kNativeNumberKey;
  if (!base::FileExists(path)) {
    native_number_key_ = base::Secret(random.Bytes(kNativeNumberKeySize));
    return base::WriteFileAtomically(path, native_number_key_.RevealSecret(), 0600);
  }
  ASSIGN_OR_RETURN(std::string bytes, base::ReadFile(path, kMaxFile));
  native_number_key_ = base::Secret(std::move(bytes));
  if (native_number_key_.RevealSecret().size() == kNativeNumberKeySize) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, ": must hold 32 bytes; restore it from a backup"));
}

absl::Status Keystore::Load() {
  RETURN_IF_ERROR(LoadTls());
  RETURN_IF_ERROR(LoadSealing());
  return LoadRoots();
}

absl::Status Keystore::LoadRoots() {
  bundle_.clear();
  former_roots_.clear();
  if (base::FileExists(folder_ + kBundle)) {
    ASSIGN_OR_RETURN(bundle_, LoadChain(folder_ + kBundle));
  }
  if (base::FileExists(folder_ + kFormerRoots)) {
    ASSIGN_OR_RETURN(former_roots_, LoadChain(folder_ + kFormerRoots));
  }
  return absl::OkStatus();
}

absl::Status Keystore::KeepFormer(const std::vector<Certificate>& bundle) {
  const auto has = [](const std::vector<Certificate>& list, const Certificate& root) {
    return std::any_of(list.begin(), list.end(),
                       [&](const Certificate& one) { return one.fingerprint() == root.fingerprint(); });
  };
  std::vector<Certificate> former = former_roots_;
  for (const Certificate& root : bundle_) {
    if (!has(bundle, root) && !has(former, root)) former.push_back(root);
  }
  if (former.size() == former_roots_.size()) return absl::OkStatus();
  RETURN_IF_ERROR(base::WriteFileAtomically(folder_ + kFormerRoots, ChainText(former), 0600));
  former_roots_ = std::move(former);
  return absl::OkStatus();
}

absl::Status Keystore::LoadTls() {
  tls_key_.clear();
  tls_chain_.clear();
  const std::string key_path = folder_ + kTlsKey;
  const std::string new_path = folder_ + kTlsKeyNew;
  if (!base::FileExists(folder_ + kTlsChain)) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<Certificate> chain, LoadChain(folder_ + kTlsChain));
  if (base::FileExists(new_path)) {  // Install was interrupted: tls.pem says on which side.
    const absl::StatusOr<PrivateKey> waiting = LoadKey(new_path);
    if (waiting.ok() && waiting->key_id() == chain.front().key_id()) {
      if (rename(new_path.c_str(), key_path.c_str()) != 0) {
        return absl::UnavailableError(absl::StrCat(new_path, ": cannot be renamed to tls.key"));
      }
    } else {
      unlink(new_path.c_str());
    }
  }
  ASSIGN_OR_RETURN(PrivateKey key, LoadKey(key_path));
  if (key.key_id() != chain.front().key_id()) {
    return absl::InvalidArgumentError(absl::StrCat(key_path, ": is not the key of tls.pem; enrol again"));
  }
  tls_key_.push_back(std::move(key));
  tls_chain_ = std::move(chain);
  return absl::OkStatus();
}

absl::Status Keystore::LoadSealing() {
  sealing_.clear();
  sealing_issuer_.clear();
  struct Loaded {
    SealingPair pair;
    Certificate issuer;
  };
  std::vector<Loaded> all;
  const std::string folder = folder_ + kSealingFolder;
  ASSIGN_OR_RETURN(const std::vector<std::string> files, base::ListFolder(folder));
  for (const std::string& file : files) {
    // A key without certificate was left by an interrupted Install.
    absl::string_view id = file;
    if (!absl::ConsumeSuffix(&id, ".pem")) continue;
    const std::string path = absl::StrCat(folder, "/", file);
    ASSIGN_OR_RETURN(const std::vector<Certificate> chain, LoadChain(path));
    ASSIGN_OR_RETURN(PrivateKey key, LoadKey(absl::StrCat(folder, "/", id, ".key")));
    if (key.key_id() != chain.front().key_id() || chain.size() < 2) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": does not fit its key, or lacks its issuer"));
    }
    all.push_back({{std::move(key), chain[0]}, chain[1]});
  }
  std::stable_sort(all.begin(), all.end(), [](const Loaded& a, const Loaded& b) {
    return a.pair.certificate.not_before() > b.pair.certificate.not_before();
  });
  if (!all.empty()) sealing_issuer_.push_back(all.front().issuer);
  for (Loaded& one : all) sealing_.push_back(std::move(one.pair));
  return absl::OkStatus();
}

std::string Keystore::uri() const {
  if (!enrolled() || tls_chain_.front().uris().empty()) return "";
  return tls_chain_.front().uris().front();
}

const PrivateKey& Keystore::tls_key() const { return tls_key_.front(); }

const Certificate& Keystore::sealing_issuer() const { return sealing_issuer_.front(); }

std::string Keystore::HashNativeNumber(absl::string_view number) const {
  std::string canonical;
  for (const char c : number) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) {
      canonical.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
    }
  }
  return base::HmacSha256(native_number_key_.RevealSecret(), canonical);
}

absl::Status Keystore::Install(const PrivateKey& tls_key, const std::string& tls_chain_pem,
                               const PrivateKey* sealing_key, const std::string& sealing_chain_pem,
                               const std::string& bundle_pem) {
  ASSIGN_OR_RETURN(const std::vector<Certificate> tls,
                   CheckChain("tls_chain_pem", tls_chain_pem, &tls_key, 1));
  ASSIGN_OR_RETURN(const std::vector<Certificate> bundle, CheckChain("bundle_pem", bundle_pem, nullptr, 1));
  std::vector<Certificate> sealing;
  std::string sealing_stem;
  if (sealing_key != nullptr) {
    ASSIGN_OR_RETURN(sealing, CheckChain("sealing_chain_pem", sealing_chain_pem, sealing_key, 2));
    sealing_stem = absl::StrCat(folder_, kSealingFolder, "/", absl::BytesToHexString(sealing_key->key_id()));
  }
  const Turn turn(folder_);
  RETURN_IF_ERROR(turn.status());
  // tls.pem last: it is what makes the rest count.
  const auto write = [&]() -> absl::Status {
    RETURN_IF_ERROR(KeepFormer(bundle));
    if (sealing_key != nullptr) {
      RETURN_IF_ERROR(WriteKey(sealing_stem + ".key", *sealing_key));
      RETURN_IF_ERROR(base::WriteFileAtomically(sealing_stem + ".pem", ChainText(sealing), 0600));
    }
    RETURN_IF_ERROR(base::WriteFileAtomically(folder_ + kBundle, ChainText(bundle), 0600));
    RETURN_IF_ERROR(WriteKey(folder_ + kTlsKeyNew, tls_key));
    return base::WriteFileAtomically(folder_ + kTlsChain, ChainText(tls), 0600);
  };
  const bool had_sealing = !sealing_stem.empty() && base::FileExists(sealing_stem + ".pem");
  const absl::Status written = write();
  if (!written.ok()) {
    unlink((folder_ + kTlsKeyNew).c_str());
    if (!sealing_stem.empty() && !had_sealing) unlink((sealing_stem + ".pem").c_str());
    if (!bundle_.empty())
      base::WriteFileAtomically(folder_ + kBundle, ChainText(bundle_), 0600).IgnoreError();
    return written;
  }
  return Load();
}

absl::Status Keystore::InstallBundle(const std::string& bundle_pem) {
  ASSIGN_OR_RETURN(std::vector<Certificate> bundle, CheckChain("bundle_pem", bundle_pem, nullptr, 1));
  for (const Certificate& root : bundle) {
    if (!root.is_ca()) {
      return absl::InvalidArgumentError(
          absl::StrCat("bundle_pem: certificate ", root.serial(), " is not an authority's"));
    }
  }
  const Turn turn(folder_);
  RETURN_IF_ERROR(turn.status());
  RETURN_IF_ERROR(KeepFormer(bundle));
  RETURN_IF_ERROR(base::WriteFileAtomically(folder_ + kBundle, ChainText(bundle), 0600));
  bundle_ = std::move(bundle);
  return absl::OkStatus();
}

}  // namespace enlace::certs
