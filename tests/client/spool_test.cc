#include "client/spool.h"

#include <utime.h>

#include "enlace/v1/referral_service.pb.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class SpoolTest : public ::testing::Test {
 protected:
  static v1::AdvanceLegRequest Request(const std::string& leg_id) {
    v1::AdvanceLegRequest request;
    request.set_leg_id(leg_id);
    return request;
  }
  TemporaryFolder folder_;
  Spool spool_{folder_.path()};
  v1::AdvanceLegRequest found_;
};

TEST_F(SpoolTest, GivesTheBytesBackUntilTheyAreRemoved) {
  EXPECT_FALSE(spool_.Has("a"));
  EXPECT_THAT(spool_.Find("a", &found_), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(spool_.Keep("a", Request("first")), IsOk());
  ASSERT_THAT(spool_.Keep("a", Request("second")), IsOk());
  EXPECT_TRUE(spool_.Has("a"));
  ASSERT_THAT(Spool(folder_.path()).Find("a", &found_), IsOk());
  EXPECT_EQ(found_.leg_id(), "second");
  EXPECT_THAT(spool_.Remove("a"), IsOk());
  EXPECT_THAT(spool_.Remove("a"), IsOk());
  EXPECT_FALSE(spool_.Has("a"));
}

TEST_F(SpoolTest, AMarkIsToldFromADamagedFile) {
  ASSERT_THAT(base::WriteFileAtomically(folder_.File("mark"), ""), IsOk());
  EXPECT_TRUE(spool_.Has("mark"));
  EXPECT_THAT(spool_.Find("mark", &found_), StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_THAT(base::WriteFileAtomically(folder_.File("bad"), "\xff"), IsOk());
  EXPECT_THAT(spool_.Find("bad", &found_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(folder_.File("bad"))));
}

TEST_F(SpoolTest, WhatCannotBeKeptIsNotSent) {
  Spool nowhere(folder_.File("none"));
  EXPECT_THAT(nowhere.Keep("a", Request("x")), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(SpoolTest, WhatIsOldIsForgottenButForItsMark) {
  ASSERT_THAT(spool_.Keep("old", Request("x")), IsOk());
  ASSERT_THAT(spool_.Keep("new", Request("x")), IsOk());
  const utimbuf past{1000, 1000};
  ASSERT_EQ(utime(folder_.File("old").c_str(), &past), 0);
  ASSERT_THAT(spool_.ForgetOlderThan(absl::FromUnixSeconds(2000)), IsOk());
  EXPECT_THAT(spool_.Find("old", &found_), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(spool_.Find("new", &found_), IsOk());
}

}  // namespace
}  // namespace enlace::client
