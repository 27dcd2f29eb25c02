#include "gateway/service/directory/resolve_recipients.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ResolveRecipientsTest : public GatewayFixture {
 protected:
  ResolveRecipientsTest() { EnrolScene(); }
  absl::StatusOr<v1::ResolveRecipientsResponse> Resolve(const v1::Classification& classification,
                                                        const std::vector<std::string>& excluded = {},
                                                        const std::string& case_id = "",
                                                        const std::string& caller = kSender) {
    v1::ResolveRecipientsRequest request;
    *request.mutable_classification() = classification;
    for (const std::string& id : excluded) request.add_excluded_agencies()->set_agency_id(id);
    request.set_case_id(case_id);
    request.set_officer_pseudonym("officer-1");
    return Call(api().resolve_recipients, CallerOf(caller), request);
  }
};

TEST_F(ResolveRecipientsTest, NamesRecipientsWithRuleLawAndKeys) {
  ASSERT_OK_AND_ASSIGN(const v1::ResolveRecipientsResponse response, Resolve(Urgent()));
  ASSERT_EQ(response.recipients_size(), 3);
  EXPECT_EQ(response.recipients(0).planned_leg().routing_rule_id(), "MX-R1");
  EXPECT_FALSE(response.recipients(0).legal_reference().empty());
  EXPECT_EQ(response.recipients(0).sealing_certificates(0).key_id(), Keys(kFederal).sealing.key_id());
  EXPECT_EQ(response.own_certificates(0).key_id(), Keys(kSender).sealing.key_id());
}

TEST_F(ResolveRecipientsTest, AnExcludedAgencyIsNotNamed) {
  ASSERT_OK_AND_ASSIGN(const v1::ResolveRecipientsResponse response, Resolve(Urgent(), {kProsecutor}));
  for (const v1::ResolvedRecipient& recipient : response.recipients()) {
    EXPECT_NE(recipient.planned_leg().recipient().agency_id(), kProsecutor);
  }
}

TEST_F(ResolveRecipientsTest, WordsInPlaceOfAnAgencyAreRefused) {
  EXPECT_EQ(base::FieldOf(Resolve(Urgent(), {kProsecutor, "Juana Perez"}).status()),
            "excluded_agencies[1].agency_id");
}

TEST_F(ResolveRecipientsTest, TellsWhyNobodyIsCompetent) {
  ASSERT_OK_AND_ASSIGN(const v1::ResolveRecipientsResponse response,
                       Resolve(Urgent(), {kFederal, kProsecutor, kOmbudsman}));
  EXPECT_EQ(response.recipients_size(), 0);
  EXPECT_FALSE(response.held_reason().empty());
}

TEST_F(ResolveRecipientsTest, ADryRunLeavesNoRecord) {
  const uint64_t size = LogSize();
  ASSERT_THAT(Resolve(Urgent()), IsOk());
  EXPECT_EQ(LogSize(), size);
}

TEST_F(ResolveRecipientsTest, ASenderNeedNotNameTheExclusionsOfItsCaseAgain) {
  const std::string case_id = MustSubmit(kSender, Urgent(), {kProsecutor}).case_id();
  ASSERT_OK_AND_ASSIGN(const v1::ResolveRecipientsResponse route, Resolve(Urgent(), {}, case_id));
  v1::SubmitReferralRequest further = Submission(kSender, Urgent(), {kProsecutor}, case_id);
  further.clear_excluded_agencies();
  further.clear_planned_legs();
  for (const v1::ResolvedRecipient& recipient : route.recipients()) {
    *further.add_planned_legs() = recipient.planned_leg();
  }
  EXPECT_THAT(Call(api().submit_referral, CallerOf(kSender), further), IsOk());
}

TEST_F(ResolveRecipientsTest, ForACaseItIsALookOnRecord) {
  const std::string case_id = MustSubmit(kSender, Urgent()).case_id();
  const uint64_t size = LogSize();
  ASSERT_OK_AND_ASSIGN(const v1::ResolveRecipientsResponse route, Resolve(Urgent(), {}, case_id));
  EXPECT_EQ(LogSize(), size + 1);
  ASSERT_EQ(route.record().log_index(), size);
  EXPECT_EQ(RecordAt(size).event_type(), "route.read");
  EXPECT_EQ(RecordAt(size).case_id(), case_id);
  EXPECT_EQ(RecordAt(size).officer_pseudonym(), "officer-1");
}

TEST_F(ResolveRecipientsTest, ExcludedAndForeignCallersCannotTellTheCaseFromNone) {
  const std::string case_id = MustSubmit(kSender, Urgent(), {kProsecutor}).case_id();
  for (const char* id : {kProsecutor, kStranger}) {
    const uint64_t size = LogSize();
    const absl::Status refused = Resolve(Urgent(), {}, case_id, id).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    EXPECT_THAT(Resolve(Urgent(), {}, NoSuchId(), id), SameRefusalAs(refused));
    ASSERT_EQ(LogSize(), size + 2);
    EXPECT_EQ(RecordAt(size).refusal(), v1::ERROR_REASON_NOT_FOUND);
    EXPECT_EQ(RecordAt(size).ByteSizeLong(), RecordAt(size + 1).ByteSizeLong());
  }
}

TEST_F(ResolveRecipientsTest, AnIncompleteClassificationNamesTheField) {
  v1::Classification classification = Urgent();
  classification.clear_territory();
  EXPECT_EQ(base::FieldOf(Resolve(classification).status()), "classification.territory");
}

}  // namespace
}  // namespace enlace::service
