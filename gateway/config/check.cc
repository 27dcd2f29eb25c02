#include "gateway/config/check.h"

#include <arpa/inet.h>

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "enlace/v1/approval_service.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/config/transport_settings.h"

namespace enlace::config {
namespace {

bool IsIpAddress(const std::string& text) {
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), address) == 1 || inet_pton(AF_INET6, text.c_str(), address) == 1;
}

// A name of RFC 1123: labels of 1 to 63 letters, digits and inner hyphens.
bool IsDnsName(absl::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  for (const absl::string_view label : absl::StrSplit(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      if (!absl::ascii_isalnum(c) && c != '-') return false;
    }
  }
  return true;
}

// The characters that SPIFFE allows in a trust domain.
bool IsTrustDomain(absl::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  for (const char c : text) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '.' && c != '-' && c != '_') return false;
  }
  return true;
}

absl::Duration Length(const google::protobuf::Duration& value) {
  return absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
}

class Checker {
 public:
  Checker(const v1::GatewayConfig& config, const std::function<std::string(const std::string&)>& origin)
      : config_(config), origin_(origin) {}

  absl::Status Check() const {
    RETURN_IF_ERROR(CheckNames());
    RETURN_IF_ERROR(CheckListeners());
    RETURN_IF_ERROR(Require("state_folder", config_.state_folder()));
    RETURN_IF_ERROR(Require("mechanisms_folder", config_.mechanisms_folder()));
    RETURN_IF_ERROR(Require("ca.folder", config_.ca().folder()));
    RETURN_IF_ERROR(
        CheckLength("ca.tls_life", config_.ca().tls_life(), absl::Seconds(1), absl::Hours(24 * 398)));
    RETURN_IF_ERROR(CheckLength("ca.sealing_life", config_.ca().sealing_life(), absl::Seconds(1),
                                absl::Hours(24 * 3650)));
    RETURN_IF_ERROR(
        CheckLength("ca.token_life", config_.ca().token_life(), absl::Seconds(1), absl::Hours(24 * 30)));
    const std::string& module = config_.ca().pkcs11_module();
    if (!module.empty() && module.front() != '/') {
      return Problem("ca.pkcs11_module", "must be the absolute path of a PKCS#11 module");
    }
    RETURN_IF_ERROR(
        CheckLength("ca.undo_window", config_.ca().undo_window(), absl::ZeroDuration(), absl::Hours(24)));
    RETURN_IF_ERROR(
        CheckLength("ca.crl_life", config_.ca().crl_life(), absl::Minutes(1), absl::Hours(24 * 30)));
    RETURN_IF_ERROR(
        CheckLength("feed.heartbeat", config_.feed().heartbeat(), absl::Milliseconds(10), absl::Hours(1)));
    if (config_.feed().batch_size() < 1 || config_.feed().batch_size() > 10000) {
      return Problem("feed.batch_size", "must be 1 to 10000");
    }
    if (config_.store().kind() != "sqlite" && config_.store().kind() != "memory") {
      return Problem("store.kind", "must be sqlite or memory");
    }
    if (config_.report().smallest_cell() < 1 || config_.report().smallest_cell() > 1000) {
      return Problem("report.smallest_cell", "must be 1 to 1000");
    }
    RETURN_IF_ERROR(CheckApproval());
    RETURN_IF_ERROR(CheckDrill());
    RETURN_IF_ERROR(CheckTransport(config_, origin_));
    const std::string& level = config_.log_level();
    if (level != "info" && level != "warning" && level != "error") {
      return Problem("log_level", "must be info, warning or error");
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Problem(const std::string& path, absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(origin_(path), ": ", path, ": ", what));
  }

  absl::Status Require(const std::string& path, const std::string& value) const {
    return value.empty() ? Problem(path, "is required") : absl::OkStatus();
  }

  absl::Status CheckNames() const {
    RETURN_IF_ERROR(Require("trust_domain", config_.trust_domain()));
    if (!IsTrustDomain(config_.trust_domain())) {
      return Problem("trust_domain",
                     "must be at most 255 characters of a-z, 0-9, dot, hyphen and underscore");
    }
    // A signed note's key name ends at the first blank or plus sign.
    for (const char c : config_.log_origin()) {
      if (!absl::ascii_isgraph(c) || c == '+') {
        return Problem("log_origin", "must be printable ASCII without blanks and plus signs");
      }
    }
    if (config_.public_names().empty()) {
      return Problem("public_names", "needs at least one name that clients reach the gateway by");
    }
    for (int i = 0; i < config_.public_names_size(); ++i) {
      if (!IsIpAddress(config_.public_names(i)) && !IsDnsName(config_.public_names(i))) {
        return Problem(
            absl::StrCat("public_names[", i, "]"),
            absl::StrCat("\"", config_.public_names(i), "\" is neither a DNS name nor an IP address"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckListener(const std::string& path, const v1::Listener& listener) const {
    if (!IsIpAddress(listener.address())) {
      return Problem(path + ".address", absl::StrCat("\"", listener.address(), "\" is not an IP address"));
    }
    return listener.port() <= 65535 ? absl::OkStatus() : Problem(path + ".port", "must be 0 to 65535");
  }

  // The listeners that are open, by name.
  std::vector<std::pair<std::string, const v1::Listener*>> Listeners() const {
    std::vector<std::pair<std::string, const v1::Listener*>> listeners{{"mutual", &config_.mutual()},
                                                                       {"enrollment", &config_.enrollment()}};
    if (config_.has_administration()) listeners.emplace_back("administration", &config_.administration());
    if (config_.has_probe()) listeners.emplace_back("probe", &config_.probe());
    return listeners;
  }

  absl::Status CheckListeners() const {
    const auto listeners = Listeners();
    for (size_t i = 0; i < listeners.size(); ++i) {
      const auto& [name, listener] = listeners[i];
      RETURN_IF_ERROR(CheckListener(name, *listener));
      for (size_t j = 0; listener->port() != 0 && j < i; ++j) {
        const auto& [other_name, other] = listeners[j];
        if (listener->port() != other->port() || listener->address() != other->address()) continue;
        return Problem(name + ".port", absl::StrCat("must not be the ", other_name,
                                                    " port: the two admit different clients"));
      }
    }
    const std::string& probe = config_.probe().address();
    if (config_.has_probe() && (probe == "0.0.0.0" || probe == "::")) {
      return Problem("probe.address",
                     "must be one address, not all of them: what goes there is not encrypted");
    }
    return absl::OkStatus();
  }

  absl::Status CheckApproval() const {
    std::set<std::string> acts;
    for (int act = 1; act < enlace::v1::AdministrativeAct_ARRAYSIZE; ++act) {
      absl::string_view name =
          enlace::v1::AdministrativeAct_Name(static_cast<enlace::v1::AdministrativeAct>(act));
      absl::ConsumePrefix(&name, "ADMINISTRATIVE_ACT_");
      acts.insert(absl::AsciiStrToLower(name));
    }
    for (int i = 0; i < config_.approval().two_persons_size(); ++i) {
      const std::string& name = config_.approval().two_persons(i);
      if (acts.contains(name)) continue;
      return Problem(absl::StrCat("approval.two_persons[", i, "]"),
                     absl::StrCat("\"", name, "\" is no act; known are ", absl::StrJoin(acts, ", ")));
    }
    return CheckLength("approval.proposal_life", config_.approval().proposal_life(), absl::Minutes(1),
                       absl::Hours(24 * 30));
  }

  absl::Status CheckDrill() const {
    if (config_.drill().speed() <= 1) return absl::OkStatus();
    if (config_.drill().speed() > 100000) return Problem("drill.speed", "must be 0 to 100000");
    for (const auto& [name, listener] : Listeners()) {
      if (absl::StartsWith(listener->address(), "127.") || listener->address() == "::1") continue;
      return Problem("drill.speed",
                     absl::StrCat("is for drills on one machine, but the gateway listens on ",
                                  listener->address(), "; listen on 127.0.0.1, or remove drill.speed"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckLength(const std::string& path, const google::protobuf::Duration& value,
                           absl::Duration least, absl::Duration most) const {
    if (Length(value) >= least && Length(value) <= most) return absl::OkStatus();
    return Problem(path,
                   absl::StrCat("must be ", absl::FormatDuration(least), " to ", absl::FormatDuration(most)));
  }

  const v1::GatewayConfig& config_;
  const std::function<std::string(const std::string&)>& origin_;
};

}  // namespace

absl::Status CheckGatewayConfig(const v1::GatewayConfig& config,
                                const std::function<std::string(const std::string& path)>& origin) {
  return Checker(config, origin).Check();
}

}  // namespace enlace::config
