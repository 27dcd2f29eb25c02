#include "gateway/service/replay/expiry_replay.h"

#include <utility>

#include "absl/types/optional.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/certificate_expiry.h"
#include "gateway/identity/caller.h"
#include "gateway/service/certificates/change.h"
#include "gateway/store/expiry_rows.h"

namespace enlace::service {
namespace {

using store::v1::Event;

const v1::Certificate* CertificateOf(const Event& event) {
  switch (event.event_case()) {
    case Event::kCertificateIssued:
      return &event.certificate_issued();
    case Event::kCertificateRevoked:
      return &event.certificate_revoked();
    case Event::kCertificateReinstated:
      return &event.certificate_reinstated();
    default:
      return nullptr;
  }
}

class Fold {
 public:
  void Change(const v1::Certificate& certificate, absl::Time time) {
    if (HolderOf(certificate).kind != identity::Caller::Kind::kAgency) return;
    const std::string key = store::ExpiryKey(certificate);
    certificates_[key][certificate.serial()] = certificate;
    key_of_[certificate.serial()] = key;
    std::vector<v1::Certificate> all;
    if (certificate.has_revoke_time()) {
      for (const auto& [serial, one] : certificates_[key]) all.push_back(one);
    }
    const auto row = rows_.find(key);
    const absl::optional<store::v1::ExpiryRow> before =
        row == rows_.end() ? absl::nullopt : absl::optional<store::v1::ExpiryRow>(row->second);
    const auto after = clock::ExpiryAfter(before, certificate, all, time);
    if (after.has_value()) {
      rows_[key] = *after;
    } else {
      rows_.erase(key);
    }
  }

  void Warn(const store::v1::CertificateNoticed& noticed) {
    if (!noticed.has_planned_time()) return;
    const auto key = key_of_.find(noticed.notice().serial());
    if (key == key_of_.end()) return;
    const auto row = rows_.find(key->second);
    if (row == rows_.end() || row->second.serial() != noticed.notice().serial()) return;
    *row->second.mutable_warned_time() = noticed.planned_time();
  }

  ExpiryReplay::Tables Rows() const {
    ExpiryReplay::Tables tables;
    for (const auto& [key, row] : rows_) {
      tables.expiry[key] = row.SerializeAsString();
      const absl::optional<std::string> due = store::ExpiryDueKey(key, row);
      if (due.has_value()) tables.due[*due] = "";
    }
    return tables;
  }

 private:
  // By the key of kExpiry, and by serial.
  std::map<std::string, std::map<std::string, v1::Certificate>> certificates_;
  std::map<std::string, std::string> key_of_;
  std::map<std::string, store::v1::ExpiryRow> rows_;
};

}  // namespace

void ExpiryReplay::Add(const store::v1::Record& record) {
  if (CertificateOf(record.event()) == nullptr && !record.event().has_certificate_noticed()) return;
  events_.emplace(base::FromProto(record.record_time()), record.event());
}

ExpiryReplay::Tables ExpiryReplay::Rows() const {
  Fold fold;
  for (const auto& [time, event] : events_) {
    const v1::Certificate* certificate = CertificateOf(event);
    if (certificate != nullptr) {
      fold.Change(*certificate, time);
    } else {
      fold.Warn(event.certificate_noticed());
    }
  }
  return fold.Rows();
}

}  // namespace enlace::service
