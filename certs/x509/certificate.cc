#include "certs/x509/certificate.h"

#include <openssl/pem.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {

struct Certificate::Impl {
  X509Ptr x509;
  std::string der;
  std::string serial;
  std::string subject;
  std::string issuer;
  std::vector<std::string> uris;
  std::vector<std::string> names;
  absl::Time not_before;
  absl::Time not_after;
  std::string fingerprint;
  std::string spki_der;
  std::string key_id;
};

namespace {

// Refuses encrypted PEM; without it OpenSSL would ask on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// The last CN, escaped so that it fits on one line of a log.
std::string CommonName(const X509_NAME* name) {
  int last = -1;
  for (int i = -1; (i = X509_NAME_get_index_by_NID(name, NID_commonName, i)) >= 0;) last = i;
  if (last < 0) return "";
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
  if (size < 0) {
    TakeOpensslErrors();
    return "";
  }
  const BufferPtr owner(utf8);
  return absl::Utf8SafeCHexEscape(
      absl::string_view(reinterpret_cast<const char*>(utf8), static_cast<size_t>(size)));
}

std::string BytesOf(const ASN1_STRING* text) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<size_t>(ASN1_STRING_length(text)));
}

std::string IpText(const ASN1_OCTET_STRING* address) {
  const std::string bytes = BytesOf(address);
  if (bytes.size() == 4) {
    return absl::StrCat(static_cast<uint8_t>(bytes[0]), ".", static_cast<uint8_t>(bytes[1]), ".",
                        static_cast<uint8_t>(bytes[2]), ".", static_cast<uint8_t>(bytes[3]));
  }
  if (bytes.size() != 16) return absl::BytesToHexString(bytes);
  std::string text;
  for (size_t i = 0; i < 16; i += 2) {
    absl::StrAppend(&text, i == 0 ? "" : ":",
                    absl::Hex(static_cast<uint8_t>(bytes[i]) << 8 | static_cast<uint8_t>(bytes[i + 1])));
  }
  return text;
}

// False if the extension is malformed or there twice.
bool ReadNames(const X509* x509, std::vector<std::string>* uris, std::vector<std::string>* names) {
  int critical = 0;
  const GeneralNamesPtr all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, &critical, nullptr)));
  if (all == nullptr) {
    TakeOpensslErrors();
    return critical == -1;  // -1: there is none.
  }
  for (int i = 0; i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_URI) uris->push_back(BytesOf(name->d.uniformResourceIdentifier));
    if (name->type == GEN_DNS) names->push_back(BytesOf(name->d.dNSName));
    if (name->type == GEN_IPADD) names->push_back(IpText(name->d.iPAddress));
  }
  return true;
}

bool HasExtendedUsage(X509* x509, uint32_t usage) {
  return (X509_get_extension_flags(x509) & EXFLAG_XKUSAGE) != 0 &&
         (X509_get_extended_key_usage(x509) & usage) != 0;
}

bool HasKeyUsage(X509* x509, uint32_t usage) {
  return (X509_get_extension_flags(x509) & EXFLAG_KUSAGE) != 0 && (X509_get_key_usage(x509) & usage) == usage;
}

}  // namespace

absl::StatusOr<Certificate> Certificate::FromDer(absl::string_view der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  X509Ptr x509(d2i_X509(nullptr, &data, static_cast<long>(der.size())));
  if (x509 == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("not a certificate: ", TakeOpensslErrors()));
  }
  auto impl = std::make_shared<Impl>();
  impl->der = ToDer(i2d_X509, x509.get());
  if (impl->der != der) {
    return absl::InvalidArgumentError("not a certificate: bytes follow it, or it is not in DER");
  }
  if (!FromAsn1Time(X509_get0_notBefore(x509.get()), &impl->not_before) ||
      !FromAsn1Time(X509_get0_notAfter(x509.get()), &impl->not_after)) {
    return absl::InvalidArgumentError("not a certificate: its validity is malformed");
  }
  if (!ReadNames(x509.get(), &impl->uris, &impl->names)) {
    return absl::InvalidArgumentError("not a certificate: its subjectAltName is malformed or there twice");
  }
  impl->serial = SerialText(X509_get0_serialNumber(x509.get()));
  impl->subject = CommonName(X509_get_subject_name(x509.get()));
  impl->issuer = CommonName(X509_get_issuer_name(x509.get()));
  impl->fingerprint = base::Sha256(der);
  impl->spki_der = ToDer(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(x509.get()));
  impl->key_id = base::Sha256(impl->spki_der);
  X509_check_purpose(x509.get(), -1, 0);  // Fills OpenSSL's cache now, so that readers need no lock.
  TakeOpensslErrors();
  impl->x509 = std::move(x509);
  return Certificate(std::move(impl));
}

