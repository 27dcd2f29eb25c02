#include "gateway/service/certificates/due_certificates.h"

#include <algorithm>

#include "certs/x509/signing_request.h"
#include "gateway/base/time_text.h"
#include "gateway/service/replay/replay.h"
#include "gateway/service/startup.h"
#include "gateway/store/last_seen_rows.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kDay = absl::Hours(24);
constexpr auto kExpiring = v1::CERTIFICATE_CHANGE_EXPIRING;
constexpr auto kExpired = v1::CERTIFICATE_CHANGE_EXPIRED;

class DueCertificatesTest : public GatewayFixture {
 protected:
  DueCertificatesTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
    end_ = Keys(kSender).tls.not_after();
  }
  void PassUntil(absl::Time time) {
    clock_.SetTime(time);
    ASSERT_THAT(due_.DoDue(time), IsOk());
  }
  // The warnings of that usage, in order.
  std::vector<v1::CertificateChange> Warnings(v1::CertificateUsage usage) {
    std::vector<v1::CertificateChange> changes;
    for (const v1::FeedItem& item : CertificateNoticesOf(kSender)) {
      const v1::CertificateNotice& notice = item.certificate();
      if (notice.usage() == usage && (notice.change() == kExpiring || notice.change() == kExpired)) {
        changes.push_back(notice.change());
      }
    }
    return changes;
  }
  std::vector<v1::CertificateChange> TlsWarnings() { return Warnings(v1::CERTIFICATE_USAGE_TLS_CLIENT); }
  void Revoke(const std::string& serial) {
    v1::RevokeCertificateRequest request;
    request.set_request_id(NewId());
    request.set_serial(serial);
    ASSERT_THAT(Call(api().revoke_certificate, Administrator(), request), IsOk());
  }
  // With the certificate that the agency has now, whatever the time.
  std::string Renew() {
    v1::RenewRequest request;
    request.set_request_id(NewId());
    request.set_tls_csr_der(*certs::MakeSigningRequest(*certs::PrivateKey::Generate(), Keys(kSender).uri));
    identity::Caller caller;
    caller.kind = identity::Caller::Kind::kAgency;
    caller.agency_id = kSender;
    caller.unit_id = "main";
    caller.uri = Keys(kSender).uri;
    const auto response = Call(api().renew, caller, request);
    EXPECT_THAT(response, IsOk());
    return certs::Certificate::FromPem(response->certificates().tls_chain_pem())->serial();
  }
  void ExpectSoundState() {
    ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
    EXPECT_THAT(report.comparison.problems, IsEmpty());
  }

  absl::Time end_;
  DueCertificates due_{core(), [this] { Pump(); }};
};

TEST_F(DueCertificatesTest, AnAgencyThatDoesNotRenewIsWarnedAndThenToldThatItEnded) {
  ASSERT_OK_AND_ASSIGN(const absl::Time first, due_.DoDue(clock_.Now()));
  PassUntil(first - absl::Seconds(1));
  EXPECT_THAT(TlsWarnings(), IsEmpty());
  PassUntil(first);
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpiring));
  PassUntil(end_ - kDay);
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpiring, kExpiring));
  PassUntil(end_);
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpiring, kExpiring, kExpired));
  PassUntil(end_ + 300 * kDay);
  EXPECT_EQ(TlsWarnings().size(), 3U);
  EXPECT_THAT(Warnings(v1::CERTIFICATE_USAGE_SEALING), ElementsAre(kExpired));
  ExpectSoundState();
}

TEST_F(DueCertificatesTest, AWarningNamesTheCertificateItsEndAndItsIssuance) {
  PassUntil(end_ - kDay);
  const v1::CertificateNotice notice = CertificateNoticesOf(kSender).back().certificate();
  EXPECT_EQ(notice.serial(), Keys(kSender).tls.serial());
  EXPECT_EQ(base::FromProto(notice.not_after()), end_);
  EXPECT_EQ(RecordAt(notice.trust_log_index(), v1::LOG_ID_TRUST).event().certificate_issued().serial(),
            notice.serial());
}

