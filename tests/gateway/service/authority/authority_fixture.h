// A gateway whose first authority is on record, beside which others come.
#ifndef ENLACE_TESTS_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_FIXTURE_H_

#include <string>
#include <vector>

#include "certs/x509/signing_request.h"
#include "gateway/base/digest.h"
#include "gateway/service/authority/restore_authorities.h"
#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"
#include "tests/support/second_authority.h"

namespace enlace::service {

// Its writer has a thread of its own.
class AuthorityFixture : public GatewayFixture {
 protected:
  AuthorityFixture() : GatewayFixture(Mode::kThread) {
    EXPECT_THAT(RestoreAuthorities(core()), IsOk());
    first_ = core().authority.members().front().id;
  }

  // The id of a new authority in the folder.
  std::string Add(const std::string& name, NewRoot root) {
    AddAuthority(pki_, name, root);
    core().authority.Refresh();
    return core().authority.members().back().id;
  }
  v1::AdvanceAuthorityRequest StepTo(const std::string& id, v1::AuthorityState to, bool force = false) {
    v1::AdvanceAuthorityRequest request;
    request.set_request_id(NewId());
    request.set_authority_id(id);
    request.set_to(to);
    request.set_force(force);
    request.set_reason("yearly rotation");
    return request;
  }
  absl::StatusOr<v1::AdvanceAuthorityResponse> Advance(const std::string& id, v1::AuthorityState to,
                                                       bool force = false) {
    return Call(api().advance_authority, Administrator(), StepTo(id, to, force));
  }
  std::vector<v1::Authority> List() {
    const auto response = Call(api().list_authorities, Administrator(), v1::ListAuthoritiesRequest());
    EXPECT_THAT(response, IsOk());
    return {response->authorities().begin(), response->authorities().end()};
  }
  v1::Authority Listed(const std::string& id) {
    for (const v1::Authority& authority : List()) {
      if (authority.authority_id() == id) return authority;
    }
    return {};
  }
  // The agency says that it trusts the gateway's present bundle.
  absl::Status ConfirmBundle(const std::string& agency_id) {
    v1::GetTrustBundleRequest request;
    request.set_installed_digest(base::Sha256(core().authority.TrustBundlePem()));
    return Call(api().get_trust_bundle, CallerOf(agency_id), request).status();
  }
  // A new TLS certificate of whichever authority issues, for the unit's old key.
  certs::Certificate Renew(const std::string& agency_id) {
    v1::RenewRequest request;
    request.set_request_id(NewId());
    const EnrolledAgency& keys = Keys(agency_id);
    request.set_tls_csr_der(*certs::MakeSigningRequest(keys.tls_key, keys.uri));
    const auto response = Call(api().renew, CallerOf(agency_id), request);
    EXPECT_THAT(response, IsOk());
    return *certs::Certificate::FromPem(response->certificates().tls_chain_pem());
  }
  std::vector<std::string> ReplayProblems() {
    const absl::StatusOr<ReplayReport> report = Replay(store_);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->comparison.problems : std::vector<std::string>();
  }
  std::string first_;
};

}  // namespace enlace::service

#endif  // ENLACE_TESTS_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_FIXTURE_H_
