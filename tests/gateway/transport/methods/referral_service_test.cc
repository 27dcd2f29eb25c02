#include "enlace/v1/referral_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class ReferralServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::ReferralService::Stub> stub_ = v1::ReferralService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(ReferralServiceTest, SubmitReferralReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReferralService::Stub::SubmitReferral).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.submit_referral.calls(), 1);
  EXPECT_EQ(door_.services.submit_referral.last().uri, agency_.uri);
}

TEST_F(ReferralServiceTest, GetReferralReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReferralService::Stub::GetReferral).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_referral.calls(), 1);
  EXPECT_EQ(door_.services.get_referral.last().uri, agency_.uri);
}

TEST_F(ReferralServiceTest, ListReferralsReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReferralService::Stub::ListReferrals).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_referrals.calls(), 1);
  EXPECT_EQ(door_.services.list_referrals.last().uri, agency_.uri);
}

TEST_F(ReferralServiceTest, AdvanceLegReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReferralService::Stub::AdvanceLeg).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.advance_leg.calls(), 1);
  EXPECT_EQ(door_.services.advance_leg.last().uri, agency_.uri);
}

TEST_F(ReferralServiceTest, ReclassifyReferralReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReferralService::Stub::ReclassifyReferral).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.reclassify_referral.calls(), 1);
  EXPECT_EQ(door_.services.reclassify_referral.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
