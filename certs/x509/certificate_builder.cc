#include "certs/x509/certificate_builder.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "certs/x509/name_constraints.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr absl::string_view kScheme = "spiffe://";
constexpr size_t kMaxCommonName = 64;  // ub-common-name of RFC 5280.
constexpr size_t kMaxUri = 255;

bool IsCa(Profile profile) { return profile == Profile::kRoot || profile == Profile::kIssuing; }

absl::Status AddExtension(X509* x509, int nid, void* value, bool critical) {
  if (value == nullptr || X509_add1_ext_i2d(x509, nid, value, critical ? 1 : 0, X509V3_ADD_DEFAULT) != 1) {
    return OpensslFailure("adding an extension to a certificate");
  }
  return absl::OkStatus();
}

absl::Status AddBasicConstraints(X509* x509, Profile profile) {
  const BasicConstraintsPtr constraints(BASIC_CONSTRAINTS_new());
  if (constraints == nullptr) return OpensslFailure("making basicConstraints");
  if (IsCa(profile)) {
    constraints->ca = 0xff;
    constraints->pathlen = ASN1_INTEGER_new();
    if (constraints->pathlen == nullptr ||
        ASN1_INTEGER_set(constraints->pathlen, profile == Profile::kRoot ? 1 : 0) != 1) {
      return OpensslFailure("making basicConstraints");
    }
  }
  return AddExtension(x509, NID_basic_constraints, constraints.get(), true);
}

absl::Status AddKeyUsage(X509* x509, Profile profile) {
  const BitStringPtr usage(ASN1_BIT_STRING_new());
  // Bits of RFC 5280 section 4.2.1.3.
  constexpr int kDigitalSignature = 0, kKeyAgreement = 4, kKeyCertSign = 5, kCrlSign = 6;
  bool ok = usage != nullptr;
  if (IsCa(profile)) {
    ok = ok && ASN1_BIT_STRING_set_bit(usage.get(), kKeyCertSign, 1) == 1 &&
         ASN1_BIT_STRING_set_bit(usage.get(), kCrlSign, 1) == 1;
  } else {
    ok = ok && ASN1_BIT_STRING_set_bit(usage.get(), kDigitalSignature, 1) == 1;
  }
  if (profile == Profile::kSealing) ok = ok && ASN1_BIT_STRING_set_bit(usage.get(), kKeyAgreement, 1) == 1;
  if (!ok) return OpensslFailure("making keyUsage");
  return AddExtension(x509, NID_key_usage, usage.get(), true);
}

absl::Status AddExtendedKeyUsage(X509* x509, Profile profile) {
  if (IsCa(profile)) return absl::OkStatus();
  const int nid = profile == Profile::kTlsClient   ? NID_client_auth
                  : profile == Profile::kTlsServer ? NID_server_auth
                                                   : NID_email_protect;
  const ExtendedKeyUsagePtr usages(EXTENDED_KEY_USAGE_new());
  if (usages == nullptr || sk_ASN1_OBJECT_push(usages.get(), OBJ_nid2obj(nid)) <= 0) {
    return OpensslFailure("making extendedKeyUsage");
  }
  return AddExtension(x509, NID_ext_key_usage, usages.get(), false);
}

absl::StatusOr<GeneralNamePtr> MakeName(int type, absl::string_view value) {
  GeneralNamePtr name(GENERAL_NAME_new());
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  if (name == nullptr || text == nullptr ||
      ASN1_STRING_set(text, value.data(), static_cast<int>(value.size())) != 1) {
    ASN1_IA5STRING_free(text);
    return OpensslFailure("making a name");
  }
  GENERAL_NAME_set0_value(name.get(), type, text);
  return name;
}

bool IsDnsName(absl::string_view name) {
  if (name.empty() || name.size() > 253 || name.front() == '.' || name.back() == '.') return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.') return false;
  }
  return true;
}

