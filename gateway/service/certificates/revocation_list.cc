#include "gateway/service/certificates/revocation_list.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "certs/ca/revocation_list.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/certificates/revocation.h"

namespace enlace::service {
namespace {

constexpr size_t kMaxFileSize = 64 << 20;

// Of the list in the file; 0 if there is none that can be read.
uint64_t NumberIn(const std::string& file) {
  if (file.empty() || !base::FileExists(file)) return 0;
  const absl::StatusOr<std::string> der = base::ReadFile(file, kMaxFileSize);
  const absl::StatusOr<uint64_t> number =
      der.ok() ? certs::RevocationListNumber(*der) : absl::StatusOr<uint64_t>(der.status());
  if (number.ok()) return *number;
  base::Log(base::LogLevel::kWarning, "crl_not_read", {{"file", file}, {"why", number.status().message()}});
  return 0;
}

// What is revoked and not over. `change`, if given, is brought forward to the time when
// the first of them gets another reason.
std::vector<certs::RevokedEntry> RevokedIn(const identity::Roster& roster, absl::Time now,
                                           absl::Time* change = nullptr) {
  std::vector<certs::RevokedEntry> revoked;
  roster.VisitCertificates([&](const identity::CertificateStanding& one) {
    if (!one.revoked || one.not_after <= now) return;
    revoked.push_back({one.serial, one.revoked_at, CrlReasonOf(one.reason, one.undo_until, now)});
    if (change != nullptr && now < one.undo_until) *change = std::min(*change, one.undo_until);
  });
  return revoked;
}

// "state/crl.der" -> "state/crl-5f3a09c2d1e4b788.der".
std::string FileOf(const std::string& file, const std::string& authority_id) {
  const size_t dot = file.rfind('.');
  return absl::StrCat(file.substr(0, dot), "-", authority_id.substr(0, 16), file.substr(dot));
}

// The lists of authorities that issue no more, but whose certificates are good: a
// system that checks one of these asks for a list by its own issuer. What is missing
// here stops nothing.
void WriteListsOfOthers(const certs::AuthoritySet& authorities, const identity::Roster& roster,
                        const std::string& file, uint64_t number, absl::Time now, absl::Duration life) {
  for (const certs::AuthorityMember& member : authorities.members()) {
    if (member.state != v1::AUTHORITY_STATE_DRAINING || member.keys == nullptr) continue;
    const auto der = authorities.MakeCrlOf(member.id, RevokedIn(roster, now), number, now, life);
    const absl::Status written =
        der.ok() ? base::WriteFileAtomically(FileOf(file, member.id), *der, 0644) : der.status();
    if (written.ok()) continue;
    base::Log(base::LogLevel::kWarning, "crl_not_written",
              {{"authority_id", member.id}, {"why", written.message()}});
  }
}

}  // namespace

RevocationList::RevocationList(Options options, const identity::Roster& roster,
                               const certs::AuthoritySet& authority, const base::Clock& clock)
    : options_(std::move(options)),
      roster_(roster),
      authority_(authority),
      clock_(clock),
      number_(NumberIn(options_.file)) {}

void RevocationList::Changed() {
  changed_.store(true, std::memory_order_release);
  if (wake_) wake_();
}

absl::StatusOr<std::string> RevocationList::Current() {
  base::MutexLock lock(&mu_);
  RETURN_IF_ERROR(RenewIfDue(clock_.Now()));
  return der_;
}

std::string RevocationList::Published() {
  base::MutexLock lock(&mu_);
  return published_;
}

absl::StatusOr<absl::Time> RevocationList::DoDue(absl::Time judged) {
  base::MutexLock lock(&mu_);
  // Whoever reads the list judges it by the time that it is.
  const absl::Time now = clock_.Now();
  RETURN_IF_ERROR(RenewIfDue(now));
  if (!is_published_) RETURN_IF_ERROR(Publish());
  return judged + (renew_at_ - now);
}

absl::Status RevocationList::RenewIfDue(absl::Time now) {
  if (!changed_.exchange(false, std::memory_order_acq_rel) && now < renew_at_) return absl::OkStatus();
  absl::Time renew_at = now + options_.life / 2;
  const std::vector<certs::RevokedEntry> revoked = RevokedIn(roster_, now, &renew_at);
  // Rises although the clock was set back, and although the file was lost.
  const uint64_t number = std::max(number_ + 1, static_cast<uint64_t>(absl::ToUnixSeconds(now)));
  absl::StatusOr<std::string> made = authority_.MakeCrl(revoked, number, now, options_.life);
  if (!made.ok()) {
    changed_.store(true, std::memory_order_release);
    return made.status();
  }
  der_ = *std::move(made);
  number_ = number;
  renew_at_ = renew_at;
  is_published_ = false;
  return absl::OkStatus();
}

absl::Status RevocationList::Publish() {
  // Everybody may read it.
  if (!options_.file.empty()) {
    RETURN_IF_ERROR(base::WriteFileAtomically(options_.file, der_, 0644));
    WriteListsOfOthers(authority_, roster_, options_.file, number_, clock_.Now(), options_.life);
  }
  is_published_ = true;
  published_ = der_;
  return absl::OkStatus();
}

}  // namespace enlace::service
