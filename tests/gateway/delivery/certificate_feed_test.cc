#include "gateway/delivery/certificate_feed.h"

#include <gtest/gtest.h>

namespace enlace::delivery {
namespace {

TEST(CertificateFeedTest, AnItemCarriesTheNoticeAndWhoActed) {
  store::v1::CertificateNoticed noticed;
  noticed.set_agency_id("uep");
  noticed.mutable_notice()->set_serial("aa");
  noticed.mutable_notice()->set_change(v1::CERTIFICATE_CHANGE_ISSUED);
  v1::AgencyRef actor;
  actor.set_agency_id("uep");
  const v1::FeedItem item = CertificateItemOf(noticed, actor);
  EXPECT_EQ(item.kind(), v1::FEED_KIND_CERTIFICATE);
  EXPECT_EQ(item.certificate().serial(), "aa");
  EXPECT_EQ(item.actor().agency_id(), "uep");
}

TEST(CertificateFeedTest, AnAdministratorIsNotNamed) {
  EXPECT_FALSE(CertificateItemOf(store::v1::CertificateNoticed(), v1::AgencyRef()).has_actor());
}

}  // namespace
}  // namespace enlace::delivery