absl::StatusOr<GeneralNamePtr> MakeHostName(const std::string& host) {
  if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(host.c_str())) {
    GeneralNamePtr name(GENERAL_NAME_new());
    if (name == nullptr) {
      ASN1_OCTET_STRING_free(address);
      return OpensslFailure("making a name");
    }
    GENERAL_NAME_set0_value(name.get(), GEN_IPADD, address);
    return name;
  }
  TakeOpensslErrors();
  if (!IsDnsName(host)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", absl::CHexEscape(host), "' is neither a DNS name nor an IP address"));
  }
  return MakeName(GEN_DNS, host);
}

absl::Status AddNames(X509* x509, const CertificateSpec& spec) {
  if (spec.uris.empty() && spec.names.empty()) return absl::OkStatus();
  const GeneralNamesPtr all(GENERAL_NAMES_new());
  if (all == nullptr) return OpensslFailure("making subjectAltName");
  for (const std::string& uri : spec.uris) {
    ASSIGN_OR_RETURN(GeneralNamePtr name, MakeName(GEN_URI, uri));
    if (sk_GENERAL_NAME_push(all.get(), name.get()) <= 0) return OpensslFailure("making subjectAltName");
    name.release();
  }
  for (const std::string& host : spec.names) {
    ASSIGN_OR_RETURN(GeneralNamePtr name, MakeHostName(host));
    if (sk_GENERAL_NAME_push(all.get(), name.get()) <= 0) return OpensslFailure("making subjectAltName");
    name.release();
  }
  return AddExtension(x509, NID_subject_alt_name, all.get(), false);
}

absl::Status AddNameConstraints(X509* x509, const std::string& host) {
  if (host.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const NameConstraintsPtr constraints, MakeNameConstraints(host));
  return AddExtension(x509, NID_name_constraints, constraints.get(), true);
}

// SKI by RFC 7093 method 1: the leftmost 160 bits of SHA-256 of the key's DER.
absl::Status AddKeyIdentifiers(X509* x509, absl::string_view spki_der, const Certificate* issuer) {
  const std::string own = base::Sha256(spki_der).substr(0, 20);
  const OctetStringPtr ski(ASN1_OCTET_STRING_new());
  if (ski == nullptr || ASN1_OCTET_STRING_set(ski.get(), reinterpret_cast<const unsigned char*>(own.data()),
                                              static_cast<int>(own.size())) != 1) {
    return OpensslFailure("making subjectKeyIdentifier");
  }
  RETURN_IF_ERROR(AddExtension(x509, NID_subject_key_identifier, ski.get(), false));
  const ASN1_OCTET_STRING* above =
      issuer != nullptr ? X509_get0_subject_key_id(static_cast<X509*>(issuer->native())) : ski.get();
  if (above == nullptr) return absl::OkStatus();
  const AuthorityKeyIdPtr aki(AUTHORITY_KEYID_new());
  if (aki == nullptr || (aki->keyid = ASN1_OCTET_STRING_dup(above)) == nullptr) {
    return OpensslFailure("making authorityKeyIdentifier");
  }
  return AddExtension(x509, NID_authority_key_identifier, aki.get(), false);
}

