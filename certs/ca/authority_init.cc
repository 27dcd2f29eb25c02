#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/ca/authority.h"
#include "certs/ca/authority_files.h"
#include "certs/x509/certificate_builder.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

struct File {
  const char* name;
  base::Secret data;
  mode_t mode;
};

absl::Status CheckVacant(const std::string& folder) {
  for (const char* name : {kRootKeyFile, kRootFile, kIssuingKeyFile, kIssuingFile}) {
    if (base::FileExists(absl::StrCat(folder, "/", name))) {
      return absl::AlreadyExistsError(
          absl::StrCat(folder, "/", name, " exists: the folder holds an authority; choose another folder"));
    }
  }
  return absl::OkStatus();
}

// All of them or none.
absl::Status WriteAll(const std::string& folder, const std::vector<File>& files) {
  std::vector<std::string> written;
  for (const File& file : files) {
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

}  // namespace

absl::Status InitAuthority(const InitOptions& options, base::Random& random) {
  RETURN_IF_ERROR(CheckTrustDomain(options.trust_domain));
  RETURN_IF_ERROR(CheckVacant(options.folder));
  ASSIGN_OR_RETURN(const PrivateKey root_key, PrivateKey::Generate());
  ASSIGN_OR_RETURN(const PrivateKey issuing_key, PrivateKey::Generate());

  CertificateSpec root_spec;
  root_spec.profile = Profile::kRoot;
  root_spec.serial = NewSerial(random);
  root_spec.common_name = absl::StrCat("Enlace root ", options.trust_domain);
  root_spec.not_before = options.now - kClockSlack;
  root_spec.not_after = options.now + options.root_life;
  ASSIGN_OR_RETURN(const Certificate root, BuildCertificate(root_spec, root_key.spki_der(), root_key, nullptr));

  CertificateSpec issuing_spec;
  issuing_spec.profile = Profile::kIssuing;
  issuing_spec.serial = NewSerial(random);
  issuing_spec.common_name = absl::StrCat("Enlace issuing ", options.trust_domain);
  issuing_spec.not_before = options.now - kClockSlack;
  issuing_spec.not_after = std::min(options.now + options.issuing_life, root.not_after());
  issuing_spec.permitted_uri_host = options.trust_domain;
  ASSIGN_OR_RETURN(const Certificate issuing,
                   BuildCertificate(issuing_spec, issuing_key.spki_der(), root_key, &root));

  ASSIGN_OR_RETURN(base::Secret root_pem, root_key.ToPem(options.root_passphrase));
  ASSIGN_OR_RETURN(base::Secret issuing_pem, issuing_key.ToPem(options.issuing_passphrase));
  RETURN_IF_ERROR(base::MakeFolders(options.folder, 0700));
  std::vector<File> files;
  files.push_back({kRootKeyFile, std::move(root_pem), 0600});
  files.push_back({kRootFile, base::Secret(root.ToPem()), 0644});
  files.push_back({kIssuingKeyFile, std::move(issuing_pem), 0600});
  files.push_back({kIssuingFile, base::Secret(issuing.ToPem()), 0644});
  return WriteAll(options.folder, files);
}

}  // namespace enlace::certs
