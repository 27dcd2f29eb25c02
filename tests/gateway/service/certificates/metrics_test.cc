#include "gateway/service/certificates/metrics.h"

#include "absl/strings/str_cat.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MetricsTest : public GatewayFixture {
 protected:
  MetricsTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  std::string Text() {
    EXPECT_THAT(metrics_.DoDue(clock_.Now()), IsOk());
    return metrics_.Text();
  }
  Metrics metrics_{core()};
};

TEST_F(MetricsTest, TellsEndsConnectionsAndQueues) {
  connections_.Open("mutual-1", std::string("agency/") + kSender, Keys(kSender).tls.serial());
  EXPECT_THAT(Text(),
              AllOf(HasSubstr(absl::StrCat("enlace_certificate_end_seconds{agency=\"", kSender,
                                           "\",unit=\"main\",usage=\"tls-client\"} ",
                                           absl::ToUnixSeconds(Keys(kSender).tls.not_after()), "\n")),
                    HasSubstr("\nenlace_connections 1\n"), HasSubstr("\nenlace_certificates_expiring 0\n"),
                    HasSubstr(absl::StrCat("enlace_feed_waiting_items{agency=\"", kSender, "\"} 2\n"))));
}

TEST_F(MetricsTest, ARevocationCounts) {
  Revoke(Keys(kSender).tls);
  EXPECT_THAT(Text(), HasSubstr("\nenlace_certificates_revoked 1\n"));
}

TEST_F(MetricsTest, EveryNumberHasItsHelpAndType) {
  const std::string text = Text();
  size_t help = 0;
  size_t type = 0;
  for (size_t at = 0; (at = text.find("# HELP enlace_", at)) != std::string::npos; ++at) ++help;
  for (size_t at = 0; (at = text.find(" gauge\n", at)) != std::string::npos; ++at) ++type;
  EXPECT_EQ(help, type);
  EXPECT_GE(help, 8U);
}

TEST_F(MetricsTest, NoAdministratorIsNamed) {
  v1::CreateEnrollmentTokenRequest token;
  token.set_request_id(NewId());
  token.set_administrator("bea");
  ASSERT_THAT(Call(api().create_enrollment_token, Administrator(), token), IsOk());
  EXPECT_THAT(Text(), AllOf(Not(HasSubstr("bea")), Not(HasSubstr("ana\""))));
}

}  // namespace
}  // namespace enlace::service
