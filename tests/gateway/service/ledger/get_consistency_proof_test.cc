#include "gateway/service/ledger/get_consistency_proof.h"

#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/verify_proof.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetConsistencyProofTest : public GatewayFixture {
 protected:
  ledger::Checkpoint Latest() {
    return *ledger::VerifyCheckpoint(*log_.Checkpoint(v1::LOG_ID_TRUST), trust_key_->verifier());
  }
  absl::StatusOr<v1::GetConsistencyProofResponse> Get(uint64_t old_size, uint64_t new_size = 0) {
    v1::GetConsistencyProofRequest request;
    request.set_log_id(v1::LOG_ID_TRUST);
    request.set_old_size(old_size);
    request.set_new_size(new_size);
    return Call(api().get_consistency_proof, Administrator(), request);
  }
};

TEST_F(GetConsistencyProofTest, AnOlderCheckpointIsAPrefixOfTheLatest) {
  for (const char* id : {"aa", "bb", "cc"}) RegisterAgency(id, v1::AGENCY_KIND_MINISTRY);
  const ledger::Checkpoint old_one = Latest();
  for (const char* id : {"dd", "ee"}) RegisterAgency(id, v1::AGENCY_KIND_MINISTRY);
  const ledger::Checkpoint new_one = Latest();
  ASSERT_OK_AND_ASSIGN(const v1::GetConsistencyProofResponse proof, Get(old_one.size));
  EXPECT_EQ(proof.new_size(), new_one.size);
  const ledger::HashPath path(proof.path().begin(), proof.path().end());
  EXPECT_THAT(ledger::VerifyConsistency(old_one.size, old_one.root, new_one.size, new_one.root, path),
              IsOk());
}

TEST_F(GetConsistencyProofTest, SizesBeyondTheLogAreBadRequests) {
  RegisterAgency("aa", v1::AGENCY_KIND_MINISTRY);
  EXPECT_EQ(base::FieldOf(Get(1, 99).status()), "new_size");
}

}  // namespace
}  // namespace enlace::service
