// Feed items of certificates.
#ifndef ENLACE_GATEWAY_DELIVERY_CERTIFICATE_FEED_H_
#define ENLACE_GATEWAY_DELIVERY_CERTIFICATE_FEED_H_

#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/feed_service.pb.h"

namespace enlace::delivery {

// What the agency of the notice is told. `actor` is left out where it is empty: an
// administrator or the gateway acted. position and record_time are the
// sequencer's. Pure.
v1::FeedItem CertificateItemOf(const store::v1::CertificateNoticed& noticed, const v1::AgencyRef& actor);

}  // namespace enlace::delivery

#endif  // ENLACE_GATEWAY_DELIVERY_CERTIFICATE_FEED_H_
