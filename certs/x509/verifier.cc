#include "certs/x509/verifier.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::certs {
namespace {

// A root, an issuing authority and a leaf.
constexpr int kMaxIntermediates = 1;
// OpenSSL's level 2: 112 bits, no SHA-1, RSA from 2048 bits.
constexpr int kSecurityLevel = 2;

constexpr absl::string_view kEnrol = "fetch this gateway's trust bundle and enrol with this gateway";
constexpr absl::string_view kRenew = "renew it or ask the administrator for a new enrolment token";

std::string Who(const Certificate& leaf) {
  const std::string name = !leaf.uris().empty()    ? absl::StrJoin(leaf.uris(), ", ")
                           : !leaf.names().empty() ? absl::StrJoin(leaf.names(), ", ")
                                                   : leaf.subject();
  return absl::StrCat("certificate ", leaf.serial(), " of ", name.empty() ? "nobody" : absl::CHexEscape(name));
}

absl::Status Untrusted(const Certificate& leaf, absl::string_view why) {
  return base::CertificateRefused(
      v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
      absl::StrCat(Who(leaf), " (issued by '", leaf.issuer(), "') is not trusted: ", why, "; ", kEnrol));
}

absl::Status CheckTimes(const Certificate& leaf, const std::vector<Certificate>& path, absl::Time now) {
  for (const Certificate& certificate : path) {
    const bool is_leaf = certificate.der() == leaf.der();
    const std::string what = is_leaf ? Who(leaf)
                                     : absl::StrCat(Who(leaf), " cannot be used: the authority '",
                                                    certificate.subject(), "' above it");
    if (now < certificate.not_before()) {
      return base::CertificateRefused(
          v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID,
          absl::StrCat(what, " is valid from ", base::TimeText(certificate.not_before()), ", and it is ",
                       base::TimeText(now), " here; check the clocks of both machines"));
    }
  }
  for (const Certificate& certificate : path) {
    if (now < certificate.not_after()) continue;
    const std::string expired = absl::StrCat(" expired on ", base::TimeText(certificate.not_after()), ", and it is ",
                                             base::TimeText(now), " here; ");
    if (certificate.der() == leaf.der()) {
      return base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_EXPIRED, absl::StrCat(Who(leaf), expired, kRenew));
    }
    return base::CertificateRefused(
        v1::ERROR_REASON_CERTIFICATE_EXPIRED,
        absl::StrCat(Who(leaf), " cannot be used: the authority '", certificate.subject(), "' above it", expired,
                     "ask the administrator to renew the authority, then enrol again"));
  }
  return absl::OkStatus();
}

absl::Status CheckUsage(const Certificate& leaf, Purpose purpose) {
  bool allowed = false;
  absl::string_view problem;
  switch (purpose) {
    case Purpose::kTlsClient:
      allowed = leaf.allows_tls_client();
      problem = leaf.allows_sealing() ? " is a sealing certificate; present the TLS one"
                                      : " is not for TLS clients; present the TLS certificate that enrolment gave";
      break;
    case Purpose::kTlsServer:
      allowed = leaf.allows_tls_server();
      problem = " is not for TLS servers; check the address, and the certificate that the gateway is set to use";
      break;
    case Purpose::kSealing:
      allowed = leaf.allows_sealing();
      problem = " is not for sealing; use the sealing certificate that enrolment gave";
      break;
  }
  if (allowed) return absl::OkStatus();
  return base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE, absl::StrCat(Who(leaf), problem));
}

}  // namespace

struct Verifier::Impl {
  struct Outcome {
    int error = X509_V_OK;
    std::vector<Certificate> path;  // Leaf first; filled if error is X509_V_OK.
  };

