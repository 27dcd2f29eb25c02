#include "gateway/service/page.h"

#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

TEST(PageTest, SizesAreBoundedAndHaveADefault) {
  EXPECT_EQ(PageSize(0), 50u);
  EXPECT_EQ(PageSize(-3), 50u);
  EXPECT_EQ(PageSize(1), 1u);
  EXPECT_EQ(PageSize(501), 500u);
}

TEST(PageTest, ATokenLeadsBackToItsPlace) {
  const std::string after("binary\0key\xff", 11);
  ASSERT_OK_AND_ASSIGN(const std::string start,
                       PageStart("List", "filter", PageToken("List", "filter", after)));
  EXPECT_EQ(start, after);
  EXPECT_EQ(*PageStart("List", "filter", ""), "");
}

TEST(PageTest, ATokenIsBoundToMethodAndFilter) {
  const std::string token = PageToken("List", "filter", "key");
  EXPECT_EQ(base::FieldOf(PageStart("Other", "filter", token).status()), "page_token");
  EXPECT_EQ(base::FieldOf(PageStart("List", "another", token).status()), "page_token");
}

TEST(PageTest, AlteredAndInventedTokensAreRefused) {
  std::string token = PageToken("List", "filter", "key");
  token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
  for (const std::string& bad : {token, std::string("%%%"), std::string("AAAA"), std::string(2000, 'A')}) {
    EXPECT_FALSE(PageStart("List", "filter", bad).ok());
  }
}

}  // namespace
}  // namespace enlace::service
