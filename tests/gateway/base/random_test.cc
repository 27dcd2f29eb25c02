#include "gateway/base/random.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/base/identifier.h"
#include "tests/support/fake_random.h"
#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

TEST(RandomTest, BytesHaveTheSizeAndDoNotRepeat) {
  SystemRandom random;
  EXPECT_EQ(random.Bytes(0).size(), 0u);
  EXPECT_EQ(random.Bytes(33).size(), 33u);
  EXPECT_NE(random.Bytes(16), random.Bytes(16));
}

TEST(RandomTest, UuidHasTheFormThatRequestsNeed) {
  FakeRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string id = NewUuid(random);
    EXPECT_THAT(CheckRequestId("f", id), IsOk()) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
}

}  // namespace
}  // namespace enlace::base
