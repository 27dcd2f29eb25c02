#include "gateway/service/authority/restore_authorities.h"

#include <filesystem>

#include "tests/gateway/service/authority/authority_fixture.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;

class RestoreAuthoritiesTest : public AuthorityFixture {
 protected:
  // What a start with the same store and folder comes to.
  absl::Status Restart(const std::string& folder) {
    const auto authorities = certs::AuthoritySet::Load({folder, {}}, random_);
    if (!authorities.ok()) return authorities.status();
    const Core core{core_->sequencer,  core_->store,        core_->authorizer,
                    core_->mechanisms, core_->roster,       core_->feeds,
                    **authorities,     core_->connections,  core_->revocation_list,
                    core_->clock,      core_->case_key,     core_->trust_key,
                    core_->token_key,  core_->trust_domain, core_->enrollment_address,
                    core_->tls_life,   core_->sealing_life, core_->token_life};
    const absl::Status restored = RestoreAuthorities(core);
    issuing_ = certs::AuthorityId(core.authority.issuing());
    first_is_trusted_ = core.authority.IsTrusted(first_);
    return restored;
  }
  std::string issuing_;
  bool first_is_trusted_ = false;
};

TEST_F(RestoreAuthoritiesTest, ASecondStartRecordsNothing) {
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  EXPECT_THAT(Restart(pki_.folder()), IsOk());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
  EXPECT_EQ(issuing_, first_);
}

TEST_F(RestoreAuthoritiesTest, StatesAreThoseOnRecord) {
  const std::string next = Add("next", NewRoot::kYes);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  EXPECT_THAT(Restart(pki_.folder()), IsOk());
  EXPECT_EQ(issuing_, next);
  EXPECT_TRUE(first_is_trusted_);
  ASSERT_THAT(Advance(first_, v1::AUTHORITY_STATE_RETIRED), IsOk());
  EXPECT_THAT(Restart(pki_.folder()), IsOk());
  EXPECT_FALSE(first_is_trusted_);
}

TEST_F(RestoreAuthoritiesTest, WithoutTheIssuersKeyAnotherUnderItsRootServes) {
  const std::string next = Add("next", NewRoot::kNo);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  std::filesystem::remove_all(pki_.folder() + "/authorities/next");
  EXPECT_THAT(Restart(pki_.folder()), IsOk());
  EXPECT_EQ(issuing_, next) << "by the records it is still this one that issues";
}

TEST_F(RestoreAuthoritiesTest, WithoutAnyKeyUnderATrustedRootThereIsNoStart) {
  const std::string next = Add("next", NewRoot::kYes);
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  ASSERT_THAT(Advance(first_, v1::AUTHORITY_STATE_RETIRED), IsOk());
  std::filesystem::remove_all(pki_.folder() + "/authorities/next");
  EXPECT_THAT(Restart(pki_.folder()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("docs/operations.md")));
}

}  // namespace
}  // namespace enlace::service
