#include "gateway/transport/est/est_request.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kRoot = "/.well-known/est";
constexpr absl::string_view kSealingLabel = "sealing/";

absl::Status NoPassword(absl::string_view message) {
  return base::Told(
      base::Refusal(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_TOKEN_REFUSED, message));
}

absl::Status BodyRefused(absl::string_view message) {
  return base::Told(base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CSR_REFUSED, message));
}

// RFC 4648, section 4, in its one spelling: absl also takes text without padding.
bool ReadBase64(absl::string_view text, std::string* bytes) {
  return absl::Base64Unescape(text, bytes) && absl::Base64Escape(*bytes) == text;
}

}  // namespace

bool IsEst(absl::string_view target) {
  if (!absl::ConsumePrefix(&target, kRoot)) return false;
  return target.empty() || target[0] == '/' || target[0] == '?';
}

absl::optional<EstTarget> ParseEstTarget(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, kRoot) || !absl::ConsumePrefix(&path, "/")) return absl::nullopt;
  EstTarget target;
  target.sealing = absl::ConsumePrefix(&path, kSealingLabel);
  static constexpr std::pair<absl::string_view, EstOperation> kOperations[] = {
      {"cacerts", EstOperation::kCaCerts},
      {"csrattrs", EstOperation::kCsrAttrs},
      {"simpleenroll", EstOperation::kSimpleEnroll},
      {"simplereenroll", EstOperation::kSimpleReenroll}};
  for (const auto& [name, operation] : kOperations) {
    if (path != name) continue;
    target.operation = operation;
    return target;
  }
  return absl::nullopt;
}

absl::StatusOr<std::string> ReadBasicPassword(absl::string_view authorization) {
  if (authorization.empty()) {
    return NoPassword("give the enrolment token as the password of HTTP Basic authentication");
  }
  const size_t blank = authorization.find(' ');
  std::string credentials;
  if (!absl::EqualsIgnoreCase(authorization.substr(0, blank), "basic") || blank == absl::string_view::npos ||
      !ReadBase64(absl::StripAsciiWhitespace(authorization.substr(blank)), &credentials)) {
    return NoPassword("the Authorization field is not of HTTP Basic authentication (RFC 7617)");
  }
  const size_t colon = credentials.find(':');
  if (colon == std::string::npos) return NoPassword("the Authorization field holds no password");
  return credentials.substr(colon + 1);
}

absl::StatusOr<std::string> ReadEstBody(absl::string_view body) {
  std::string text;
  text.reserve(body.size());
  for (const char c : body) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) text.push_back(c);
  }
  std::string der;
  if (text.empty()) return BodyRefused("the body is empty; it must be a PKCS#10 request in base64");
  if (absl::StartsWith(text, "-----BEGIN")) {
    return BodyRefused(
        "the body is PEM; send the DER of the PKCS#10 request in base64, without the lines "
        "that begin with -----");
  }
  if (!ReadBase64(text, &der)) {
    return BodyRefused("the body is not base64; it must be the DER of a PKCS#10 request in base64");
  }
  return der;
}

}  // namespace enlace::transport
