#include "gateway/service/administration/adopt_mechanisms.h"

#include "gateway/base/files.h"
#include "gateway/store/mechanism_rows.h"
#include "tests/support/gateway_fixture.h"
#include "tests/support/temporary_folder.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;

class AdoptMechanismsTest : public GatewayFixture {
 protected:
  AdoptMechanismsTest() {
    Write("mexico.yaml", mechanisms_->files().texts.at("mexico.yaml"));
    core_->mechanisms_folder = folder_.path();
  }
  void Write(const std::string& name, const std::string& text) {
    ASSERT_THAT(base::WriteFileAtomically(folder_.File(name), text, 0644), IsOk());
  }
  absl::StatusOr<v1::AdoptMechanismsResponse> Adopt(const std::string& digest) {
    v1::AdoptMechanismsRequest request;
    request.set_request_id(NewId());
    request.set_digest(digest);
    return Call(api().adopt_mechanisms, Administrator(), request);
  }
  std::string InFolder() { return mechanism::ReadRuleFiles(folder_.path())->Digest(); }
  TemporaryFolder folder_;
};

TEST_F(AdoptMechanismsTest, ExactlyTheseFilesAreKept) {
  ASSERT_OK_AND_ASSIGN(const v1::AdoptMechanismsResponse response, Adopt(InFolder()));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event().mechanisms_adopted().digest(), InFolder());
  ASSERT_OK_AND_ASSIGN(const auto row, store::FindMechanisms(**store_.Read()));
  EXPECT_EQ(row->digest(), InFolder());
  EXPECT_EQ(row->files().at("mexico.yaml"), mechanisms_->files().texts.at("mexico.yaml"));
}

TEST_F(AdoptMechanismsTest, OtherFilesAreRefusedWithTheirDigest) {
  const auto refused = Adopt(std::string(64, 'a'));
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(InFolder()));
}

TEST_F(AdoptMechanismsTest, FilesThatNoGatewayCouldStartWithAreRefused) {
  Write("broken.yaml", "mechanism_id: [");
  const auto refused = Adopt(InFolder());
  EXPECT_EQ(base::FieldOf(refused.status()), "digest");
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("broken.yaml:"));
}

TEST_F(AdoptMechanismsTest, ADigestIsWellFormedAndTheFolderReadable) {
  EXPECT_EQ(base::FieldOf(Adopt("abc").status()), "digest");
  EXPECT_EQ(base::FieldOf(Adopt(std::string(64, 'G')).status()), "digest");
  core_->mechanisms_folder = folder_.File("nowhere");
  EXPECT_THAT(Adopt(std::string(64, 'a')), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_TRUE(MechanismsDiffer(*core_));
}

}  // namespace
}  // namespace enlace::service
