#include "gateway/identity/identifier.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::identity {
namespace {

constexpr size_t kMaxVerdicts = 10'000;
// Our own certificates take about 1 KiB as PEM; nothing larger is parsed.
constexpr size_t kMaxPemSize = 16 << 10;

absl::Status WrongName(absl::string_view problem) {
  return base::CertificateRefused(
      v1::ERROR_REASON_CERTIFICATE_WRONG_NAME,
      absl::StrCat(problem, "; present the TLS certificate that enrolment with this gateway gave"));
}

absl::Status Missing() {
  return base::CertificateRefused(
      v1::ERROR_REASON_CERTIFICATE_MISSING,
      "no client certificate was presented; enrol with this gateway on its enrolment port, then present the "
      "TLS certificate that it gave");
}

}  // namespace

Identifier::Identifier(const certs::AuthoritySet& authorities, const Roster& roster, const base::Clock& clock,
                       std::string trust_domain)
    : authorities_(authorities), roster_(roster), clock_(clock), trust_domain_(std::move(trust_domain)) {}

absl::StatusOr<Caller> Identifier::Identify(absl::string_view leaf_pem) const {
  if (leaf_pem.empty()) return Missing();
  ASSIGN_OR_RETURN(Caller caller, Recall(leaf_pem, clock_.Now()));
  RETURN_IF_ERROR(CheckStanding(&caller));
  return caller;
}

absl::Status Identifier::StillGood(const Caller& caller) const {
  if (caller.kind == Caller::Kind::kAnonymous) return Missing();
  const absl::Time now = clock_.Now();
  if (now >= caller.not_after) {
    return base::CertificateRefused(
        v1::ERROR_REASON_CERTIFICATE_EXPIRED,
        absl::StrCat("certificate ", caller.certificate_serial, " of ", caller.uri, " expired on ",
                     base::TimeText(caller.not_after), ", and it is ", base::TimeText(now),
                     " here; connect again with the renewed certificate"));
  }
  if (!authorities_.IsTrusted(caller.authority_id)) {
    return base::CertificateRefused(
        v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
        absl::StrCat("certificate ", caller.certificate_serial, " of ", caller.uri,
                     " was issued by an authority that has been retired; ask the administrator for a new "
                     "enrolment token"));
  }
  Caller standing = caller;
  return CheckStanding(&standing);
}

absl::StatusOr<Caller> Identifier::Recall(absl::string_view leaf_pem, absl::Time now) const {
  const std::string key = base::Sha256(leaf_pem);
  // Read first: a verdict of before a change is not kept for after it.
  const uint64_t epoch = authorities_.epoch();
  {
    base::MutexLock lock(&mu_);
    if (cache_epoch_ != epoch) cache_.clear();
    cache_epoch_ = epoch;
    const auto found = cache_.find(key);
    if (found != cache_.end()) {
      const Verdict& verdict = found->second;
      if (verdict.not_before <= now && now < verdict.caller.not_after) return verdict.caller;
      cache_.erase(found);
    }
  }
  ASSIGN_OR_RETURN(Verdict verdict, Verify(leaf_pem));
  Caller caller = verdict.caller;
  base::MutexLock lock(&mu_);
  if (cache_epoch_ != epoch) return caller;
  if (cache_.size() >= kMaxVerdicts) cache_.erase(cache_.begin());
  cache_[key] = std::move(verdict);
  return caller;
}

absl::StatusOr<Identifier::Verdict> Identifier::Verify(absl::string_view leaf_pem) const {
  if (leaf_pem.size() > kMaxPemSize) {
    return base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
                                    absl::StrCat("the client certificate takes more than ", kMaxPemSize,
                                                 " bytes; enrol with this gateway"));
  }
  const absl::StatusOr<certs::Certificate> parsed = certs::Certificate::FromPem(leaf_pem);
  if (!parsed.ok()) {
    return base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
                                    "the client certificate cannot be read; enrol with this gateway");
  }
  const certs::Certificate& leaf = *parsed;
  Verdict verdict;
  RETURN_IF_ERROR(authorities_.Verify(leaf, certs::Purpose::kTlsClient, clock_.Now(), &verdict.caller.authority_id));
  if (leaf.uris().size() != 1) {
    return WrongName(absl::StrCat("certificate ", leaf.serial(), " has ", leaf.uris().size(),
                                  " URI names, where exactly one is needed"));
  }
  RETURN_IF_ERROR(ParseIdentityUri(leaf.uris().front(), trust_domain_, &verdict.caller));
  verdict.caller.certificate_serial = leaf.serial();
  verdict.caller.spki_der = leaf.spki_der();
  verdict.caller.key_id = leaf.key_id();
  verdict.caller.not_after = leaf.not_after();
  verdict.not_before = leaf.not_before();
  return verdict;
}

absl::Status Identifier::CheckStanding(Caller* caller) const {
  RETURN_IF_ERROR(roster_.CheckCertificate(caller->certificate_serial));
  if (caller->kind != Caller::Kind::kAgency) return absl::OkStatus();
  return roster_.CheckAgency(caller->agency_id, &caller->agency_kind);
}

absl::Status ParseIdentityUri(absl::string_view uri, absl::string_view trust_domain, Caller* caller) {
  absl::string_view rest = uri;
  if (!absl::ConsumePrefix(&rest, "spiffe://") || !absl::ConsumePrefix(&rest, trust_domain) ||
      !absl::ConsumePrefix(&rest, "/")) {
    return WrongName(absl::StrCat("the certificate names nobody of the trust domain ", trust_domain));
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(rest, '/');
  bool named = true;
  for (size_t i = 1; i < parts.size(); ++i) named = named && base::CheckName("name", parts[i]).ok();
  if (named && parts.size() == 3 && parts[0] == "agency") {
    caller->kind = Caller::Kind::kAgency;
    caller->agency_id = std::string(parts[1]);
    caller->unit_id = std::string(parts[2]);
  } else if (named && parts.size() == 2 && parts[0] == "admin") {
    caller->kind = Caller::Kind::kAdministrator;
    caller->administrator = std::string(parts[1]);
  } else {
    return WrongName("the certificate names neither an agency's unit nor an administrator");
  }
  caller->uri = std::string(uri);
  return absl::OkStatus();
}

std::string AgencyUri(absl::string_view trust_domain, absl::string_view agency_id,
                      absl::string_view unit_id) {
  return absl::StrCat("spiffe://", trust_domain, "/agency/", agency_id, "/", unit_id);
}

std::string AdministratorUri(absl::string_view trust_domain, absl::string_view name) {
  return absl::StrCat("spiffe://", trust_domain, "/admin/", name);
}

}  // namespace enlace::identity