absl::StatusOr<Certificate> Certificate::FromPem(absl::string_view pem) {
  ASSIGN_OR_RETURN(const std::vector<Certificate> chain, ChainFromPem(pem));
  return chain.front();
}

absl::StatusOr<std::vector<Certificate>> Certificate::ChainFromPem(absl::string_view pem) {
  const BioPtr in = ReaderOf(pem);
  if (in == nullptr) return OpensslFailure("reading certificates");
  std::vector<Certificate> chain;
  while (true) {
    unsigned char* raw = nullptr;
    long size = 0;
    if (PEM_bytes_read_bio(&raw, &size, nullptr, PEM_STRING_X509, in.get(), NoPassphrase, nullptr) != 1)
      break;
    const BufferPtr owner(raw);
    ASSIGN_OR_RETURN(Certificate certificate, FromDer(absl::string_view(reinterpret_cast<const char*>(raw),
                                                                        static_cast<size_t>(size))));
    chain.push_back(std::move(certificate));
  }
  const std::string detail = TakeOpensslErrors();
  if (!absl::StartsWith(detail, "no start line")) {
    return absl::InvalidArgumentError(absl::StrCat("not certificates in PEM: ", detail));
  }
  if (chain.empty()) return absl::InvalidArgumentError("there is no certificate in the PEM text");
  return chain;
}

std::string Certificate::ToPem() const {
  const BioPtr out(BIO_new(BIO_s_mem()));
  if (out == nullptr || PEM_write_bio_X509(out.get(), impl_->x509.get()) != 1) {
    TakeOpensslErrors();
    return "";  // Only without memory.
  }
  return std::string(ContentsOf(out.get()));
}

const std::string& Certificate::der() const { return impl_->der; }
const std::string& Certificate::serial() const { return impl_->serial; }
const std::string& Certificate::subject() const { return impl_->subject; }
const std::string& Certificate::issuer() const { return impl_->issuer; }
const std::vector<std::string>& Certificate::uris() const { return impl_->uris; }
const std::vector<std::string>& Certificate::names() const { return impl_->names; }
absl::Time Certificate::not_before() const { return impl_->not_before; }
absl::Time Certificate::not_after() const { return impl_->not_after; }
const std::string& Certificate::fingerprint() const { return impl_->fingerprint; }
const std::string& Certificate::spki_der() const { return impl_->spki_der; }
const std::string& Certificate::key_id() const { return impl_->key_id; }

bool Certificate::is_ca() const { return X509_check_ca(impl_->x509.get()) != 0; }

bool Certificate::allows_tls_client() const {
  return HasExtendedUsage(impl_->x509.get(), XKU_SSL_CLIENT) &&
         HasKeyUsage(impl_->x509.get(), KU_DIGITAL_SIGNATURE);
}

bool Certificate::allows_tls_server() const {
  return HasExtendedUsage(impl_->x509.get(), XKU_SSL_SERVER) &&
         HasKeyUsage(impl_->x509.get(), KU_DIGITAL_SIGNATURE);
}

bool Certificate::allows_sealing() const {
  return HasExtendedUsage(impl_->x509.get(), XKU_SMIME) && HasKeyUsage(impl_->x509.get(), KU_KEY_AGREEMENT);
}

void* Certificate::native() const { return impl_->x509.get(); }

}  // namespace enlace::certs
