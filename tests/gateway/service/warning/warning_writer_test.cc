#include "gateway/service/warning/warning_writer.h"

#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WarningWriterTest : public WarningFixture {};

TEST_F(WarningWriterTest, WhatTheGatewayDoesNamesNoActor) {
  v1::IssueWarningRequest alert = Alert({kSender});
  *alert.mutable_warning()->mutable_respond_by_time() = base::ToProto(clock_.Now() + absl::Hours(10));
  const uint64_t before = LogSize();
  const std::string id = MustIssue(alert);
  std::vector<std::string> types;
  for (uint64_t i = before; i < LogSize(); ++i) types.push_back(RecordAt(i).event_type());
  EXPECT_THAT(types, ElementsAre("warning.issued", "clock.started"));
  EXPECT_EQ(RecordAt(before).actor().agency_id(), kFederal);
  EXPECT_FALSE(RecordAt(before + 1).has_actor());
  EXPECT_EQ(RecordAt(before + 1).warning_id(), id);
  EXPECT_THAT(RecordAt(before + 1).request_id(), IsEmpty());
}

}  // namespace
}  // namespace enlace::service
