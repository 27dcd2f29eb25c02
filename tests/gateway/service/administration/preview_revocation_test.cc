#include "gateway/service/administration/preview_revocation.h"

#include "certs/x509/signing_request.h"
#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class PreviewRevocationTest : public GatewayFixture {
 protected:
  PreviewRevocationTest() {
    EnrolScene();
    clock_.Advance(absl::Hours(1));
  }
  v1::PreviewRevocationResponse Preview(const std::string& serial) {
    v1::PreviewRevocationRequest request;
    request.set_serial(serial);
    const auto response = Call(api().preview_revocation, Administrator(), request);
    EXPECT_THAT(response, IsOk());
    return response.value_or(v1::PreviewRevocationResponse());
  }
  void Connect(const std::string& id, const std::string& serial, uint32_t calls, uint32_t streams) {
    v1::Connection connection;
    connection.set_connection_id(id);
    connection.set_certificate_serial(serial);
    connection.set_open_calls(calls);
    connection.set_open_streams(streams);
    connections_.Open(connection);
  }
};

TEST_F(PreviewRevocationTest, CountsConnectionsStreamsAndCallsOfThatCertificateAlone) {
  const std::string serial = Keys(kFederal).tls.serial();
  Connect("mutual-1", serial, 3, 2);
  Connect("mutual-2", serial, 1, 1);
  Connect("mutual-3", Keys(kSender).tls.serial(), 5, 5);
  const v1::PreviewRevocationResponse preview = Preview(serial);
  EXPECT_EQ(preview.certificate().serial(), serial);
  EXPECT_EQ(preview.connections(), 2U);
  EXPECT_EQ(preview.open_streams(), 3U);
  EXPECT_EQ(preview.open_calls(), 1U);
  EXPECT_EQ(preview.other_certificates(), 0U);
  EXPECT_FALSE(preview.agency_stays_reachable());
}

TEST_F(PreviewRevocationTest, CountsWhatWaitsAndTheClocksThatRunAgainstTheAgency) {
  v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  *request.mutable_petition_time() = base::ToProto(clock_.Now());
  ASSERT_OK_AND_ASSIGN(const auto sent, Call(api().submit_referral, CallerOf(kSender), request));
  const v1::PreviewRevocationResponse preview = Preview(Keys(kFederal).tls.serial());
  EXPECT_EQ(preview.waiting_items(), FeedOf(kFederal).size() + 2);  // The notices of its enrolment.
  // Three hours for the answer to an urgent petition.
  EXPECT_GE(preview.running_clocks(), 1U);
  EXPECT_GE(preview.urgent_clocks(), 1U);
  EXPECT_EQ(Preview(Keys(kPolice).tls.serial()).running_clocks(), 0U);
}

TEST_F(PreviewRevocationTest, ARenewedCertificateLeavesTheHolderAnotherOne) {
  v1::RenewRequest renew;
  renew.set_request_id(NewId());
  renew.set_tls_csr_der(*certs::MakeSigningRequest(*certs::PrivateKey::Generate(), Keys(kFederal).uri));
  ASSERT_THAT(Call(api().renew, CallerOf(kFederal), renew), IsOk());
  const v1::PreviewRevocationResponse preview = Preview(Keys(kFederal).tls.serial());
  EXPECT_EQ(preview.other_certificates(), 1U);
  EXPECT_TRUE(preview.agency_stays_reachable());
  clock_.Advance(absl::Hours(24 * 365));
  EXPECT_EQ(Preview(Keys(kFederal).tls.serial()).other_certificates(), 0U);
}

TEST_F(PreviewRevocationTest, NothingIsRevokedByIt) {
  const uint64_t records = LogSize(v1::LOG_ID_TRUST);
  Preview(Keys(kFederal).tls.serial());
  EXPECT_THAT(identifier_->Identify(Keys(kFederal).tls.ToPem()), IsOk());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), records);
}

TEST_F(PreviewRevocationTest, OnlyAdministratorsAskAndOnlyOfWhatThereIs) {
  v1::PreviewRevocationRequest request;
  EXPECT_EQ(base::FieldOf(Call(api().preview_revocation, Administrator(), request).status()), "serial");
  request.set_serial("abcdef");
  EXPECT_THAT(Call(api().preview_revocation, Administrator(), request), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(Call(api().preview_revocation, CallerOf(kSender), request),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
