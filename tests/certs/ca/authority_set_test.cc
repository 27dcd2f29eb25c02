#include "certs/ca/authority_set.h"

#include <filesystem>

#include "certs/ca/ceremony.h"
#include "gateway/base/files.h"
#include "tests/support/second_authority.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AuthoritySetTest : public ::testing::Test {
 protected:
  std::vector<v1::AuthorityState> States() {
    std::vector<v1::AuthorityState> states;
    for (const AuthorityMember& member : set_.members()) states.push_back(member.state);
    return states;
  }
  AuthorityMember Member(size_t index) { return set_.members().at(index); }
  void Put(size_t index, v1::AuthorityState state) {
    const AuthorityMember member = Member(index);
    set_.Put({member.root, member.issuing, state});
  }
  absl::StatusOr<Certificate> Issue() {
    const auto csr = ParseSigningRequest("csr", *MakeSigningRequest(key_, pki_.AgencyUri("a1", "main")));
    return set_.IssueTlsClient(*csr, pki_.now(), absl::Hours(1));
  }
  absl::Status Verify(const Certificate& leaf) { return set_.Verify(leaf, Purpose::kTlsClient, pki_.now()); }

  TestPki pki_;
  AuthoritySet& set_ = pki_.authorities();
  PrivateKey key_ = *PrivateKey::Generate();
};

TEST_F(AuthoritySetTest, TheOnlyAuthorityIssues) {
  EXPECT_THAT(States(), ElementsAre(v1::AUTHORITY_STATE_ISSUING));
  ASSERT_OK_AND_ASSIGN(const Certificate leaf, Issue());
  std::string id;
  EXPECT_THAT(set_.Verify(leaf, Purpose::kTlsClient, pki_.now(), &id), IsOk());
  EXPECT_EQ(id, AuthorityId(pki_.authority().issuing()));
  EXPECT_EQ(set_.TrustBundlePem(), pki_.root_pem());
  EXPECT_EQ(set_.trust_domain(), "mx.enlace.test");
}

TEST_F(AuthoritySetTest, ANewFolderIsFoundAndTrustedByNobody) {
  AddAuthority(pki_, "next", NewRoot::kYes);
  EXPECT_THAT(set_.Refresh(), IsEmpty());
  EXPECT_THAT(States(), ElementsAre(v1::AUTHORITY_STATE_ISSUING, v1::AUTHORITY_STATE_PRESENT));
  EXPECT_EQ(set_.TrustBundlePem(), pki_.root_pem());
  EXPECT_FALSE(set_.IsTrusted(Member(1).id));
  EXPECT_FALSE(set_.TrustsRoot(Member(1).root.der()));
  EXPECT_TRUE(set_.TrustsRoot(Member(0).root.der()));
}

TEST_F(AuthoritySetTest, ABrokenFolderIsNamedAndTheOthersGoOn) {
  std::filesystem::create_directories(pki_.folder() + "/authorities/broken");
  EXPECT_THAT(set_.Refresh(), ElementsAre(HasSubstr("authorities/broken")));
  EXPECT_THAT(Issue(), IsOk());
}

TEST_F(AuthoritySetTest, TheBundleHasTheIssuersRootFirst) {
  AddAuthority(pki_, "next", NewRoot::kYes);
  set_.Refresh();
  const std::string old_root = Member(0).root.ToPem();
  const std::string new_root = Member(1).root.ToPem();
  Put(1, v1::AUTHORITY_STATE_PUBLISHED);
  EXPECT_EQ(set_.TrustBundlePem(), old_root + new_root);
  EXPECT_THAT(set_.TrustBundle().authority_ids, SizeIs(2));
  Put(1, v1::AUTHORITY_STATE_ISSUING);
  EXPECT_THAT(States(), ElementsAre(v1::AUTHORITY_STATE_DRAINING, v1::AUTHORITY_STATE_ISSUING));
  EXPECT_EQ(set_.TrustBundlePem(), new_root + old_root);
  Put(0, v1::AUTHORITY_STATE_RETIRED);
  EXPECT_EQ(set_.TrustBundlePem(), new_root);
}

TEST_F(AuthoritySetTest, OneRootOfTwoAuthoritiesIsInTheBundleOnce) {
  AddAuthority(pki_, "next", NewRoot::kNo);
  set_.Refresh();
  Put(1, v1::AUTHORITY_STATE_PUBLISHED);
  EXPECT_EQ(set_.TrustBundlePem(), pki_.root_pem());
}

