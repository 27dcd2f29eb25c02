#include "gateway/service/warning/list_warnings.h"

#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ListWarningsTest : public WarningFixture {
 protected:
  absl::StatusOr<v1::ListWarningsResponse> List(const std::string& agency,
                                                const v1::ListWarningsRequest& request = {}) {
    return Call(api().list_warnings, CallerOf(agency), request);
  }
  std::vector<std::string> Ids(const std::string& agency, const v1::ListWarningsRequest& request = {}) {
    const absl::StatusOr<v1::ListWarningsResponse> page = List(agency, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> ids;
    for (const v1::WarningView& view : page->warnings()) ids.push_back(view.warning().warning_id());
    token_ = page->next_page_token();
    return ids;
  }
  std::string IssueAfter(absl::Duration time, const std::vector<std::string>& addressees) {
    clock_.Advance(time);
    return MustIssue(Alert(addressees));
  }
  std::string token_;
};

TEST_F(ListWarningsTest, PartiesAndOverseersListThemNewestFirst) {
  const std::string first = IssueAfter(absl::Minutes(1), {kSender});
  const std::string second = IssueAfter(absl::Minutes(1), {kSender, kProsecutor});
  EXPECT_THAT(Ids(kFederal), ElementsAre(second, first));
  EXPECT_THAT(Ids(kOmbudsman), ElementsAre(second, first));
  EXPECT_THAT(Ids(kProsecutor), ElementsAre(second));
}

TEST_F(ListWarningsTest, PagesHoldEachWarningOnce) {
  const std::string first = IssueAfter(absl::Minutes(1), {kSender});
  const std::string second = IssueAfter(absl::Minutes(1), {kSender});
  v1::ListWarningsRequest request;
  request.set_page_size(1);
  EXPECT_THAT(Ids(kSender, request), ElementsAre(second));
  request.set_page_token(token_);
  EXPECT_THAT(Ids(kSender, request), ElementsAre(first));
  request.set_active_only(true);
  EXPECT_THAT(List(kSender, request), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST_F(ListWarningsTest, ThoseInForceCanBeAskedForAlone) {
  const std::string replaced = IssueAfter(absl::Minutes(1), {kSender});
  clock_.Advance(absl::Minutes(1));
  const std::string current = MustIssue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, replaced, {kSender}));
  v1::ListWarningsRequest request;
  request.set_active_only(true);
  EXPECT_THAT(Ids(kSender, request), ElementsAre(current));
  EXPECT_THAT(Ids(kSender), ElementsAre(current, replaced));
}

TEST_F(ListWarningsTest, AListHoldsNoContent) {
  IssueAfter(absl::Minutes(1), {kSender});
  ASSERT_OK_AND_ASSIGN(const v1::ListWarningsResponse page, List(kSender));
  ASSERT_THAT(page.warnings(), SizeIs(1));
  EXPECT_FALSE(page.warnings(0).warning().has_sealed_alert());
}

TEST_F(ListWarningsTest, EveryListedWarningIsOnTheRecord) {
  const std::string id = IssueAfter(absl::Minutes(1), {kSender});
  ASSERT_OK_AND_ASSIGN(const v1::ListWarningsResponse page, List(kSender));
  EXPECT_EQ(RecordAt(page.record().log_index()).event_type(), "warnings.listed");
  const store::v1::Record record = RecordAt(page.record().log_index() + 1);
  EXPECT_EQ(record.event_type(), "warning.listed");
  EXPECT_EQ(record.warning_id(), id);
}

TEST_F(ListWarningsTest, AStrangersListIsAsBefore) {
  const uint64_t start = LogSize();
  EXPECT_THAT(Ids(kStranger), IsEmpty());
  const uint64_t written = LogSize() - start;
  IssueAfter(absl::Minutes(1), {kSender});
  const uint64_t size = LogSize();
  EXPECT_THAT(Ids(kStranger), IsEmpty());
  EXPECT_EQ(LogSize() - size, written);
}

}  // namespace
}  // namespace enlace::service
