#include "gateway/service/own_commands.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class OwnCommandsTest : public GatewayFixture {
 protected:
  static OwnCommand Returning(absl::Status status) {
    return [status](ledger::Work&) -> absl::StatusOr<std::string> {
      if (!status.ok()) return status;
      return std::string();
    };
  }
  OwnOutcome Run(std::vector<absl::Status> statuses) {
    std::vector<OwnCommand> commands;
    for (absl::Status& status : statuses) commands.push_back(Returning(std::move(status)));
    return RunOwnCommands(
        core().sequencer, [this] { Pump(); }, std::move(commands));
  }
};

TEST_F(OwnCommandsTest, OneThatFailsKeepsBackNoOther) {
  const OwnOutcome outcome = Run({absl::OkStatus(), absl::InternalError("one"), absl::InternalError("two")});
  EXPECT_EQ(outcome.first_failure.message(), "one");
  EXPECT_FALSE(outcome.store_is_away);
}

TEST_F(OwnCommandsTest, TheStoreIsAwayIfEveryOneFindsItSo) {
  EXPECT_TRUE(Run({base::StoreUnavailable("disk"), base::StoreUnavailable("disk")}).store_is_away);
  EXPECT_FALSE(Run({base::StoreUnavailable("disk"), absl::OkStatus()}).store_is_away);
}

TEST_F(OwnCommandsTest, NothingToDoIsDone) {
  const OwnOutcome outcome = Run({});
  EXPECT_THAT(outcome.first_failure, IsOk());
  EXPECT_FALSE(outcome.store_is_away);
}

}  // namespace
}  // namespace enlace::service
