#include "client/enlacectl/ledger_command.h"

#include "certs/x509/signature.h"
#include "gateway/ledger/verify/signed_act.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class LedgerCommandTest : public GatewayCliTest {
 protected:
  v1::Receipt Receipt() {
    store::v1::Record record;
    record.mutable_record_time()->set_seconds(1768478400);
    record.set_event_type("referral.submitted");
    record.set_request_id("r-1");
    return gateway_.case_log.Prove(record);
  }
  std::string Keys() { return WriteFile("keys.txt", gateway_.case_log.key().ToText() + "\n"); }
};

TEST_F(LedgerCommandTest, ReceiptVerifiesOfflineWithNothingButTheKey) {
  gateway_.refusals.push_back(grpc::Status(grpc::StatusCode::INTERNAL, "must not be called"));
  variables_.clear();
  const Ran ran = Run({"ledger", "verify", WriteFile("r.json", FormatJson(Receipt())), "--key", Keys()});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("genuine"));
  EXPECT_THAT(ran.out, HasSubstr("r-1"));
}

TEST_F(LedgerCommandTest, TheAgencysOwnSignatureIsVerifiedOfflineWithItsCertificate) {
  const TestCredential unit = pki_.IssueAgency("mx-fgr", "feadle").tls;
  store::v1::Record record;
  record.mutable_record_time()->set_seconds(1768478400);
  record.mutable_event()->mutable_native_number_linked();
  record.set_request_id("r-1");
  record.set_certificate_serial(unit.certificate.serial());
  record.mutable_actor()->set_agency_id("mx-fgr");
  record.mutable_actor()->set_unit_id("feadle");
  v1::LinkNativeNumberRequest request;
  request.set_request_id("r-1");
  store::v1::ActSignature& kept = *record.mutable_act_signature();
  kept.set_signed_act(*ledger::SignedActText("mx.enlace.test/caselog/1", "mx-fgr", request));
  kept.set_signature(*certs::Sign(unit.key, kept.signed_act()));
  const std::string receipt = WriteFile("r.json", FormatJson(gateway_.case_log.Prove(record)));
  const std::string own = WriteFile("own.pem", unit.certificate.ToPem());
  const std::string other =
      WriteFile("other.pem", pki_.IssueAgency("mx-fgr", "feadle").tls.certificate.ToPem());
  EXPECT_THAT(Run({"ledger", "verify", receipt, "--key", Keys()}).out, HasSubstr("present"));
  const Ran ran =
      Run({"ledger", "verify", receipt, "--key", Keys(), "--agency-certificate", own, "-o", "json"});
  EXPECT_THAT(ran.out, HasSubstr("\"agency_signature\":\"verified\"")) << ran.err;
  EXPECT_EQ(Run({"ledger", "verify", receipt, "--key", Keys(), "--agency-certificate", other}).status, 3);
  EXPECT_EQ(Run({"ledger", "verify", receipt, "--key", Keys(), "--agency-certificate", receipt}).status, 3);
}

TEST_F(LedgerCommandTest, ReceiptWithoutAnAgencysSignatureIsNotTakenForOneWithIt) {
  const std::string receipt = WriteFile("r.json", FormatJson(Receipt()));
  EXPECT_THAT(Run({"ledger", "verify", receipt, "--key", Keys()}).out, HasSubstr("none"));
  const std::string certificate = WriteFile("c.pem", pki_.IssueAgency("mx-fgr").tls.certificate.ToPem());
  EXPECT_EQ(Run({"ledger", "verify", receipt, "--key", Keys(), "--agency-certificate", certificate}).status,
            4);
}

TEST_F(LedgerCommandTest, ReceiptInsideAnAnswerIsFound) {
  const std::string answer =
      WriteFile("a.json", "{\"referral\":{},\"receipt\":" + FormatJson(Receipt()) + "}");
  EXPECT_EQ(Run({"ledger", "verify", answer, "--key", Keys(), "-o", "json"}).status, 0);
}

TEST_F(LedgerCommandTest, AlteredReceiptFailsVerification) {
  v1::Receipt receipt = Receipt();
  receipt.mutable_record()->back() ^= 1;
  const Ran ran =
      Run({"ledger", "verify", WriteFile("r.json", FormatJson(receipt)), "--key", Keys(), "-o", "json"});
  EXPECT_EQ(ran.status, 8);
  EXPECT_THAT(ran.err, HasSubstr("\"code\":\"DATA_LOSS\""));
  EXPECT_EQ(ran.out, "");
}

TEST_F(LedgerCommandTest, WhatIsNoReceiptIsRefused) {
  EXPECT_EQ(Run({"ledger", "verify", WriteFile("x.json", "[1]"), "--key", Keys()}).status, 3);
  EXPECT_EQ(Run({"ledger", "verify", files_.File("none"), "--key", Keys()}).status, 4);
  EXPECT_EQ(Run({"ledger", "verify", WriteFile("y.json", "{\"nope\":1}"), "--key", Keys()}).status, 3);
}

TEST_F(LedgerCommandTest, ForeignJsonThatIsNestedWithoutEndIsRefusedNotFollowed) {
  std::string nested = "{\"receipt\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}";
  const Ran whole = Run({"ledger", "verify", WriteFile("deep.json", nested), "--key", Keys()});
  EXPECT_EQ(whole.status, 3);
  EXPECT_THAT(whole.err, HasSubstr("nested more than 32 levels deep"));
  nested.resize(900'000);
  EXPECT_EQ(Run({"ledger", "verify", WriteFile("cut.json", nested), "--key", Keys()}).status, 3);
}

TEST_F(LedgerCommandTest, AFileTooLargeForAReceiptIsRefusedByItsSize) {
  const std::string large = "{\"receipt\":\"" + std::string(4 << 20, 'x') + "\"}";
  const Ran ran = Run({"ledger", "verify", WriteFile("large.json", large), "--key", Keys()});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("is larger than 4194304 bytes, which no receipt is"));
}

TEST_F(LedgerCommandTest, LogThatGrewIsConsistentAndOneThatWasRewrittenIsNot) {
  const std::string kept = files_.File("kept.txt");
  ASSERT_EQ(Run({"ledger", "checkpoint", "--save", kept}).status, 0);
  ledger_.size = 2;
  const Ran grown = Run({"ledger", "consistency", kept});
  EXPECT_EQ(grown.status, 0) << grown.err;
  EXPECT_THAT(grown.out, HasSubstr("consistent"));
  ledger_.rewritten = true;
  EXPECT_EQ(Run({"ledger", "consistency", kept}).status, 8);
}

TEST_F(LedgerCommandTest, LogThatShrankIsFoundOut) {
  const std::string kept = files_.File("kept.txt");
  ledger_.size = 2;
  ASSERT_EQ(Run({"ledger", "checkpoint", "--save", kept}).status, 0);
  ledger_.size = 1;
  const Ran ran = Run({"ledger", "consistency", kept});
  EXPECT_EQ(ran.status, 8);
  EXPECT_THAT(ran.err, HasSubstr("shorter"));
}

TEST_F(LedgerCommandTest, AccessesNameWhoLooked) {
  const Ran ran = Run({"ledger", "accesses", "--case", "C"});
  EXPECT_THAT(ran.out, HasSubstr("mx-pol"));
  EXPECT_THAT(ran.out, HasSubstr("case.read"));
}

}  // namespace
}  // namespace enlace::client
