#include "gateway/transport/tls/tls_stream.h"

#include <malloc.h>

#include <vector>

#include "gateway/base/errors.h"
#include "tests/gateway/transport/tls/tls_end.h"
#include "tests/support/temporary_folder.h"

namespace enlace::transport {
namespace {

class TlsStreamTest : public testing::Test {
 protected:
  TlsStreamTest() { PutServerFiles(&pki_, folder_.path()); }

  TlsPair Pair(const TlsClientOptions& client, bool refuse_by_alert = false, bool ask = true) {
    if (server_ == nullptr) {
      auto made = ServerTls::New({folder_.path(), ask, refuse_by_alert}, [this](absl::string_view pem) {
        ++asked_;
        return pem.empty() ? base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_MISSING, "none")
                           : verdict_;
      });
      EXPECT_THAT(made.status(), IsOk());
      server_ = std::move(*made);
    }
    auto stream = server_->Accept();
    EXPECT_THAT(stream.status(), IsOk());
    return TlsPair(std::move(*stream), client);
  }
  // The alert that a client without ALPN gets when it is refused for `reason`.
  int AlertFor(v1::ErrorReason reason) {
    verdict_ = base::CertificateRefused(reason, "refused");
    TlsPair pair = Pair({.credential = &agency_.tls});
    pair.Run();
    EXPECT_EQ(pair.server->state(), TlsStream::State::kFailed);
    EXPECT_EQ(base::ReasonOf(pair.server->failure()), reason);
    return pair.client.alert();
  }

  TemporaryFolder folder_;
  TestPki pki_;
  const TestAgency agency_ = pki_.IssueAgency("uep-chihuahua");
  absl::Status verdict_;
  int asked_ = 0;
  std::unique_ptr<ServerTls> server_;
};

TEST_F(TlsStreamTest, CarriesBytesBothWaysAndKnowsThePeer) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"h2"}});
  pair.Run();
  ASSERT_EQ(pair.server->state(), TlsStream::State::kOpen);
  EXPECT_EQ(pair.server->TakeLeafPem(), agency_.tls.certificate.ToPem());
  EXPECT_EQ(pair.server->version(), HttpVersion::k2);
  pair.Run(pair.client.Encrypt("question"));
  EXPECT_EQ(pair.plain, "question");
  std::string answer;
  ASSERT_TRUE(pair.server->Write("answer", &answer));
  pair.client.Step(answer);
  EXPECT_EQ(pair.client.plain(), "answer");
}

TEST_F(TlsStreamTest, ChoosesHttp2BeforeHttp11AndHttp11WhereNothingIsOffered) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"http/1.1", "h2"}, "h2"}, {{"http/1.1"}, "http/1.1"}, {{"spdy/3", "http/1.1"}, "http/1.1"}, {{}, ""}};
  for (const auto& [offered, chosen] : cases) {
    TlsPair pair = Pair({.credential = &agency_.tls, .alpn = offered});
    pair.Run();
    EXPECT_EQ(pair.client.alpn(), chosen);
    EXPECT_EQ(pair.server->version(), chosen == "h2" ? HttpVersion::k2 : HttpVersion::k11);
  }
}

TEST_F(TlsStreamTest, AForeignProtocolGetsItsAlert) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"spdy/3"}});
  pair.Run();
  EXPECT_EQ(pair.client.alert(), SSL_AD_NO_APPLICATION_PROTOCOL);
}

TEST_F(TlsStreamTest, EveryReasonHasItsAlert) {
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_EXPIRED), SSL_AD_CERTIFICATE_EXPIRED);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_REVOKED), SSL_AD_CERTIFICATE_REVOKED);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_AGENCY_SUSPENDED), SSL_AD_CERTIFICATE_REVOKED);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED), SSL_AD_UNKNOWN_CA);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE), SSL_AD_UNSUPPORTED_CERTIFICATE);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_WRONG_NAME), SSL_AD_BAD_CERTIFICATE);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID), SSL_AD_BAD_CERTIFICATE);
  EXPECT_EQ(AlertFor(v1::ERROR_REASON_CERTIFICATE_UNKNOWN), SSL_AD_CERTIFICATE_UNKNOWN);
}

TEST_F(TlsStreamTest, APeerWithoutCertificateAndProtocolIsToldThatOneIsRequired) {
  TlsPair pair = Pair({});
  pair.Run();
  EXPECT_EQ(pair.client.alert(), SSL_AD_CERTIFICATE_REQUIRED);
  EXPECT_EQ(base::ReasonOf(pair.server->failure()), v1::ERROR_REASON_CERTIFICATE_MISSING);
}

TEST_F(TlsStreamTest, APeerThatOfferedAProtocolGetsThroughToBeRefusedInWords) {
  verdict_ = base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "revoked");
  for (const TestCredential* credential : {&agency_.tls, static_cast<const TestCredential*>(nullptr)}) {
    TlsPair pair = Pair({.credential = credential, .alpn = {"h2"}});
    pair.Run();
    EXPECT_EQ(pair.server->state(), TlsStream::State::kOpen);
    EXPECT_EQ(pair.server->TakeLeafPem(), credential != nullptr ? credential->certificate.ToPem() : "");
  }
  EXPECT_EQ(asked_, 0);
}

