#include "gateway/service/authority/list_authorities.h"

#include "tests/gateway/service/authority/authority_fixture.h"

namespace enlace::service {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ListAuthoritiesTest : public AuthorityFixture {};

TEST_F(ListAuthoritiesTest, OnlyAdministratorsSeeThem) {
  EnrolScene();
  EXPECT_THAT(Call(api().list_authorities, CallerOf(kSender), v1::ListAuthoritiesRequest()),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(ListAuthoritiesTest, TheFirstStartRecordsTheOnlyOneAsIssuing) {
  ASSERT_THAT(List(), SizeIs(1));
  const v1::Authority first = List().front();
  EXPECT_EQ(first.state(), v1::AUTHORITY_STATE_ISSUING);
  EXPECT_EQ(first.authority_id(), first_);
  EXPECT_EQ(first.issuing_der(), pki_.authority().issuing().der());
  EXPECT_TRUE(first.has_state_time());
}

TEST_F(ListAuthoritiesTest, CountsWhatIsInForceAndWhoIsUnaware) {
  EnrolScene();
  EXPECT_EQ(Listed(first_).valid_certificates(), 2 * enrolled_.size());
  EXPECT_THAT(Listed(first_).unaware_agency_ids(), IsEmpty());
  AddAuthority(pki_, "next", NewRoot::kYes);
  const v1::Authority present = List().back();
  EXPECT_EQ(present.state(), v1::AUTHORITY_STATE_PRESENT) << "found without a restart";
  EXPECT_THAT(present.unaware_agency_ids(), IsEmpty()) << "nobody was told";
  ASSERT_THAT(Advance(present.authority_id(), v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  EXPECT_THAT(Listed(present.authority_id()).unaware_agency_ids(), Contains(kSender));
  Revoke(Keys(kPolice).tls);
  EXPECT_EQ(Listed(first_).valid_certificates(), 2 * enrolled_.size() - 1);
}

}  // namespace
}  // namespace enlace::service
