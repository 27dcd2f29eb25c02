#include "gateway/service/replay/notice_replay.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/delivery/certificate_feed.h"
#include "gateway/store/tables.h"

namespace enlace::service {

void NoticeReplay::Add(uint64_t index, const store::v1::Record& record) {
  if (!record.event().has_certificate_noticed()) return;
  const store::v1::CertificateNoticed& noticed = record.event().certificate_noticed();
  store::v1::FeedRow row;
  *row.mutable_item() = delivery::CertificateItemOf(noticed, record.actor());
  row.mutable_item()->set_position(index);
  *row.mutable_item()->mutable_record_time() = record.record_time();
  feed_[store::FeedKey(noticed.agency_id(), index)] = row.SerializeAsString();
}

}  // namespace enlace::service
