#include "gateway/service/administration/cut_connections.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;

class CutConnectionsTest : public GatewayFixture {
 protected:
  CutConnectionsTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
    connections_.Open("mutual-1", std::string("agency/") + kSender, Keys(kSender).tls.serial());
    connections_.Open("mutual-2", std::string("agency/") + kSender, "0badcafe");
    connections_.Open("mutual-3", std::string("agency/") + kSender + "-sur", "c0ffee");
    connections_.Open("enrollment-1", "", "");
  }
  v1::CutConnectionsRequest Cut() {
    v1::CutConnectionsRequest request;
    request.set_request_id(NewId());
    request.set_reason("stolen laptop");
    return request;
  }
  absl::StatusOr<v1::CutConnectionsResponse> Send(const v1::CutConnectionsRequest& request) {
    return Call(api().cut_connections, Administrator(), request);
  }
  std::vector<std::string> Left() const {
    std::vector<std::string> ids;
    for (const v1::Connection& connection : connections_.List("", 100))
      ids.push_back(connection.connection_id());
    return ids;
  }
};

TEST_F(CutConnectionsTest, AllOfAnAgencyAreEndedAndTheActIsInTheTrustLog) {
  v1::CutConnectionsRequest request = Cut();
  request.set_agency_id(kSender);
  ASSERT_OK_AND_ASSIGN(const v1::CutConnectionsResponse response, Send(request));
  EXPECT_EQ(response.cut_count(), 2u);
  EXPECT_THAT(Left(), ElementsAre("mutual-3", "enrollment-1"));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "connections.cut");
  EXPECT_EQ(proven.record.administrator(), "ana");
  EXPECT_EQ(proven.record.purpose(), "stolen laptop");
  EXPECT_EQ(proven.record.event().connections_cut().agency_id(), kSender);
}

TEST_F(CutConnectionsTest, ThoseOfOneCertificateAreEnded) {
  v1::CutConnectionsRequest request = Cut();
  request.set_certificate_serial(Keys(kSender).tls.serial());
  ASSERT_OK_AND_ASSIGN(const v1::CutConnectionsResponse response, Send(request));
  EXPECT_EQ(response.cut_count(), 1u);
  EXPECT_THAT(Left(), ElementsAre("mutual-2", "mutual-3", "enrollment-1"));
}

TEST_F(CutConnectionsTest, OneWithoutACertificateIsEndedByItsId) {
  v1::CutConnectionsRequest request = Cut();
  request.set_connection_id("enrollment-1");
  ASSERT_OK_AND_ASSIGN(const v1::CutConnectionsResponse response, Send(request));
  EXPECT_EQ(response.cut_count(), 1u);
  request = Cut();
  request.set_connection_id("mutual-99");
  ASSERT_OK_AND_ASSIGN(const v1::CutConnectionsResponse gone, Send(request));
  EXPECT_EQ(gone.cut_count(), 0u);
}

TEST_F(CutConnectionsTest, ARepetitionLeavesWhoHasConnectedAgain) {
  v1::CutConnectionsRequest request = Cut();
  request.set_agency_id(kSender);
  ASSERT_THAT(Send(request), IsOk());
  connections_.Open("mutual-4", std::string("agency/") + kSender, Keys(kSender).tls.serial());
  ASSERT_OK_AND_ASSIGN(const v1::CutConnectionsResponse again, Send(request));
  EXPECT_EQ(again.cut_count(), 0u);
  EXPECT_THAT(Left(), ElementsAre("mutual-3", "enrollment-1", "mutual-4"));
}

TEST_F(CutConnectionsTest, WhichAndWhyAreRequiredAndMustBeKnown) {
  v1::CutConnectionsRequest request = Cut();
  EXPECT_EQ(base::FieldOf(Send(request).status()), "which");
  request.set_connection_id("");
  EXPECT_EQ(base::FieldOf(Send(request).status()), "connection_id");
  request.set_certificate_serial("");
  EXPECT_EQ(base::FieldOf(Send(request).status()), "certificate_serial");
  request.set_certificate_serial("abcdef");
  EXPECT_THAT(Send(request), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  request = Cut();
  request.set_agency_id("nobody");
  EXPECT_THAT(Send(request), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  request.set_agency_id(kSender);
  request.clear_reason();
  EXPECT_EQ(base::FieldOf(Send(request).status()), "reason");
  EXPECT_EQ(Left().size(), 4u);
}

TEST_F(CutConnectionsTest, AgenciesMayNotCut) {
  v1::CutConnectionsRequest request = Cut();
  request.set_agency_id(kSender);
  EXPECT_THAT(Call(api().cut_connections, CallerOf(kSender), request),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_EQ(Left().size(), 4u);
}

}  // namespace
}  // namespace enlace::service
