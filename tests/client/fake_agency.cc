#include "tests/client/fake_gateway.h"

namespace enlace::client {

std::unique_ptr<certs::Keystore> NewKeystore(TestPki& pki, const std::string& folder,
                                             const std::string& agency, const std::string& unit,
                                             base::Random& random) {
  auto keystore = certs::Keystore::Open(folder, random);
  const TestAgency issued = pki.IssueAgency(agency, unit);
  const absl::Status installed = (*keystore)->Install(
      issued.tls.key, issued.tls.chain_pem, &issued.sealing.key, issued.sealing.chain_pem, pki.root_pem());
  EXPECT_THAT(installed, IsOk());
  return *std::move(keystore);
}

FakeAgency::FakeAgency(FakeGateway& gateway, const std::string& agency, const std::string& unit)
    : gateway_(gateway) {
  keystore = NewKeystore(gateway.pki, folder.path(), agency, unit, random);
  connection = *Connection::New({gateway.mutual(), "", absl::Seconds(60), absl::Seconds(20)},
                                *IdentityFromKeystore(*keystore));
  session = std::make_unique<Session>(*connection, clock, random, sleeper);
  v1::Agency& entry = gateway.agencies[agency];
  entry.set_agency_id(agency);
  entry.set_display_name(agency);
  *entry.add_sealing_certificates() = SealingCertificate();
}

TrustedLogs FakeAgency::logs() const {
  return *TrustedLogs::Parse({gateway_.case_log.key().ToText(), gateway_.trust_log.key().ToText()});
}

v1::SealingCertificate FakeAgency::SealingCertificate() const {
  const certs::Certificate& certificate = keystore->sealing().front().certificate;
  v1::SealingCertificate entry;
  entry.set_certificate_der(certificate.der());
  entry.set_key_id(certificate.key_id());
  return entry;
}

}  // namespace enlace::client
