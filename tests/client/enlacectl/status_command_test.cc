#include "client/enlacectl/status_command.h"

#include <nlohmann/json.hpp>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class StatusCommandTest : public GatewayCliTest {
 protected:
  StatusCommandTest() {
    administration_.status.mutable_now()->set_seconds(1768478400);
    administration_.status.set_connections(4);
  }
  void AddExpiring(const std::string& uri, int64_t in_seconds) {
    v1::ExpiringCertificate& one = *administration_.status.add_expiring();
    one.set_subject_uri(uri);
    one.mutable_not_after()->set_seconds(1768478400 + in_seconds);
  }
};

TEST_F(StatusCommandTest, SaysWhenNothingNeedsAnybody) {
  const Ran ran = Run({"status"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Nothing needs you now"));
}

TEST_F(StatusCommandTest, ShowsCertificatesByTheTimeThatIsLeft) {
  AddExpiring("spiffe://x/agency/old/main", -5);
  AddExpiring("spiffe://x/agency/soon/main", 3600 * 30);
  AddExpiring("spiffe://x/admin/ana", 86400 * 6);
  const Ran ran = Run({"status"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("3 certificates end soon"), HasSubstr("ended"), HasSubstr("30 h"),
                             HasSubstr("6 d"), Not(HasSubstr("Nothing needs you"))));
}

TEST_F(StatusCommandTest, ShowsQueuesProposalsAndChangedFiles) {
  v1::AgencyQueue& queue = *administration_.status.add_queues();
  queue.set_agency_id("mx-fgr");
  queue.set_waiting_items(41);
  administration_.status.set_open_proposals(2);
  administration_.status.set_mechanisms_differ(true);
  EXPECT_THAT(Run({"status"}).out, AllOf(HasSubstr("mx-fgr"), HasSubstr("41"), HasSubstr("2 proposals wait"),
                                         HasSubstr("differ")));
  EXPECT_THAT(Run({"--language", "es", "status"}).out, HasSubstr("1 instituciones tienen avisos"));
  EXPECT_THAT(Run({"--language", "pt-BR", "status"}).out, HasSubstr("1 órgãos têm avisos"));
}

TEST_F(StatusCommandTest, FitsOnAScreenAndTellsHowManyMoreThereAre) {
  for (int i = 0; i < 13; ++i) AddExpiring("spiffe://x/agency/a/main", 60);
  EXPECT_THAT(Run({"status"}).out, HasSubstr("... 3"));
  const auto json = nlohmann::json::parse(Run({"status", "-o", "json"}).out, nullptr, false);
  EXPECT_EQ(json["expiring"].size(), 13U);
}

}  // namespace
}  // namespace enlace::client
