#include "gateway/transport/est/est_exchange.h"

#include "gateway/base/errors.h"
#include "gateway/transport/est/est_request.h"
#include "tests/gateway/transport/est/fake_est.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;
using Port = EstWorld::Port;

const Fields kCsr = {{"content-type", "application/pkcs10"}};
constexpr char kBody[] = "MAMCAQUA";  // 30 03 02 01 05 00
constexpr char kSimpleEnroll[] = "/.well-known/est/simpleenroll";
constexpr char kSimpleReenroll[] = "/.well-known/est/simplereenroll";

const std::string& Der() {
  static const auto* const der = new std::string("\x30\x03\x02\x01\x05\x00", 6);
  return *der;
}

Fields WithToken(const std::string& token) {
  Fields fields = kCsr;
  fields.push_back(EstWorld::Basic("mx-fgr", token));
  return fields;
}

// Answers with an agency's certificates.
void Enrols(EstWorld* world) {
  static TestPki* const pki = new TestPki;
  static const TestAgency* const agency = new TestAgency(pki->IssueAgency("fgr"));
  world->factory.answer = [](const google::protobuf::Message& request, CallSink* sink) {
    v1::IssuedCertificates issued;
    issued.set_tls_chain_pem(agency->tls.chain_pem);
    issued.set_sealing_chain_pem(agency->sealing.chain_pem);
    v1::EnrollResponse enrolled;
    v1::RenewResponse renewed;
    v1::GetTrustBundleResponse bundle;
    *enrolled.mutable_certificates() = issued;
    *renewed.mutable_certificates() = issued;
    bundle.set_trust_bundle_pem(pki->root_pem());
    if (request.GetDescriptor() == v1::EnrollRequest::descriptor()) sink->Send(enrolled);
    if (request.GetDescriptor() == v1::RenewRequest::descriptor()) sink->Send(renewed);
    if (request.GetDescriptor() == v1::GetTrustBundleRequest::descriptor()) sink->Send(bundle);
    sink->Finish(absl::OkStatus());
  };
}

TEST(EstExchangeTest, EnrolmentTakesTokenAndRequestWhereverTheBodyIsSplit) {
  for (size_t piece = 1; piece <= sizeof(kBody); ++piece) {
    EstWorld world(Port::kEnrollment);
    Enrols(&world);
    world.Send("POST", kSimpleEnroll, WithToken("enlace1.TOKEN"), kBody, piece);
    ASSERT_EQ(world.factory.requests.size(), 1u);
    const auto& request = static_cast<const v1::EnrollRequest&>(*world.factory.requests[0]);
    EXPECT_EQ(request.token(), "enlace1.TOKEN");
    EXPECT_EQ(request.tls_csr_der(), Der());
    EXPECT_EQ(request.sealing_csr_der(), "");
    EXPECT_EQ(world.responder.http_status, 200);
    EXPECT_EQ(ValueIn(world.responder.head, "content-type"), "application/pkcs7-mime; smime-type=certs-only");
    EXPECT_EQ(ValueIn(world.responder.head, "content-transfer-encoding"), "base64");
    EXPECT_EQ(world.responder.violations, 0);
    EXPECT_EQ(world.factory.protocol, "est");
    EXPECT_EQ(world.factory.metadata, 0u);
  }
}

TEST(EstExchangeTest, RenewalTakesTheRequestForTheKeyThatItsLabelSays) {
  EstWorld tls(Port::kMutual);
  Enrols(&tls);
  tls.Send("POST", kSimpleReenroll, kCsr, kBody);
  EXPECT_EQ(static_cast<const v1::RenewRequest&>(*tls.factory.requests.at(0)).tls_csr_der(), Der());
  EXPECT_EQ(tls.responder.http_status, 200);
  for (const char* path :
       {"/.well-known/est/sealing/simpleenroll", "/.well-known/est/sealing/simplereenroll"}) {
    EstWorld sealing(Port::kMutual);
    Enrols(&sealing);
    sealing.Send("POST", path, kCsr, kBody);
    const auto& request = static_cast<const v1::RenewRequest&>(*sealing.factory.requests.at(0));
    EXPECT_EQ(request.sealing_csr_der(), Der());
    EXPECT_EQ(request.tls_csr_der(), "");
    EXPECT_EQ(sealing.responder.http_status, 200);
  }
}

TEST(EstExchangeTest, BothPortsGiveCaCertificatesAndAttributes) {
  for (const Port port : {Port::kEnrollment, Port::kMutual}) {
    const std::pair<std::string, std::string> rows[] = {{"cacerts", "application/pkcs7-mime"},
                                                        {"sealing/cacerts", "application/pkcs7-mime"},
                                                        {"csrattrs?x=y", "application/csrattrs"}};
    for (const auto& [operation, type] : rows) {
      EstWorld world(port);
      Enrols(&world);
      world.Send("GET", absl::StrCat("/.well-known/est/", operation), {});
      EXPECT_EQ(world.responder.http_status, 200) << operation;
      EXPECT_EQ(ValueIn(world.responder.head, "content-type"), type);
    }
  }
}

