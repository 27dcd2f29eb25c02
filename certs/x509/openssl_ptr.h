// Owners for OpenSSL's types and the one place that turns its error queue into
// text. Only for files below certs/.
#ifndef ENLACE_CERTS_X509_OPENSSL_PTR_H_
#define ENLACE_CERTS_X509_OPENSSL_PTR_H_

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/conf.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace enlace::certs {

template <auto kFree>
struct OpensslFree {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <typename T, auto kFree>
using OpensslPtr = std::unique_ptr<T, OpensslFree<kFree>>;

// Frees a stack with its elements.
struct CertificateStackFree {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
struct ExtensionStackFree {
  void operator()(STACK_OF(X509_EXTENSION) * stack) const {
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
  }
};
struct OpensslBufferFree {
  void operator()(void* buffer) const { OPENSSL_free(buffer); }
};

using AlgorithmPtr = OpensslPtr<X509_ALGOR, X509_ALGOR_free>;
using AuthorityKeyIdPtr = OpensslPtr<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;
using BasicConstraintsPtr = OpensslPtr<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>;
using BigNumberPtr = OpensslPtr<BIGNUM, BN_free>;
using BioPtr = OpensslPtr<BIO, BIO_free_all>;
using BitStringPtr = OpensslPtr<ASN1_BIT_STRING, ASN1_BIT_STRING_free>;
using BufferPtr = std::unique_ptr<unsigned char, OpensslBufferFree>;
using CertificateStackPtr = std::unique_ptr<STACK_OF(X509), CertificateStackFree>;
using CmsPtr = OpensslPtr<CMS_ContentInfo, CMS_ContentInfo_free>;
using ConfPtr = OpensslPtr<CONF, NCONF_free>;
using CrlPtr = OpensslPtr<X509_CRL, X509_CRL_free>;
using DigestContextPtr = OpensslPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using EnumeratedPtr = OpensslPtr<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using EvpPkeyPtr = OpensslPtr<EVP_PKEY, EVP_PKEY_free>;
using ExtendedKeyUsagePtr = OpensslPtr<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using ExtensionStackPtr = std::unique_ptr<STACK_OF(X509_EXTENSION), ExtensionStackFree>;
using GeneralNamePtr = OpensslPtr<GENERAL_NAME, GENERAL_NAME_free>;
using GeneralNamesPtr = OpensslPtr<GENERAL_NAMES, GENERAL_NAMES_free>;
using IntegerPtr = OpensslPtr<ASN1_INTEGER, ASN1_INTEGER_free>;
using NameConstraintsPtr = OpensslPtr<NAME_CONSTRAINTS, NAME_CONSTRAINTS_free>;
using NamePtr = OpensslPtr<X509_NAME, X509_NAME_free>;
using ObjectPtr = OpensslPtr<ASN1_OBJECT, ASN1_OBJECT_free>;
using OctetStringPtr = OpensslPtr<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using Pkcs8Ptr = OpensslPtr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using RequestPtr = OpensslPtr<X509_REQ, X509_REQ_free>;
using RevokedPtr = OpensslPtr<X509_REVOKED, X509_REVOKED_free>;
using SignaturePtr = OpensslPtr<X509_SIG, X509_SIG_free>;
using SslCtxPtr = OpensslPtr<SSL_CTX, SSL_CTX_free>;
using SslPtr = OpensslPtr<SSL, SSL_free>;
using StoreContextPtr = OpensslPtr<X509_STORE_CTX, X509_STORE_CTX_free>;
using StorePtr = OpensslPtr<X509_STORE, X509_STORE_free>;
using SubtreePtr = OpensslPtr<GENERAL_SUBTREE, GENERAL_SUBTREE_free>;
using TimePtr = OpensslPtr<ASN1_TIME, ASN1_TIME_free>;
using X509Ptr = OpensslPtr<X509, X509_free>;

// Empties this thread's error queue into one line, the first cause first; "no
// detail" if there is none.
std::string TakeOpensslErrors();

// INTERNAL: "<what>: <OpenSSL's errors>", for calls that only fail when memory
// ends or we are wrong.
absl::Status OpensslFailure(absl::string_view what);

// A BIO that reads `data`, which must outlive it.
BioPtr ReaderOf(absl::string_view data);
// What a memory BIO holds.
absl::string_view ContentsOf(BIO* memory);

// The DER that an i2d function makes; empty if it fails.
template <typename T, typename Function>
std::string ToDer(Function i2d, const T* value) {
  unsigned char* raw = nullptr;
  const int size = i2d(value, &raw);
  if (size <= 0) return "";
  const BufferPtr owner(raw);
  return std::string(reinterpret_cast<const char*>(raw), static_cast<size_t>(size));
}

// A time to the second; nullptr only without memory.
TimePtr ToAsn1Time(absl::Time time);
// False if the value is not a time.
bool FromAsn1Time(const ASN1_TIME* value, absl::Time* time);

// Lower-case hexadecimal without leading zeros, "0" for zero.
std::string SerialText(const ASN1_INTEGER* serial);

// What is wrong with a key by our policy (P-256 in its named form), or "".
std::string KeyProblem(const EVP_PKEY* key);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_OPENSSL_PTR_H_
