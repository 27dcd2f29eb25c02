#include "gateway/base/enrollment_token.h"

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::base {
namespace {

constexpr absl::string_view kPrefix = "enlace1.";
constexpr size_t kMaxText = 8192;
constexpr size_t kMaxRoot = 4096;
constexpr size_t kMaxAddress = 300;
constexpr size_t kMaxUri = 255;
constexpr size_t kSecretSize = 32;
constexpr size_t kSecretText = 43;  // In base64url without padding.

using Json = nlohmann::ordered_json;

absl::Status Damaged(absl::string_view what) {
  return InvalidField("token", absl::StrCat(what, "; copy the whole token again, or ask for a new one"));
}

bool IsPlain(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isgraph(c) || c == '"' || c == '\\') return false;
  }
  return !text.empty();
}

absl::Status Check(const EnrollmentToken& token) {
  if (!IsPlain(token.address) || token.address.size() > kMaxAddress) {
    return InvalidField("address", "must be host:port");
  }
  if (token.root_der.empty() || token.root_der.size() > kMaxRoot) {
    return InvalidField("root", absl::StrCat("must have 1 to ", kMaxRoot, " bytes"));
  }
  if (!IsPlain(token.uri) || token.uri.size() > kMaxUri || !absl::StartsWith(token.uri, "spiffe://")) {
    return InvalidField("uri", "must begin with spiffe://");
  }
  if (token.secret.RevealSecret().size() != kSecretSize) {
    return InvalidField("secret", absl::StrCat("must have ", kSecretSize, " bytes"));
  }
  return absl::OkStatus();
}

// The string under `key`; empty if there is none, which Check refuses later.
std::string Text(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return "";
  return found->get<std::string>();
}

}  // namespace

absl::StatusOr<std::string> FormatEnrollmentToken(const EnrollmentToken& token) {
  RETURN_IF_ERROR(Check(token));
  Json object;
  object["v"] = 1;
  object["address"] = token.address;
  object["root"] = absl::Base64Escape(token.root_der);
  object["fingerprint"] = absl::BytesToHexString(Sha256(token.root_der));
  object["uri"] = token.uri;
  object["secret"] = absl::WebSafeBase64Escape(token.secret.RevealSecret());
  const Secret text(object.dump());
  return absl::StrCat(kPrefix, absl::WebSafeBase64Escape(text.RevealSecret()));
}

absl::StatusOr<EnrollmentToken> ParseEnrollmentToken(absl::string_view text) {
  if (text.size() > kMaxText) return Damaged("is too long");
  std::string compact;
  for (const char c : text) {
    if (!absl::ascii_isspace(c)) compact.push_back(c);
  }
  if (!absl::StartsWith(compact, kPrefix)) {
    return Damaged(absl::StrCat("does not begin with ", kPrefix));
  }
  std::string decoded;
  if (!absl::WebSafeBase64Unescape(absl::string_view(compact).substr(kPrefix.size()), &decoded)) {
    return Damaged("is damaged or cut short");
  }
  const Json object = Json::parse(decoded, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return Damaged("is damaged or cut short");
  const auto version = object.find("v");
  if (version == object.end() || !version->is_number_integer() || version->get<int>() != 1) {
    return InvalidField("token", "is of a version that this program does not know; update the program");
  }
  EnrollmentToken token;
  token.address = Text(object, "address");
  token.uri = Text(object, "uri");
  std::string secret;
  if (!absl::Base64Unescape(Text(object, "root"), &token.root_der) ||
      !absl::WebSafeBase64Unescape(Text(object, "secret"), &secret)) {
    return Damaged("is damaged or cut short");
  }
  token.secret = Secret(std::move(secret));
  if (!Check(token).ok()) return Damaged("lacks a part");
  if (Text(object, "fingerprint") != absl::BytesToHexString(Sha256(token.root_der))) {
    return Damaged("names a root certificate that is not the one it carries");
  }
  // One spelling per token: whatever else the JSON may hide is refused.
  ASSIGN_OR_RETURN(const std::string canonical, FormatEnrollmentToken(token));
  if (!ConstantTimeEquals(canonical, compact)) return Damaged("has parts that do not belong there");
  return token;
}

std::string FormatTokenSecret(const EnrollmentToken& token) {
  return absl::WebSafeBase64Escape(token.secret.RevealSecret());
}

absl::StatusOr<EnrollmentToken> ParseTokenOrSecret(absl::string_view text) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (absl::StartsWith(trimmed, kPrefix)) return ParseEnrollmentToken(text);
  EnrollmentToken token;
  std::string secret;
  if (trimmed.size() != kSecretText || !absl::WebSafeBase64Unescape(trimmed, &secret)) {
    return Damaged("is damaged or cut short");
  }
  token.secret = Secret(std::move(secret));
  // One spelling, as of the whole token.
  if (!ConstantTimeEquals(FormatTokenSecret(token), trimmed)) return Damaged("is damaged or cut short");
  return token;
}

}  // namespace enlace::base
