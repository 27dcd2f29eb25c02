// EST at a real door, by bytes: HTTP/1.1 with and without ALPN, bodies in every
// framing, peers that are refused. HTTP/2 and foreign clients are tests/est.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "tests/gateway/transport/connection/echo.h"
#include "tests/gateway/transport/support/tls_client.h"
#include "tests/gateway/transport/test_door.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kBody[] = "MAMCAQUA";
const char* const kEnroll = "POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: hub\r\n";
const char* const kReenroll = "POST /.well-known/est/simplereenroll HTTP/1.1\r\nHost: hub\r\n";
const char* const kType = "Content-Type: application/pkcs10\r\n";
const char* const kToken = "Authorization: Basic bXgtZmdyOnNlY3JldA==\r\n";  // mx-fgr:secret
const char* const kClose = "Connection: close\r\n";

class EstClient {
 public:
  EstClient(const TestDoor& door, const TestCredential* credential, std::vector<std::string> alpn = {})
      : socket_(door.server->port()), tls_({.credential = credential, .alpn = std::move(alpn)}) {
    tls_.UseSocket(socket_.fd());
  }
  bool Write(absl::string_view bytes) { return tls_.Write(bytes); }
  std::string ReadSome() { return tls_.Read(4096); }
  std::string ReadAll() {
    std::string all;
    for (std::string part = ReadSome(); !part.empty(); part = ReadSome()) all += part;
    return all;
  }
  int alert() const { return tls_.alert(); }

 private:
  ClientSocket socket_;
  TlsClient tls_;
};

class DoorEstTest : public ::testing::Test {
 protected:
  explicit DoorEstTest(PortKind kind = PortKind::kEnrollment)
      : door_([kind](DoorOptions* options) { options->kind = kind; }) {
    door_.services.est_enroll.behave = [this](const v1::EnrollRequest& request, auto done) {
      enrolled_ = request;
      v1::EnrollResponse response;
      response.mutable_certificates()->set_tls_chain_pem(door_.pki.IssueAgency("fgr").tls.chain_pem);
      done(std::move(response));
    };
    door_.services.est_renew.behave = [this](const v1::RenewRequest& request, auto done) {
      v1::RenewResponse response;
      const TestAgency fresh = door_.pki.IssueAgency("fgr");
      response.mutable_certificates()->set_tls_chain_pem(fresh.tls.chain_pem);
      response.mutable_certificates()->set_sealing_chain_pem(fresh.sealing.chain_pem);
      done(std::move(response));
    };
    door_.services.est_ca_certificates.behave = [this](const v1::GetTrustBundleRequest&, auto done) {
      v1::GetTrustBundleResponse response;
      response.set_trust_bundle_pem(door_.pki.root_pem());
      done(std::move(response));
    };
  }
  void ExpectEnrolled() {
    EXPECT_EQ(enrolled_.token(), "secret");
    EXPECT_EQ(enrolled_.tls_csr_der(), std::string("\x30\x03\x02\x01\x05\x00", 6));
  }

  v1::EnrollRequest enrolled_;
  TestDoor door_;
};

TEST_F(DoorEstTest, AClientWithoutAlpnEnrols) {
  EstClient client(door_, nullptr);
  ASSERT_TRUE(client.Write(absl::StrCat(kEnroll, kToken, kType, kClose, "Content-Length: 8\r\n\r\n", kBody)));
  const std::string answer = client.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("content-type: application/pkcs7-mime; smime-type=certs-only\r\n"));
  EXPECT_THAT(answer, HasSubstr("content-length: "));
  ExpectEnrolled();
}

TEST_F(DoorEstTest, AClientThatWaitsForContinueIsToldToGoOn) {
  EstClient client(door_, nullptr, {"http/1.1"});
  ASSERT_TRUE(client.Write(
      absl::StrCat(kEnroll, kToken, kType, kClose, "Expect: 100-continue\r\nContent-Length: 8\r\n\r\n")));
  EXPECT_EQ(client.ReadSome(), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.Write(kBody));
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 200"));
  ExpectEnrolled();
}

TEST_F(DoorEstTest, AClientThatWaitsForContinueWithoutATokenIsAskedForItInstead) {
  EstClient client(door_, nullptr, {"http/1.1"});
  ASSERT_TRUE(
      client.Write(absl::StrCat(kEnroll, kType, "Expect: 100-continue\r\nContent-Length: 8\r\n\r\n")));
  const std::string answer = client.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(answer, HasSubstr("www-authenticate: Basic"));
}

