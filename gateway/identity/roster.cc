#include "gateway/identity/roster.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::identity {

void Roster::Put(const v1::Certificate& certificate) {
  {
    base::MutexLock lock(&mu_);
    CertificateState& state = certificates_[certificate.serial()];
    state.revoked = certificate.has_revoke_time();
    state.revoked_at = base::FromProto(certificate.revoke_time());
    ++epoch_;
  }
  Changed();
}

void Roster::Put(const v1::Agency& agency) {
  {
    base::MutexLock lock(&mu_);
    v1::Agency& entry = agencies_[agency.agency_id()];
    entry = agency;
    entry.clear_sealing_certificates();
    ++epoch_;
  }
  Changed();
}

void Roster::JudgeAnew() {
  {
    base::MutexLock lock(&mu_);
    ++epoch_;
  }
  Changed();
}

absl::Status Roster::CheckCertificate(absl::string_view serial) const {
  base::MutexLock lock(&mu_);
  const auto found = certificates_.find(std::string(serial));
  if (found == certificates_.end()) {
    return base::CertificateRefused(
        v1::ERROR_REASON_CERTIFICATE_UNKNOWN,
        absl::StrCat("certificate ", serial,
                     " is not on record at this gateway; ask the administrator for a new enrolment token"));
  }
  if (found->second.revoked) {
    return base::CertificateRefused(
        v1::ERROR_REASON_CERTIFICATE_REVOKED,
        absl::StrCat("certificate ", serial, " was revoked at ", base::TimeText(found->second.revoked_at),
                     "; ask the administrator for a new enrolment token"));
  }
  return absl::OkStatus();
}

absl::Status Roster::CheckAgency(absl::string_view agency_id, v1::AgencyKind* kind) const {
  base::MutexLock lock(&mu_);
  const auto found = agencies_.find(std::string(agency_id));
  if (found == agencies_.end()) {
    return base::CertificateRefused(
        v1::ERROR_REASON_AGENCY_SUSPENDED,
        absl::StrCat("agency ", agency_id, " is not registered at this gateway; ask its administrator"));
  }
  if (found->second.state() == v1::AGENCY_STATE_SUSPENDED) {
    return base::CertificateRefused(
        v1::ERROR_REASON_AGENCY_SUSPENDED,
        absl::StrCat("agency ", agency_id, " is suspended; ask the administrator of this gateway"));
  }
  *kind = found->second.kind();
  return absl::OkStatus();
}

std::vector<v1::Agency> Roster::Agencies() const {
  base::MutexLock lock(&mu_);
  std::vector<v1::Agency> out;
  out.reserve(agencies_.size());
  for (const auto& [id, agency] : agencies_) out.push_back(agency);
  return out;
}

uint64_t Roster::epoch() const {
  base::MutexLock lock(&mu_);
  return epoch_;
}

int Roster::Listen(std::function<void()> listener) {
  base::MutexLock lock(&listeners_mu_);
  const int id = next_listener_++;
  listeners_[id] = std::move(listener);
  return id;
}

void Roster::Unlisten(int id) {
  base::MutexLock lock(&listeners_mu_);
  listeners_.erase(id);
}

void Roster::Changed() {
  base::MutexLock lock(&listeners_mu_);
  for (const auto& [id, listener] : listeners_) listener();
}

}  // namespace enlace::identity
