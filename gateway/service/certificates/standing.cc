#include "gateway/service/certificates/standing.h"

#include "gateway/clock/certificate_expiry.h"
#include "gateway/service/certificates/change.h"

namespace enlace::service {

bool IsInForce(const identity::CertificateStanding& certificate, absl::Time now) {
  return !certificate.revoked && now < certificate.not_after;
}

LastCertificates LastOfEach(const identity::Roster& roster) {
  LastCertificates last;
  roster.VisitCertificates([&last](const identity::CertificateStanding& one) {
    if (one.revoked) return;
    const auto [place, is_new] = last.try_emplace({one.subject_uri, one.usage}, one);
    if (!is_new && place->second.not_after < one.not_after) place->second = one;
  });
  return last;
}

bool EndsSoon(const identity::CertificateStanding& certificate, absl::Time now) {
  return clock::ExpiryWarnings(certificate.not_before, certificate.not_after).front() <= now;
}

std::string AgencyOf(const identity::CertificateStanding& certificate) {
  v1::Certificate named;
  named.set_subject_uri(certificate.subject_uri);
  return HolderOf(named).agency_id;
}

}  // namespace enlace::service
