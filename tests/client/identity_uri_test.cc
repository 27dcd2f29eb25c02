#include "client/identity_uri.h"

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

TEST(IdentityUriTest, ReadsAgenciesAndAdministrators) {
  ASSERT_OK_AND_ASSIGN(Identity identity, ParseIdentity("spiffe://mx.enlace.test/agency/mx-fgr/feadle"));
  EXPECT_EQ(identity.trust_domain, "mx.enlace.test");
  EXPECT_EQ(identity.agency_id, "mx-fgr");
  EXPECT_EQ(identity.unit_id, "feadle");
  EXPECT_FALSE(identity.is_administrator());
  ASSERT_OK_AND_ASSIGN(identity, ParseIdentity("spiffe://mx.enlace.test/admin/maria"));
  EXPECT_EQ(identity.administrator, "maria");
  EXPECT_TRUE(identity.is_administrator());
}

TEST(IdentityUriTest, RefusesEveryOtherForm) {
  for (const char* uri : {"", "spiffe://d", "spiffe://d/agency/a1", "spiffe:///agency/a1/u1",
                          "spiffe://d/agency/a1/u1/x", "spiffe://d/admin/a1/u1", "spiffe://d/agency/A1/u1",
                          "spiffe://d/agency/a1/", "https://d/agency/a1/u1", "spiffe://d/server/a1"}) {
    EXPECT_THAT(ParseIdentity(uri), StatusIs(absl::StatusCode::kInvalidArgument)) << uri;
  }
}

}  // namespace
}  // namespace enlace::client
