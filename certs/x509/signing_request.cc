#include "certs/x509/signing_request.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr size_t kMaxRequest = 4096;

// CSR_REFUSED with the field that base::InvalidField would name.
absl::Status Refused(absl::string_view field, absl::string_view problem) {
  absl::Status status = base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CSR_REFUSED,
                                      absl::StrCat(field, ": ", problem));
  base::InvalidField(field, problem).ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    if (!status.GetPayload(url).has_value()) status.SetPayload(url, payload);
  });
  return status;
}

absl::StatusOr<ExtensionStackPtr> MakeExtensions(absl::string_view uri) {
  const GeneralNamesPtr names(GENERAL_NAMES_new());
  GeneralNamePtr name(GENERAL_NAME_new());
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  if (names == nullptr || name == nullptr || text == nullptr ||
      ASN1_STRING_set(text, uri.data(), static_cast<int>(uri.size())) != 1) {
    ASN1_IA5STRING_free(text);
    return OpensslFailure("making a signing request");
  }
  GENERAL_NAME_set0_value(name.get(), GEN_URI, text);
  if (sk_GENERAL_NAME_push(names.get(), name.get()) <= 0) return OpensslFailure("making a signing request");
  name.release();
  STACK_OF(X509_EXTENSION)* raw = nullptr;
  const int added = X509V3_add1_i2d(&raw, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT);
  ExtensionStackPtr extensions(raw);
  if (added != 1) return OpensslFailure("making a signing request");
  return extensions;
}

// The one URI among the names that the request asks for, or what is wrong. Empty
// if there is no name and there need not be.
absl::StatusOr<std::string> TheUri(X509_REQ* request, HolderName holder) {
  const bool is_optional = holder == HolderName::kOptional;
  const int first = X509_REQ_get_attr_by_NID(request, NID_ext_req, -1);
  if (first < 0 && is_optional) return std::string();
  if (first < 0) return absl::InvalidArgumentError("has no subjectAltName");
  if (X509_REQ_get_attr_by_NID(request, NID_ext_req, first) >= 0) {
    return absl::InvalidArgumentError("has more than one set of extensions");
  }
  const ExtensionStackPtr extensions(X509_REQ_get_extensions(request));
  int critical = 0;
  const GeneralNamesPtr names(static_cast<GENERAL_NAMES*>(
      X509V3_get_d2i(extensions.get(), NID_subject_alt_name, &critical, nullptr)));
  if (names == nullptr) {
    TakeOpensslErrors();
    if (critical == -1 && is_optional) return std::string();
    return absl::InvalidArgumentError(critical == -1   ? "has no subjectAltName"
                                      : critical == -2 ? "has more than one subjectAltName"
                                                       : "has a malformed subjectAltName");
  }
  if (sk_GENERAL_NAME_num(names.get()) == 0 && is_optional) return std::string();
  if (sk_GENERAL_NAME_num(names.get()) != 1) {
    return absl::InvalidArgumentError("must have exactly one name in its subjectAltName");
  }
  const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), 0);
  if (name->type != GEN_URI) return absl::InvalidArgumentError("must have a URI as its subjectAltName");
  const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                     static_cast<size_t>(ASN1_STRING_length(uri)));
}

}  // namespace

absl::StatusOr<std::string> MakeSigningRequest(const PrivateKey& key, absl::string_view uri) {
  RETURN_IF_ERROR(CheckUriForm(uri));
  const std::string cn = FitCommonName(UriTail(uri));
  auto* pkey = static_cast<EVP_PKEY*>(key.native());
  ASSIGN_OR_RETURN(const ExtensionStackPtr extensions, MakeExtensions(uri));
  const RequestPtr request(X509_REQ_new());
  if (request == nullptr || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
      X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName, MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(cn.data()),
                                 static_cast<int>(cn.size()), -1, 0) != 1 ||
      X509_REQ_set_pubkey(request.get(), pkey) != 1 ||
      X509_REQ_add_extensions(request.get(), extensions.get()) != 1 ||
      X509_REQ_sign(request.get(), pkey, EVP_sha256()) <= 0) {
    return OpensslFailure("making a signing request");
  }
  return ToDer(i2d_X509_REQ, request.get());
}

absl::StatusOr<SigningRequest> ParseSigningRequest(absl::string_view field, absl::string_view der,
                                                   HolderName name) {
  if (der.empty()) return Refused(field, "is required");
  if (der.size() > kMaxRequest) return Refused(field, "is larger than 4 KiB");
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const RequestPtr request(d2i_X509_REQ(nullptr, &data, static_cast<long>(der.size())));
  if (request == nullptr) {
    return Refused(field, absl::StrCat("is not a PKCS#10 request in DER: ", TakeOpensslErrors()));
  }
  if (ToDer(i2d_X509_REQ, request.get()) != der) {
    return Refused(field, "is not a PKCS#10 request in DER: bytes follow it, or it is not in DER");
  }
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  const std::string problem = KeyProblem(key);
  if (!problem.empty()) {
    TakeOpensslErrors();
    return Refused(field, problem);
  }
  if (X509_REQ_verify(request.get(), key) != 1) {
    TakeOpensslErrors();
    return Refused(field, "is not signed with the key that it asks to certify");
  }
  SigningRequest out;
  absl::StatusOr<std::string> uri = TheUri(request.get(), name);
  if (!uri.ok()) return Refused(field, uri.status().message());
  const absl::Status form = uri->empty() ? absl::OkStatus() : CheckUriForm(*uri);
  if (!form.ok()) return Refused(field, form.message());
  out.uri = *std::move(uri);
  out.spki_der = ToDer(i2d_PUBKEY, key);
  out.key_id = base::Sha256(out.spki_der);
  return out;
}

}  // namespace enlace::certs