TEST_F(TlsStreamTest, RefuseByAlertHoldsForPeersWithAProtocolToo) {
  verdict_ = base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "revoked");
  TlsPair revoked = Pair({.credential = &agency_.tls, .alpn = {"h2"}}, true);
  revoked.Run();
  EXPECT_EQ(revoked.client.alert(), SSL_AD_CERTIFICATE_REVOKED);
  TlsPair without = Pair({.alpn = {"h2"}}, true);
  without.Run();
  EXPECT_EQ(without.client.alert(), SSL_AD_CERTIFICATE_REQUIRED);
}

TEST_F(TlsStreamTest, ThePortThatAsksForNoCertificateGetsNone) {
  TlsPair pair = Pair({.credential = &agency_.tls}, false, false);
  pair.Run();
  EXPECT_EQ(pair.server->state(), TlsStream::State::kOpen);
  EXPECT_EQ(pair.server->TakeLeafPem(), "");
}

TEST_F(TlsStreamTest, SomebodyElsesCertificateDoesNotGetIn) {
  const TestCredential stolen = pki_.WithWrongKey("uep-chihuahua", "main");
  // OpenSSL's client refuses such a pair itself, and so presents none.
  TlsPair pair = Pair({.credential = &stolen});
  pair.Run();
  EXPECT_EQ(pair.server->state(), TlsStream::State::kFailed);
}

TEST_F(TlsStreamTest, BytesThatAreNoTlsFailInOurWords) {
  TlsPair pair = Pair({});
  std::string alert;
  pair.Give("GET / HTTP/1.1\r\n\r\n", &alert);
  EXPECT_EQ(pair.server->state(), TlsStream::State::kFailed);
  EXPECT_EQ(base::ReasonOf(pair.server->failure()), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(std::string(pair.server->failure().message()), testing::StartsWith("TLS: "));
}

TEST_F(TlsStreamTest, WorksWhateverTheSizeOfTheBytesThatArrive) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"h2"}});
  const auto drip = [&](const std::string& bytes) {
    std::string to_client;
    for (const char byte : bytes) pair.Give(std::string(1, byte), &to_client);
    return to_client;
  };
  std::string to_client = drip(pair.client.Step(""));
  to_client = drip(pair.client.Step(to_client));
  ASSERT_EQ(pair.server->state(), TlsStream::State::kOpen);
  const std::string sent(100000, 'x');
  drip(pair.client.Encrypt(sent));
  EXPECT_EQ(pair.plain, sent);
}

TEST_F(TlsStreamTest, ManyFramesOfOneTurnAreOneRecord) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"h2"}});
  pair.Run();
  std::string send;
  const std::string frames(16000, 'f');
  ASSERT_TRUE(pair.server->Write(frames, &send));
  EXPECT_LT(send.size(), frames.size() + 32);
}

TEST_F(TlsStreamTest, KeysMayChange) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"h2"}});
  pair.Run();
  pair.server->TakeLeafPem();
  for (int i = 0; i < 3; ++i) {
    pair.Run(pair.client.UpdateKeys());
    pair.Run(pair.client.Encrypt("on"));
    std::string send;
    ASSERT_TRUE(pair.server->Write("off", &send));
    pair.client.Step(send);
  }
  EXPECT_EQ(pair.plain, "ononon");
  EXPECT_EQ(pair.client.plain(), "offoffoff");
}

TEST_F(TlsStreamTest, ABrokenRecordGetsItsAlert) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"h2"}});
  pair.Run();
  pair.server->TakeLeafPem();
  std::string record = pair.client.Encrypt("x");
  record.back() = static_cast<char>(record.back() ^ 1);
  std::string send;
  pair.Give(record, &send);
  EXPECT_EQ(pair.server->state(), TlsStream::State::kFailed);
  EXPECT_FALSE(pair.server->Write("y", &send));
  pair.client.Step(send);
  EXPECT_EQ(pair.client.alert(), SSL_AD_BAD_RECORD_MAC);
}

TEST_F(TlsStreamTest, BothSidesCloseInOrder) {
  TlsPair pair = Pair({.credential = &agency_.tls, .alpn = {"h2"}});
  pair.Run();
  pair.server->TakeLeafPem();
  std::string send;
  pair.Give(pair.client.Shutdown(), &send);
  EXPECT_EQ(pair.server->state(), TlsStream::State::kEnded);
  ASSERT_TRUE(pair.server->Write("last words", &send));  // A half-closed peer still reads.
  pair.server->Close(&send);
  pair.client.Step(send);
  EXPECT_EQ(pair.client.plain(), "last words");
  EXPECT_TRUE(pair.client.ended());
}

}  // namespace
}  // namespace enlace::transport
