#include "gateway/service/replay/authority_replay.h"

#include "gateway/store/tables.h"

namespace enlace::service {

void AuthorityReplay::AddTrust(const store::v1::Record& record) {
  const store::v1::Event& event = record.event();
  if (event.has_authority_changed()) {
    authorities_[event.authority_changed().authority_id()] = event.authority_changed();
  } else if (event.has_bundle_installed()) {
    const store::v1::BundleInstalled& installed = event.bundle_installed();
    store::v1::BundleInstalledRow& row =
        bundles_[store::UnitKey(installed.agency().agency_id(), installed.agency().unit_id())];
    row.set_digest(installed.digest());
    *row.mutable_authority_ids() = installed.authority_ids();
  }
}

void AuthorityReplay::AddCase(uint64_t index, const store::v1::Record& record) {
  for (const std::string& agency_id : record.event().trust_changed().agency_ids()) {
    store::v1::FeedRow row;
    row.mutable_item()->set_position(index);
    row.mutable_item()->set_kind(v1::FEED_KIND_TRUST_CHANGED);
    *row.mutable_item()->mutable_record_time() = record.record_time();
    feed_[store::FeedKey(agency_id, index)] = row.SerializeAsString();
  }
}

store::Rows AuthorityReplay::AuthorityRows() const {
  store::Rows rows;
  for (const auto& [id, authority] : authorities_) rows[id] = authority.SerializeAsString();
  return rows;
}

store::Rows AuthorityReplay::BundleInstalledRows() const {
  store::Rows rows;
  for (const auto& [key, row] : bundles_) rows[key] = row.SerializeAsString();
  return rows;
}

}  // namespace enlace::service
