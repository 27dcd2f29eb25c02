#include "client/enrollment.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "certs/x509/signing_request.h"
#include "certs/x509/verifier.h"
#include "client/identity_uri.h"
#include "client/trust_bundle.h"
#include "client/trusted_logs.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using EnrollmentStub = v1::EnrollmentService::StubInterface;

// Two thirds of the way from start to end.
absl::Time RenewAfter(const certs::Certificate& certificate) {
  return certificate.not_before() + (certificate.not_after() - certificate.not_before()) * 2 / 3;
}

// Keys that wait for their certificates.
struct NewKeys {
  std::string uri;
  certs::PrivateKey tls;
  std::string tls_csr;
  std::optional<certs::PrivateKey> sealing;
  std::string sealing_csr;
};

absl::StatusOr<NewKeys> MakeKeys(const std::string& uri, bool with_sealing) {
  ASSIGN_OR_RETURN(certs::PrivateKey tls, certs::PrivateKey::Generate());
  ASSIGN_OR_RETURN(std::string tls_csr, certs::MakeSigningRequest(tls, uri));
  NewKeys keys{uri, tls, std::move(tls_csr), std::nullopt, ""};
  if (with_sealing) {
    ASSIGN_OR_RETURN(keys.sealing, certs::PrivateKey::Generate());
    ASSIGN_OR_RETURN(keys.sealing_csr, certs::MakeSigningRequest(*keys.sealing, uri));
  }
  return keys;
}

absl::Status Unfit(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the gateway's answer does not fit the request: ", what,
                                          "; nothing was installed, tell the administrator of the gateway"));
}

absl::Status CheckChain(absl::string_view what, const std::string& pem, const certs::PrivateKey& key,
                        const std::string& uri, const std::vector<certs::Certificate>& roots,
                        certs::Purpose purpose, absl::Time now) {
  const auto chain = certs::Certificate::ChainFromPem(pem);
  if (!chain.ok()) return Unfit(absl::StrCat(what, " is missing or malformed"));
  const certs::Certificate& leaf = chain->front();
  if (leaf.key_id() != key.key_id()) return Unfit(absl::StrCat(what, " is for another key"));
  if (leaf.uris() != std::vector<std::string>{uri}) return Unfit(absl::StrCat(what, " is for another name"));
  const std::vector<certs::Certificate> rest(chain->begin() + 1, chain->end());
  ASSIGN_OR_RETURN(const auto verifier, certs::Verifier::New(roots, rest));
  const absl::Status verified = verifier->Verify(leaf, rest, purpose, now);
  return verified.ok() ? verified : Unfit(absl::StrCat(what, ": ", verified.message()));
}

absl::Status CheckAndInstall(const v1::IssuedCertificates& issued, const NewKeys& keys,
                             const std::vector<certs::Certificate>& roots, absl::Time now,
                             certs::Keystore& keystore) {
  const auto bundle = certs::Certificate::ChainFromPem(issued.trust_bundle_pem());
  if (!bundle.ok() || !HasRootOf(*bundle, roots)) return Unfit("the trust bundle lacks the present root");
  // By the bundle: while one authority takes over from another, the one issues and the
  // other vouches for the gateway that says so.
  RETURN_IF_ERROR(CheckChain("the TLS certificate", issued.tls_chain_pem(), keys.tls, keys.uri, *bundle,
                             certs::Purpose::kTlsClient, now));
  if (keys.sealing.has_value()) {
    RETURN_IF_ERROR(CheckChain("the sealing certificate", issued.sealing_chain_pem(), *keys.sealing, keys.uri,
                               *bundle, certs::Purpose::kSealing, now));
  }
  const certs::PrivateKey* sealing = keys.sealing.has_value() ? &*keys.sealing : nullptr;
  return keystore.Install(keys.tls, issued.tls_chain_pem(), sealing,
                          sealing == nullptr ? "" : issued.sealing_chain_pem(), issued.trust_bundle_pem());
}

Enrolled Summary(const certs::Keystore& keystore, const v1::Receipt& receipt) {
  const certs::Certificate& leaf = keystore.tls_chain().front();
  return {keystore.uri(), leaf.not_after(), RenewAfter(leaf), receipt};
}