TEST_F(DoorEstTest, AChunkedBodyIsTakenWhole) {
  EstClient client(door_, nullptr, {"http/1.1"});
  ASSERT_TRUE(client.Write(
      absl::StrCat(kEnroll, kToken, kType, kClose, "Transfer-Encoding: chunked\r\n\r\n3\r\nMAM\r\n")));
  ASSERT_TRUE(client.Write("7;x=y\r\nCAQ\r\nUA\r\n0\r\n\r\n"));
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 200"));
  ExpectEnrolled();
}

TEST_F(DoorEstTest, AnEndlessBodyIsCutOff) {
  EstClient client(door_, nullptr, {"http/1.1"});
  client.Write(absl::StrCat(kEnroll, kToken, kType, "Transfer-Encoding: chunked\r\n\r\n"));
  for (int i = 0; i < 3; ++i) client.Write(absl::StrCat("1000\r\n", std::string(4096, 'A'), "\r\n"));
  EXPECT_THAT(client.ReadSome(), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(door_.services.est_enroll.calls(), 0);
}

TEST_F(DoorEstTest, EnrolmentByEstIsInTheLogWithoutTheToken) {
  door_.services.est_enroll.behave = [](const v1::EnrollRequest&, auto done) {
    done(base::Refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_TOKEN_REFUSED, "spent"));
  };
  LogCapture log;
  EstClient client(door_, nullptr);
  ASSERT_TRUE(client.Write(absl::StrCat(kEnroll, kToken, kType, kClose, "Content-Length: 8\r\n\r\n", kBody)));
  const std::string answer = client.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(answer, HasSubstr("www-authenticate: Basic"));
  bool logged = false;
  for (const std::string& line : log.lines()) {
    logged = logged || line.find("\"method\":\"Enroll\"") != std::string::npos;
    EXPECT_THAT(line, Not(HasSubstr("secret")));
    EXPECT_THAT(line, Not(HasSubstr("bXgtZmdy")));
  }
  EXPECT_TRUE(logged);
}

TEST_F(DoorEstTest, GrpcsHandlersAreNotReached) {
  EstClient client(door_, nullptr);
  ASSERT_TRUE(client.Write(absl::StrCat(kEnroll, kToken, kType, kClose, "Content-Length: 8\r\n\r\n", kBody)));
  client.ReadAll();
  EXPECT_EQ(door_.services.enroll.calls(), 0);
  EXPECT_EQ(door_.services.est_enroll.calls(), 1);
}

class MutualDoorEstTest : public DoorEstTest {
 protected:
  MutualDoorEstTest() : DoorEstTest(PortKind::kMutual) {}
  std::string Renew(const TestCredential* credential, std::vector<std::string> alpn, int* alert = nullptr) {
    EstClient client(door_, credential, std::move(alpn));
    client.Write(absl::StrCat(kReenroll, kType, kClose, "Content-Length: 8\r\n\r\n", kBody));
    std::string answer = client.ReadAll();
    if (alert != nullptr) *alert = client.alert();
    return answer;
  }
};

TEST_F(MutualDoorEstTest, TheHolderOfACertificateRenewsIt) {
  const TestAgency agency = door_.Enrol("fgr");
  EXPECT_THAT(Renew(&agency.tls, {}), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(door_.services.est_renew.last().uri, agency.uri);
}

TEST_F(MutualDoorEstTest, ARevokedCertificateIsRefusedByAlertOrInWords) {
  const TestAgency agency = door_.Enrol("fgr");
  door_.Revoke(agency.tls.certificate);
  int alert = 0;
  EXPECT_EQ(Renew(&agency.tls, {}, &alert), "");
  EXPECT_EQ(alert, SSL_AD_CERTIFICATE_REVOKED);
  const std::string answer = Renew(&agency.tls, {"http/1.1"});
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(answer, HasSubstr("revoked"));
  EXPECT_THAT(answer, EndsWith("\n"));
  EXPECT_EQ(door_.services.est_renew.calls(), 0);
}

TEST_F(MutualDoorEstTest, CaCertificatesTakeACertificateHereAndNoneOnTheEnrolmentPort) {
  const char* const request =
      "GET /.well-known/est/cacerts HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";
  const TestAgency agency = door_.Enrol("fgr");
  EstClient known(door_, &agency.tls);
  ASSERT_TRUE(known.Write(request));
  EXPECT_THAT(known.ReadAll(), StartsWith("HTTP/1.1 200"));
  EstClient unknown(door_, nullptr, {"http/1.1"});
  ASSERT_TRUE(unknown.Write(request));
  EXPECT_THAT(unknown.ReadAll(), StartsWith("HTTP/1.1 403"));
}

}  // namespace
}  // namespace enlace::transport
