#include "gateway/service/certificates/revocation.h"

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::service {
namespace {

constexpr int kCertificateHold = 6;

}  // namespace

bool MarkRevoked(v1::RevocationReason reason, absl::Time now, absl::Duration undo_window,
                 v1::Certificate* certificate) {
  if (certificate->has_revoke_time()) return false;
  *certificate->mutable_revoke_time() = base::ToProto(now);
  *certificate->mutable_undo_until() = base::ToProto(now + undo_window);
  certificate->set_revocation_reason(reason);
  return true;
}

absl::Status MarkReinstated(absl::Time now, v1::Certificate* certificate) {
  if (!certificate->has_revoke_time()) return absl::OkStatus();
  // A row that was revoked before there was a window has none.
  const absl::Time until = base::FromProto(certificate->undo_until());
  if (!certificate->has_undo_until() || now >= until) {
    return base::Told(base::Refusal(
        absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVOCATION_FINAL,
        absl::StrCat("certificate ", certificate->serial(), " was revoked at ",
                     base::TimeText(base::FromProto(certificate->revoke_time())),
                     ", which can no longer be taken back; give the holder a new enrolment token")));
  }
  certificate->clear_revoke_time();
  certificate->clear_undo_until();
  certificate->clear_revocation_reason();
  return absl::OkStatus();
}

int CrlReasonOf(v1::RevocationReason reason, absl::Time undo_until, absl::Time now) {
  return now < undo_until ? kCertificateHold : static_cast<int>(reason);
}

}  // namespace enlace::service
