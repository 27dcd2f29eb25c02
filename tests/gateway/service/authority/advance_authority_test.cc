#include "gateway/service/authority/advance_authority.h"

#include "tests/gateway/service/authority/authority_fixture.h"

namespace enlace::service {
namespace {

class AdvanceAuthorityTest : public AuthorityFixture {};

TEST_F(AdvanceAuthorityTest, OnlyAdministratorsDoIt) {
  EnrolScene();
  EXPECT_THAT(Call(api().advance_authority, CallerOf(kSender), StepTo(first_, v1::AUTHORITY_STATE_RETIRED)),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(AdvanceAuthorityTest, ANewFolderIsPickedUpByTheCall) {
  AddAuthority(pki_, "next", NewRoot::kYes);
  const certs::Certificate issuing =
      *certs::LoadCertificateFile(pki_.folder() + "/authorities/next/issuing.pem");
  EXPECT_THAT(Advance(certs::AuthorityId(issuing), v1::AUTHORITY_STATE_PUBLISHED), IsOk());
}

TEST_F(AdvanceAuthorityTest, ARepetitionChangesNothing) {
  const std::string next = Add("next", NewRoot::kNo);
  const v1::AdvanceAuthorityRequest publish = StepTo(next, v1::AUTHORITY_STATE_PUBLISHED);
  ASSERT_OK_AND_ASSIGN(const auto first, Call(api().advance_authority, Administrator(), publish));
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto again, Call(api().advance_authority, Administrator(), publish));
  EXPECT_EQ(again.receipt().tlog_proof(), first.receipt().tlog_proof());
  EXPECT_EQ(certs::AuthorityId(core().authority.issuing()), next) << "the old answer has no effect";
}

TEST_F(AdvanceAuthorityTest, AStoreThatCannotWriteLeavesEverythingAsItWas) {
  const std::string next = Add("next", NewRoot::kYes);
  store_.FailNext(store::MemoryStore::Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(core().authority.IsTrusted(next));
  EXPECT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
}

}  // namespace
}  // namespace enlace::service
