#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/ca/authority.h"
#include "certs/ca/authority_files.h"
#include "certs/x509/certificate_builder.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {

CertificateSpec RootSpec(const std::string& trust_domain, absl::Time now, absl::Time end, base::Random& random) {
  CertificateSpec spec;
  spec.profile = Profile::kRoot;
  spec.serial = NewSerial(random);
  spec.common_name = absl::StrCat("Enlace root ", trust_domain);
  spec.not_before = now - kClockSlack;
  spec.not_after = end;
  return spec;
}

CertificateSpec IssuingSpec(const std::string& trust_domain, absl::Time now, absl::Time end, base::Random& random) {
  CertificateSpec spec;
  spec.profile = Profile::kIssuing;
  spec.serial = NewSerial(random);
  spec.common_name = IssuingName(trust_domain);
  spec.not_before = now - kClockSlack;
  spec.not_after = end;
  spec.permitted_uri_host = trust_domain;
  return spec;
}

absl::Status InitAuthority(const InitOptions& options, base::Random& random) {
  RETURN_IF_ERROR(CheckTrustDomain(options.trust_domain));
  RETURN_IF_ERROR(CheckVacant(options.folder, {kRootKeyFile, kRootUriFile, kRootFile, kIssuingKeyFile,
                                               kIssuingUriFile, kIssuingFile}));
  ASSIGN_OR_RETURN(const PrivateKey root_key, PrivateKey::Generate());
  ASSIGN_OR_RETURN(const PrivateKey issuing_key, PrivateKey::Generate());

  ASSIGN_OR_RETURN(const Certificate root, BuildCertificate(RootSpec(options.trust_domain, options.now,
                                                                     options.now + options.root_life, random),
                                                            root_key.spki_der(), root_key, nullptr));
  const absl::Time end = std::min(options.now + options.issuing_life, root.not_after());
  ASSIGN_OR_RETURN(const Certificate issuing,
                   BuildCertificate(IssuingSpec(options.trust_domain, options.now, end, random),
                                    issuing_key.spki_der(), root_key, &root));

  ASSIGN_OR_RETURN(base::Secret root_pem, root_key.ToPem(options.root_passphrase));
  ASSIGN_OR_RETURN(base::Secret issuing_pem, issuing_key.ToPem(options.issuing_passphrase));
  RETURN_IF_ERROR(base::MakeFolders(options.folder, 0700));
  std::vector<AuthorityFile> files;
  files.push_back({kRootKeyFile, std::move(root_pem), 0600});
  files.push_back({kRootFile, base::Secret(root.ToPem()), 0644});
  files.push_back({kIssuingKeyFile, std::move(issuing_pem), 0600});
  files.push_back({kIssuingFile, base::Secret(issuing.ToPem()), 0644});
  return WriteAllOrNone(options.folder, files);
}

}  // namespace enlace::certs
