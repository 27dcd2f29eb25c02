#include "gateway/service/ledger/get_inclusion_proof.h"

#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/verify_proof.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetInclusionProofTest : public GatewayFixture {
 protected:
  GetInclusionProofTest() {
    for (const char* id : {"aa", "bb", "cc"}) RegisterAgency(id, v1::AGENCY_KIND_MINISTRY);
  }
  absl::StatusOr<v1::GetInclusionProofResponse> Get(uint64_t index) {
    v1::GetInclusionProofRequest request;
    request.set_log_id(v1::LOG_ID_TRUST);
    request.set_leaf_index(index);
    return Call(api().get_inclusion_proof, Administrator(), request);
  }
};

TEST_F(GetInclusionProofTest, EveryLeafIsProvedUnderTheCheckpoint) {
  ASSERT_OK_AND_ASSIGN(const std::string note, log_.Checkpoint(v1::LOG_ID_TRUST));
  ASSERT_OK_AND_ASSIGN(const ledger::Checkpoint checkpoint,
                       ledger::VerifyCheckpoint(note, trust_key_->verifier()));
  for (uint64_t index = 0; index < checkpoint.size; ++index) {
    ASSERT_OK_AND_ASSIGN(const v1::GetInclusionProofResponse proof, Get(index));
    EXPECT_EQ(proof.tree_size(), checkpoint.size);
    const ledger::HashPath path(proof.path().begin(), proof.path().end());
    EXPECT_THAT(ledger::VerifyInclusion(proof.leaf_hash(), index, checkpoint.size, path, checkpoint.root),
                IsOk());
  }
}

TEST_F(GetInclusionProofTest, BeyondTheLogIsABadRequest) {
  EXPECT_EQ(base::FieldOf(Get(LogSize(v1::LOG_ID_TRUST)).status()), "leaf_index");
}

}  // namespace
}  // namespace enlace::service
