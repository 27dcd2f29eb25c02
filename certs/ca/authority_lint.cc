#include "certs/ca/authority_lint.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "certs/ca/authority_files.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/time_text.h"

namespace enlace::certs {
namespace {

// 64 bits of chance at least, as the CA/Browser Forum's baseline 7.1 asks; ours has 126.
constexpr size_t kMinSerialDigits = 16;

X509* Native(const Certificate& certificate) { return static_cast<X509*>(certificate.native()); }

// An extension in DER is there once, critical or not as it should be.
bool HasExtension(const Certificate& certificate, int nid, bool critical) {
  const int at = X509_get_ext_by_NID(Native(certificate), nid, -1);
  if (at < 0 || X509_get_ext_by_NID(Native(certificate), nid, at) >= 0) return false;
  return (X509_EXTENSION_get_critical(X509_get_ext(Native(certificate), at)) == 1) == critical;
}

class Linter {
 public:
  Linter(const Certificate& certificate, Lint* lint) : certificate_(certificate), lint_(lint) {}

  void Expect(bool ok, const std::string& what) { (ok ? lint_->passed : lint_->failed).push_back(what); }

  void ExpectForm(int path_length, int extensions) {
    X509* x509 = Native(certificate_);
    Expect(X509_get_version(x509) == X509_VERSION_3, "X.509 version 3");
    Expect(X509_get_signature_nid(x509) == NID_ecdsa_with_SHA256, "signed with ECDSA and SHA-256");
    Expect(KeyProblem(X509_get0_pubkey(x509)).empty(), "key on P-256");
    Expect(certificate_.serial().size() >= kMinSerialDigits, "serial number of at least 64 bits of chance");
    const BasicConstraintsPtr constraints(
        static_cast<BASIC_CONSTRAINTS*>(X509_get_ext_d2i(x509, NID_basic_constraints, nullptr, nullptr)));
    Expect(HasExtension(certificate_, NID_basic_constraints, true) && constraints != nullptr &&
               constraints->ca != 0 && constraints->pathlen != nullptr &&
               ASN1_INTEGER_get(constraints->pathlen) == path_length,
           absl::StrCat("basicConstraints critical: CA, path length ", path_length));
    Expect(HasExtension(certificate_, NID_key_usage, true) &&
               X509_get_key_usage(x509) == (X509v3_KU_KEY_CERT_SIGN | X509v3_KU_CRL_SIGN),
           "keyUsage critical: keyCertSign and cRLSign, nothing else");
    Expect(HasExtension(certificate_, NID_subject_key_identifier, false), "subjectKeyIdentifier");
    Expect(X509_get_ext_count(x509) == extensions, "no extension beyond these");
    TakeOpensslErrors();
  }

  void ExpectSignedBy(const Certificate& issuer, const std::string& what) {
    const bool ok = X509_check_issued(Native(issuer), Native(certificate_)) == X509_V_OK &&
                    X509_verify(Native(certificate_), X509_get0_pubkey(Native(issuer))) == 1;
    TakeOpensslErrors();
    Expect(ok, what);
  }

 private:
  const Certificate& certificate_;
  Lint* const lint_;
};

}  // namespace

absl::Status Lint::ToStatus() const {
  if (failed.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the certificate is not what it should be; missing: ", absl::StrJoin(failed, "; ")));
}

Lint LintRoot(const Certificate& root) {
  Lint lint;
  Linter linter(root, &lint);
  linter.ExpectForm(/*path_length=*/1, /*extensions=*/4);
  linter.Expect(HasExtension(root, NID_authority_key_identifier, false), "authorityKeyIdentifier");
  linter.ExpectSignedBy(root, "signed by its own key");
  return lint;
}

Lint LintIssuing(const Certificate& issuing, const Certificate& root, const std::string& trust_domain) {
  Lint lint;
  Linter linter(issuing, &lint);
  linter.ExpectForm(/*path_length=*/0, /*extensions=*/5);
  linter.Expect(HasExtension(issuing, NID_name_constraints, true) && PermittedHost(issuing) == trust_domain,
                absl::StrCat("nameConstraints critical: URI names of ", trust_domain, " alone"));
  linter.Expect(HasExtension(issuing, NID_authority_key_identifier, false), "authorityKeyIdentifier");
  linter.ExpectSignedBy(root, "signed by the root");
  linter.Expect(issuing.key_id() != root.key_id(), "another key than the root's");
  linter.Expect(issuing.not_before() >= root.not_before() && issuing.not_after() <= root.not_after(),
                absl::StrCat("life within the root's, which ends ", base::TimeText(root.not_after())));
  return lint;
}

}  // namespace enlace::certs
