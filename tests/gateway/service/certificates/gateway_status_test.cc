#include "gateway/service/certificates/gateway_status.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;

constexpr absl::Duration kDay = absl::Hours(24);

class GatewayStatusTest : public GatewayFixture {
 protected:
  GatewayStatusTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  v1::GetGatewayStatusResponse Status() {
    const auto status = StatusOf(core());
    EXPECT_THAT(status, IsOk());
    return *status;
  }
};

TEST_F(GatewayStatusTest, AnEndThatIsNearIsListedSoonestFirst) {
  EXPECT_THAT(Status().expiring(), IsEmpty());
  clock_.SetTime(Keys(kSender).tls.not_after() - kDay);
  ASSERT_EQ(Status().expiring_size(), 1);
  EXPECT_EQ(Status().expiring(0).serial(), Keys(kSender).tls.serial());
  EXPECT_EQ(Status().expiring(0).subject_uri(), Keys(kSender).uri);
  clock_.SetTime(Keys(kSender).sealing.not_after());
  const v1::GetGatewayStatusResponse late = Status();
  ASSERT_EQ(late.expiring_size(), 2);
  EXPECT_EQ(late.expiring(0).usage(), v1::CERTIFICATE_USAGE_TLS_CLIENT);
  EXPECT_EQ(late.expiring(1).usage(), v1::CERTIFICATE_USAGE_SEALING);
}

TEST_F(GatewayStatusTest, AuthoritiesAreListedHalfAYearAhead) {
  clock_.SetTime(pki_.authority().issuing().not_after() - 180 * kDay);
  const v1::GetGatewayStatusResponse status = Status();
  EXPECT_EQ(status.expiring(status.expiring_size() - 1).subject_uri(), pki_.authority().issuing().subject());
}

TEST_F(GatewayStatusTest, TheGatewaysOwnCertificateIsListedIfItIsNotRenewed) {
  core_->server_certificate = [this] {
    v1::ExpiringCertificate own;
    own.set_subject_uri("gateway");
    *own.mutable_not_after() = base::ToProto(clock_.Now() + kDay);
    return own;
  };
  ASSERT_EQ(Status().expiring_size(), 1);
  EXPECT_EQ(Status().expiring(0).subject_uri(), "gateway");
}

TEST_F(GatewayStatusTest, AQueueTellsHowManyWaitSinceWhenAndWhetherTheAgencyCanCome) {
  v1::GetGatewayStatusResponse status = Status();
  ASSERT_EQ(status.queues_size(), 1);  // The notices of its enrolment.
  EXPECT_EQ(status.queues(0).agency_id(), kSender);
  EXPECT_EQ(status.queues(0).waiting_items(), 2U);
  EXPECT_FALSE(status.queues(0).connected());
  EXPECT_TRUE(status.queues(0).has_valid_certificate());
  connections_.Open("mutual-1", std::string("agency/") + kSender, Keys(kSender).tls.serial());
  clock_.SetTime(Keys(kSender).tls.not_after());
  status = Status();
  EXPECT_TRUE(status.queues(0).connected());
  EXPECT_FALSE(status.queues(0).has_valid_certificate());
  EXPECT_EQ(status.connections(), 1U);
  EXPECT_EQ(base::FromProto(status.expiring(0).last_seen_time()), clock_.Now());
}

TEST_F(GatewayStatusTest, WhatIsAcknowledgedIsNoQueue) {
  v1::AcknowledgeRequest request;
  request.set_position(CertificateNoticesOf(kSender).back().position());
  ASSERT_THAT(Call(api().acknowledge, CallerOf(kSender), request), IsOk());
  EXPECT_THAT(Status().queues(), IsEmpty());
}

TEST_F(GatewayStatusTest, AStoreThatCannotBeReadIsAnError) {
  store_.FailNext(Step::kRead, base::StoreUnavailable("disk"));
  EXPECT_THAT(StatusOf(core()), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
}

}  // namespace
}  // namespace enlace::service
