#include "adapters/runtime/derived_request_id.h"

#include "gateway/base/identifier.h"
#include "tests/support/status_matchers.h"

namespace enlace::adapters {
namespace {

TEST(DerivedRequestIdTest, IsARequestIdAndTheSameForTheSameAct) {
  const std::string id = DerivedRequestId("mx-uep", "send", "line 1");
  EXPECT_THAT(base::CheckRequestId("request_id", id), IsOk());
  EXPECT_EQ(id, DerivedRequestId("mx-uep", "send", "line 1"));
}

TEST(DerivedRequestIdTest, DiffersByAgencyActAndObject) {
  const std::string id = DerivedRequestId("mx-uep", "send", "line 1");
  EXPECT_NE(id, DerivedRequestId("mx-fgr", "send", "line 1"));
  EXPECT_NE(id, DerivedRequestId("mx-uep", "link", "line 1"));
  EXPECT_NE(id, DerivedRequestId("mx-uep", "send", "line 2"));
  EXPECT_NE(DerivedRequestId("a", "bc", "d"), DerivedRequestId("a", "b", "cd"));
}

}  // namespace
}  // namespace enlace::adapters
