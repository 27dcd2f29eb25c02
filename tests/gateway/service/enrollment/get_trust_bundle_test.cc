#include "gateway/service/enrollment/get_trust_bundle.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/store/tables.h"
#include "tests/gateway/service/authority/authority_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GetTrustBundleTest : public AuthorityFixture {
 protected:
  store::v1::BundleInstalledRow RowOf(const std::string& agency_id) {
    const auto reader = *store_.Read();
    return store::GetProto<store::v1::BundleInstalledRow>(*reader, store::Table::kBundleInstalled,
                                                          store::UnitKey(agency_id, "main"))
        ->value_or(store::v1::BundleInstalledRow());
  }
  absl::Status Say(const identity::Caller& caller, const std::string& digest) {
    v1::GetTrustBundleRequest request;
    request.set_installed_digest(digest);
    return Call(api().get_trust_bundle, caller, request).status();
  }
};

TEST_F(GetTrustBundleTest, GivesTheRootAndTheKeysOfBothLogs) {
  ASSERT_OK_AND_ASSIGN(const v1::GetTrustBundleResponse response,
                       Call(api().get_trust_bundle, identity::Caller(), v1::GetTrustBundleRequest()));
  EXPECT_EQ(response.trust_bundle_pem(), pki_.root_pem());
  EXPECT_THAT(response.log_verifier_keys(),
              ElementsAre(case_key_->verifier().ToText(), trust_key_->verifier().ToText()));
}

TEST_F(GetTrustBundleTest, WhatAnAgencySaysItTrustsIsRecordedOnce) {
  EnrolScene();
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  ASSERT_THAT(ConfirmBundle(kSender), IsOk());
  EXPECT_THAT(RowOf(kSender).authority_ids(), ElementsAre(first_));
  ASSERT_THAT(ConfirmBundle(kSender), IsOk());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size + 1);
  const store::v1::Record record = RecordAt(size, v1::LOG_ID_TRUST);
  EXPECT_EQ(record.event_type(), "bundle.installed");
  EXPECT_EQ(record.event().bundle_installed().agency().agency_id(), kSender);
  EXPECT_THAT(ReplayProblems(), IsEmpty());
}

TEST_F(GetTrustBundleTest, AnotherBundleOrAnotherCallerIsNotRecorded) {
  EnrolScene();
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  EXPECT_THAT(Say(CallerOf(kSender), std::string(32, 'x')), IsOk());
  EXPECT_THAT(Say(Administrator(), base::Sha256(core().authority.TrustBundlePem())), IsOk());
  EXPECT_THAT(Say(identity::Caller(), base::Sha256(core().authority.TrustBundlePem())), IsOk());
  EXPECT_THAT(Say(CallerOf(kSender), "short"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
}

}  // namespace
}  // namespace enlace::service
