#include "gateway/clock/joint_work.h"

#include "tests/support/status_matchers.h"

namespace enlace::clock {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);

class FakeWork final : public DueWork {
 public:
  explicit FakeWork(absl::StatusOr<absl::Time> next) : next_(std::move(next)) {}
  absl::StatusOr<absl::Time> DoDue(absl::Time) override {
    ++done;
    return next_;
  }
  absl::Status TellClockSet(absl::Time, absl::Time) override {
    ++told;
    return absl::OkStatus();
  }
  int done = 0;
  int told = 0;

 private:
  const absl::StatusOr<absl::Time> next_;
};

TEST(JointWorkTest, TheNextTimeIsTheEarliestOfAll) {
  FakeWork late(kNow + absl::Hours(2)), early(kNow + absl::Hours(1)), never(absl::InfiniteFuture());
  JointWork work({&late, &early, &never});
  ASSERT_OK_AND_ASSIGN(const absl::Time next, work.DoDue(kNow));
  EXPECT_EQ(next, kNow + absl::Hours(1));
}

TEST(JointWorkTest, WhatFailsKeepsBackNoOther) {
  FakeWork broken(absl::UnavailableError("disk")), other(kNow);
  JointWork work({&broken, &other});
  EXPECT_EQ(work.DoDue(kNow).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(other.done, 1);
}

TEST(JointWorkTest, TheClockIsPutOnRecordOnce) {
  FakeWork first(kNow), second(kNow);
  JointWork work({&first, &second});
  EXPECT_THAT(work.TellClockSet(kNow, kNow), IsOk());
  EXPECT_EQ(first.told, 1);
  EXPECT_EQ(second.told, 0);
}

}  // namespace
}  // namespace enlace::clock
