#include "certs/ca/revocation_list.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr size_t kMaxSerialDigits = 40;  // 20 bytes, RFC 5280 section 4.1.2.2.
constexpr int kReasonUnused = 7;
constexpr int kMaxReason = 10;

absl::Status CheckEntry(const RevokedEntry& entry) {
  bool hexadecimal = !entry.serial.empty() && entry.serial.size() <= kMaxSerialDigits;
  for (const char c : entry.serial) hexadecimal = hexadecimal && absl::ascii_isxdigit(static_cast<unsigned char>(c));
  if (!hexadecimal) return absl::InvalidArgumentError("revoked.serial: must be 1 to 40 hexadecimal digits");
  if (entry.reason < 0 || entry.reason > kMaxReason || entry.reason == kReasonUnused) {
    return absl::InvalidArgumentError(absl::StrCat("revoked.reason: ", entry.reason, " is not a CRLReason"));
  }
  return absl::OkStatus();
}

absl::Status AddEntry(X509_CRL* crl, const RevokedEntry& entry) {
  RETURN_IF_ERROR(CheckEntry(entry));
  BIGNUM* raw = nullptr;
  BN_hex2bn(&raw, entry.serial.c_str());
  const BigNumberPtr number(raw);
  const IntegerPtr serial(number != nullptr ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
  const TimePtr time = ToAsn1Time(entry.revoked_at);
  RevokedPtr revoked(X509_REVOKED_new());
  if (serial == nullptr || time == nullptr || revoked == nullptr ||
      X509_REVOKED_set_serialNumber(revoked.get(), serial.get()) != 1 ||
      X509_REVOKED_set_revocationDate(revoked.get(), time.get()) != 1) {
    return OpensslFailure("making a revocation list");
  }
  if (entry.reason != 0) {  // RFC 5280 section 5.3.1: unspecified is left out.
    const EnumeratedPtr reason(ASN1_ENUMERATED_new());
    if (reason == nullptr || ASN1_ENUMERATED_set(reason.get(), entry.reason) != 1 ||
        X509_REVOKED_add1_ext_i2d(revoked.get(), NID_crl_reason, reason.get(), 0, X509V3_ADD_DEFAULT) != 1) {
      return OpensslFailure("making a revocation list");
    }
  }
  if (X509_CRL_add0_revoked(crl, revoked.get()) != 1) return OpensslFailure("making a revocation list");
  revoked.release();
  return absl::OkStatus();
}

absl::Status AddExtensions(X509_CRL* crl, uint64_t number, X509* issuer) {
  const IntegerPtr crl_number(ASN1_INTEGER_new());
  const AuthorityKeyIdPtr above(AUTHORITY_KEYID_new());
  const ASN1_OCTET_STRING* key_id = X509_get0_subject_key_id(issuer);
  if (crl_number == nullptr || above == nullptr || key_id == nullptr ||
      (above->keyid = ASN1_OCTET_STRING_dup(key_id)) == nullptr ||
      ASN1_INTEGER_set_uint64(crl_number.get(), number) != 1 ||
      X509_CRL_add1_ext_i2d(crl, NID_authority_key_identifier, above.get(), 0, X509V3_ADD_DEFAULT) != 1 ||
      X509_CRL_add1_ext_i2d(crl, NID_crl_number, crl_number.get(), 0, X509V3_ADD_DEFAULT) != 1) {
    return OpensslFailure("making a revocation list");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> BuildRevocationList(const std::vector<RevokedEntry>& revoked, uint64_t number,
                                                absl::Time this_update, absl::Time next_update,
                                                const Certificate& issuer, const PrivateKey& key) {
  auto* x509 = static_cast<X509*>(issuer.native());
  const CrlPtr crl(X509_CRL_new());
  const TimePtr from = ToAsn1Time(this_update);
  const TimePtr until = ToAsn1Time(next_update);
  if (crl == nullptr || from == nullptr || until == nullptr || X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) != 1 ||
      X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(x509)) != 1 ||
      X509_CRL_set1_lastUpdate(crl.get(), from.get()) != 1 ||
      X509_CRL_set1_nextUpdate(crl.get(), until.get()) != 1) {
    return OpensslFailure("making a revocation list");
  }
  for (const RevokedEntry& entry : revoked) RETURN_IF_ERROR(AddEntry(crl.get(), entry));
  RETURN_IF_ERROR(AddExtensions(crl.get(), number, x509));
  X509_CRL_sort(crl.get());
  if (X509_CRL_sign(crl.get(), static_cast<EVP_PKEY*>(key.native()), EVP_sha256()) <= 0) {
    return OpensslFailure("signing a revocation list");
  }
  return ToDer(i2d_X509_CRL, crl.get());
}

absl::StatusOr<uint64_t> RevocationListNumber(absl::string_view der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const CrlPtr crl(d2i_X509_CRL(nullptr, &data, static_cast<long>(der.size())));
  if (crl == nullptr) return absl::InvalidArgumentError("not a revocation list in DER");
  const IntegerPtr number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl.get(), NID_crl_number, nullptr, nullptr)));
  int64_t value = -1;
  if (number == nullptr || ASN1_INTEGER_get_int64(&value, number.get()) != 1 || value < 0) {
    return absl::InvalidArgumentError("a revocation list without a number of at most 63 bits");
  }
  return static_cast<uint64_t>(value);
}

}  // namespace enlace::certs