// Takes the log keys over a verified connection and pins them; those that are
// pinned already must still be shown.
absl::Status PinLogs(Session& session, const std::string& folder) {
  ASSIGN_OR_RETURN(
      const v1::GetTrustBundleResponse bundle,
      session.Call<v1::EnrollmentService>(&EnrollmentStub::GetTrustBundle, v1::GetTrustBundleRequest()));
  ASSIGN_OR_RETURN(const TrustedLogs shown, TrustedLogs::Parse({bundle.log_verifier_keys().begin(),
                                                                bundle.log_verifier_keys().end()}));
  auto pinned = TrustedLogs::Load(folder);
  if (!pinned.ok() && !absl::IsNotFound(pinned.status())) return pinned.status();
  TrustedLogs logs = pinned.ok() ? *pinned : TrustedLogs();
  RETURN_IF_ERROR(logs.Merge(shown));
  return logs.Save(folder);
}

}  // namespace

absl::StatusOr<Enrolled> Enroll(absl::string_view token_text, certs::Keystore& keystore,
                                const base::Clock& clock, base::Random& random, Sleeper& sleeper,
                                const EnrollOptions& options) {
  ASSIGN_OR_RETURN(const base::EnrollmentToken token, base::ParseEnrollmentToken(token_text));
  ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(token.uri));
  if (keystore.enrolled() && keystore.uri() != token.uri) {
    return absl::FailedPreconditionError(absl::StrCat(keystore.folder(), " belongs to ", keystore.uri(),
                                                      "; the token is for ", token.uri,
                                                      ": use another identity folder"));
  }
  ASSIGN_OR_RETURN(const certs::Certificate root, certs::Certificate::FromDer(token.root_der));
  ConnectionOptions where;
  ASSIGN_OR_RETURN(where.address,
                   ParseAddress("address", options.address.empty() ? token.address : options.address));
  where.server_name = options.server_name;
  ASSIGN_OR_RETURN(const auto connection, Connection::NewServerOnly(where, root.ToPem()));
  Session session(*connection, clock, random, sleeper, options.call);
  // Before the token is spent: whatever can fail without it shall fail now.
  RETURN_IF_ERROR(PinLogs(session, keystore.folder()));
  ASSIGN_OR_RETURN(const NewKeys keys, MakeKeys(token.uri, !identity.is_administrator()));
  v1::EnrollRequest request;
  ASSIGN_OR_RETURN(*request.mutable_token(), base::FormatEnrollmentToken(token));
  request.set_tls_csr_der(keys.tls_csr);
  request.set_sealing_csr_der(keys.sealing_csr);
  CallOptions once = options.call;
  once.may_repeat = false;
  ASSIGN_OR_RETURN(const v1::EnrollResponse response,
                   session.CallWith<v1::EnrollmentService>(once, &EnrollmentStub::Enroll, request));
  RETURN_IF_ERROR(CheckAndInstall(response.certificates(), keys, {root}, clock.Now(), keystore));
  return Summary(keystore, response.receipt());
}

RenewalNeed NeedsRenewal(const certs::Keystore& keystore, absl::Time now) {
  RenewalNeed need;
  if (!keystore.enrolled()) return need;
  need.tls = now >= RenewAfter(keystore.tls_chain().front());
  need.sealing = !keystore.sealing().empty() && now >= RenewAfter(keystore.sealing().front().certificate);
  return need;
}

absl::StatusOr<Enrolled> Renew(Session& session, certs::Keystore& keystore, bool new_sealing_key) {
  if (!keystore.enrolled()) return IdentityFromKeystore(keystore).status();
  ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(keystore.uri()));
  ASSIGN_OR_RETURN(const NewKeys keys,
                   MakeKeys(keystore.uri(), new_sealing_key && !identity.is_administrator()));
  v1::RenewRequest request;
  request.set_request_id(base::NewUuid(session.random()));
  request.set_tls_csr_der(keys.tls_csr);
  request.set_sealing_csr_der(keys.sealing_csr);
  ASSIGN_OR_RETURN(const v1::RenewResponse response,
                   session.Call<v1::EnrollmentService>(&EnrollmentStub::Renew, request));
  const std::vector<certs::Certificate> roots = keystore.bundle();
  RETURN_IF_ERROR(CheckAndInstall(response.certificates(), keys, roots, session.clock().Now(), keystore));
  ASSIGN_OR_RETURN(TlsIdentity renewed, IdentityFromKeystore(keystore));
  RETURN_IF_ERROR(session.connection().Reopen(std::move(renewed)));
  RETURN_IF_ERROR(PinLogs(session, keystore.folder()));
  return Summary(keystore, response.receipt());
}

}  // namespace enlace::client
