#include "certs/ca/ceremony.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/ca/authority_lint.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/token_key.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::certs {
namespace {

// A key with the file by which it is found again.
struct PlacedKey {
  PrivateKey key;
  AuthorityFile file;
};

absl::StatusOr<PlacedKey> PlaceKey(const KeyPlace& place, const char* key_file, const char* uri_file) {
  if (place.token_uri.empty()) {
    ASSIGN_OR_RETURN(PrivateKey key, PrivateKey::Generate());
    ASSIGN_OR_RETURN(base::Secret pem, key.ToPem(place.access.passphrase));
    return PlacedKey{std::move(key), {key_file, std::move(pem), 0600}};
  }
  ASSIGN_OR_RETURN(PrivateKey key,
                   LoadTokenKey(place.token_uri,
                                TokenAccess{place.access.pkcs11_module, place.access.passphrase.Clone()}));
  return PlacedKey{std::move(key), {uri_file, base::Secret(place.token_uri + "\n"), 0600}};
}

void Append(const std::vector<std::string>& from, const std::string& what, std::vector<std::string>* to) {
  for (const std::string& line : from) to->push_back(absl::StrCat(what, ": ", line));
}

absl::StatusOr<SignedIssuing> Make(const SignOptions& options, const IssuingRequest& request,
                                   const Certificate& root, const PrivateKey& key, base::Random& random) {
  const absl::Time end = std::min(options.now + options.life, root.not_after());
  ASSIGN_OR_RETURN(Certificate issuing,
                   BuildCertificate(IssuingSpec(request.trust_domain, options.now, end, random),
                                    request.spki_der, key, &root));
  Lint lint = LintIssuing(issuing, root, request.trust_domain);
  RETURN_IF_ERROR(lint.ToStatus());
  return SignedIssuing{request, root, std::move(issuing), std::move(lint.passed)};
}

absl::Status CheckRequest(const SignOptions& options, const IssuingRequest& request,
                          const Certificate& root) {
  if (request.trust_domain != options.trust_domain) {
    return absl::InvalidArgumentError(absl::StrCat("the request is for the trust domain ",
                                                   request.trust_domain, ", and ", options.trust_domain,
                                                   " was said: do not sign it"));
  }
  if (request.key_id == root.key_id()) {
    return absl::InvalidArgumentError(
        "the request is for the root's own key: an issuing authority has its own");
  }
  if (options.life <= absl::ZeroDuration()) return absl::InvalidArgumentError("life: must be positive");
  if (options.now >= root.not_before() && options.now < root.not_after()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the root is valid from ", base::TimeText(root.not_before()), " to ", base::TimeText(root.not_after()),
      ", and it is ", base::TimeText(options.now), " here; is this machine's clock right?"));
}

}  // namespace

absl::StatusOr<Certificate> InitRoot(const RootOptions& options, base::Random& random) {
  RETURN_IF_ERROR(CheckTrustDomain(options.trust_domain));
  RETURN_IF_ERROR(CheckVacant(options.folder, {kRootKeyFile, kRootUriFile, kRootFile}));
  ASSIGN_OR_RETURN(PlacedKey placed, PlaceKey(options.key, kRootKeyFile, kRootUriFile));
  ASSIGN_OR_RETURN(Certificate root, BuildCertificate(RootSpec(options.trust_domain, options.now,
                                                               options.now + options.life, random),
                                                      placed.key.spki_der(), placed.key, nullptr));
  RETURN_IF_ERROR(LintRoot(root).ToStatus());
  RETURN_IF_ERROR(base::MakeFolders(options.folder, 0700));
  std::vector<AuthorityFile> files;
  files.push_back(std::move(placed.file));
  files.push_back({kRootFile, base::Secret(root.ToPem()), 0644});
  RETURN_IF_ERROR(WriteAllOrNone(options.folder, files));
  return root;
}

