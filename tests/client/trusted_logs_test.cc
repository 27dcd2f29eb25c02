#include "client/trusted_logs.h"

#include "gateway/base/files.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

TrustedLogs Logs(const std::vector<const FakeLog*>& logs) {
  std::vector<std::string> lines;
  for (const FakeLog* log : logs) lines.push_back(log->key().ToText());
  return *TrustedLogs::Parse(lines);
}

store::v1::Record Record() {
  store::v1::Record record;
  record.mutable_record_time()->set_seconds(1768478400);
  record.set_event_type("referral.submitted");
  record.set_request_id("r");
  return record;
}

TEST(TrustedLogsTest, NewestCaseLogIsTheOneThatContentIsBoundTo) {
  const FakeLog one("g/caselog/9");
  const FakeLog two("g/caselog/10");
  const FakeLog trust("g/trustlog/11");
  ASSERT_OK_AND_ASSIGN(const ledger::VerifierKey key, Logs({&one, &two, &trust}).CaseLog());
  EXPECT_EQ(key.name(), "g/caselog/10");
  EXPECT_THAT(Logs({&trust}).CaseLog(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(TrustedLogsTest, ReceiptOfAKnownLogVerifies) {
  const FakeLog log("g/caselog/1");
  ASSERT_OK_AND_ASSIGN(const auto proof, Logs({&log}).Verify(log.Prove(Record())));
  EXPECT_EQ(proof.record.request_id(), "r");
}

TEST(TrustedLogsTest, ReceiptOfAnotherKeyUnderTheSameNameDoesNot) {
  const FakeLog log("g/caselog/1");
  const FakeLog impostor("g/caselog/1");
  EXPECT_THAT(Logs({&log}).Verify(impostor.Prove(Record())), StatusIs(absl::StatusCode::kDataLoss));
  const FakeLog stranger("h/caselog/1");
  EXPECT_THAT(Logs({&log}).Verify(stranger.Prove(Record())), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TrustedLogsTest, KeyThatChangesUnderItsNameIsFoundOut) {
  const FakeLog log("g/caselog/1");
  const FakeLog impostor("g/caselog/1");
  const FakeLog next("g/caselog/2");
  TrustedLogs pinned = Logs({&log});
  EXPECT_THAT(pinned.Merge(Logs({&next, &impostor})),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("g/caselog/1")));
  EXPECT_EQ(pinned.keys().size(), 1U);
  EXPECT_THAT(pinned.Merge(Logs({&log, &next})), IsOk());
  EXPECT_EQ(pinned.keys().size(), 2U);
}

TEST(TrustedLogsTest, FolderKeepsWhatWasPinned) {
  TemporaryFolder folder;
  EXPECT_THAT(TrustedLogs::Load(folder.path()).status(), StatusIs(absl::StatusCode::kNotFound));
  const FakeLog log("g/caselog/1");
  ASSERT_THAT(Logs({&log}).Save(folder.path()), IsOk());
  ASSERT_OK_AND_ASSIGN(const TrustedLogs loaded, TrustedLogs::Load(folder.path()));
  EXPECT_EQ(loaded.keys().front().ToText(), log.key().ToText());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("log-keys.txt"), "nonsense\n"), IsOk());
  EXPECT_THAT(TrustedLogs::Load(folder.path()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("log-keys.txt")));
}

TEST(TrustedLogsTest, FirstUseFetchesAndPins) {
  TestPki pki("mx.enlace.test", absl::Now());
  FakeGateway gateway(pki);
  FakeAgency agency(gateway, "mx-fgr");
  ASSERT_OK_AND_ASSIGN(const TrustedLogs logs,
                       TrustedLogs::LoadOrFetch(agency.folder.path(), *agency.session));
  EXPECT_EQ(logs.keys().size(), 2U);
  EXPECT_THAT(TrustedLogs::Load(agency.folder.path()).status(), IsOk());
}

}  // namespace
}  // namespace enlace::client
