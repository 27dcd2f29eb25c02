#include "certs/seal/signed_content.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/seal/seal_format.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

// The certificates that the message carries.
absl::StatusOr<std::vector<Certificate>> CarriedCertificates(CMS_ContentInfo* cms) {
  const CertificateStackPtr stack(CMS_get1_certs(cms));
  if (sk_X509_num(stack.get()) != kCarriedCertificates) {
    return EnvelopeLost("does not carry exactly the sender's certificate and its issuer's");
  }
  std::vector<Certificate> certificates;
  for (int i = 0; i < kCarriedCertificates; ++i) {
    absl::StatusOr<Certificate> one = Certificate::FromDer(ToDer(i2d_X509, sk_X509_value(stack.get(), i)));
    if (!one.ok()) return EnvelopeLost("carries a malformed certificate");
    certificates.push_back(*std::move(one));
  }
  return certificates;
}

absl::StatusOr<Certificate> SenderOf(CMS_SignerInfo* signer, const std::vector<Certificate>& carried) {
  for (const Certificate& certificate : carried) {
    if (CMS_SignerInfo_cert_cmp(signer, static_cast<X509*>(certificate.native())) == 0) return certificate;
  }
  return EnvelopeLost("does not carry the certificate of who signed it");
}

// -3 asks OpenSSL for an attribute that is there once and has one value.
constexpr int kExactlyOnce = -3;

absl::StatusOr<content::v1::SealBinding> BindingOf(const CMS_SignerInfo* signer) {
  const ObjectPtr oid(OBJ_txt2obj(kBindingOid, 1));
  if (oid == nullptr) return OpensslFailure("opening an envelope");
  const auto* value = static_cast<const ASN1_OCTET_STRING*>(
      CMS_signed_get0_data_by_OBJ(signer, oid.get(), kExactlyOnce, V_ASN1_OCTET_STRING));
  content::v1::SealBinding binding;
  if (value == nullptr || !binding.ParseFromArray(ASN1_STRING_get0_data(value), ASN1_STRING_length(value))) {
    TakeOpensslErrors();
    return EnvelopeLost("the signature does not bind recipients and case");
  }
  return binding;
}

absl::StatusOr<absl::Time> SigningTimeOf(const CMS_SignerInfo* signer) {
  const ObjectPtr oid(OBJ_nid2obj(NID_pkcs9_signingTime));
  absl::Time time;
  for (const int type : {V_ASN1_UTCTIME, V_ASN1_GENERALIZEDTIME}) {
    const auto* value =
        static_cast<const ASN1_TIME*>(CMS_signed_get0_data_by_OBJ(signer, oid.get(), kExactlyOnce, type));
    if (value != nullptr && FromAsn1Time(value, &time)) return time;
  }
  TakeOpensslErrors();
  return EnvelopeLost("the signature does not name its time");
}

}  // namespace

absl::Status EnvelopeLost(absl::string_view what) { return absl::DataLossError(absl::StrCat("envelope: ", what)); }

absl::StatusOr<CmsPtr> ParseCms(absl::string_view der, int type, absl::string_view what) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const auto* const end = data + der.size();
  CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &data, static_cast<long>(der.size())));
  if (cms == nullptr || data != end || OBJ_obj2nid(CMS_get0_type(cms.get())) != type) {
    TakeOpensslErrors();
    return EnvelopeLost(absl::StrCat("is not ", what));
  }
  return cms;
}

absl::StatusOr<SignedContent> ParseSignedContent(absl::string_view der) {
  ASSIGN_OR_RETURN(CmsPtr cms, ParseCms(der, NID_pkcs7_signed, "SignedData inside"));
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return EnvelopeLost("does not have exactly one signature");
  CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
  if (digest == nullptr || OBJ_obj2nid(digest->algorithm) != NID_sha256) return EnvelopeLost("is not signed with SHA-256");
  ASSIGN_OR_RETURN(std::vector<Certificate> carried, CarriedCertificates(cms.get()));
  ASSIGN_OR_RETURN(Certificate sender, SenderOf(signer, carried));
  const BioPtr out(BIO_new(BIO_s_mem()));
  if (out == nullptr) return OpensslFailure("opening an envelope");
  // The chain is checked by our own verifier, at the signing time.
  if (CMS_verify(cms.get(), nullptr, nullptr, nullptr, out.get(), CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) != 1) {
    TakeOpensslErrors();
    return EnvelopeLost("the sender's signature is wrong");
  }
  ASSIGN_OR_RETURN(content::v1::SealBinding binding, BindingOf(signer));
  ASSIGN_OR_RETURN(const absl::Time signed_at, SigningTimeOf(signer));
  return SignedContent{std::string(ContentsOf(out.get())), std::move(sender), std::move(carried),
                       std::move(binding), signed_at};
}

}  // namespace enlace::certs
