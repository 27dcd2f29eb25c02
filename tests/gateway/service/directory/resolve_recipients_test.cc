#include "gateway/service/directory/resolve_recipients.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ResolveRecipientsTest : public GatewayFixture {
 protected:
  ResolveRecipientsTest() { EnrolScene(); }
  absl::StatusOr<v1::ResolveRecipientsResponse> Resolve(const v1::Classification& classification,
                                                        const std::vector<std::string>& excluded = {}) {
    v1::ResolveRecipientsRequest request;
    *request.mutable_classification() = classification;
    for (const std::string& id : excluded) request.add_excluded_agencies()->set_agency_id(id);
    return Call(api().resolve_recipients, CallerOf(kSender), request);
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

TEST_F(ResolveRecipientsTest, AnIncompleteClassificationNamesTheField) {
  v1::Classification classification = Urgent();
  classification.clear_territory();
  EXPECT_EQ(base::FieldOf(Resolve(classification).status()), "classification.territory");
}

}  // namespace
}  // namespace enlace::service
