#include "client/connection.h"

#include "enlace/v1/directory_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ConnectionTest : public ::testing::Test {
 protected:
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeGateway gateway_{pki_};
  FakeAgency agency_{gateway_, "mx-mecanismo"};
};

TEST_F(ConnectionTest, NeedsARootAndAWholeIdentity) {
  EXPECT_THAT(Connection::New({}, TlsIdentity()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("roots")));
  TlsIdentity half;
  half.roots_pem = pki_.root_pem();
  half.chain_pem = "x";
  EXPECT_THAT(Connection::New({}, std::move(half)), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ConnectionTest, ReopenTakesANewChannelAndKeepsTheOldOneOnError) {
  const auto before = agency_.connection->channel();
  EXPECT_THAT(agency_.connection->Reopen(TlsIdentity()), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(agency_.connection->channel(), before);
  ASSERT_OK_AND_ASSIGN(TlsIdentity identity, IdentityFromKeystore(*agency_.keystore));
  EXPECT_THAT(agency_.connection->Reopen(std::move(identity)), IsOk());
  EXPECT_NE(agency_.connection->channel(), before);
  EXPECT_THAT(agency_.session->Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::ListAgencies,
                                                          v1::ListAgenciesRequest()),
              IsOk());
}

TEST_F(ConnectionTest, LineHasTheKeyOfTheCertificateThatItPresents) {
  const Line line = agency_.connection->line();
  EXPECT_EQ(line.channel, agency_.connection->channel());
  ASSERT_TRUE(line.key.has_value());
  EXPECT_EQ(line.key->key_id(), agency_.keystore->tls_chain().front().key_id());
  EXPECT_EQ(line.agency_id, "mx-mecanismo");
  ConnectionOptions options;
  options.address = gateway_.enrollment();
  ASSERT_OK_AND_ASSIGN(const auto enrolling, Connection::NewServerOnly(options, pki_.root_pem()));
  EXPECT_FALSE(enrolling->line().key.has_value());
}

TEST_F(ConnectionTest, EmptyKeystoreSaysToEnrol) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto keystore, certs::Keystore::Open(folder.path(), agency_.random));
  EXPECT_THAT(IdentityFromKeystore(*keystore).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("enlacectl enroll")));
}

TEST_F(ConnectionTest, PemFilesAreCheckedByName) {
  const TestAgency issued = pki_.IssueAgency("mx-fgr");
  TemporaryFolder folder;
  ASSERT_THAT(base::WriteFileAtomically(folder.File("k"), issued.tls.key_pem), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("c"), issued.tls.chain_pem), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("r"), pki_.root_pem()), IsOk());
  EXPECT_THAT(IdentityFromFiles(folder.File("k"), folder.File("c"), folder.File("r")).status(), IsOk());
  EXPECT_THAT(IdentityFromFiles(folder.File("c"), folder.File("c"), folder.File("r")).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(folder.File("c"))));
  EXPECT_THAT(IdentityFromFiles(folder.File("k"), folder.File("c"), folder.File("k")).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(folder.File("k"))));
  EXPECT_THAT(IdentityFromFiles(folder.File("none"), folder.File("c"), folder.File("r")).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::client
