#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/seal/envelope_form.h"
#include "certs/seal/padding.h"
#include "certs/seal/seal.h"
#include "certs/seal/signed_content.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

// Contents of the INTEGER that is the certificate's serial.
std::string SerialContents(X509* certificate) {
  const std::string der = ToDer(i2d_ASN1_INTEGER, X509_get0_serialNumber(certificate));
  return der.size() > 2 ? der.substr(2) : "";  // Serials have at most 21 bytes: a short header.
}

// Compares bytes: OpenSSL's own comparison of names ignores case and blanks.
absl::Status CheckIsRecipient(const EnvelopeForm& form, const Certificate& certificate) {
  auto* x509 = static_cast<X509*>(certificate.native());
  const std::string issuer = ToDer(i2d_X509_NAME, X509_get_issuer_name(x509));
  const std::string serial = SerialContents(x509);
  for (const RecipientName& name : form.recipients) {
    if (name.issuer_der == issuer && name.serial == serial) return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      absl::StrCat("the envelope is not sealed to certificate ", certificate.serial(), " of '",
                   certificate.subject(), "'"));
}

// The plaintext; nothing of it is used unless the tag was right.
absl::StatusOr<BioPtr> Decrypt(absl::string_view cms_der, const PrivateKey& key, const Certificate& certificate) {
  ASSIGN_OR_RETURN(const CmsPtr cms, ParseCms(cms_der, NID_id_smime_ct_authEnvelopedData, "AuthEnvelopedData"));
  BioPtr out(BIO_new(BIO_s_mem()));  // Cleared by OpenSSL when it is freed.
  if (out == nullptr) return OpensslFailure("opening an envelope");
  if (CMS_decrypt_set1_pkey(cms.get(), static_cast<EVP_PKEY*>(key.native()),
                            static_cast<X509*>(certificate.native())) != 1 ||
      CMS_decrypt(cms.get(), nullptr, nullptr, nullptr, out.get(), 0) != 1) {
    TakeOpensslErrors();
    return EnvelopeLost("was altered, or the key is not the one that it was sealed to");
  }
  return out;
}

// Stops surreptitious forwarding: the signature names everybody who may open it.
absl::Status CheckBinding(const content::v1::SealBinding& binding, const EnvelopeForm& form,
                          const Certificate& opener, const Certificate& sender) {
  const auto& ids = binding.recipient_key_ids();
  if (std::find(ids.begin(), ids.end(), opener.key_id()) == ids.end()) {
    return EnvelopeLost("the sender did not seal it to this key: somebody else passed it on");
  }
  if (static_cast<size_t>(ids.size()) != form.recipients.size()) {
    return EnvelopeLost("it is sealed to other recipients than the sender signed");
  }
  if (sender.uris().size() != 1 || binding.sender_uri() != sender.uris().front()) {
    return EnvelopeLost("the sender's certificate is not of the sender that the signature names");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Opened> Open(absl::string_view cms, const PrivateKey& key, const Certificate& certificate,
                            const Verifier& verifier) {
  if (key.key_id() != certificate.key_id()) {
    return absl::PermissionDeniedError("the key does not belong to the certificate that should open the envelope");
  }
  const absl::StatusOr<EnvelopeForm> form = ParseEnvelopeForm(cms);
  if (!form.ok()) return EnvelopeLost(form.status().message());
  RETURN_IF_ERROR(CheckIsRecipient(*form, certificate));
  ASSIGN_OR_RETURN(const BioPtr plaintext, Decrypt(cms, key, certificate));
  ASSIGN_OR_RETURN(SignedContent content, ParseSignedContent(ContentsOf(plaintext.get())));
  const absl::Status trusted =
      verifier.Verify(content.sender, content.carried, Purpose::kSealing, content.signed_at);
  if (!trusted.ok()) return EnvelopeLost(absl::StrCat("the sender's ", trusted.message()));
  RETURN_IF_ERROR(CheckBinding(content.binding, *form, certificate, content.sender));
  ASSIGN_OR_RETURN(std::string opened, Unpad(content.padded));
  return Opened{std::move(opened), std::move(content.binding), content.sender, content.signed_at};
}

}  // namespace enlace::certs