  absl::StatusOr<Outcome> Run(const Certificate& leaf, const std::vector<Certificate>& chain,
                              const absl::Time* now) const {
    const CertificateStackPtr untrusted(sk_X509_new_null());
    const StoreContextPtr context(X509_STORE_CTX_new());
    if (untrusted == nullptr || context == nullptr) return OpensslFailure("verifying a certificate");
    for (const std::vector<Certificate>* list : {&intermediates, &chain}) {
      for (const Certificate& certificate : *list) {
        if (X509_add_cert(untrusted.get(), static_cast<X509*>(certificate.native()), X509_ADD_FLAG_UP_REF) != 1) {
          return OpensslFailure("verifying a certificate");
        }
      }
    }
    if (X509_STORE_CTX_init(context.get(), store.get(), static_cast<X509*>(leaf.native()), untrusted.get()) != 1) {
      return OpensslFailure("verifying a certificate");
    }
    X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_depth(param, kMaxIntermediates);
    X509_VERIFY_PARAM_set_auth_level(param, kSecurityLevel);
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
    if (now != nullptr) {
      X509_VERIFY_PARAM_set_time(param, absl::ToTimeT(*now));
    } else {
      X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);
    }
    Outcome outcome;
    const bool ok = X509_verify_cert(context.get()) == 1;
    outcome.error = X509_STORE_CTX_get_error(context.get());
    TakeOpensslErrors();
    if (!ok) {
      if (outcome.error == X509_V_OK) outcome.error = X509_V_ERR_UNSPECIFIED;
      return outcome;
    }
    const STACK_OF(X509)* path = X509_STORE_CTX_get0_chain(context.get());
    for (int i = 0; i < sk_X509_num(path); ++i) {
      ASSIGN_OR_RETURN(Certificate certificate, Certificate::FromDer(ToDer(i2d_X509, sk_X509_value(path, i))));
      outcome.path.push_back(std::move(certificate));
    }
    return outcome;
  }

  StorePtr store;
  std::vector<Certificate> intermediates;
};

Verifier::Verifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Verifier::~Verifier() = default;

absl::StatusOr<std::unique_ptr<Verifier>> Verifier::New(std::vector<Certificate> roots,
                                                        std::vector<Certificate> intermediates) {
  if (roots.empty()) return absl::InvalidArgumentError("roots: at least one trusted root is required");
  auto impl = std::make_unique<Impl>();
  impl->store.reset(X509_STORE_new());
  if (impl->store == nullptr) return OpensslFailure("making a certificate verifier");
  for (const Certificate& root : roots) {
    if (!root.is_ca()) {
      return absl::InvalidArgumentError(
          absl::StrCat("roots: certificate ", root.serial(), " of '", root.subject(), "' is not an authority's"));
    }
    if (X509_STORE_add_cert(impl->store.get(), static_cast<X509*>(root.native())) != 1) {
      return OpensslFailure("making a certificate verifier");
    }
  }
  impl->intermediates = std::move(intermediates);
  return std::unique_ptr<Verifier>(new Verifier(std::move(impl)));
}

absl::Status Verifier::Verify(const Certificate& leaf, const std::vector<Certificate>& chain, Purpose purpose,
                              absl::Time now) const {
  if (leaf.is_ca()) return Untrusted(leaf, "it is an authority's certificate");
  const std::string key_problem = KeyProblem(X509_get0_pubkey(static_cast<X509*>(leaf.native())));
  if (!key_problem.empty()) return Untrusted(leaf, key_problem);
  // With times first: OpenSSL then prefers valid authorities where an old and a
  // renewed one have the same name and key.
  ASSIGN_OR_RETURN(Impl::Outcome outcome, impl_->Run(leaf, chain, &now));
  if (outcome.error != X509_V_OK) {
    ASSIGN_OR_RETURN(outcome, impl_->Run(leaf, chain, nullptr));
    if (outcome.error == X509_V_ERR_PERMITTED_VIOLATION || outcome.error == X509_V_ERR_EXCLUDED_VIOLATION) {
      return base::CertificateRefused(
          v1::ERROR_REASON_CERTIFICATE_WRONG_NAME,
          absl::StrCat(Who(leaf), " names what the authority above it may not certify; ", kEnrol));
    }
    if (outcome.error != X509_V_OK) return Untrusted(leaf, X509_verify_cert_error_string(outcome.error));
  }
  RETURN_IF_ERROR(CheckTimes(leaf, outcome.path, now));
  return CheckUsage(leaf, purpose);
}

}  // namespace enlace::certs
