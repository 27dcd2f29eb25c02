#include "client/recipient_keys.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {
namespace {

absl::Status Wrong(absl::string_view agency_id, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("a sealing certificate that the gateway gave for ", agency_id, " ",
                                          what,
                                          "; nothing was sealed, tell the administrator of the gateway"));
}

bool IsOutOfTime(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  return reason == v1::ERROR_REASON_CERTIFICATE_EXPIRED ||
         reason == v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID;
}

absl::Status CheckName(const certs::Certificate& certificate, absl::string_view agency_id,
                       absl::string_view trust_domain) {
  if (certificate.uris().size() != 1) return Wrong(agency_id, "does not have exactly one name");
  const auto identity = ParseIdentity(certificate.uris().front());
  if (!identity.ok() || identity->agency_id != agency_id || identity->trust_domain != trust_domain) {
    return Wrong(agency_id, absl::StrCat("belongs to ", certificate.uris().front()));
  }
  return absl::OkStatus();
}

std::vector<certs::Certificate> IssuersOf(const certs::Keystore& keystore) {
  std::vector<certs::Certificate> issuers;
  for (size_t i = 1; i < keystore.tls_chain().size(); ++i) issuers.push_back(keystore.tls_chain()[i]);
  if (!keystore.sealing().empty()) issuers.push_back(keystore.sealing_issuer());
  return issuers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<certs::Verifier>> VerifierOf(const certs::Keystore& keystore) {
  return certs::Verifier::New(keystore.bundle(), IssuersOf(keystore));
}

absl::StatusOr<std::unique_ptr<certs::Verifier>> ContentVerifierOf(const certs::Keystore& keystore) {
  std::vector<certs::Certificate> roots = keystore.bundle();
  roots.insert(roots.end(), keystore.former_roots().begin(), keystore.former_roots().end());
  return certs::Verifier::New(std::move(roots), IssuersOf(keystore));
}

absl::StatusOr<certs::Certificate> ChooseSealingCertificate(
    const google::protobuf::RepeatedPtrField<v1::SealingCertificate>& offered, absl::string_view agency_id,
    absl::string_view trust_domain, const certs::Verifier& verifier, absl::Time now) {
  for (const v1::SealingCertificate& candidate : offered) {
    const auto certificate = certs::Certificate::FromDer(candidate.certificate_der());
    if (!certificate.ok()) return Wrong(agency_id, "is malformed");
    if (certificate->key_id() != candidate.key_id())
      return Wrong(agency_id, "has another key than its entry says");
    RETURN_IF_ERROR(CheckName(*certificate, agency_id, trust_domain));
    // Another authority than ours may have issued it; a root of ours vouches for both.
    std::vector<certs::Certificate> chain;
    if (const auto issuer = certs::Certificate::FromDer(candidate.issuer_der()); issuer.ok()) {
      chain.push_back(*issuer);
    }
    const absl::Status verified = verifier.Verify(*certificate, chain, certs::Purpose::kSealing, now);
    if (verified.ok()) return *certificate;
    if (!IsOutOfTime(verified)) return Wrong(agency_id, absl::StrCat("was refused: ", verified.message()));
  }
  return absl::UnavailableError(absl::StrCat(
      agency_id,
      " has no sealing certificate that is valid now; it has to enrol or renew before content can be "
      "sealed to it"));
}

}  // namespace enlace::client
