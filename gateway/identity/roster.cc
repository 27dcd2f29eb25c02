#include "gateway/identity/roster.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::identity {

void Roster::Put(const v1::Certificate& certificate) {
  {
    base::MutexLock lock(&mu_);
    CertificateStanding& standing = certificates_[certificate.serial()].standing;
    standing.serial = certificate.serial();
    standing.subject_uri = certificate.subject_uri();
    standing.usage = certificate.usage();
    standing.not_before = base::FromProto(certificate.not_before());
    standing.not_after = base::FromProto(certificate.not_after());
    standing.revoked = certificate.has_revoke_time();
    standing.revoked_at = base::FromProto(certificate.revoke_time());
    // One that was revoked before there was a window is final.
    standing.undo_until =
        certificate.has_undo_until() ? base::FromProto(certificate.undo_until()) : absl::InfinitePast();
    standing.reason = certificate.revocation_reason();
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

void Roster::Seen(absl::string_view serial, absl::Time time) {
  base::MutexLock lock(&mu_);
  const auto found = certificates_.find(std::string(serial));
  if (found == certificates_.end()) return;
  found->second.standing.last_seen = std::max(found->second.standing.last_seen, time);
}

std::vector<Sighting> Roster::Unwritten(absl::Duration least) const {
  base::MutexLock lock(&mu_);
  std::vector<Sighting> out;
  for (const auto& [serial, state] : certificates_) {
    if (state.standing.last_seen == absl::InfinitePast()) continue;
    if (state.standing.last_seen >= state.written + least) out.push_back({serial, state.standing.last_seen});
  }
  return out;
}

void Roster::Written(const std::vector<Sighting>& sightings) {
  base::MutexLock lock(&mu_);
  for (const Sighting& sighting : sightings) {
    const auto found = certificates_.find(sighting.serial);
    if (found == certificates_.end()) continue;
    found->second.written = sighting.time;
    found->second.standing.last_seen = std::max(found->second.standing.last_seen, sighting.time);
  }
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
  if (found->second.standing.revoked) {
    return base::CertificateRefused(
        v1::ERROR_REASON_CERTIFICATE_REVOKED,
        absl::StrCat("certificate ", serial, " was revoked at ", base::TimeText(found->second.standing.revoked_at),
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

void Roster::VisitCertificates(const std::function<void(const CertificateStanding&)>& visit) const {
  base::MutexLock lock(&mu_);
  for (const auto& [serial, state] : certificates_) visit(state.standing);
}

absl::optional<CertificateStanding> Roster::FindCertificate(absl::string_view serial) const {
  base::MutexLock lock(&mu_);
  const auto found = certificates_.find(std::string(serial));
  if (found == certificates_.end()) return absl::nullopt;
  return found->second.standing;
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
