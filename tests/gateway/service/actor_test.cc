#include "gateway/service/actor.h"

#include <gtest/gtest.h>

namespace enlace::service {
namespace {

TEST(ActorTest, AnAgencysDraftNamesItAndItsCertificate) {
  identity::Caller caller;
  caller.kind = identity::Caller::Kind::kAgency;
  caller.agency_id = "unit";
  caller.certificate_serial = "ab12";
  caller.key_id = std::string(32, 'k');
  const ledger::Draft draft = DraftBy(caller, "case.read", "officer-1", "request");
  EXPECT_EQ(draft.log, v1::LOG_ID_CASE);
  EXPECT_EQ(draft.record.actor().agency_id(), "unit");
  EXPECT_EQ(draft.record.certificate_serial(), "ab12");
  EXPECT_EQ(draft.record.event_type(), "case.read");
  EXPECT_EQ(draft.record.officer_pseudonym(), "officer-1");
  EXPECT_EQ(draft.record.request_id(), "request");
  EXPECT_EQ(draft.actor_key_id, caller.key_id);
}

TEST(ActorTest, AnAdministratorsDraftGoesToTheTrustLogUnderTheGatewaysKey) {
  identity::Caller caller;
  caller.kind = identity::Caller::Kind::kAdministrator;
  caller.administrator = "ana";
  const ledger::Draft draft = TrustDraft(caller, "agency.created", "request");
  EXPECT_EQ(draft.log, v1::LOG_ID_TRUST);
  EXPECT_EQ(draft.clazz, ledger::LeafClass::kAdmin);
  EXPECT_EQ(draft.subject, "gateway");
  EXPECT_EQ(draft.record.administrator(), "ana");
  EXPECT_FALSE(draft.record.has_actor());
}

}  // namespace
}  // namespace enlace::service
