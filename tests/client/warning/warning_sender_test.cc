#include "client/warning/warning_sender.h"

#include "absl/strings/str_cat.h"
#include "client/warning/cap_document.h"
#include "gateway/base/identifier.h"
#include "tests/client/warning/warning_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class WarningSenderTest : public WarningFixture {};

TEST_F(WarningSenderTest, TheTextsLeaveSealedAlone) {
  const std::string id = MustIssue();
  EXPECT_EQ(id, base::DeriveWarningId("mx-uep", kRequestId));
  ASSERT_THAT(warnings_.issued, SizeIs(1));
  const v1::IssueWarningRequest& request = warnings_.issued[0];
  EXPECT_THAT(request.SerializeAsString(), Not(HasSubstr("Amenazas")));
  EXPECT_THAT(request.act_signature(), Not(IsEmpty()));
  EXPECT_THAT(request.warning().sealed_alert().recipients(), SizeIs(2));
  EXPECT_EQ(request.warning().expire_time().nanos(), 0);
  EXPECT_EQ(request.officer_pseudonym(), "of-17");
}

TEST_F(WarningSenderTest, AnUpdateNamesTheAlertThatItReplaces) {
  const std::string first = MustIssue();
  OutgoingWarning update = Outgoing();
  update.request_id = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2e";
  update.warning.set_message_type(v1::WARNING_MESSAGE_TYPE_UPDATE);
  update.warning.set_references_warning_id(first);
  ASSERT_OK_AND_ASSIGN(const v1::IssueWarningResponse response, Issue(update));
  ASSERT_OK_AND_ASSIGN(const ReadWarning read, Read(prosecutor_, response.warning().warning_id()));
  EXPECT_THAT(read.alert->references, HasSubstr(absl::StrCat("mx-uep@mx.enlace.test,", first, ",")));
  ASSERT_THAT(warnings_.looks, Not(IsEmpty()));
  EXPECT_EQ(warnings_.looks[0].purpose(), "reference");
}

TEST_F(WarningSenderTest, AnAlertThatWeCannotOpenIsNotReferredTo) {
  OutgoingWarning update = Outgoing();
  update.request_id = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2e";
  update.warning.set_message_type(v1::WARNING_MESSAGE_TYPE_UPDATE);
  update.warning.set_references_warning_id(MustIssue());
  ASSERT_OK_AND_ASSIGN(const auto sender,
                       WarningSender::New(*police_.session, *police_.keystore, police_.logs()));
  EXPECT_THAT(sender->Issue(update), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(warnings_.issued, SizeIs(1));
}

TEST_F(WarningSenderTest, AnAddresseeWithoutAKeyIsToldAndNothingIsSent) {
  OutgoingWarning outgoing = Outgoing();
  outgoing.warning.add_addressees()->set_agency_id("mx-none");
  gateway_.agencies["mx-none"].set_agency_id("mx-none");
  EXPECT_THAT(Issue(outgoing), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(warnings_.issued, IsEmpty());
}

TEST_F(WarningSenderTest, NothingIsSealedToAKeyOfAStranger) {
  gateway_.agencies["mx-fgr"] = gateway_.agencies["mx-pol"];
  EXPECT_THAT(Issue(Outgoing()), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(warnings_.issued, IsEmpty());
}

TEST_F(WarningSenderTest, AReceiptOfAnotherWarningIsFoundOut) {
  warnings_.spoil_record = [](store::v1::Record* record) { record->set_warning_id("OTHER"); };
  EXPECT_THAT(Issue(Outgoing()), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another act")));
}

TEST_F(WarningSenderTest, AGatewayThatRecordsAnotherAreaIsFoundOut) {
  warnings_.spoil_issue = [](v1::IssueWarningResponse* response) {
    response->mutable_warning()->set_subdivisions(0, "MX-VER");
  };
  EXPECT_THAT(Issue(Outgoing()), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("its area")));
}

TEST_F(WarningSenderTest, ATextThatNoAlertHoldsIsRefusedHere) {
  OutgoingWarning outgoing = Outgoing();
  outgoing.texts.clear();
  EXPECT_THAT(Issue(outgoing), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(warnings_.issued, IsEmpty());
}

TEST_F(WarningSenderTest, ANoteReachesTheIssuerAlone) {
  const std::string id = MustIssue();
  ASSERT_OK_AND_ASSIGN(const auto sender,
                       WarningSender::New(*prosecutor_.session, *prosecutor_.keystore, prosecutor_.logs()));
  OutgoingAnswer answer;
  answer.request_id = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2f";
  answer.warning = warnings_.warnings[id].warning();
  answer.response = v1::WARNING_RESPONSE_ACTING;
  answer.note.emplace().set_text("patrullas desde hoy");
  ASSERT_THAT(sender->Answer(answer), IsOk());
  EXPECT_THAT(warnings_.answered[0].SerializeAsString(), Not(HasSubstr("patrullas")));
  ASSERT_OK_AND_ASSIGN(const ReadWarning at_issuer, Read(unit_, id));
  EXPECT_EQ(at_issuer.notes[0]->text(), "patrullas desde hoy");
  ASSERT_OK_AND_ASSIGN(const ReadWarning at_police, Read(police_, id));
  EXPECT_FALSE(at_police.notes[0].has_value());
}

}  // namespace
}  // namespace enlace::client
