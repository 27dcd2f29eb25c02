#include "client/enlacectl/token_command.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "gateway/base/enrollment_token.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class TokenCommandTest : public GatewayCliTest {};

TEST_F(TokenCommandTest, TokenAloneIsOnStandardOutput) {
  const Ran ran = Run({"token", "create", "--agency", "mx-fgr", "--unit", "feadle", "--hours", "2"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, "enlace1.TOKEN\n");
  EXPECT_THAT(ran.err, HasSubstr("receipt verified"));
  EXPECT_EQ(administration_.token.life_seconds(), 7200U);
  EXPECT_EQ(administration_.token.agency().unit_id(), "feadle");
}

TEST_F(TokenCommandTest, ForEstItGivesWhatAnEstClientNeeds) {
  base::EnrollmentToken token;
  token.address = "enlace.example.gob:7444";
  token.root_der = pki_.authority().root().der();
  token.uri = "spiffe://mx.enlace.test/agency/mx-fgr/feadle";
  token.secret = base::Secret(std::string(32, 's'));
  administration_.token_text = *base::FormatEnrollmentToken(token);
  const Ran ran = Run({"token", "create", "--agency", "mx-fgr", "--unit", "feadle", "--est"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("https://enlace.example.gob:7444\n"));
  EXPECT_THAT(ran.out, HasSubstr(base::FormatTokenSecret(token)));
  EXPECT_THAT(ran.out, HasSubstr(pki_.root_pem()));
  EXPECT_THAT(ran.out, ::testing::Not(HasSubstr("enlace1.")));
  const Ran json = Run({"token", "create", "--agency", "mx-fgr", "--unit", "feadle", "--est", "-o", "json"});
  const auto parsed = nlohmann::json::parse(json.out);
  EXPECT_EQ(parsed["user"], "mx-fgr");
  EXPECT_EQ(parsed["password"], base::FormatTokenSecret(token));
  EXPECT_EQ(parsed["root_pem"], pki_.root_pem());
  EXPECT_EQ(parsed["root_sha256"], absl::BytesToHexString(pki_.authority().root().fingerprint()));
}

TEST_F(TokenCommandTest, SubjectIsAnAgencysUnitOrAnAdministrator) {
  EXPECT_EQ(Run({"token", "create", "--administrator", "maria"}).status, 0);
  EXPECT_EQ(administration_.token.administrator(), "maria");
  EXPECT_EQ(Run({"token", "create"}).status, 3);
  EXPECT_EQ(Run({"token", "create", "--agency", "mx-fgr"}).status, 3);
  EXPECT_EQ(Run({"token", "create", "--agency", "a1", "--administrator", "m1"}).status, 3);
  EXPECT_EQ(Run({"token", "create", "--administrator", "maria", "--hours", "1000"}).status, 2);
}

}  // namespace
}  // namespace enlace::client
