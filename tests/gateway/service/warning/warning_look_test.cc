#include "gateway/service/warning/warning_look.h"

#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

class WarningLookTest : public WarningFixture {};

TEST_F(WarningLookTest, OnlyAnOverseerReadsByItsCountry) {
  EXPECT_EQ(WarningReaderOf(core(), CallerOf(kOmbudsman)).country, "MX");
  EXPECT_EQ(WarningReaderOf(core(), CallerOf(kProsecutor)).country, "");
}

TEST_F(WarningLookTest, AnOverseerHasItsPartInWarningsOfItsCountryAlone) {
  const store::v1::WarningState state = WarningOf(MustIssue(Alert({kSender})));
  EXPECT_EQ(PartOf(state, {kOmbudsman, "MX"}), warning::Part::kOverseer);
  EXPECT_EQ(PartOf(state, {kOmbudsman, "GT"}), warning::Part::kNone);
  EXPECT_EQ(PartOf(state, {kSender, ""}), warning::Part::kAddressee);
}

TEST_F(WarningLookTest, RecordsOfAWarningAreUnderItsOwnKey) {
  const ledger::Draft draft = WarningDraft(ledger::Draft(), "W");
  EXPECT_EQ(draft.subject, "warning:W");
  EXPECT_EQ(draft.record.warning_id(), "W");
}

}  // namespace
}  // namespace enlace::service