absl::Status SetNamesAndTimes(X509* x509, const CertificateSpec& spec, const Certificate* issuer) {
  const std::string cn = FitCommonName(spec.common_name);
  const NamePtr subject(X509_NAME_new());
  const BigNumberPtr serial(BN_bin2bn(reinterpret_cast<const unsigned char*>(spec.serial.data()),
                                      static_cast<int>(spec.serial.size()), nullptr));
  const TimePtr not_before = ToAsn1Time(spec.not_before);
  const TimePtr not_after = ToAsn1Time(spec.not_after);
  if (subject == nullptr || serial == nullptr || not_before == nullptr || not_after == nullptr ||
      X509_NAME_add_entry_by_NID(subject.get(), NID_commonName, MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(cn.data()),
                                 static_cast<int>(cn.size()), -1, 0) != 1 ||
      X509_set_version(x509, X509_VERSION_3) != 1 ||
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(x509)) == nullptr ||
      X509_set_subject_name(x509, subject.get()) != 1 ||
      X509_set_issuer_name(x509, issuer == nullptr
                                     ? subject.get()
                                     : X509_get_subject_name(static_cast<X509*>(issuer->native()))) != 1 ||
      X509_set1_notBefore(x509, not_before.get()) != 1 || X509_set1_notAfter(x509, not_after.get()) != 1) {
    return OpensslFailure("filling a certificate");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Certificate> BuildCertificate(const CertificateSpec& spec, absl::string_view spki_der,
                                             const PrivateKey& signer, const Certificate* issuer) {
  const auto* data = reinterpret_cast<const unsigned char*>(spki_der.data());
  const EvpPkeyPtr key(d2i_PUBKEY(nullptr, &data, static_cast<long>(spki_der.size())));
  if (key == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("the public key cannot be read: ", TakeOpensslErrors()));
  }
  const X509Ptr x509(X509_new());
  if (x509 == nullptr) return OpensslFailure("making a certificate");
  RETURN_IF_ERROR(SetNamesAndTimes(x509.get(), spec, issuer));
  if (X509_set_pubkey(x509.get(), key.get()) != 1) return OpensslFailure("filling a certificate");
  RETURN_IF_ERROR(AddBasicConstraints(x509.get(), spec.profile));
  RETURN_IF_ERROR(AddKeyUsage(x509.get(), spec.profile));
  RETURN_IF_ERROR(AddExtendedKeyUsage(x509.get(), spec.profile));
  RETURN_IF_ERROR(AddNames(x509.get(), spec));
  RETURN_IF_ERROR(AddNameConstraints(x509.get(), spec.permitted_uri_host));
  RETURN_IF_ERROR(AddKeyIdentifiers(x509.get(), spki_der, issuer));
  if (X509_sign(x509.get(), static_cast<EVP_PKEY*>(signer.native()), EVP_sha256()) <= 0) {
    return OpensslFailure("signing a certificate");
  }
  return Certificate::FromDer(ToDer(i2d_X509, x509.get()));
}

std::string UriTail(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, kScheme)) return std::string(uri);
  const size_t slash = uri.find('/');
  return slash == absl::string_view::npos ? "" : std::string(uri.substr(slash + 1));
}

std::string UriTrustDomain(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, kScheme)) return "";
  return std::string(uri.substr(0, uri.find('/')));
}

std::string FitCommonName(absl::string_view text) {
  if (text.size() <= kMaxCommonName) return std::string(text);
  const std::string digest = absl::BytesToHexString(base::Sha256(text).substr(0, 8));
  return absl::StrCat(text.substr(0, kMaxCommonName - digest.size() - 1), "~", digest);
}

absl::Status CheckUriForm(absl::string_view uri) {
  if (uri.size() > kMaxUri) return absl::InvalidArgumentError("the URI is longer than 255 characters");
  for (const char c : uri) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      return absl::InvalidArgumentError("the URI has a character that is not printable ASCII");
    }
  }
  if (!absl::StartsWith(uri, kScheme)) return absl::InvalidArgumentError("the URI must start with spiffe://");
  if (!CheckTrustDomain(UriTrustDomain(uri)).ok()) {
    return absl::InvalidArgumentError("the URI's trust domain must be a DNS name in small letters");
  }
  if (UriTail(uri).empty()) return absl::InvalidArgumentError("the URI has no path after its trust domain");
  return absl::OkStatus();
}

absl::Status CheckTrustDomain(absl::string_view domain) {
  if (!IsDnsName(domain) || absl::AsciiStrToLower(domain) != domain) {
    return absl::InvalidArgumentError(absl::StrCat(
        "trust domain '", absl::CHexEscape(domain), "' must be a DNS name in small letters"));
  }
  return absl::OkStatus();
}

}  // namespace enlace::certs
