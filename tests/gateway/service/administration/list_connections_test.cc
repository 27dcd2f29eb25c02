#include "gateway/service/administration/list_connections.h"

#include "absl/strings/str_cat.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ListConnectionsTest : public GatewayFixture {
 protected:
  absl::StatusOr<v1::ListConnectionsResponse> List(int page_size = 0, const std::string& token = "") {
    v1::ListConnectionsRequest request;
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Call(api().list_connections, Administrator(), request);
  }
};

TEST_F(ListConnectionsTest, TellsAdministratorsWhoIsConnected) {
  connections_.Open("mutual-1", "agency/cndh", "5f3a09");
  ASSERT_OK_AND_ASSIGN(const v1::ListConnectionsResponse response, List());
  ASSERT_EQ(response.connections_size(), 1);
  EXPECT_EQ(response.connections(0).peer_name(), "agency/cndh");
  EXPECT_TRUE(response.next_page_token().empty());
}

TEST_F(ListConnectionsTest, PagesAreCompleteAndTheirTokensOfThisListAlone) {
  for (int i = 1; i <= 5; ++i) connections_.Open(absl::StrCat("mutual-", i), "agency/cndh", "5f3a09");
  ASSERT_OK_AND_ASSIGN(const v1::ListConnectionsResponse first, List(3));
  ASSERT_EQ(first.connections_size(), 3);
  ASSERT_OK_AND_ASSIGN(const v1::ListConnectionsResponse second, List(3, first.next_page_token()));
  ASSERT_EQ(second.connections_size(), 2);
  EXPECT_EQ(second.connections(0).connection_id(), "mutual-4");
  EXPECT_TRUE(second.next_page_token().empty());
  EXPECT_EQ(base::FieldOf(List(3, "bXV0dWFsLTM").status()), "page_token");
}

TEST_F(ListConnectionsTest, AgenciesMayNotList) {
  RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  EnrolAgency(kSender);
  EXPECT_THAT(Call(api().list_connections, CallerOf(kSender), v1::ListConnectionsRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
