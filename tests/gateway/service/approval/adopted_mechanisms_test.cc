#include "gateway/service/approval/adopted_mechanisms.h"

#include "gateway/base/files.h"
#include "gateway/service/administration/adopt_mechanisms.h"
#include "gateway/service/startup.h"
#include "gateway/store/mechanism_rows.h"
#include "tests/gateway/service/approval/approval_fixture.h"
#include "tests/support/temporary_folder.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The files of this repository, in a folder that a test may change.
class AdoptedMechanismsTest : public ApprovalFixture {
 protected:
  // With a writer of its own: a start waits for what it writes.
  AdoptedMechanismsTest() : ApprovalFixture(Mode::kThread) {
    for (const auto& [name, text] : mechanisms_->files().texts) Write(name, text);
    core_->mechanisms_folder = folder_.path();
  }
  void Write(const std::string& name, const std::string& text) {
    ASSERT_THAT(base::WriteFileAtomically(folder_.File(name), text, 0644), IsOk());
  }
  void Change() { Write("mexico.yaml", mechanisms_->files().texts.at("mexico.yaml") + "# amended\n"); }
  std::string InFolder() { return mechanism::ReadRuleFiles(folder_.path())->Digest(); }
  std::string InForce() { return (*store::FindMechanisms(**store_.Read()))->digest(); }
  absl::StatusOr<std::unique_ptr<mechanism::MechanismSet>> Choose() {
    return ChooseMechanisms(store_, folder_.path(), core_->approval);
  }
  TemporaryFolder folder_;
};

TEST_F(AdoptedMechanismsTest, AStartKeepsTheFilesAndRecordsThemOnce) {
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  EXPECT_EQ(InForce(), InFolder());
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  EXPECT_EQ(RecordAt(size - 1, v1::LOG_ID_TRUST).event_type(), "mechanisms.adopted");
  EXPECT_EQ(RecordAt(size - 1, v1::LOG_ID_TRUST).administrator(), "");
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size + mechanisms_->Ids().size());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(AdoptedMechanismsTest, WithoutThePolicyTheFolderIsInForce) {
  core_->approval.two_persons.clear();
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  Change();
  ASSERT_OK_AND_ASSIGN(const auto rules, Choose());
  EXPECT_EQ(rules->files().Digest(), InFolder());
  Write("mexico.yaml", "nonsense: [");
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AdoptedMechanismsTest, AtTheVeryFirstStartTheFolderIsInForce) {
  ASSERT_OK_AND_ASSIGN(const auto rules, Choose());
  EXPECT_EQ(rules->files().Digest(), InFolder());
}

TEST_F(AdoptedMechanismsTest, ChangedFilesWaitWhateverTheyAre) {
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  const std::string before = InForce();
  EXPECT_FALSE(MechanismsDiffer(*core_));
  Change();
  EXPECT_TRUE(MechanismsDiffer(*core_));
  EXPECT_EQ((*Choose())->files().Digest(), before);
  Write("mexico.yaml", "nonsense: [");
  EXPECT_EQ((*Choose())->files().Digest(), before);
  Write("more.yaml", "nonsense: [");
  EXPECT_EQ((*Choose())->Ids(), mechanisms_->Ids());
}

TEST_F(AdoptedMechanismsTest, AdoptedFilesAreInForceFromTheNextStartOn) {
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  Change();
  v1::AdoptMechanismsRequest request;
  request.set_request_id(NewId());
  request.set_digest(InFolder());
  v1::ProposedAct act;
  *act.mutable_adopt_mechanisms() = request;
  EXPECT_THAT(Call(api().adopt_mechanisms, ana_, request), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  const v1::Proposal proposal = MustPropose(act);
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  ASSERT_THAT(Approve(ben_, proposal), IsOk());
  EXPECT_THAT(TrustEvents(size), ElementsAre("proposal.approved", "mechanisms.adopted"));
  EXPECT_EQ(RecordAt(size + 1, v1::LOG_ID_TRUST).administrator(), "ana");
  EXPECT_TRUE(MechanismsDiffer(*core_)) << "this process works by the old ones";
  EXPECT_EQ((*Choose())->files().Digest(), InFolder());
  EXPECT_THAT(Call(api().adopt_mechanisms, ana_, request), IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(AdoptedMechanismsTest, FilesThatChangedSinceTheProposalAreNotAdopted) {
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  const std::string before = InForce();
  Change();
  v1::ProposedAct act;
  act.mutable_adopt_mechanisms()->set_request_id(NewId());
  act.mutable_adopt_mechanisms()->set_digest(InFolder());
  const v1::Proposal proposal = MustPropose(act);
  Write("mexico.yaml", mechanisms_->files().texts.at("mexico.yaml") + "# amended twice\n");
  EXPECT_THAT(Approve(ben_, proposal), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_EQ(InForce(), before);
  EXPECT_EQ(Stored(proposal).state(), v1::PROPOSAL_STATE_OPEN);
}

TEST_F(AdoptedMechanismsTest, AlteredRowsAreFound) {
  ASSERT_THAT(AnnounceRules(*core_), IsOk());
  store::v1::MechanismsRow row = **store::FindMechanisms(**store_.Read());
  (*row.mutable_files())["mexico.yaml"] += "# by hand\n";
  auto transaction = *store_.Begin();
  ASSERT_THAT(store::WriteMechanisms(*transaction, row), IsOk());
  ASSERT_THAT(transaction->Commit(), IsOk());
  EXPECT_THAT(Problems(), ElementsAre("mechanisms: the stored files are not those that were adopted last"));
}

}  // namespace
}  // namespace enlace::service