TEST_F(AuthoritySetTest, CertificatesOfBothAreGoodUntilTheOldOneIsRetired) {
  ASSERT_OK_AND_ASSIGN(const Certificate before, Issue());
  for (const NewRoot root : {NewRoot::kYes, NewRoot::kNo}) {
    AddAuthority(pki_, root == NewRoot::kYes ? "root" : "issuing", root);
  }
  set_.Refresh();
  ASSERT_THAT(set_.members(), SizeIs(3));
  Put(1, v1::AUTHORITY_STATE_ISSUING);
  ASSERT_OK_AND_ASSIGN(const Certificate after, Issue());
  EXPECT_THAT(Verify(before), IsOk());
  EXPECT_THAT(Verify(after), IsOk());
  EXPECT_TRUE(NamesIssuer(after.der(), Member(1).issuing));
  EXPECT_FALSE(NamesIssuer(before.der(), Member(1).issuing));
  // Its root stays trusted where another authority under it is.
  Put(2, v1::AUTHORITY_STATE_PUBLISHED);
  Put(0, v1::AUTHORITY_STATE_RETIRED);
  EXPECT_THAT(Verify(after), IsOk());
  const absl::Status retired = Verify(before);
  EXPECT_THAT(retired, ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(std::string(retired.message()), HasSubstr("has been retired; ask the administrator for a new"));
}

TEST_F(AuthoritySetTest, TheOldRootServesUntilItIsRetired) {
  AddAuthority(pki_, "next", NewRoot::kYes);
  set_.Refresh();
  Put(1, v1::AUTHORITY_STATE_ISSUING);
  ASSERT_OK_AND_ASSIGN(const auto draining, set_.Serving(pki_.now()));
  EXPECT_EQ(AuthorityId(draining->issuing()), Member(0).id);
  ASSERT_OK_AND_ASSIGN(const auto at_its_end, set_.Serving(Member(0).issuing.not_after() - absl::Hours(1)));
  EXPECT_EQ(AuthorityId(at_its_end->issuing()), Member(1).id);
  Put(0, v1::AUTHORITY_STATE_RETIRED);
  ASSERT_OK_AND_ASSIGN(const auto after, set_.Serving(pki_.now()));
  EXPECT_EQ(AuthorityId(after->issuing()), Member(1).id);
}

TEST_F(AuthoritySetTest, ANewIssuerUnderTheSameRootServesAtOnce) {
  AddAuthority(pki_, "next", NewRoot::kNo);
  set_.Refresh();
  Put(1, v1::AUTHORITY_STATE_ISSUING);
  ASSERT_OK_AND_ASSIGN(const auto serving, set_.Serving(pki_.now()));
  EXPECT_EQ(AuthorityId(serving->issuing()), Member(1).id);
}

TEST_F(AuthoritySetTest, StatesComeFromTheRecordAndFilesMayBeGone) {
  const AuthorityMember own = Member(0);
  const TestPki gone("mx.enlace.test", pki_.now() + absl::Hours(1));
  AddAuthority(pki_, "next", NewRoot::kYes);
  set_.Refresh();
  const AuthorityMember next = Member(1);
  set_.Restore({{next.root, next.issuing, v1::AUTHORITY_STATE_ISSUING},
                {gone.authority().root(), gone.authority().issuing(), v1::AUTHORITY_STATE_DRAINING}});
  EXPECT_EQ(set_.members().size(), 3U);
  EXPECT_FALSE(set_.IsTrusted(own.id)) << "not on record: nobody trusts it";
  EXPECT_TRUE(set_.IsTrusted(AuthorityId(gone.authority().issuing())));
  EXPECT_THAT(set_.MakeCrlOf(AuthorityId(gone.authority().issuing()), {}, 1, pki_.now(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(set_.MakeCrlOf(next.id, {}, 1, pki_.now(), absl::Hours(1)), IsOk());
  EXPECT_THAT(set_.MakeCrlOf("00", {}, 1, pki_.now(), absl::Hours(1)), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AuthoritySetTest, AnIssuerWithoutKeyIssuesNothing) {
  const TestPki gone("mx.enlace.test", pki_.now());
  set_.Restore({{gone.authority().root(), gone.authority().issuing(), v1::AUTHORITY_STATE_ISSUING}});
  EXPECT_THAT(Issue(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("is not here")));
}

TEST_F(AuthoritySetTest, ListenersAndTheEpochTellOfChanges) {
  int changes = 0;
  const int id = set_.Listen([&changes] { ++changes; });
  const uint64_t before = set_.epoch();
  Put(0, v1::AUTHORITY_STATE_ISSUING);
  EXPECT_EQ(changes, 1);
  EXPECT_GT(set_.epoch(), before);
  set_.Unlisten(id);
  Put(0, v1::AUTHORITY_STATE_ISSUING);
  EXPECT_EQ(changes, 1);
}

TEST_F(AuthoritySetTest, AnEmptyFolderIsRefused) {
  const TemporaryFolder empty;
  FakeRandom random;
  EXPECT_THAT(AuthoritySet::Load({empty.path(), {}}, random).status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("root.pem")));
}

}  // namespace
}  // namespace enlace::certs
