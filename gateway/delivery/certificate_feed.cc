#include "gateway/delivery/certificate_feed.h"

namespace enlace::delivery {

v1::FeedItem CertificateItemOf(const store::v1::CertificateNoticed& noticed, const v1::AgencyRef& actor) {
  v1::FeedItem item;
  item.set_kind(v1::FEED_KIND_CERTIFICATE);
  if (!actor.agency_id().empty()) *item.mutable_actor() = actor;
  *item.mutable_certificate() = noticed.notice();
  return item;
}

}  // namespace enlace::delivery
