#include "certs/x509/openssl_ptr.h"

#include <openssl/core_names.h>
#include <openssl/err.h>

#include <ctime>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"

namespace enlace::certs {

std::string TakeOpensslErrors() {
  std::string text;
  const char* data = nullptr;
  int flags = 0;
  while (const unsigned long code = ERR_get_error_all(nullptr, nullptr, nullptr, &data, &flags)) {
    const char* reason = ERR_reason_error_string(code);
    absl::StrAppend(&text, text.empty() ? "" : "; ",
                    reason != nullptr ? std::string(reason) : absl::StrCat("error ", code));
    if ((flags & ERR_TXT_STRING) != 0 && data != nullptr && *data != '\0') {
      absl::StrAppend(&text, " (", data, ")");
    }
  }
  return text.empty() ? "no detail" : text;
}

absl::Status OpensslFailure(absl::string_view what) {
  return base::InternalError(absl::StrCat(what, ": ", TakeOpensslErrors()));
}

BioPtr ReaderOf(absl::string_view data) {
  return BioPtr(BIO_new_mem_buf(data.data(), static_cast<int>(data.size())));
}

absl::string_view ContentsOf(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return size > 0 ? absl::string_view(data, static_cast<size_t>(size)) : absl::string_view();
}

TimePtr ToAsn1Time(absl::Time time) { return TimePtr(ASN1_TIME_set(nullptr, absl::ToTimeT(time))); }

bool FromAsn1Time(const ASN1_TIME* value, absl::Time* time) {
  std::tm parts = {};
  if (value == nullptr || ASN1_TIME_to_tm(value, &parts) != 1) return false;
  *time = absl::FromTM(parts, absl::UTCTimeZone());
  return true;
}

std::string SerialText(const ASN1_INTEGER* serial) {
  const BigNumberPtr number(ASN1_INTEGER_to_BN(serial, nullptr));
  if (number == nullptr) return "0";
  const BufferPtr hex(reinterpret_cast<unsigned char*>(BN_bn2hex(number.get())));
  std::string text = absl::AsciiStrToLower(reinterpret_cast<const char*>(hex.get()));
  const bool negative = !text.empty() && text[0] == '-';
  size_t start = negative ? 1 : 0;
  while (start + 1 < text.size() && text[start] == '0') ++start;
  return absl::StrCat(negative ? "-" : "", text.substr(start));
}

std::string KeyProblem(const EVP_PKEY* key) {
  if (key == nullptr) return "the public key cannot be read";
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) {
    const char* type = EVP_PKEY_get0_type_name(key);
    return absl::StrCat("the key must be on the curve P-256, not ", type != nullptr ? type : "of an unknown type");
  }
  char group[64] = "";
  size_t size = 0;
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group), &size) != 1) {
    TakeOpensslErrors();
    return "the key must be on the curve P-256, not on an unnamed one";
  }
  if (absl::string_view(group, size) != "prime256v1") {
    return absl::StrCat("the key must be on the curve P-256, not ", group);
  }
  int is_explicit = 0;
  if (EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit) == 1 &&
      is_explicit == 1) {
    return "the key must name its curve, not spell out its parameters";
  }
  TakeOpensslErrors();
  return "";
}

}  // namespace enlace::certs
