#include "gateway/service/certificates/revocation_list.h"

#include <openssl/x509v3.h>

#include "certs/ca/revocation_list.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/files.h"
#include "tests/support/gateway_fixture.h"
#include "tests/support/second_authority.h"
#include "tests/support/temporary_folder.h"

namespace enlace::service {
namespace {

certs::CrlPtr Parse(const std::string& der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  return certs::CrlPtr(d2i_X509_CRL(nullptr, &data, static_cast<long>(der.size())));
}

class RevocationListTest : public GatewayFixture {
 protected:
  RevocationListTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  void Revoke(v1::RevocationReason reason) {
    v1::RevokeCertificateRequest request;
    request.set_request_id(NewId());
    request.set_serial(Keys(kSender).tls.serial());
    request.set_reason(reason);
    ASSERT_THAT(Call(api().revoke_certificate, Administrator(), request), IsOk());
  }
  // -1: not listed; 0: without a reason.
  int ReasonOn(const std::string& der) {
    const certs::CrlPtr crl = Parse(der);
    X509_REVOKED* entry = nullptr;
    auto* certificate = static_cast<X509*>(Keys(kSender).tls.native());
    if (crl == nullptr || X509_CRL_get0_by_cert(crl.get(), &entry, certificate) != 1) return -1;
    auto* reason =
        static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr));
    if (reason == nullptr) return 0;
    const int number = static_cast<int>(ASN1_ENUMERATED_get(reason));
    ASN1_ENUMERATED_free(reason);
    return number;
  }
  std::string File() { return *base::ReadFile(folder_.File("crl.der"), 1 << 20); }
  std::unique_ptr<RevocationList> NewList() {
    return std::make_unique<RevocationList>(RevocationList::Options{folder_.File("crl.der"), absl::Hours(24)},
                                            roster_, pki_.authorities(), clock_);
  }
  TemporaryFolder folder_;
};

TEST_F(RevocationListTest, ARevocationIsHeldWhileItCanBeTakenBackAndThenHasItsReason) {
  Revoke(v1::REVOCATION_REASON_KEY_COMPROMISE);
  ASSERT_OK_AND_ASSIGN(const std::string held, revocation_list_.Current());
  EXPECT_EQ(ReasonOn(held), 6);
  clock_.Advance(absl::Minutes(10) + absl::Seconds(1));
  ASSERT_OK_AND_ASSIGN(const std::string final, revocation_list_.Current());
  EXPECT_EQ(ReasonOn(final), 1);
}

TEST_F(RevocationListTest, AReinstatedCertificateIsGone) {
  Revoke(v1::REVOCATION_REASON_SUPERSEDED);
  ASSERT_THAT(revocation_list_.Current(), IsOk());
  v1::ReinstateCertificateRequest back;
  back.set_request_id(NewId());
  back.set_serial(Keys(kSender).tls.serial());
  back.set_reason("mistyped");
  ASSERT_THAT(Call(api().reinstate_certificate, Administrator(), back), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string list, revocation_list_.Current());
  EXPECT_EQ(ReasonOn(list), -1);
}

TEST_F(RevocationListTest, TheFileIsReplacedWithEachChangeAndAtHalfOfItsLife) {
  const auto list = NewList();
  ASSERT_OK_AND_ASSIGN(const absl::Time next, list->DoDue(clock_.Now()));
  EXPECT_EQ(next, clock_.Now() + absl::Hours(12));
  const std::string first = File();
  clock_.Advance(absl::Hours(12) - absl::Seconds(1));
  ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
  EXPECT_EQ(File(), first);
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
  EXPECT_NE(File(), first);
  Revoke(v1::REVOCATION_REASON_SUPERSEDED);
  list->Changed();
  ASSERT_OK_AND_ASSIGN(const absl::Time final, list->DoDue(clock_.Now()));
  EXPECT_EQ(ReasonOn(File()), 6);
  EXPECT_LE(final, clock_.Now() + absl::Minutes(10));
}

TEST_F(RevocationListTest, NumbersRiseAcrossARestartAlthoughTheClockWasSetBack) {
  uint64_t last = 0;
  {
    const auto list = NewList();
    ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
    last = *certs::RevocationListNumber(File());
  }
  clock_.SetTime(clock_.Now() - absl::Hours(100));
  const auto list = NewList();
  ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
  EXPECT_EQ(*certs::RevocationListNumber(File()), last + 1);
  list->Changed();
  ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
  EXPECT_EQ(*certs::RevocationListNumber(File()), last + 2);
}

TEST_F(RevocationListTest, AnAuthorityThatDrainsHasAListOfItsOwn) {
  Revoke(v1::REVOCATION_REASON_SUPERSEDED);
  AddAuthority(pki_, "next", NewRoot::kNo);
  pki_.authorities().Refresh();
  const certs::AuthorityMember old = pki_.authorities().members().front();
  const certs::AuthorityMember next = pki_.authorities().members().back();
  pki_.authorities().Put({next.root, next.issuing, v1::AUTHORITY_STATE_ISSUING});
  const auto list = NewList();
  ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string of_old,
                       base::ReadFile(folder_.File("crl-" + old.id.substr(0, 16) + ".der"), 1 << 20));
  EXPECT_EQ(ReasonOn(of_old), 6);
  const auto signed_by = [](const std::string& der, const certs::AuthorityMember& member) {
    return X509_CRL_verify(Parse(der).get(), X509_get0_pubkey(static_cast<X509*>(member.issuing.native()))) ==
           1;
  };
  EXPECT_TRUE(signed_by(of_old, old));
  EXPECT_TRUE(signed_by(File(), next));
}

TEST_F(RevocationListTest, AChangeWakesWhoeverPublishes) {
  const auto list = NewList();
  int woken = 0;
  list->OnChange([&woken] { ++woken; });
  list->Changed();
  EXPECT_EQ(woken, 1);
}

TEST_F(RevocationListTest, AFileThatCannotBeWrittenIsTriedAgainAndTheListIsStillGiven) {
  const std::string missing = folder_.File("not/there/crl.der");
  RevocationList list({missing, absl::Hours(24)}, roster_, pki_.authorities(), clock_);
  EXPECT_FALSE(list.DoDue(clock_.Now()).ok());
  EXPECT_THAT(list.Current(), IsOk());
  ASSERT_THAT(base::MakeFolders(folder_.File("not/there")), IsOk());
  EXPECT_THAT(list.DoDue(clock_.Now()), IsOk());
  EXPECT_TRUE(base::FileExists(missing));
}

TEST_F(RevocationListTest, AFileThatIsNoListIsReplaced) {
  ASSERT_THAT(base::WriteFileAtomically(folder_.File("crl.der"), "damaged"), IsOk());
  const auto list = NewList();
  ASSERT_THAT(list->DoDue(clock_.Now()), IsOk());
  EXPECT_THAT(certs::RevocationListNumber(File()), IsOk());
}

}  // namespace
}  // namespace enlace::service
