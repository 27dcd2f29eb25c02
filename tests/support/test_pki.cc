#include "tests/support/test_pki.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"

namespace enlace {
namespace {

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "TestPki: %s\n", status.ToString().c_str());
  std::abort();
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  Check(value.status());
  return *std::move(value);
}

// Another seed for each trust domain, so that serials of two authorities differ.
uint64_t SeedOf(absl::string_view text) {
  uint64_t seed = 14695981039346656037u;
  for (const char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return seed;
}

certs::SigningRequest RequestFor(const certs::PrivateKey& key, absl::string_view uri) {
  return Must(certs::ParseSigningRequest("csr", Must(certs::MakeSigningRequest(key, uri))));
}

}  // namespace

TestPki::TestPki(absl::string_view trust_domain, absl::Time now)
    : now_(now), trust_domain_(trust_domain), random_(SeedOf(trust_domain)) {
  certs::InitOptions options;
  options.folder = folder_.path();
  options.trust_domain = trust_domain_;
  // Old enough for certificates that expired long ago.
  options.now = now_ - absl::Hours(24 * 365);
  Check(certs::InitAuthority(options, random_));
  authority_ = Must(certs::Authority::Load(folder_.path(), base::Secret(), random_));
  authorities_ = Must(certs::AuthoritySet::Load({folder_.path(), {}}, random_));
  issuing_key_ = std::make_unique<certs::PrivateKey>(
      Must(certs::PrivateKey::FromPem(base::Secret(Must(base::ReadFile(folder_.File("issuing.key")))))));
  verifier_ = Must(certs::Verifier::New({authority_->root()}, {authority_->issuing()}));
}

std::string TestPki::AgencyUri(absl::string_view agency, absl::string_view unit) const {
  return absl::StrCat("spiffe://", trust_domain_, "/agency/", agency, "/", unit);
}

std::string TestPki::AdminUri(absl::string_view name) const {
  return absl::StrCat("spiffe://", trust_domain_, "/admin/", name);
}

TestCredential TestPki::Finish(certs::PrivateKey key, certs::Certificate certificate,
                               bool with_issuer) const {
  std::string key_pem(Must(key.ToPem()).RevealSecret());
  std::string chain = certificate.ToPem();
  if (with_issuer) chain += authority_->issuing().ToPem();
  return {std::move(key), std::move(certificate), std::move(key_pem), std::move(chain)};
}

certs::CertificateSpec TestPki::SpecFor(absl::string_view uri) {
  certs::CertificateSpec spec;
  spec.common_name = certs::UriTail(uri);
  spec.uris = {std::string(uri)};
  return spec;
}

TestAgency TestPki::IssueAgency(absl::string_view agency, absl::string_view unit) {
  const std::string uri = AgencyUri(agency, unit);
  return {uri, IssueClient(uri), IssueSealing(uri)};
}

TestCredential TestPki::IssueAdmin(absl::string_view name) { return IssueClient(AdminUri(name)); }

TestCredential TestPki::IssueServer(const std::vector<std::string>& names) {
  certs::PrivateKey key = Must(certs::PrivateKey::Generate());
  certs::Certificate certificate = Must(authority_->IssueTlsServer(key, names, now_, kLife));
  return Finish(std::move(key), std::move(certificate), true);
}

TestCredential TestPki::IssueClient(absl::string_view uri, absl::Duration life) {
  certs::PrivateKey key = Must(certs::PrivateKey::Generate());
  certs::Certificate certificate = Must(authority_->IssueTlsClient(RequestFor(key, uri), now_, life));
  return Finish(std::move(key), std::move(certificate), true);
}

TestCredential TestPki::IssueSealing(absl::string_view uri, absl::Duration life) {
  certs::PrivateKey key = Must(certs::PrivateKey::Generate());
  certs::Certificate certificate = Must(authority_->IssueSealing(RequestFor(key, uri), now_, life));
  return Finish(std::move(key), std::move(certificate), true);
}

certs::SealRequest TestPki::SealRequestTo(const std::vector<certs::Certificate>& recipients,
                                          absl::string_view content) const {
  certs::SealRequest request;
  request.content = content;
  request.recipients = recipients;
  request.binding.set_case_id("0123456789ABCDEFGHJKMNPQRS");
  request.binding.set_request_id("5f0c6d2e-8a3b-4c1d-9e7f-1a2b3c4d5e6f");
  request.binding.set_log_origin(absl::StrCat(trust_domain_, "/cases"));
  request.signed_at = now_;
  return request;
}

