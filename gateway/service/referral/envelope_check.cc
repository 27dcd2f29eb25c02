#include "gateway/service/referral/envelope_check.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "certs/seal/seal.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

absl::Status Invalid(absl::string_view field, absl::string_view problem) {
  return base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_ENVELOPE_INVALID,
                       absl::StrCat(field, ": ", problem));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> InspectSealed(absl::string_view field,
                                                       const v1::SealedPayload& sealed) {
  absl::StatusOr<certs::EnvelopeInfo> info = certs::InspectEnvelope(sealed.cms());
  if (!info.ok()) return Invalid(absl::StrCat(field, ".cms"), info.status().message());
  if (info->recipient_serials.size() != static_cast<size_t>(sealed.recipients_size())) {
    return Invalid(absl::StrCat(field, ".recipients"), "must list the recipients of the envelope, in its order");
  }
  return std::move(info->recipient_serials);
}

absl::Status CheckSealedRecipients(store::Reader& reader, absl::string_view field,
                                   const v1::SealedPayload& sealed, const std::vector<std::string>& serials,
                                   const std::set<std::string>& allowed, absl::string_view trust_domain,
                                   absl::Time now) {
  for (size_t i = 0; i < serials.size(); ++i) {
    const v1::SealedRecipient& recipient = sealed.recipients(static_cast<int>(i));
    const std::string where = absl::StrCat(field, ".recipients[", i, "]");
    ASSIGN_OR_RETURN(const absl::optional<v1::Certificate> certificate, store::FindCertificate(reader, serials[i]));
    if (!certificate.has_value() || certificate->usage() != v1::CERTIFICATE_USAGE_SEALING) {
      return Invalid(where, "is not sealed to a sealing certificate of this gateway");
    }
    if (certificate->has_revoke_time() || base::FromProto(certificate->not_after()) <= now) {
      return Invalid(where, "is sealed to a certificate that is revoked or expired; resolve and seal again");
    }
    const std::string holder = absl::StrCat("spiffe://", trust_domain, "/agency/", recipient.agency_id(), "/");
    if (!absl::StartsWith(certificate->subject_uri(), holder) || certificate->key_id() != recipient.key_id()) {
      return Invalid(where, "names another agency or key than the envelope");
    }
    if (!allowed.contains(recipient.agency_id())) {
      return Invalid(where, "is none of those whom it is for");
    }
  }
  return absl::OkStatus();
}

}  // namespace enlace::service
