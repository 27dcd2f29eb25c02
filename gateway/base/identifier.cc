#include "gateway/base/identifier.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::base {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr absl::string_view kCheckAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
constexpr absl::string_view kCodePunctuation = "._-:/+;@#";
constexpr size_t kDerivedIdSize = 26;
constexpr absl::string_view kNul("\0", 1);

std::string Base32(absl::string_view bytes, size_t characters) {
  std::string out;
  uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 5 && out.size() < characters) {
      bits -= 5;
      out.push_back(kAlphabet[(buffer >> bits) & 31]);
    }
  }
  return out;
}

std::string Derive(absl::string_view domain, absl::string_view a, absl::string_view b) {
  return Base32(Sha256({domain, kNul, a, kNul, b}), kDerivedIdSize);
}

// The first 16 bytes with version and variant set (RFC 9562, 4).
std::string Uuid(absl::string_view bytes, int version) {
  std::string raw(bytes.substr(0, 16));
  raw[6] = static_cast<char>((raw[6] & 0x0f) | (version << 4));
  raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(raw);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

char CheckCharacter(absl::string_view code) {
  uint32_t rest = 0;
  for (const char c : code) rest = (rest * 32 + static_cast<uint32_t>(kAlphabet.find(c))) % 37;
  return kCheckAlphabet[rest];
}

absl::Status CheckSize(absl::string_view field, absl::string_view text, size_t max_size) {
  if (text.size() <= max_size) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be at most ", max_size, " characters"));
}

}  // namespace

absl::Status CheckName(absl::string_view field, absl::string_view id) {
  bool ok = id.size() >= 2 && id.size() <= 63 && id.front() != '-' && id.back() != '-';
  for (const char c : id) ok = ok && (absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-');
  if (ok) return absl::OkStatus();
  return InvalidField(field, "must be 2 to 63 characters of a-z, 0-9 and inner hyphens");
}

absl::Status CheckRequestId(absl::string_view field, absl::string_view id) {
  bool ok = id.size() == 36;
  for (size_t i = 0; ok && i < id.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      ok = id[i] == '-';
    } else if (i == 14) {
      ok = id[i] == '4';
    } else if (i == 19) {
      ok = absl::StrContains("89ab", absl::string_view(&id[i], 1));
    } else {
      ok = absl::ascii_isdigit(id[i]) || (id[i] >= 'a' && id[i] <= 'f');
    }
  }
  if (ok) return absl::OkStatus();
  return InvalidField(field, "must be a UUID version 4 in lower case, chosen anew for each request");
}

absl::Status CheckDerivedId(absl::string_view field, absl::string_view id) {
  bool ok = id.size() == kDerivedIdSize;
  for (const char c : id) ok = ok && kAlphabet.find(c) != absl::string_view::npos;
  if (ok) return absl::OkStatus();
  return InvalidField(field, "must be 26 characters as the gateway gave it");
}

absl::Status CheckCode(absl::string_view field, absl::string_view text, size_t max_size) {
  RETURN_IF_ERROR(CheckSize(field, text, max_size));
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(kCodePunctuation, c))
      continue;
    return InvalidField(field, absl::StrCat("must be a code of letters, digits and ", kCodePunctuation,
                                            " without blanks; a person's data never goes here"));
  }
  return absl::OkStatus();
}

absl::Status CheckPrintable(absl::string_view field, absl::string_view text, size_t max_size) {
  RETURN_IF_ERROR(CheckSize(field, text, max_size));
  for (const char c : text) {
    if (!absl::ascii_isprint(c)) return InvalidField(field, "must be printable ASCII");
  }
  return absl::OkStatus();
}

std::string DeriveCaseId(absl::string_view agency_id, absl::string_view request_id) {
  return Derive("enlace/case/v1", agency_id, request_id);
}

std::string DeriveReferralId(absl::string_view agency_id, absl::string_view request_id) {
  return Derive("enlace/referral/v1", agency_id, request_id);
}

std::string DeriveWarningId(absl::string_view agency_id, absl::string_view request_id) {
  return Derive("enlace/warning/v1", agency_id, request_id);
}

std::string DeriveMeasureId(absl::string_view agency_id, absl::string_view request_id) {
  return Derive("enlace/measure/v1", agency_id, request_id);
}

std::string DeriveProposalId(absl::string_view administrator, absl::string_view request_id) {
  return Uuid(Sha256({"enlace/proposal/v1", kNul, administrator, kNul, request_id}), 8);
}

std::string DeriveRequestId(absl::string_view purpose, absl::string_view request_id) {
  return Uuid(Sha256({"enlace/request/v1", kNul, purpose, kNul, request_id}), 4);
}

std::string DeriveLegId(absl::string_view referral_id, size_t ordinal) {
  return Derive("enlace/leg/v1", referral_id, absl::StrCat(ordinal));
}

std::string ShortCode(absl::string_view referral_id) {
  const std::string code = Base32(Sha256({"enlace/short-code/v1", kNul, referral_id}), 8);
  return absl::StrCat(code.substr(0, 4), "-", code.substr(4), "-", std::string(1, CheckCharacter(code)));
}

absl::Status CheckShortCode(absl::string_view field, absl::string_view code) {
  std::string plain;
  for (char c : code) {
    c = absl::ascii_toupper(c);
    if (c == '-' || c == ' ') continue;
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    plain.push_back(c);
  }
  if (plain.size() == 9) {
    const std::string body = plain.substr(0, 8);
    if (body.find_first_not_of(std::string(kAlphabet)) == std::string::npos &&
        CheckCharacter(body) == plain.back()) {
      return absl::OkStatus();
    }
  }
  return InvalidField(field, "is not a short code: a character is missing or mistyped");
}

}  // namespace enlace::base
