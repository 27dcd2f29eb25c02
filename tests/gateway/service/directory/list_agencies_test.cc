#include "gateway/service/directory/list_agencies.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;

class ListAgenciesTest : public GatewayFixture {
 protected:
  ListAgenciesTest() {
    for (const char* id : {"cc", "aa", "bb"}) RegisterAgency(id, v1::AGENCY_KIND_MINISTRY);
  }
};

TEST_F(ListAgenciesTest, PagesAreInTheOrderOfIdsAndComplete) {
  v1::ListAgenciesRequest request;
  request.set_page_size(2);
  std::vector<std::string> ids;
  do {
    ASSERT_OK_AND_ASSIGN(const v1::ListAgenciesResponse page,
                         Call(api().list_agencies, Administrator(), request));
    EXPECT_LE(page.agencies_size(), 2);
    for (const v1::Agency& agency : page.agencies()) ids.push_back(agency.agency_id());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre("aa", "bb", "cc"));
}

TEST_F(ListAgenciesTest, AForeignTokenIsRefused) {
  v1::ListAgenciesRequest request;
  request.set_page_token("made-up");
  EXPECT_EQ(base::FieldOf(Call(api().list_agencies, Administrator(), request).status()), "page_token");
}

}  // namespace
}  // namespace enlace::service