TEST(EstExchangeTest, WhatIsNotServedHereSaysWhere) {
  EstWorld mutual(Port::kMutual), enrollment(Port::kEnrollment), sealing(Port::kEnrollment),
      nowhere(Port::kMutual);
  mutual.Send("POST", kSimpleEnroll, WithToken("t"), kBody);
  EXPECT_EQ(mutual.responder.http_status, 404);
  EXPECT_THAT(mutual.responder.body, HasSubstr("enrolment port"));
  enrollment.Send("POST", kSimpleReenroll, kCsr, kBody);
  EXPECT_EQ(enrollment.responder.http_status, 404);
  EXPECT_THAT(enrollment.responder.body, HasSubstr("mutual port"));
  sealing.Send("POST", "/.well-known/est/sealing/simpleenroll", WithToken("t"), kBody);
  EXPECT_EQ(sealing.responder.http_status, 404);
  nowhere.Send("POST", "/.well-known/est/fullcmc", kCsr, kBody);
  EXPECT_EQ(nowhere.responder.http_status, 404);
  EXPECT_EQ(nowhere.factory.refused.size(), 1u);
  EXPECT_TRUE(nowhere.factory.paths.empty());
}

TEST(EstExchangeTest, WithoutATokenTheAnswerAsksForOneBeforeTheBodyComes) {
  EstWorld world(Port::kEnrollment);
  world.Send("POST", kSimpleEnroll, kCsr, kBody);
  EXPECT_EQ(world.responder.http_status, 401);
  EXPECT_THAT(ValueIn(world.responder.head, "www-authenticate"), HasSubstr("Basic"));
  EXPECT_TRUE(world.factory.paths.empty());
  EXPECT_EQ(world.factory.refused.at(0).first, "/enlace.v1.EnrollmentService/Enroll");
  EXPECT_EQ(world.responder.violations, 0);
}

TEST(EstExchangeTest, TheMethodOfHttpAndTheTypeOfTheBodyMustFit) {
  EstWorld get(Port::kMutual), post(Port::kMutual), json(Port::kMutual), none(Port::kMutual),
      more(Port::kMutual);
  get.Send("GET", kSimpleReenroll, {});
  EXPECT_EQ(get.responder.http_status, 405);
  EXPECT_EQ(ValueIn(get.responder.head, "allow"), "POST");
  post.Send("POST", "/.well-known/est/cacerts", kCsr, kBody);
  EXPECT_EQ(post.responder.http_status, 405);
  EXPECT_EQ(ValueIn(post.responder.head, "allow"), "GET");
  json.Send("POST", kSimpleReenroll, {{"content-type", "application/json"}}, kBody);
  EXPECT_EQ(json.responder.http_status, 415);
  none.Send("POST", kSimpleReenroll, {}, kBody);
  EXPECT_EQ(none.responder.http_status, 415);
  Enrols(&more);
  more.Send("POST", kSimpleReenroll, {{"content-type", "Application/PKCS10; charset=utf-8"}}, kBody);
  EXPECT_EQ(more.responder.http_status, 200);
}

TEST(EstExchangeTest, ALargeBodyIsRefusedByItsAnnouncementOrWhenItCrossesTheLimit) {
  EstWorld announced(Port::kMutual), sent(Port::kMutual), fits(Port::kMutual);
  announced.Send("POST", kSimpleReenroll, {kCsr[0], {"content-length", absl::StrCat(kMostEstBytes + 1)}}, "");
  EXPECT_EQ(announced.responder.http_status, 413);
  sent.Send("POST", kSimpleReenroll, kCsr, std::string(kMostEstBytes + 1, 'A'), 1000);
  EXPECT_EQ(sent.responder.http_status, 413);
  EXPECT_TRUE(sent.factory.paths.empty());
  Enrols(&fits);
  fits.Send("POST", kSimpleReenroll, kCsr, absl::StrCat(std::string(kMostEstBytes - 8, '\n'), kBody));
  EXPECT_EQ(fits.responder.http_status, 200);
}

TEST(EstExchangeTest, WhatTheCallSaysIsToldAsText) {
  EstWorld refused(Port::kEnrollment), csr(Port::kEnrollment), body(Port::kEnrollment);
  refused.factory.answer = [](const google::protobuf::Message&, CallSink* sink) {
    sink->Finish(base::Refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_TOKEN_REFUSED, "spent"));
  };
  refused.Send("POST", kSimpleEnroll, WithToken("t"), kBody);
  EXPECT_EQ(refused.responder.http_status, 401);
  EXPECT_THAT(refused.responder.body, HasSubstr("ask the administrator for a new one"));
  csr.factory.answer = [](const google::protobuf::Message&, CallSink* sink) {
    sink->Finish(base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CSR_REFUSED,
                               "tls_csr_der: must have a URI as its subjectAltName"));
  };
  csr.Send("POST", kSimpleEnroll, WithToken("t"), kBody);
  EXPECT_EQ(csr.responder.http_status, 400);
  EXPECT_THAT(csr.responder.body, HasSubstr("the PKCS#10 request: must have a URI"));
  body.Send("POST", kSimpleEnroll, WithToken("t"), "no base64!");
  EXPECT_EQ(body.responder.http_status, 400);
  EXPECT_TRUE(body.factory.paths.empty());
}

TEST(EstExchangeTest, APeerThatGoesAwayEndsTheCall) {
  EstWorld world(Port::kMutual);
  world.factory.answer = [](const google::protobuf::Message&, CallSink*) {};
  world.Send("POST", kSimpleReenroll, kCsr, kBody);
  EXPECT_EQ(world.factory.alive, 1);
  world.exchange->OnClosed();
  EXPECT_EQ(world.factory.alive, 0);
  EXPECT_EQ(world.responder.http_status, 0);
}

}  // namespace
}  // namespace enlace::transport
