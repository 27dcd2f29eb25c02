#include "client/trust_bundle.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/connection.h"
#include "client/retry_policy.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {
namespace {

constexpr absl::string_view kNotReached =
    "the gateway cannot be reached under its new trust bundle yet, so it was not installed";

absl::StatusOr<std::string> Fetch(Session& session, const certs::Keystore& keystore) {
  v1::GetTrustBundleRequest request;
  request.set_installed_digest(BundleDigest(keystore.bundle()));
  ASSIGN_OR_RETURN(
      const v1::GetTrustBundleResponse response,
      session.Call<v1::EnrollmentService>(&v1::EnrollmentService::StubInterface::GetTrustBundle, request));
  return response.trust_bundle_pem();
}

// One call under the bundle and nothing else, over a connection of its own. Where an old
// root has just been retired, the gateway shows a certificate under it a moment longer;
// with the new bundle alone we could not reach it.
absl::Status Try(Session& session, const std::string& pem, const certs::Keystore& keystore) {
  ASSIGN_OR_RETURN(TlsIdentity identity, IdentityFromKeystore(keystore));
  identity.roots_pem = pem;
  ASSIGN_OR_RETURN(const auto connection,
                   Connection::New(session.connection().options(), std::move(identity)));
  CallOptions once;
  once.deadline = once.attempt_timeout;
  once.may_repeat = false;
  SystemSleeper never_asked;
  Session trial(*connection, session.clock(), session.random(), never_asked, once);
  const absl::Status reached =
      trial
          .Call<v1::EnrollmentService>(&v1::EnrollmentService::StubInterface::GetTrustBundle,
                                       v1::GetTrustBundleRequest())
          .status();
  if (reached.ok()) return reached;
  return absl::UnavailableError(absl::StrCat(kNotReached, ": try again (", reached.message(), ")"));
}

absl::Status CheckBundle(const std::string& pem, const certs::Keystore& keystore) {
  const auto bundle = certs::Certificate::ChainFromPem(pem);
  if (!bundle.ok()) {
    return absl::DataLossError("the gateway's trust bundle is malformed; nothing was installed");
  }
  if (!HasRootOf(*bundle, keystore.bundle())) {
    return absl::DataLossError(
        "the gateway's trust bundle has none of the roots that are trusted here; nothing was installed: ask "
        "the gateway's administrator whether its authority was replaced, and for a new enrolment token");
  }
  return absl::OkStatus();
}

absl::Status Install(const std::string& pem, certs::Keystore& keystore) {
  const absl::Status installed = keystore.InstallBundle(pem);
  return absl::IsInvalidArgument(installed) ? absl::DataLossError(installed.message()) : installed;
}

}  // namespace

absl::StatusOr<bool> UpdateTrustBundle(Session& session, certs::Keystore& keystore) {
  if (!keystore.enrolled()) return IdentityFromKeystore(keystore).status();
  ASSIGN_OR_RETURN(const std::string pem, Fetch(session, keystore));
  if (base::Sha256(pem) == BundleDigest(keystore.bundle())) return false;
  RETURN_IF_ERROR(CheckBundle(pem, keystore));
  RETURN_IF_ERROR(Try(session, pem, keystore));
  RETURN_IF_ERROR(Install(pem, keystore));
  ASSIGN_OR_RETURN(TlsIdentity identity, IdentityFromKeystore(keystore));
  RETURN_IF_ERROR(session.connection().Reopen(std::move(identity)));
  RETURN_IF_ERROR(Fetch(session, keystore).status());
  return true;
}

std::string BundleDigest(const std::vector<certs::Certificate>& bundle) {
  std::string pem;
  for (const certs::Certificate& root : bundle) pem += root.ToPem();
  return base::Sha256(pem);
}

bool HasRootOf(const std::vector<certs::Certificate>& bundle, const std::vector<certs::Certificate>& roots) {
  for (const certs::Certificate& root : roots) {
    for (const certs::Certificate& other : bundle) {
      if (root.fingerprint() == other.fingerprint()) return true;
    }
  }
  return false;
}

}  // namespace enlace::client
