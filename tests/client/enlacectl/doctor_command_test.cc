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
  EXPECT_EQ(ran.status, 5);
  EXPECT_THAT(ran.out, HasSubstr("revocado"));
}

TEST_F(DoctorCommandTest, NobodyListeningIsUnavailable) {
  const Ran ran = Run({"doctor", "--address", "127.0.0.1:1", "-o", "json"});
  EXPECT_EQ(ran.status, 7);
  EXPECT_THAT(ran.out, HasSubstr("\"check\":\"tcp\""));
}

TEST_F(DoctorCommandTest, FolderThatOthersCanReadIsAProblem) {
  ASSERT_EQ(chmod(agency_.folder.path().c_str(), 0755), 0);
  EXPECT_EQ(Run({"doctor"}).status, 5);
}

}  // namespace
}  // namespace enlace::client
