// An agency's system that speaks to its adapter, which speaks to a gateway.
#ifndef ENLACE_TESTS_ADAPTERS_GRPC_LOCAL_FIXTURE_H_
#define ENLACE_TESTS_ADAPTERS_GRPC_LOCAL_FIXTURE_H_

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>

#include "adapters/grpc/local_server.h"
#include "adapters/runtime/link.h"
#include "tests/client/referral_fixture.h"

namespace enlace::adapters {

// The adapter is that of mx-uep; prosecutor_ is on the other side.
class LocalFixture : public client::ReferralFixture {
 protected:
  void SetUp() override {
    ReferralFixture::SetUp();
    config_.set_agency_id("mx-uep");
    config_.set_state_folder(state_.File("state"));
    config_.set_gateway(gateway_.mutual().ToText());
    config_.set_mechanism_id("mx-federal");
    config_.mutable_grpc()->set_listen("unix:" + Socket());
    auto link = Link::New(config_, gateway_.NewToken("spiffe://mx.enlace.test/agency/mx-uep/main"),
                          {clock_, random_, sleeper_});
    ASSERT_THAT(link, IsOk());
    link_ = *std::move(link);
    auto server = LocalServer::New(config_, Parts());
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel("unix:" + Socket(), grpc::InsecureChannelCredentials());
  }
  std::string Socket() const { return state_.File("local.sock"); }
  GatewayParts Parts() {
    return {clock_,
            link_->connection(),
            link_->case_log(),
            [this]() -> client::ReferralSender& { return link_->sender(); },
            [this]() -> client::ReferralReader& { return link_->reader(); },
            [this]() -> client::LegActions& { return link_->legs(); },
            [this] { link_->RenewIfDue(); }};
  }

  base::SystemClock clock_;
  FakeRandom random_;
  client::FakeSleeper sleeper_;
  TemporaryFolder state_;
  config::v1::AdapterConfig config_;
  std::unique_ptr<Link> link_;
  std::unique_ptr<LocalServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_TESTS_ADAPTERS_GRPC_LOCAL_FIXTURE_H_
