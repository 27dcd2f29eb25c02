#include "client/enlacectl/proposal_text.h"

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Proposal AnAgency() {
  v1::Proposal proposal;
  proposal.set_proposal_id("p1");
  proposal.set_proposer("ana");
  proposal.set_state(v1::PROPOSAL_STATE_OPEN);
  v1::CreateAgencyRequest& create = *proposal.mutable_act()->mutable_create_agency();
  create.set_request_id("0b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d");
  create.mutable_agency()->set_agency_id("mx-fgr");
  create.mutable_agency()->set_kind(v1::AGENCY_KIND_PROSECUTOR);
  create.mutable_agency()->add_unit_ids("main");
  create.mutable_agency()->add_unit_ids("annex");
  create.mutable_agency()->add_mandates()->mutable_valid_from()->set_seconds(1768478400);
  return proposal;
}

TEST(ProposalTextTest, WhoApprovesIsShownEveryFieldOfTheAct) {
  EXPECT_THAT(DescribeProposal(AnAgency()),
              AllOf(HasSubstr("create-agency"), HasSubstr("agency.kind"), HasSubstr("prosecutor"),
                    HasSubstr("agency.unit_ids[1]"), HasSubstr("annex"), HasSubstr("mandates[0].valid_from"),
                    HasSubstr("2026-01-15"), Not(HasSubstr("0b9f2c4e"))));
}

TEST(ProposalTextTest, OtherTypesOfFieldsAreShownToo) {
  v1::Proposal proposal;
  v1::AdvanceAuthorityRequest& advance = *proposal.mutable_act()->mutable_advance_authority();
  advance.set_to(v1::AUTHORITY_STATE_ISSUING);
  advance.set_force(true);
  EXPECT_THAT(DescribeProposal(proposal), AllOf(HasSubstr("issuing"), HasSubstr("force"), HasSubstr("yes")));
  proposal.mutable_act()->mutable_create_enrollment_token()->set_life_seconds(60);
  EXPECT_THAT(DescribeProposal(proposal), HasSubstr("60"));
}

TEST(ProposalTextTest, ASummaryIsShort) {
  v1::Proposal proposal = AnAgency();
  EXPECT_THAT(ActSummary(proposal.act()), HasSubstr("create-agency agency.agency_id=mx-fgr"));
  proposal.mutable_act()->mutable_create_agency()->mutable_agency()->set_display_name(std::string(150, 'x'));
  EXPECT_THAT(ActSummary(proposal.act()), HasSubstr(" ..."));
  EXPECT_EQ(ActText(v1::ProposedAct()), "");
}

}  // namespace
}  // namespace enlace::client