absl::StatusOr<IssuingRequest> RequestIssuing(const RequestOptions& options) {
  RETURN_IF_ERROR(CheckTrustDomain(options.trust_domain));
  RETURN_IF_ERROR(
      CheckVacant(options.folder, {kIssuingKeyFile, kIssuingUriFile, kIssuingFile, kIssuingRequestFile}));
  ASSIGN_OR_RETURN(PlacedKey placed, PlaceKey(options.key, kIssuingKeyFile, kIssuingUriFile));
  ASSIGN_OR_RETURN(const std::string pem, MakeIssuingRequest(placed.key, options.trust_domain));
  ASSIGN_OR_RETURN(IssuingRequest request, ParseIssuingRequest(pem));
  RETURN_IF_ERROR(base::MakeFolders(options.folder, 0700));
  std::vector<AuthorityFile> files;
  files.push_back(std::move(placed.file));
  files.push_back({kIssuingRequestFile, base::Secret(pem), 0644});
  RETURN_IF_ERROR(WriteAllOrNone(options.folder, files));
  return request;
}

absl::StatusOr<SignedIssuing> RehearseIssuing(const SignOptions& options, base::Random& random) {
  ASSIGN_OR_RETURN(Certificate root, LoadCertificateFile(absl::StrCat(options.folder, "/", kRootFile)));
  const Lint root_lint = LintRoot(root);
  RETURN_IF_ERROR(root_lint.ToStatus());
  ASSIGN_OR_RETURN(const IssuingRequest request, ParseIssuingRequest(options.request_pem));
  RETURN_IF_ERROR(CheckRequest(options, request, root));
  // A root in all but the key. The domain stands for that in the root's name.
  ASSIGN_OR_RETURN(const PrivateKey key, PrivateKey::Generate());
  CertificateSpec spec = RootSpec(request.trust_domain, options.now, root.not_after(), random);
  spec.not_before = root.not_before();
  ASSIGN_OR_RETURN(const Certificate stand_in, BuildCertificate(spec, key.spki_der(), key, nullptr));
  ASSIGN_OR_RETURN(SignedIssuing rehearsed, Make(options, request, stand_in, key, random));
  rehearsed.root = std::move(root);
  std::vector<std::string> checks = {"request: signed with the key that it asks to certify",
                                     "request: asks for the trust domain that was said"};
  Append(root_lint.passed, "root", &checks);
  Append(rehearsed.checks, "issuing", &checks);
  rehearsed.checks = std::move(checks);
  return rehearsed;
}

absl::StatusOr<SignedIssuing> SignIssuing(const SignOptions& options, base::Random& random) {
  ASSIGN_OR_RETURN(SignedIssuing rehearsed, RehearseIssuing(options, random));
  std::string path;
  ASSIGN_OR_RETURN(const PrivateKey key,
                   LoadAuthorityKey(options.folder, kRootKeyFile, kRootUriFile, options.root_key, &path));
  if (key.key_id() != rehearsed.root.key_id()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not the key of ", kRootFile));
  }
  ASSIGN_OR_RETURN(SignedIssuing made, Make(options, rehearsed.request, rehearsed.root, key, random));
  rehearsed.issuing = std::move(made.issuing);
  return rehearsed;
}

absl::StatusOr<Installed> InstallIssuing(const InstallOptions& options) {
  RETURN_IF_ERROR(CheckVacant(options.folder, {kRootFile, kIssuingFile}));
  ASSIGN_OR_RETURN(Certificate root, Certificate::FromPem(options.root_pem));
  ASSIGN_OR_RETURN(Certificate issuing, Certificate::FromPem(options.issuing_pem));
  RETURN_IF_ERROR(CheckUnderRoot(kIssuingFile, root, issuing));
  const Lint root_lint = LintRoot(root);
  RETURN_IF_ERROR(root_lint.ToStatus());
  const Lint issuing_lint = LintIssuing(issuing, root, PermittedHost(issuing));
  RETURN_IF_ERROR(issuing_lint.ToStatus());
  std::string path;
  ASSIGN_OR_RETURN(const PrivateKey key, LoadAuthorityKey(options.folder, kIssuingKeyFile, kIssuingUriFile,
                                                          options.issuing_key, &path));
  if (key.key_id() != issuing.key_id()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not the key of the certificate"));
  }
  std::vector<std::string> checks = {"issuing: the key here is the certificate's"};
  Append(root_lint.passed, "root", &checks);
  Append(issuing_lint.passed, "issuing", &checks);
  std::vector<AuthorityFile> files;
  files.push_back({kRootFile, base::Secret(root.ToPem()), 0644});
  files.push_back({kIssuingFile, base::Secret(issuing.ToPem()), 0644});
  RETURN_IF_ERROR(WriteAllOrNone(options.folder, files));
  return Installed{std::move(root), std::move(issuing), std::move(checks)};
}

}  // namespace enlace::certs
