#include "gateway/service/certificates/change.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/certificate_expiry.h"
#include "gateway/delivery/certificate_feed.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/expiry_rows.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

bool IsAgency(const identity::Caller& holder) { return holder.kind == identity::Caller::Kind::kAgency; }

absl::string_view EventType(v1::CertificateChange change) {
  switch (change) {
    case v1::CERTIFICATE_CHANGE_REVOKED:
      return "certificate.revoked";
    case v1::CERTIFICATE_CHANGE_REINSTATED:
      return "certificate.reinstated";
    default:
      return "certificate.issued";
  }
}

v1::Certificate* MutableCertificate(v1::CertificateChange change, store::v1::Event* event) {
  switch (change) {
    case v1::CERTIFICATE_CHANGE_REVOKED:
      return event->mutable_certificate_revoked();
    case v1::CERTIFICATE_CHANGE_REINSTATED:
      return event->mutable_certificate_reinstated();
    default:
      return event->mutable_certificate_issued();
  }
}

store::v1::CertificateNoticed Notice(const identity::Caller& holder, const v1::Certificate& certificate,
                                     v1::CertificateChange change, uint64_t trust_log_index) {
  store::v1::CertificateNoticed noticed;
  noticed.set_agency_id(holder.agency_id);
  v1::CertificateNotice& notice = *noticed.mutable_notice();
  notice.set_serial(certificate.serial());
  notice.set_unit_id(holder.unit_id);
  notice.set_usage(certificate.usage());
  notice.set_change(change);
  *notice.mutable_not_after() = certificate.not_after();
  notice.set_trust_log_index(trust_log_index);
  return noticed;
}

// In the case log, because feed positions are its indices; of no case, under the
// agency's own key, and without the request_id, which the trust log's record has.
absl::Status Tell(ledger::Work& work, const identity::Caller& actor, store::v1::CertificateNoticed noticed) {
  ledger::Draft draft = DraftBy(actor, "certificate.noticed");
  draft.clazz = ledger::LeafClass::kKey;
  draft.subject = absl::StrCat("agency:", noticed.agency_id());
  draft.feed.push_back({noticed.agency_id(), delivery::CertificateItemOf(noticed, draft.record.actor())});
  *draft.record.mutable_event()->mutable_certificate_noticed() = std::move(noticed);
  return work.Append(std::move(draft)).status();
}

absl::StatusOr<std::vector<v1::Certificate>> AllOf(ledger::Work& work, const v1::Certificate& certificate) {
  constexpr size_t kPage = 500;
  std::vector<v1::Certificate> all;
  std::string after;
  do {
    ASSIGN_OR_RETURN(
        const std::vector<v1::Certificate> page,
        store::ListCertificates(work, store::SubjectPrefix(certificate.subject_uri()), kPage, &after));
    all.insert(all.end(), page.begin(), page.end());
  } while (!after.empty());
  return all;
}

absl::Status FollowExpiry(ledger::Work& work, const v1::Certificate& changed) {
  const std::string key = store::ExpiryKey(changed);
  ASSIGN_OR_RETURN(const absl::optional<store::v1::ExpiryRow> before, store::ReadExpiry(work, key));
  std::vector<v1::Certificate> all;
  if (changed.has_revoke_time()) {
    ASSIGN_OR_RETURN(all, AllOf(work, changed));
  }
  return store::WriteExpiry(work, key, before, clock::ExpiryAfter(before, changed, all, work.now()));
}

}  // namespace

identity::Caller HolderOf(const v1::Certificate& certificate) {
  identity::Caller holder;
  const std::vector<std::string> parts = absl::StrSplit(certificate.subject_uri(), '/');
  // spiffe: // <trust domain> / ...
  if (parts.size() < 3) return holder;
  if (!identity::ParseIdentityUri(certificate.subject_uri(), parts[2], &holder).ok()) {
    return identity::Caller();
  }
  return holder;
}

absl::Status RecordCertificate(ledger::Work& work, const CertificateAct& act, v1::Certificate* certificate) {
  ledger::Draft draft = TrustDraft(act.caller, EventType(act.change), act.request_id);
  draft.clazz = ledger::LeafClass::kKey;
  draft.record.set_purpose(act.reason);
  *MutableCertificate(act.change, draft.record.mutable_event()) = *certificate;
  ASSIGN_OR_RETURN(const uint64_t index, work.Append(std::move(draft)));
  if (act.change == v1::CERTIFICATE_CHANGE_ISSUED) certificate->set_trust_log_index(index);
  RETURN_IF_ERROR(store::PutCertificate(work, *certificate));
  const identity::Caller holder = HolderOf(*certificate);
  if (!IsAgency(holder)) return absl::OkStatus();
  RETURN_IF_ERROR(FollowExpiry(work, *certificate));
  if (!act.took_effect) return absl::OkStatus();
  return Tell(work, act.caller, Notice(holder, *certificate, act.change, index));
}

absl::Status RecordExpiryWarning(ledger::Work& work, const v1::Certificate& certificate,
                                 absl::Time planned_time) {
  static const identity::Caller& nobody = *new identity::Caller();
  const identity::Caller holder = HolderOf(certificate);
  if (!IsAgency(holder)) return absl::OkStatus();
  const bool ended = planned_time >= base::FromProto(certificate.not_after());
  store::v1::CertificateNoticed noticed =
      Notice(holder, certificate, ended ? v1::CERTIFICATE_CHANGE_EXPIRED : v1::CERTIFICATE_CHANGE_EXPIRING,
             certificate.trust_log_index());
  *noticed.mutable_planned_time() = base::ToProto(planned_time);
  return Tell(work, nobody, std::move(noticed));
}

}  // namespace enlace::service
