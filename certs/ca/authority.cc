#include "certs/ca/authority.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/ca/authority_files.h"
#include "certs/ca/revocation_list.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::certs {
namespace {

absl::Status In(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

}  // namespace

struct Authority::Impl {
  Certificate root;
  Certificate issuing;
  PrivateKey key;
  std::string trust_domain;
  base::Random& random;

  absl::StatusOr<Certificate> Issue(CertificateSpec spec, const std::string& spki_der, absl::Time now,
                                    absl::Duration life) const {
    if (life <= absl::ZeroDuration()) return absl::InvalidArgumentError("life: must be positive");
    if (now < issuing.not_before() || now >= issuing.not_after()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the issuing authority is valid from ", base::TimeText(issuing.not_before()), " to ",
                       base::TimeText(issuing.not_after()), ", and it is ", base::TimeText(now),
                       "; have the root sign a new issuing authority"));
    }
    spec.serial = NewSerial(random);
    spec.not_before = now - kClockSlack;
    spec.not_after = std::min(now + life, issuing.not_after());
    absl::StatusOr<Certificate> made = BuildCertificate(spec, spki_der, key, &issuing);
    return made.ok() ? std::move(made) : absl::StatusOr<Certificate>(Explain(made.status()));
  }

  // A key in memory signs always; a token can be pulled out.
  absl::Status Explain(const absl::Status& failure) const {
    if (!key.in_token() || !absl::IsInternal(failure)) return failure;
    return absl::UnavailableError(
        absl::StrCat("the token that holds the authority's key does not sign (", failure.message(),
                     "); plug it in again and restart the gateway"));
  }

  absl::StatusOr<Certificate> IssueFor(const SigningRequest& request, Profile profile, absl::Time now,
                                       absl::Duration life) const {
    const absl::Status form = CheckUriForm(request.uri);
    if (!form.ok()) return In("uri", form);
    if (UriTrustDomain(request.uri) != trust_domain) {
      return absl::InvalidArgumentError(absl::StrCat("uri: this authority certifies names of ", trust_domain,
                                                     " only, not of ", UriTrustDomain(request.uri)));
    }
    const auto* data = reinterpret_cast<const unsigned char*>(request.spki_der.data());
    const EvpPkeyPtr subject_key(d2i_PUBKEY(nullptr, &data, static_cast<long>(request.spki_der.size())));
    const std::string problem = KeyProblem(subject_key.get());
    TakeOpensslErrors();
    if (!problem.empty()) return absl::InvalidArgumentError(absl::StrCat("spki_der: ", problem));
    CertificateSpec spec;
    spec.profile = profile;
    spec.common_name = UriTail(request.uri);
    spec.uris = {request.uri};
    return Issue(std::move(spec), request.spki_der, now, life);
  }
};

Authority::Authority(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Authority::~Authority() = default;

absl::StatusOr<std::unique_ptr<Authority>> Authority::Load(const std::string& folder,
                                                           const KeyAccess& access,
                                                           base::Random& random) {
  const std::string issuing_path = absl::StrCat(folder, "/", kIssuingFile);
  ASSIGN_OR_RETURN(Certificate root, LoadCertificateFile(absl::StrCat(folder, "/", kRootFile)));
  ASSIGN_OR_RETURN(Certificate issuing, LoadCertificateFile(issuing_path));
  RETURN_IF_ERROR(CheckUnderRoot(issuing_path, root, issuing));
  std::string key_path;
  ASSIGN_OR_RETURN(PrivateKey key,
                   LoadAuthorityKey(folder, kIssuingKeyFile, kIssuingUriFile, access, &key_path));
  if (key.key_id() != issuing.key_id()) {
    return absl::InvalidArgumentError(absl::StrCat(key_path, ": is not the key of ", kIssuingFile));
  }
  std::string trust_domain = PermittedHost(issuing);
  if (!CheckTrustDomain(trust_domain).ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(issuing_path, ": has no name constraint with one trust domain"));
  }
  return std::unique_ptr<Authority>(new Authority(std::unique_ptr<Impl>(
      new Impl{std::move(root), std::move(issuing), std::move(key), std::move(trust_domain), random})));
}

absl::StatusOr<std::unique_ptr<Authority>> Authority::Load(const std::string& folder,
                                                           const base::Secret& passphrase,
                                                           base::Random& random) {
  return Load(folder, KeyAccess{passphrase.Clone(), ""}, random);
}

absl::StatusOr<Certificate> Authority::IssueTlsClient(const SigningRequest& request, absl::Time now,
                                                      absl::Duration life) const {
  return impl_->IssueFor(request, Profile::kTlsClient, now, life);
}

absl::StatusOr<Certificate> Authority::IssueSealing(const SigningRequest& request, absl::Time now,
                                                    absl::Duration life) const {
  return impl_->IssueFor(request, Profile::kSealing, now, life);
}

absl::StatusOr<Certificate> Authority::IssueTlsServer(const PrivateKey& key,
                                                      const std::vector<std::string>& names, absl::Time now,
                                                      absl::Duration life) const {
  if (names.empty())
    return absl::InvalidArgumentError("names: at least one DNS name or IP address is required");
  CertificateSpec spec;
  spec.profile = Profile::kTlsServer;
  spec.common_name = names.front();
  spec.names = names;
  return impl_->Issue(std::move(spec), key.spki_der(), now, life);
}

absl::StatusOr<std::string> Authority::MakeCrl(const std::vector<RevokedEntry>& revoked, uint64_t number,
                                               absl::Time now, absl::Duration life) const {
  absl::StatusOr<std::string> made =
      BuildRevocationList(revoked, number, now, now + life, impl_->issuing, impl_->key);
  return made.ok() ? std::move(made) : absl::StatusOr<std::string>(impl_->Explain(made.status()));
}

const Certificate& Authority::root() const { return impl_->root; }
const Certificate& Authority::issuing() const { return impl_->issuing; }
const std::string& Authority::trust_domain() const { return impl_->trust_domain; }

}  // namespace enlace::certs
