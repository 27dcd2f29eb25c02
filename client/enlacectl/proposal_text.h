// Proposals for people.
#ifndef ENLACE_CLIENT_ENLACECTL_PROPOSAL_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_PROPOSAL_TEXT_H_

#include <string>

#include "enlace/v1/approval_service.pb.h"

namespace enlace::client {

// "create-enrollment-token"; empty for none.
std::string ActText(const v1::ProposedAct& act);

// In a few words, for a list: "create-enrollment-token agency.agency_id=mx-fgr ...".
std::string ActSummary(const v1::ProposedAct& act);

// All that is proposed, field by field, so that nobody approves what he has not been
// shown, and what became of it.
std::string DescribeProposal(const v1::Proposal& proposal);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_PROPOSAL_TEXT_H_
