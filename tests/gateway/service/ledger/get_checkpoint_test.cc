#include "gateway/service/ledger/get_checkpoint.h"

#include "gateway/ledger/verify/checkpoint.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetCheckpointTest : public GatewayFixture {};

TEST_F(GetCheckpointTest, TheLatestCheckpointOfEachLogIsSigned) {
  RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  for (const v1::LogId log : {v1::LOG_ID_CASE, v1::LOG_ID_TRUST}) {
    v1::GetCheckpointRequest request;
    request.set_log_id(log);
    ASSERT_OK_AND_ASSIGN(const v1::GetCheckpointResponse response,
                         Call(api().get_checkpoint, Administrator(), request));
    const ledger::LogKey& key = log == v1::LOG_ID_CASE ? *case_key_ : *trust_key_;
    ASSERT_OK_AND_ASSIGN(const ledger::Checkpoint checkpoint,
                         ledger::VerifyCheckpoint(response.checkpoint(), key.verifier()));
    EXPECT_EQ(checkpoint.size, LogSize(log));
  }
}

TEST_F(GetCheckpointTest, ALogMustBeNamed) {
  EXPECT_EQ(base::FieldOf(Call(api().get_checkpoint, Administrator(), v1::GetCheckpointRequest()).status()),
            "log_id");
}

}  // namespace
}  // namespace enlace::service
