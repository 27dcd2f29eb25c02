#include "certs/x509/name_constraints.h"

#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

TEST(NameConstraintsTest, TheOnePermittedHostIsReadBack) {
  ASSERT_OK_AND_ASSIGN(const NameConstraintsPtr constraints, MakeNameConstraints("mx.enlace.test"));
  EXPECT_EQ(PermittedUriHost(constraints.get()), "mx.enlace.test");
}

TEST(NameConstraintsTest, NoConstraintPermitsNothing) { EXPECT_EQ(PermittedUriHost(nullptr), ""); }

TEST(NameConstraintsTest, TwoHostsOrAnotherKindOfNameCountAsNone) {
  ASSERT_OK_AND_ASSIGN(const NameConstraintsPtr two, MakeNameConstraints("a.test"));
  ASSERT_OK_AND_ASSIGN(const NameConstraintsPtr other, MakeNameConstraints("b.test"));
  sk_GENERAL_SUBTREE_push(two->permittedSubtrees, sk_GENERAL_SUBTREE_pop(other->permittedSubtrees));
  EXPECT_EQ(PermittedUriHost(two.get()), "");
  ASSERT_OK_AND_ASSIGN(const NameConstraintsPtr dns, MakeNameConstraints("a.test"));
  sk_GENERAL_SUBTREE_value(dns->permittedSubtrees, 0)->base->type = GEN_DNS;
  EXPECT_EQ(PermittedUriHost(dns.get()), "");
}

TEST(NameConstraintsTest, AnExcludedNameIsNotOfOurForm) {
  ASSERT_OK_AND_ASSIGN(const NameConstraintsPtr constraints, MakeNameConstraints("a.test"));
  constraints->excludedSubtrees = sk_GENERAL_SUBTREE_new_null();
  EXPECT_EQ(PermittedUriHost(constraints.get()), "");
}

}  // namespace
}  // namespace enlace::certs
