#include "gateway/transport/tls/server_tls.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/log.h"
#include "tests/gateway/transport/tls/tls_end.h"
#include "tests/support/temporary_folder.h"

namespace enlace::transport {
namespace {

using testing::HasSubstr;

std::vector<std::string>* lines = nullptr;

class ServerTlsTest : public testing::Test {
 protected:
  ServerTlsTest() : first_(PutServerFiles(&pki_, folder_.path())) {
    lines = &lines_;
    base::SetLogSinkForTest([](absl::string_view line) { lines->emplace_back(line); });
  }
  ~ServerTlsTest() override { base::SetLogSinkForTest(nullptr); }

  std::unique_ptr<ServerTls> Server() {
    auto made = ServerTls::New({folder_.path()}, [](absl::string_view) { return absl::OkStatus(); });
    EXPECT_THAT(made.status(), IsOk());
    return std::move(*made);
  }
  TlsPair Connect(ServerTls* server, TlsClientOptions options = {}) {
    options.credential = &agency_.tls;
    return TlsPair(std::move(*server->Accept()), options, true);
  }

  TemporaryFolder folder_;
  TestPki pki_;
  const TestCredential first_;
  const TestAgency agency_ = pki_.IssueAgency("uep-chihuahua");
  std::vector<std::string> lines_;
};

TEST_F(ServerTlsTest, RefusesTls12WithItsAlert) {
  auto server = Server();
  TlsPair pair = Connect(server.get(), {.version = TLS1_2_VERSION});
  EXPECT_EQ(pair.server->state(), TlsStream::State::kFailed);
  EXPECT_EQ(pair.client.alert(), SSL_AD_PROTOCOL_VERSION);
}

TEST_F(ServerTlsTest, SpeaksItsTwoGroupsAndThreeSuitesAndNoOther) {
  auto server = Server();
  for (const char* const group : {"X25519", "P-256"}) {
    EXPECT_EQ(Connect(server.get(), {.groups = group}).server->state(), TlsStream::State::kOpen) << group;
  }
  EXPECT_EQ(Connect(server.get(), {.groups = "P-521"}).server->state(), TlsStream::State::kFailed);
  for (const char* const suite :
       {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}) {
    EXPECT_EQ(Connect(server.get(), {.ciphersuites = suite}).server->state(), TlsStream::State::kOpen)
        << suite;
  }
  EXPECT_EQ(Connect(server.get(), {.ciphersuites = "TLS_AES_128_CCM_SHA256"}).server->state(),
            TlsStream::State::kFailed);
}

TEST_F(ServerTlsTest, IssuesNoTicket) {
  auto server = Server();
  TlsPair pair = Connect(server.get());
  pair.client.Step("");  // Tickets would come after the handshake.
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get_session(pair.client.native())), 0);
}

TEST_F(ServerTlsTest, NewConnectionsGetTheNewPairAndOldOnesGoOn) {
  auto server = Server();
  TlsPair old = Connect(server.get());
  EXPECT_EQ(old.client.server_pem(), first_.certificate.ToPem());
  const TestCredential second = PutServerFiles(&pki_, folder_.path());
  server->ReloadIfChanged();
  EXPECT_EQ(Connect(server.get()).client.server_pem(), second.certificate.ToPem());
  old.Run(old.client.Encrypt("still here"));
  EXPECT_EQ(old.plain, "still here");
}

TEST_F(ServerTlsTest, ABrokenPairIsLoggedOnceAndTheOldOneServesOn) {
  auto server = Server();
  std::ofstream(TlsChainPath(folder_.path())) << "no certificate";
  server->ReloadIfChanged();
  server->ReloadIfChanged();
  EXPECT_EQ(Connect(server.get()).client.server_pem(), first_.certificate.ToPem());
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_THAT(lines_[0], HasSubstr("tls.certificate_not_reloaded"));
}

TEST_F(ServerTlsTest, APairThatWasMendedIsTaken) {
  auto server = Server();
  std::ofstream(TlsChainPath(folder_.path())) << "no certificate";
  server->ReloadIfChanged();
  const TestCredential second = PutServerFiles(&pki_, folder_.path());
  server->ReloadIfChanged();
  EXPECT_EQ(Connect(server.get()).client.server_pem(), second.certificate.ToPem());
}

TEST_F(ServerTlsTest, UnchangedFilesAreNotReadAgain) {
  auto server = Server();
  server->ReloadIfChanged();
  EXPECT_TRUE(lines_.empty());
}

TEST_F(ServerTlsTest, DoesNotStartWithoutAPair) {
  const TemporaryFolder empty;
  EXPECT_THAT(ServerTls::New({empty.path()}, [](absl::string_view) { return absl::OkStatus(); }).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ServerTlsTest, DoesNotAskForCertificatesThatNobodyJudges) {
  EXPECT_THAT(ServerTls::New({folder_.path()}, nullptr).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::transport
