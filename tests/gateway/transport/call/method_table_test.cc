#include "gateway/transport/call/method_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/gateway/transport/fake_services.h"

namespace enlace::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class MethodTableTest : public ::testing::Test {
 protected:
  std::unique_ptr<MethodTable> Make(PortKind kind) {
    absl::StatusOr<std::unique_ptr<MethodTable>> table = MethodTable::New(kind, services_.Handlers());
    EXPECT_TRUE(table.ok()) << table.status();
    return *std::move(table);
  }
  FakeServices services_;
};

TEST_F(MethodTableTest, EveryMethodOfTheContractIsServedOnTheMutualPortButEnroll) {
  const auto table = Make(PortKind::kMutual);
  EXPECT_THAT(table->services(), ElementsAre("enlace.v1.AdministrationService", "enlace.v1.ApprovalService",
                                             "enlace.v1.CaseService", "enlace.v1.DirectoryService",
                                             "enlace.v1.EnrollmentService", "enlace.v1.FeedService",
                                             "enlace.v1.LedgerService", "enlace.v1.ReferralService",
                                             "enlace.v1.ReportService", "enlace.v1.WarningService"));
  for (const char* path :
       {"/enlace.v1.ReferralService/ReclassifyReferral", "/enlace.v1.CaseService/AdvanceMeasure",
        "/enlace.v1.CaseService/WithdrawConsent", "/enlace.v1.EnrollmentService/Renew"}) {
    ASSERT_NE(table->Find(path), nullptr) << path;
    EXPECT_EQ(table->Find(path)->path(), path);
  }
  EXPECT_EQ(table->Find("/enlace.v1.EnrollmentService/Enroll"), nullptr);
  EXPECT_EQ(table->Find("/enlace.v1.CaseService/Nothing"), nullptr);
}

TEST_F(MethodTableTest, TheEnrolmentPortServesTwoMethods) {
  const auto table = Make(PortKind::kEnrollment);
  EXPECT_EQ(table->size(), 2u);
  EXPECT_NE(table->Find("/enlace.v1.EnrollmentService/Enroll"), nullptr);
  EXPECT_NE(table->Find("/enlace.v1.EnrollmentService/GetTrustBundle"), nullptr);
}

TEST_F(MethodTableTest, EveryMissingHandlerKeepsThePortFromStartingAndIsNamed) {
  const std::vector<std::pair<void (*)(service::Services*), std::string>> cases = {
      {[](service::Services* s) { s->reclassify_referral = nullptr; }, "ReferralService.ReclassifyReferral"},
      {[](service::Services* s) { s->advance_measure = nullptr; }, "CaseService.AdvanceMeasure"},
      {[](service::Services* s) { s->withdraw_consent = nullptr; }, "CaseService.WithdrawConsent"},
      {[](service::Services* s) { s->watch = nullptr; }, "FeedService.Watch"},
      {[](service::Services* s) { s->enroll = nullptr; }, "EnrollmentService.Enroll"}};
  for (const auto& [remove, name] : cases) {
    service::Services handlers = services_.Handlers();
    remove(&handlers);
    for (PortKind kind : {PortKind::kMutual, PortKind::kEnrollment}) {
      const absl::Status status = MethodTable::New(kind, handlers).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
      EXPECT_THAT(std::string(status.message()), HasSubstr(name));
    }
  }
}

// What changes state, signs or issues may never be called by a GET.
TEST_F(MethodTableTest, OnlyReadsAreFreeOfSideEffects) {
  const auto table = Make(PortKind::kMutual);
  EXPECT_TRUE(table->Find("/enlace.v1.CaseService/GetCaseStatus")->no_side_effects());
  EXPECT_TRUE(table->Find("/enlace.v1.DirectoryService/ResolveRecipients")->no_side_effects());
  for (const char* path :
       {"/enlace.v1.ReferralService/SubmitReferral", "/enlace.v1.FeedService/Acknowledge",
        "/enlace.v1.FeedService/Watch", "/enlace.v1.AdministrationService/RevokeCertificate",
        "/enlace.v1.EnrollmentService/Renew"}) {
    EXPECT_FALSE(table->Find(path)->no_side_effects()) << path;
  }
}

TEST_F(MethodTableTest, OnlySubmittedReferralsHaveAnUrgentLane) {
  const auto table = Make(PortKind::kMutual);
  EXPECT_TRUE(table->Find("/enlace.v1.ReferralService/SubmitReferral")->traits().urgent_lane);
  EXPECT_FALSE(table->Find("/enlace.v1.ReferralService/AdvanceLeg")->traits().urgent_lane);
}

}  // namespace
}  // namespace enlace::transport
