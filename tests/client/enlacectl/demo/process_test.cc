#include "client/enlacectl/demo/process.h"

#include <signal.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client::demo {
namespace {

TEST(RunToEndTest, GivesBothStreamsAndTheExitStatus) {
  ASSERT_OK_AND_ASSIGN(const Finished finished, RunToEnd({"/bin/sh", "-c", "echo out; echo err >&2; exit 7"}));
  EXPECT_EQ(finished.exit_code, 7);
  EXPECT_EQ(finished.out, "out\n");
  EXPECT_EQ(finished.err, "err\n");
}

TEST(RunToEndTest, ReadsMoreThanAPipeHolds) {
  ASSERT_OK_AND_ASSIGN(const Finished finished,
                       RunToEnd({"/bin/sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"}));
  EXPECT_EQ(finished.out.size(), 300000U);
  EXPECT_EQ(finished.err.size(), 300000U);
}

TEST(RunToEndTest, AProgramThatIsNotThereIsNamed) {
  EXPECT_THAT(RunToEnd({"/no/such/program"}),
              StatusIs(absl::StatusCode::kUnavailable, testing::HasSubstr("/no/such/program")));
}

TEST(BackgroundTest, EndsItsProcessWithItself) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(auto process, Background::Start({"/bin/sleep", "60"}, folder.File("log")));
  const pid_t pid = process->pid();
  EXPECT_TRUE(process->running());
  process.reset();
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(WaitForFileTest, GivesUpAfterTheLimit) {
  TemporaryFolder folder;
  EXPECT_THAT(WaitForFile(folder.File("never"), absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kUnavailable, testing::HasSubstr("never")));
  EXPECT_THAT(WaitForFile(folder.path(), absl::Milliseconds(50)), IsOk());
}

}  // namespace
}  // namespace enlace::client::demo
