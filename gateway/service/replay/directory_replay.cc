#include "gateway/service/replay/directory_replay.h"

#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

template <typename Message>
store::Rows RowsOf(const std::map<std::string, Message>& messages) {
  store::Rows rows;
  for (const auto& [key, message] : messages) rows[key] = message.SerializeAsString();
  return rows;
}

}  // namespace

void DirectoryReplay::Add(uint64_t index, const store::v1::Record& record) {
  using store::v1::Event;
  const Event& event = record.event();
  switch (event.event_case()) {
    case Event::kAgencyWritten:
      agencies_[event.agency_written().agency_id()] = event.agency_written();
      break;
    case Event::kTokenCreated: {
      store::v1::TokenRow& row = tokens_[event.token_created().secret_hash()];
      row.set_subject_uri(event.token_created().subject_uri());
      *row.mutable_expire_time() = event.token_created().expire_time();
      break;
    }
    case Event::kTokenSpent:
      tokens_[event.token_spent().secret_hash()].set_spent(true);
      break;
    case Event::kCertificateIssued: {
      v1::Certificate& row = certificates_[event.certificate_issued().serial()];
      row = event.certificate_issued();
      row.set_trust_log_index(index);
      Activate(record.actor().agency_id());
      break;
    }
    case Event::kCertificateRevoked:
      certificates_[event.certificate_revoked().serial()] = event.certificate_revoked();
      break;
    case Event::kCertificateReinstated:
      certificates_[event.certificate_reinstated().serial()] = event.certificate_reinstated();
      break;
    default:
      break;
  }
}

void DirectoryReplay::Activate(const std::string& agency_id) {
  const auto agency = agencies_.find(agency_id);
  if (agency != agencies_.end() && agency->second.state() == v1::AGENCY_STATE_REGISTERED) {
    agency->second.set_state(v1::AGENCY_STATE_ACTIVE);
  }
}

store::Rows DirectoryReplay::AgencyRows() const { return RowsOf(agencies_); }
store::Rows DirectoryReplay::TokenRows() const { return RowsOf(tokens_); }
store::Rows DirectoryReplay::CertificateRows() const { return RowsOf(certificates_); }

store::Rows DirectoryReplay::SubjectRows() const {
  store::Rows rows;
  for (const auto& [serial, certificate] : certificates_) {
    rows[store::SubjectKey(certificate.subject_uri(), base::FromProto(certificate.not_before()), serial)] =
        serial;
  }
  return rows;
}

bool DirectoryReplay::IsSpent(const std::string& secret_hash) const {
  const auto token = tokens_.find(secret_hash);
  return token != tokens_.end() && token->second.spent();
}

}  // namespace enlace::service
