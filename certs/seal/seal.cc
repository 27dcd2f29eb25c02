#include "certs/seal/seal.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/seal/envelope_form.h"
#include "certs/seal/padding.h"
#include "certs/seal/seal_format.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace enlace::certs {
namespace {

std::string SerializeDeterministically(const google::protobuf::MessageLite& message) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return out;
}

absl::Status CheckSender(const SealRequest& request, const PrivateKey& key, const Certificate& certificate) {
  if (key.key_id() != certificate.key_id()) {
    return absl::InvalidArgumentError("sender_key: does not belong to the sender's sealing certificate");
  }
  if (!certificate.allows_sealing() || certificate.uris().size() != 1) {
    return absl::InvalidArgumentError("sender_certificate: is not a sealing certificate with one URI");
  }
  if (request.signed_at == absl::Time()) return absl::InvalidArgumentError("signed_at: is required");
  if (request.signed_at < certificate.not_before() || request.signed_at >= certificate.not_after()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "sender_certificate: is valid from ", base::TimeText(certificate.not_before()), " to ",
        base::TimeText(certificate.not_after()), ", not at ", base::TimeText(request.signed_at), "; renew it"));
  }
  const std::string& uri = request.binding.sender_uri();
  if (!uri.empty() && uri != certificate.uris().front()) {
    return absl::InvalidArgumentError(
        absl::StrCat("binding.sender_uri: the sealing certificate is of ", certificate.uris().front()));
  }
  return absl::OkStatus();
}

// Key ids of the recipients, ascending.
absl::StatusOr<std::vector<std::string>> RecipientKeyIds(const std::vector<Certificate>& recipients) {
  if (recipients.empty()) return absl::InvalidArgumentError("recipients: at least one is required");
  if (recipients.size() > kMaxRecipients) return absl::InvalidArgumentError("recipients: more than 32");
  std::vector<std::string> ids;
  for (const Certificate& recipient : recipients) {
    const std::string problem = KeyProblem(X509_get0_pubkey(static_cast<X509*>(recipient.native())));
    if (!recipient.allows_sealing() || !problem.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("recipients: certificate ", recipient.serial(), " of '",
                                                     recipient.subject(), "' is not for sealing",
                                                     problem.empty() ? "" : ": ", problem));
    }
    ids.push_back(recipient.key_id());
  }
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) {
    return absl::InvalidArgumentError("recipients: the same key is there twice");
  }
  return ids;
}

absl::Status AddAttributes(CMS_SignerInfo* signer, const std::string& binding, absl::Time signed_at) {
  const ObjectPtr oid(OBJ_txt2obj(kBindingOid, 1));
  const TimePtr time = ToAsn1Time(signed_at);
  if (oid == nullptr || time == nullptr ||
      CMS_signed_add1_attr_by_OBJ(signer, oid.get(), V_ASN1_OCTET_STRING, binding.data(),
                                  static_cast<int>(binding.size())) != 1 ||
      CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) != 1) {
    return OpensslFailure("adding signed attributes");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Sign(absl::string_view padded, const std::string& binding, absl::Time signed_at,
                                 const PrivateKey& key, const Certificate& certificate,
                                 const Certificate& issuer) {
  const CmsPtr cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_BINARY));
  if (cms == nullptr) return OpensslFailure("signing content");
  CMS_SignerInfo* signer =
      CMS_add1_signer(cms.get(), static_cast<X509*>(certificate.native()), static_cast<EVP_PKEY*>(key.native()),
                      EVP_sha256(), CMS_NOSMIMECAP);  // Adds the certificate too.
  if (signer == nullptr || CMS_add1_cert(cms.get(), static_cast<X509*>(issuer.native())) != 1) {
    return OpensslFailure("signing content");
  }
  RETURN_IF_ERROR(AddAttributes(signer, binding, signed_at));
  const BioPtr in = ReaderOf(padded);
  if (in == nullptr || CMS_final(cms.get(), in.get(), nullptr, CMS_BINARY) != 1) {
    return OpensslFailure("signing content");
  }
  return ToDer(i2d_CMS_ContentInfo, cms.get());
}

absl::StatusOr<std::string> Encrypt(absl::string_view signed_data, const std::vector<Certificate>& recipients) {
  const CmsPtr cms(CMS_AuthEnvelopedData_create(EVP_aes_256_gcm()));
  if (cms == nullptr || CMS_set_detached(cms.get(), 0) != 1) return OpensslFailure("encrypting content");
  for (const Certificate& recipient : recipients) {
    CMS_RecipientInfo* info =
        CMS_add1_recipient_cert(cms.get(), static_cast<X509*>(recipient.native()), CMS_KEY_PARAM);
    EVP_PKEY_CTX* agreement = info != nullptr ? CMS_RecipientInfo_get0_pkey_ctx(info) : nullptr;
    // The default would be SHA-1. The wrap, AES-256, follows from the cipher.
    if (agreement == nullptr || EVP_PKEY_CTX_set_ecdh_kdf_md(agreement, EVP_sha256()) <= 0) {
      return OpensslFailure("encrypting content to a recipient");
    }
  }
  const BioPtr in = ReaderOf(signed_data);
  if (in == nullptr || CMS_final(cms.get(), in.get(), nullptr, CMS_BINARY) != 1) {
    return OpensslFailure("encrypting content");
  }
  return ToDer(i2d_CMS_ContentInfo, cms.get());
}

}  // namespace

absl::StatusOr<std::string> Seal(const SealRequest& request, const PrivateKey& sender_key,
                                 const Certificate& sender_certificate, const Certificate& sender_issuer) {
  RETURN_IF_ERROR(CheckSender(request, sender_key, sender_certificate));
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, RecipientKeyIds(request.recipients));
  ASSIGN_OR_RETURN(const std::string padded, Pad(request.content));
  content::v1::SealBinding binding = request.binding;
  binding.set_sender_uri(sender_certificate.uris().front());
  binding.clear_recipient_key_ids();
  for (const std::string& id : ids) binding.add_recipient_key_ids(id);
  ASSIGN_OR_RETURN(const std::string signed_data,
                   Sign(padded, SerializeDeterministically(binding), request.signed_at, sender_key,
                        sender_certificate, sender_issuer));
  ASSIGN_OR_RETURN(std::string envelope, Encrypt(signed_data, request.recipients));
  // What no recipient could open must not leave; OpenSSL's choices are checked here.
  const absl::StatusOr<EnvelopeForm> form = ParseEnvelopeForm(envelope);
  if (!form.ok()) return absl::InternalError(absl::StrCat("sealed envelope ", form.status().message()));
  return envelope;
}

}  // namespace enlace::certs
