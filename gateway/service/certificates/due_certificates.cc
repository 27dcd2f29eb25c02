#include "gateway/service/certificates/due_certificates.h"

#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/certificate_expiry.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/own_commands.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/expiry_rows.h"
#include "gateway/store/last_seen_rows.h"

namespace enlace::service {

absl::StatusOr<absl::Time> DueCertificates::DoDue(absl::Time judged) {
  // What fails of sightings keeps back no warning.
  const absl::Status put_down = PutDownSightings(judged);
  ASSIGN_OR_RETURN(const absl::Time next, WarnOfExpiry(judged));
  RETURN_IF_ERROR(put_down);
  return next;
}

absl::StatusOr<absl::Time> DueCertificates::WarnOfExpiry(absl::Time judged) {
  absl::Status failed;  // The first that could not be given.
  absl::optional<store::DueExpiry> after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const std::vector<store::DueExpiry> next,
                     store::NextDueExpiries(*reader, kAtOnce, after));
    std::vector<OwnCommand> all;
    for (const store::DueExpiry& one : next) {
      if (one.due > judged) break;
      all.push_back([key = one.key, judged](ledger::Work& work) -> absl::StatusOr<std::string> {
        RETURN_IF_ERROR(GiveExpiryWarning(work, key, judged));
        return std::string();
      });
      after = one;
    }
    if (all.empty()) {
      RETURN_IF_ERROR(failed);
      return next.empty() ? absl::InfiniteFuture() : next.front().due;
    }
    const OwnOutcome outcome = RunOwnCommands(core_.sequencer, settle_, std::move(all));
    failed.Update(outcome.first_failure);
    if (outcome.store_is_away) return failed;
  }
}

absl::Status DueCertificates::PutDownSightings(absl::Time judged) {
  const absl::Duration since = judged - looked_at_;
  if (since >= absl::ZeroDuration() && since < kLookEvery) return absl::OkStatus();
  SeeConnected(core_);
  const std::vector<identity::Sighting> sightings = core_.roster.Unwritten(kSeenEvery);
  if (!sightings.empty()) {
    std::vector<OwnCommand> one;
    one.push_back([sightings](ledger::Work& work) -> absl::StatusOr<std::string> {
      for (const identity::Sighting& sighting : sightings) {
        RETURN_IF_ERROR(store::WriteLastSeen(work, {sighting.serial, sighting.time}));
      }
      return std::string();
    });
    RETURN_IF_ERROR(RunOwnCommands(core_.sequencer, settle_, std::move(one)).first_failure);
    core_.roster.Written(sightings);
  }
  looked_at_ = judged;
  return absl::OkStatus();
}

void SeeConnected(const Core& core) {
  constexpr size_t kPage = 500;
  const absl::Time now = core.clock.Now();
  std::string after;
  for (;;) {
    const std::vector<v1::Connection> page = core.connections.List(after, kPage);
    for (const v1::Connection& connection : page) core.roster.Seen(connection.certificate_serial(), now);
    if (page.size() < kPage) return;
    after = page.back().connection_id();
  }
}

absl::Status GiveExpiryWarning(ledger::Work& work, const std::string& key, absl::Time judged) {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::ExpiryRow> before, store::ReadExpiry(work, key));
  if (!before.has_value()) return absl::OkStatus();
  const absl::optional<absl::Time> planned = clock::DueExpiryWarning(*before, judged);
  if (!planned.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(work, before->serial()));
  if (!certificate.has_value()) return base::InternalError("a certificate to be warned of has no row");
  RETURN_IF_ERROR(RecordExpiryWarning(work, *certificate, *planned));
  store::v1::ExpiryRow after = *before;
  *after.mutable_warned_time() = base::ToProto(*planned);
  return store::WriteExpiry(work, key, before, after);
}

}  // namespace enlace::service
