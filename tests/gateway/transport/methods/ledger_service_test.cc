#include "enlace/v1/ledger_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class LedgerServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::LedgerService::Stub> stub_ = v1::LedgerService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(LedgerServiceTest, GetCheckpointReachesItsHandler) {
  EXPECT_EQ(Call(&v1::LedgerService::Stub::GetCheckpoint).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_checkpoint.calls(), 1);
  EXPECT_EQ(door_.services.get_checkpoint.last().uri, agency_.uri);
}

TEST_F(LedgerServiceTest, GetEntriesReachesItsHandler) {
  EXPECT_EQ(Call(&v1::LedgerService::Stub::GetEntries).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_entries.calls(), 1);
  EXPECT_EQ(door_.services.get_entries.last().uri, agency_.uri);
}

TEST_F(LedgerServiceTest, GetInclusionProofReachesItsHandler) {
  EXPECT_EQ(Call(&v1::LedgerService::Stub::GetInclusionProof).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_inclusion_proof.calls(), 1);
  EXPECT_EQ(door_.services.get_inclusion_proof.last().uri, agency_.uri);
}

TEST_F(LedgerServiceTest, GetConsistencyProofReachesItsHandler) {
  EXPECT_EQ(Call(&v1::LedgerService::Stub::GetConsistencyProof).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_consistency_proof.calls(), 1);
  EXPECT_EQ(door_.services.get_consistency_proof.last().uri, agency_.uri);
}

TEST_F(LedgerServiceTest, ListAccessesReachesItsHandler) {
  EXPECT_EQ(Call(&v1::LedgerService::Stub::ListAccesses).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_accesses.calls(), 1);
  EXPECT_EQ(door_.services.list_accesses.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
