#include "client/warning/warning_reader.h"

#include "client/payload.h"
#include "tests/client/warning/warning_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class WarningReaderTest : public WarningFixture {
 protected:
  // Puts content of its own choice, sealed by the issuer, in the place of the alert.
  void PutIn(const std::string& id, const std::string& content, const std::string& case_id) {
    ASSERT_OK_AND_ASSIGN(
        *warnings_.warnings[id].mutable_warning()->mutable_sealed_alert(),
        SealPayload(content, {{"mx-fgr", prosecutor_.keystore->sealing().front().certificate}},
                    {case_id, kRequestId, gateway_.case_log.key().name()}, *unit_.keystore, absl::Now()));
  }
};

TEST_F(WarningReaderTest, AnAddresseeReadsTheAlert) {
  const std::string id = MustIssue();
  ASSERT_OK_AND_ASSIGN(const ReadWarning read, Read(prosecutor_, id));
  ASSERT_TRUE(read.alert.has_value());
  EXPECT_EQ(read.alert->texts[0].description, "Tres casos <graves> & más");
  EXPECT_THAT(read.document, HasSubstr("urn:oasis:names:tc:emergency:cap:1.2"));
  EXPECT_EQ(warnings_.looks.back().officer_pseudonym(), "of-3");
}

TEST_F(WarningReaderTest, WhomItIsNotSealedToSeesTheClearFields) {
  const std::string id = MustIssue();
  ASSERT_OK_AND_ASSIGN(const ReadWarning read, Read(police_, id));
  EXPECT_FALSE(read.alert.has_value());
  EXPECT_EQ(read.view.warning().warning_id(), id);
}

TEST_F(WarningReaderTest, AGatewayThatAltersAClearFieldIsFoundOut) {
  const std::string id = MustIssue();
  warnings_.spoil_view = [](v1::WarningView* view) {
    view->mutable_warning()->set_severity(v1::WARNING_SEVERITY_MINOR);
  };
  EXPECT_THAT(Read(prosecutor_, id), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("its severity")));
}

TEST_F(WarningReaderTest, AnAlertOfAnotherWarningIsFoundOut) {
  const std::string id = MustIssue();
  OutgoingWarning other = Outgoing();
  other.request_id = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2e";
  ASSERT_OK_AND_ASSIGN(const v1::IssueWarningResponse second, Issue(other));
  *warnings_.warnings[id].mutable_warning()->mutable_sealed_alert() =
      warnings_.warnings[second.warning().warning_id()].warning().sealed_alert();
  EXPECT_THAT(Read(prosecutor_, id), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("for another one")));
}

TEST_F(WarningReaderTest, WhatIsNoAlertReachesNobody) {
  const std::string id = MustIssue();
  PutIn(id, "<alert/>", id);
  EXPECT_THAT(Read(prosecutor_, id), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("CAP 1.2")));
  PutIn(id, "<alert/>", "OTHER");
  EXPECT_THAT(Read(prosecutor_, id), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("for another one")));
}

TEST_F(WarningReaderTest, AnAlertThatAnotherAgencySealedIsFoundOut) {
  const std::string id = MustIssue();
  warnings_.spoil_view = [](v1::WarningView* view) {
    view->mutable_warning()->mutable_issuer()->set_agency_id("mx-pol");
  };
  EXPECT_THAT(Read(prosecutor_, id), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another agency")));
}

TEST_F(WarningReaderTest, AnotherWarningThanTheOneAskedForIsFoundOut) {
  const std::string id = MustIssue();
  warnings_.spoil_view = [](v1::WarningView* view) { view->mutable_warning()->set_warning_id("OTHER"); };
  EXPECT_THAT(Read(prosecutor_, id), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another warning")));
  EXPECT_THAT(Read(prosecutor_, "NONE"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::client
