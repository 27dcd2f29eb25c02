#include "client/enlacectl/doctor_command.h"

#include <sys/stat.h>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class DoctorCommandTest : public GatewayCliTest {};

TEST_F(DoctorCommandTest, HealthyConnectionIsSaidToBe) {
  const Ran ran = Run({"doctor"});
  EXPECT_EQ(ran.status, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("knows us"));
}

TEST_F(DoctorCommandTest, RevokedIdentityIsFoundByTheCall) {
  gateway_.refusals.push_back(
      Refused(grpc::StatusCode::UNAUTHENTICATED, v1::ERROR_REASON_CERTIFICATE_REVOKED, ""));
  const Ran ran = Run({"doctor", "--language", "es"});
  EXPECT_EQ(ran.status, 23);
  EXPECT_THAT(ran.out, HasSubstr("revocado"));
}

TEST_F(DoctorCommandTest, NobodyListeningIsAClosedPort) {
  const Ran ran = Run({"doctor", "--address", "127.0.0.1:1", "-o", "json"});
  EXPECT_EQ(ran.status, 27);
  EXPECT_THAT(ran.out, HasSubstr("\"check\":\"tcp\",\"fault\":\"closed-port\""));
  EXPECT_THAT(ran.out, HasSubstr("{\"fault\":\"closed-port\",\"exit_status\":27,"));
}

TEST_F(DoctorCommandTest, FolderThatOthersCanReadIsAProblem) {
  ASSERT_EQ(chmod(agency_.folder.path().c_str(), 0755), 0);
  EXPECT_EQ(Run({"doctor"}).status, 35);
}

TEST_F(DoctorCommandTest, ThePortForEnrolmentIsTheWrongOne) {
  EXPECT_EQ(Run({"doctor", "--address", gateway_.enrollment().ToText()}).status, 28);
}

TEST_F(DoctorCommandTest, WhoIsNotEnrolledNeedsNoAddressToHearIt) {
  variables_.erase("ENLACE_ADDRESS");
  const Ran ran = Run({"doctor", "--identity", files_.File("nowhere"), "--language", "pt-BR"});
  EXPECT_EQ(ran.status, 25);
  EXPECT_THAT(ran.out, HasSubstr("enlacectl enroll"));
  EXPECT_FALSE(base::FileExists(files_.File("nowhere")));
}

TEST_F(DoctorCommandTest, AGatewaysSettingsAreExaminedInstead) {
  const Ran ran =
      Run({"doctor", "--gateway-config", WriteFile("gateway.yaml", "trust_domain: [\n"), "--language", "es"});
  EXPECT_EQ(ran.status, 41);
  EXPECT_THAT(ran.out, HasSubstr("configuración"));
}

}  // namespace
}  // namespace enlace::client