TEST_F(DueCertificatesTest, WarningsThatWereMissedAreOne) {
  PassUntil(end_ - absl::Hours(2));
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpiring));
  ASSERT_THAT(due_.DoDue(clock_.Now()), IsOk());
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpiring));
}

TEST_F(DueCertificatesTest, AWarningIsGivenOnceAlthoughTheProcessStartsAnew) {
  PassUntil(end_ - kDay);
  DueCertificates again{core(), [this] { Pump(); }};
  ASSERT_THAT(again.DoDue(clock_.Now()), IsOk());
  EXPECT_EQ(TlsWarnings().size(), 1U);
}

TEST_F(DueCertificatesTest, RenewalInTimeForYearsBringsNoWarning) {
  const absl::Time last = clock_.Now() + 700 * kDay;
  while (clock_.Now() < last) {
    PassUntil(clock_.Now() + 4 * kDay + absl::Hours(18));
    Renew();
  }
  EXPECT_THAT(TlsWarnings(), IsEmpty());
  // The sealing certificate, which nobody renewed, ended long ago.
  EXPECT_THAT(Warnings(v1::CERTIFICATE_USAGE_SEALING).back(), kExpired);
  ExpectSoundState();
}

TEST_F(DueCertificatesTest, RevokingTheRenewedOneBringsTheWarningsOfTheOldOneBack) {
  clock_.Advance(4 * kDay);
  const std::string renewed = Renew();
  PassUntil(end_ - kDay);
  EXPECT_THAT(TlsWarnings(), IsEmpty());
  Revoke(renewed);
  PassUntil(end_ - absl::Hours(23));
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpiring));
  EXPECT_EQ(CertificateNoticesOf(kSender).back().certificate().serial(), Keys(kSender).tls.serial());
  ExpectSoundState();
}

TEST_F(DueCertificatesTest, ARevokedCertificateIsNotWarnedOfAndAReinstatedOneIs) {
  PassUntil(end_ - 2 * kDay);
  Revoke(Keys(kSender).tls.serial());
  clock_.Advance(absl::Minutes(5));
  v1::ReinstateCertificateRequest back;
  back.set_request_id(NewId());
  back.set_serial(Keys(kSender).tls.serial());
  back.set_reason("mistyped");
  ASSERT_THAT(Call(api().reinstate_certificate, Administrator(), back), IsOk());
  const size_t before = TlsWarnings().size();
  PassUntil(end_ - kDay);
  EXPECT_EQ(TlsWarnings().size(), before + 1);
  Revoke(Keys(kSender).tls.serial());
  PassUntil(end_);
  EXPECT_EQ(TlsWarnings().size(), before + 1);
  ExpectSoundState();
}

TEST_F(DueCertificatesTest, WhatTheStoreRefusesStaysDue) {
  clock_.SetTime(end_);
  store_.FailNext(Step::kCommit, base::StoreUnavailable("disk"));
  EXPECT_FALSE(due_.DoDue(end_).ok());
  EXPECT_THAT(TlsWarnings(), IsEmpty());
  ASSERT_THAT(due_.DoDue(end_), IsOk());
  EXPECT_THAT(TlsWarnings(), ElementsAre(kExpired));
}

TEST_F(DueCertificatesTest, LastUseIsWrittenOnceAnHourAndReadAtTheStart) {
  const std::string serial = Keys(kSender).tls.serial();
  connections_.Open("mutual-1", std::string("agency/") + kSender, serial);
  const auto stored = [&] { return *store::ListLastSeen(**store_.Read(), "", 10); };
  PassUntil(clock_.Now());
  ASSERT_EQ(stored().size(), 1U);
  const absl::Time first = stored()[0].time;
  PassUntil(first + absl::Minutes(59));
  EXPECT_EQ(stored()[0].time, first);
  PassUntil(first + absl::Minutes(61));
  EXPECT_EQ(stored()[0].time, first + absl::Minutes(61));
  identity::Roster roster;
  ASSERT_THAT(LoadRoster(store_, &roster), IsOk());
  EXPECT_EQ(roster.FindCertificate(serial)->last_seen, first + absl::Minutes(61));
  ExpectSoundState();
}

}  // namespace
}  // namespace enlace::service
