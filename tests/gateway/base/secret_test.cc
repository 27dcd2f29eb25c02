#include "gateway/base/secret.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace enlace::base {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

TEST(SecretTest, RevealsAndComparesItsBytes) {
  const Secret secret("key");
  EXPECT_EQ(secret.RevealSecret(), "key");
  EXPECT_TRUE(secret.Equals("key"));
  EXPECT_FALSE(secret.Equals("kez"));
  EXPECT_TRUE(Secret().empty());
}

TEST(SecretTest, MovedFromSecretIsWiped) {
  Secret from("short");
  const char* where = from.RevealSecret().data();  // Inside the object: a short string.
  const Secret to(std::move(from));
  EXPECT_EQ(to.RevealSecret(), "short");
  EXPECT_TRUE(from.empty());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(where[i], '\0') << i;
}

TEST(SecretTest, AssignmentWipesTheSourceAndKeepsTheValue) {
  Secret from("other");
  const char* where = from.RevealSecret().data();
  Secret to("before");
  to = std::move(from);
  EXPECT_TRUE(to.Equals("other"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(where[i], '\0') << i;
}

TEST(SecretTest, CloneIsItsOwn) {
  Secret original("key");
  const Secret clone = original.Clone();
  original = Secret();
  EXPECT_TRUE(clone.Equals("key"));
}

}  // namespace
}  // namespace enlace::base
