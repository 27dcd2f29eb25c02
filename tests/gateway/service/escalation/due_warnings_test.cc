#include "gateway/service/escalation/due_warnings.h"

#include "gateway/delivery/feed_reader.h"
#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DueWarningsTest : public WarningFixture {
 protected:
  DueWarningsTest() {
    v1::IssueWarningRequest alert = Alert({kSender, kProsecutor});
    *alert.mutable_warning()->mutable_respond_by_time() = base::ToProto(clock_.Now() + absl::Hours(10));
    id_ = MustIssue(alert);
  }
  // Lets the time pass and does what is due then. When the next thing is.
  absl::Time Pass(absl::Duration time) {
    clock_.Advance(time);
    const absl::StatusOr<absl::Time> next = due_.DoDue(clock_.Now());
    EXPECT_THAT(next, IsOk());
    return next.value_or(absl::InfinitePast());
  }
  std::vector<std::string> Told(const std::string& agency) {
    std::vector<std::string> steps;
    const auto page = delivery::ReadFeed(**store_.Read(), agency, absl::nullopt, 1000);
    for (const v1::FeedItem& item : page->items) {
      if (item.kind() == v1::FEED_KIND_CLOCK && item.warning_id() == id_)
        steps.push_back(item.clock().step_id());
    }
    return steps;
  }
  DueCases due_{core(), [this] { Pump(); }};
  std::string id_;
};

TEST_F(DueWarningsTest, SilenceIsRemindedThenToldToTheIssuer) {
  const absl::Time issued = clock_.Now();
  EXPECT_EQ(Pass(absl::Minutes(1)), issued + absl::Hours(5));
  EXPECT_THAT(Told(kSender), IsEmpty());
  Pass(absl::Hours(5));
  EXPECT_THAT(Told(kSender), ElementsAre("reminder-50"));
  EXPECT_THAT(Told(kFederal), IsEmpty());
  EXPECT_EQ(Pass(absl::Hours(5)), absl::InfiniteFuture());
  EXPECT_THAT(Told(kSender), ElementsAre("reminder-50", "reminder-80", "breach"));
  EXPECT_THAT(Told(kFederal), ElementsAre("breach", "breach"));
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(DueWarningsTest, WhoeverAnsweredIsNotReminded) {
  ASSERT_THAT(Answer(kSender, Answering(id_, v1::WARNING_RESPONSE_NOT_COMPETENT)), IsOk());
  Pass(absl::Hours(11));
  EXPECT_THAT(Told(kSender), IsEmpty());
  EXPECT_THAT(Told(kFederal), ElementsAre("breach"));
}

TEST_F(DueWarningsTest, AStepIsTakenOnceAndAClockNeverEndsBySilence) {
  Pass(absl::Hours(11));
  const uint64_t size = LogSize();
  Pass(absl::Hours(24 * 365));
  EXPECT_EQ(LogSize(), size);
  const store::v1::WarningState state = WarningOf(id_);
  for (const v1::Clock& clock : state.clocks()) EXPECT_FALSE(clock.has_stop_time());
}

TEST_F(DueWarningsTest, AReplacedWarningRemindsNobody) {
  MustIssue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, id_, {kSender}));
  Pass(absl::Hours(11));
  EXPECT_THAT(Told(kSender), IsEmpty());
}

}  // namespace
}  // namespace enlace::service