TestCredential TestPki::Forge(certs::CertificateSpec spec) {
  if (spec.serial.empty()) spec.serial = "\x41" + random_.Bytes(15);
  if (spec.not_before == absl::Time()) spec.not_before = now_ - absl::Minutes(1);
  if (spec.not_after == absl::Time()) spec.not_after = now_ + kLife;
  certs::PrivateKey key = Must(certs::PrivateKey::Generate());
  certs::Certificate certificate =
      Must(certs::BuildCertificate(spec, key.spki_der(), *issuing_key_, &authority_->issuing()));
  return Finish(std::move(key), std::move(certificate), true);
}

certs::Certificate TestPki::SealingTwin(const TestCredential& credential, absl::string_view uri,
                                        absl::Time not_before) const {
  certs::CertificateSpec spec = SpecFor(uri);
  spec.profile = certs::Profile::kSealing;
  spec.serial = absl::HexStringToBytes(credential.certificate.serial());
  spec.not_before = not_before;
  spec.not_after = credential.certificate.not_after();
  return Must(
      certs::BuildCertificate(spec, credential.key.spki_der(), *issuing_key_, &authority_->issuing()));
}

TestCredential TestPki::FromAnotherAuthority(absl::string_view agency, absl::string_view unit) {
  TestPki other(trust_domain_, now_);  // The same names, other keys.
  return other.IssueClient(AgencyUri(agency, unit));
}

TestCredential TestPki::SelfSigned(absl::string_view agency, absl::string_view unit) {
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.serial = "\x41" + random_.Bytes(15);
  spec.not_before = now_ - absl::Minutes(1);
  spec.not_after = now_ + kLife;
  certs::PrivateKey key = Must(certs::PrivateKey::Generate());
  certs::Certificate certificate = Must(certs::BuildCertificate(spec, key.spki_der(), key, nullptr));
  return Finish(std::move(key), std::move(certificate), false);
}

TestCredential TestPki::AuthorityAsLeaf(absl::string_view agency, absl::string_view unit) {
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.profile = certs::Profile::kIssuing;
  return Forge(std::move(spec));
}

TestCredential TestPki::BrokenSignature(absl::string_view agency, absl::string_view unit) {
  TestCredential good = IssueClient(AgencyUri(agency, unit));
  std::string der = good.certificate.der();
  der.back() = static_cast<char>(der.back() ^ 1);  // The last byte of the signature's s.
  return Finish(good.key, Must(certs::Certificate::FromDer(der)), true);
}

TestCredential TestPki::BelowALeaf(absl::string_view agency, absl::string_view unit) {
  const TestCredential leaf = IssueClient(AgencyUri(agency, "other"));
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.serial = "\x41" + random_.Bytes(15);
  spec.not_before = now_ - absl::Minutes(1);
  spec.not_after = now_ + kLife;
  certs::PrivateKey key = Must(certs::PrivateKey::Generate());
  certs::Certificate certificate =
      Must(certs::BuildCertificate(spec, key.spki_der(), leaf.key, &leaf.certificate));
  TestCredential made = Finish(std::move(key), std::move(certificate), false);
  made.chain_pem += leaf.chain_pem;
  return made;
}

TestCredential TestPki::Expired(absl::string_view agency, absl::string_view unit) {
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.not_before = now_ - absl::Hours(24 * 8);
  spec.not_after = now_ - absl::Hours(24);
  return Forge(std::move(spec));
}

TestCredential TestPki::NotYetValid(absl::string_view agency, absl::string_view unit) {
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.not_before = now_ + absl::Hours(24);
  spec.not_after = now_ + absl::Hours(24 * 8);
  return Forge(std::move(spec));
}

TestCredential TestPki::WrongUsage(absl::string_view agency, absl::string_view unit) {
  return IssueSealing(AgencyUri(agency, unit));
}

TestCredential TestPki::WithoutUri(absl::string_view agency, absl::string_view unit) {
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.uris.clear();
  return Forge(std::move(spec));
}

TestCredential TestPki::WithTwoUris(absl::string_view agency, absl::string_view unit) {
  certs::CertificateSpec spec = SpecFor(AgencyUri(agency, unit));
  spec.uris.push_back(AgencyUri("another-agency", unit));
  return Forge(std::move(spec));
}

TestCredential TestPki::UnknownToTheGateway(absl::string_view agency, absl::string_view unit) {
  return Forge(SpecFor(AgencyUri(agency, unit)));
}

TestCredential TestPki::ForeignTrustDomain(absl::string_view agency, absl::string_view unit) {
  return Forge(SpecFor(absl::StrCat("spiffe://foreign.example/agency/", agency, "/", unit)));
}

TestCredential TestPki::WithWrongKey(absl::string_view agency, absl::string_view unit) {
  TestCredential good = IssueClient(AgencyUri(agency, unit));
  good.key = Must(certs::PrivateKey::Generate());
  good.key_pem = std::string(Must(good.key.ToPem()).RevealSecret());
  return good;
}

}  // namespace enlace
