#include "certs/ca/issuing_request.h"

#include <openssl/pem.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certs/ca/authority_files.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/name_constraints.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr size_t kMaxRequest = 8192;

absl::Status Refused(absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat("the request ", problem));
}

absl::StatusOr<ExtensionStackPtr> MakeExtensions(const std::string& trust_domain) {
  ASSIGN_OR_RETURN(const NameConstraintsPtr constraints, MakeNameConstraints(trust_domain));
  STACK_OF(X509_EXTENSION)* raw = nullptr;
  const int added = X509V3_add1_i2d(&raw, NID_name_constraints, constraints.get(), 1, X509V3_ADD_DEFAULT);
  ExtensionStackPtr extensions(raw);
  if (added != 1) return OpensslFailure("making a signing request");
  return extensions;
}

// The one common name of a subject that has nothing else; empty otherwise.
std::string CommonName(const X509_NAME* subject) {
  if (X509_NAME_entry_count(subject) != 1) return "";
  const X509_NAME_ENTRY* entry = X509_NAME_get_entry(subject, 0);
  if (OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) != NID_commonName) return "";
  const ASN1_STRING* text = X509_NAME_ENTRY_get_data(entry);
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<size_t>(ASN1_STRING_length(text)));
}

absl::StatusOr<std::string> RequestedDomain(X509_REQ* request) {
  const ExtensionStackPtr extensions(X509_REQ_get_extensions(request));
  if (extensions == nullptr || sk_X509_EXTENSION_num(extensions.get()) != 1) {
    return Refused("must ask for one extension, the name constraint");
  }
  const NameConstraintsPtr constraints(static_cast<NAME_CONSTRAINTS*>(
      X509V3_get_d2i(extensions.get(), NID_name_constraints, nullptr, nullptr)));
  std::string domain = PermittedUriHost(constraints.get());
  TakeOpensslErrors();
  if (!CheckTrustDomain(domain).ok()) return Refused("must ask for a name constraint with one trust domain");
  return domain;
}

}  // namespace

absl::StatusOr<std::string> MakeIssuingRequest(const PrivateKey& key, const std::string& trust_domain) {
  RETURN_IF_ERROR(CheckTrustDomain(trust_domain));
  const std::string name = FitCommonName(IssuingName(trust_domain));
  ASSIGN_OR_RETURN(const ExtensionStackPtr extensions, MakeExtensions(trust_domain));
  auto* pkey = static_cast<EVP_PKEY*>(key.native());
  const RequestPtr request(X509_REQ_new());
  if (request == nullptr || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
      X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName, MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(name.data()),
                                 static_cast<int>(name.size()), -1, 0) != 1 ||
      X509_REQ_set_pubkey(request.get(), pkey) != 1 ||
      X509_REQ_add_extensions(request.get(), extensions.get()) != 1 ||
      X509_REQ_sign(request.get(), pkey, EVP_sha256()) <= 0) {
    return OpensslFailure("making a signing request");
  }
  const BioPtr out(BIO_new(BIO_s_mem()));
  if (out == nullptr || PEM_write_bio_X509_REQ(out.get(), request.get()) != 1) {
    return OpensslFailure("writing a signing request");
  }
  return std::string(ContentsOf(out.get()));
}

absl::StatusOr<IssuingRequest> ParseIssuingRequest(absl::string_view pem) {
  if (pem.size() > kMaxRequest) return Refused("is larger than 8 KiB");
  const BioPtr in = ReaderOf(pem);
  const RequestPtr request(in == nullptr ? nullptr
                                         : PEM_read_bio_X509_REQ(in.get(), nullptr, nullptr, nullptr));
  if (request == nullptr) return Refused(absl::StrCat("is not PKCS#10 in PEM: ", TakeOpensslErrors()));
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  const std::string problem = KeyProblem(key);
  TakeOpensslErrors();
  if (!problem.empty()) return Refused(absl::StrCat("has a key that is not ours: ", problem));
  if (X509_REQ_verify(request.get(), key) != 1) {
    TakeOpensslErrors();
    return Refused("is not signed with the key that it asks to certify");
  }
  IssuingRequest out;
  ASSIGN_OR_RETURN(out.trust_domain, RequestedDomain(request.get()));
  out.common_name = CommonName(X509_REQ_get_subject_name(request.get()));
  if (out.common_name != FitCommonName(IssuingName(out.trust_domain))) {
    return Refused(absl::StrCat("has the name '", absl::CHexEscape(out.common_name),
                                "'; that of an issuing authority is '", IssuingName(out.trust_domain), "'"));
  }
  out.spki_der = ToDer(i2d_PUBKEY, key);
  out.key_id = base::Sha256(out.spki_der);
  return out;
}

}  // namespace enlace::certs
