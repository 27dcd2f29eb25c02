#include "client/referral_reclassifier.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "client/identity_uri.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "client/referral_reader.h"
#include "client/referral_sender.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"

namespace enlace::client {
namespace {

constexpr char kPurpose[] = "reclassify";

bool HasEnded(const v1::Leg& leg) {
  switch (leg.state()) {
    case v1::LEG_STATE_CLOSED:
    case v1::LEG_STATE_DECLINED:
    case v1::LEG_STATE_RETURNED_NOT_COMPETENT:
    case v1::LEG_STATE_TRANSFERRED:
    case v1::LEG_STATE_WITHDRAWN_BY_SENDER:
    case v1::LEG_STATE_REVOKED:
    case v1::LEG_STATE_ENTERED_IN_ERROR:
      return true;
    default:
      return false;
  }
}

bool HasOpenLeg(const v1::Referral& referral, const v1::PlannedLeg& planned) {
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return !HasEnded(leg) && leg.purpose() == planned.purpose() &&
           leg.recipient().agency_id() == planned.recipient().agency_id() &&
           leg.recipient().unit_id() == planned.recipient().unit_id();
  });
}

v1::ResolveRecipientsRequest Question(const v1::Referral& referral, const Reclassification& what) {
  v1::ResolveRecipientsRequest request;
  *request.mutable_classification() = referral.classification();
  request.mutable_classification()->set_perpetrator(what.perpetrator);
  if (referral.has_event_time()) *request.mutable_event_time() = referral.event_time();
  if (referral.has_petition_time()) *request.mutable_petition_time() = referral.petition_time();
  request.set_case_id(referral.case_id());
  request.set_officer_pseudonym(what.officer_pseudonym);
  return request;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReferralReclassifier>> ReferralReclassifier::New(
    Session& session, const certs::Keystore& keystore, TrustedLogs logs) {
  ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(keystore.uri()));
  if (identity.is_administrator()) {
    return absl::FailedPreconditionError("administrators send no referrals; use an agency's identity");
  }
  ASSIGN_OR_RETURN(auto verifier, VerifierOf(keystore));
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs.CaseLog());
  return std::unique_ptr<ReferralReclassifier>(
      new ReferralReclassifier(session, keystore, std::move(logs), identity.agency_id, identity.trust_domain,
                               std::move(verifier), case_log.name()));
}

absl::StatusOr<v1::ReclassifyReferralResponse> ReferralReclassifier::Reclassify(
    const Reclassification& what) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", what.request_id));
  for (int n = 0; n < kMostResends; ++n) {
    ASSIGN_OR_RETURN(const v1::ReclassifyReferralRequest request,
                     Prepare(what, ResendRequestId(what.request_id, n)));
    auto response = Submit(request);
    if (base::ReasonOf(response.status()) != v1::ERROR_REASON_ROUTE_CHANGED) return response;
  }
  return base::Refusal(absl::StatusCode::kAborted, v1::ERROR_REASON_ROUTE_CHANGED,
                       "the recipients changed each time the content was sealed; call again");
}

absl::StatusOr<v1::ReclassifyReferralRequest> ReferralReclassifier::Prepare(const Reclassification& what,
                                                                            const std::string& request_id) {
  ASSIGN_OR_RETURN(const auto reader, ReferralReader::New(session_, keystore_, logs_));
  ASSIGN_OR_RETURN(const ReadReferral read,
                   reader->Fetch(what.referral_id, what.officer_pseudonym, kPurpose));
  if (read.referral.origin().agency_id() != agency_id_) {
    return base::ActorNotAllowed("only the sender of a referral says anew who is alleged to be behind it");
  }
  ASSIGN_OR_RETURN(
      const v1::ResolveRecipientsResponse route,
      session_.Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::ResolveRecipients,
                                          Question(read.referral, what)));
  v1::ReclassifyReferralRequest request;
  request.set_request_id(request_id);
  request.set_referral_id(what.referral_id);
  request.set_perpetrator(what.perpetrator);
  request.set_officer_pseudonym(what.officer_pseudonym);
  std::vector<PayloadRecipient> recipients;
  for (const v1::ResolvedRecipient& resolved : route.recipients()) {
    if (HasOpenLeg(read.referral, resolved.planned_leg())) continue;
    *request.add_planned_legs() = resolved.planned_leg();
    if (resolved.planned_leg().access() != v1::ACCESS_GRADE_FULL) continue;
    const std::string& agency_id = resolved.planned_leg().recipient().agency_id();
    ASSIGN_OR_RETURN(const certs::Certificate certificate,
                     ChooseSealingCertificate(resolved.sealing_certificates(), agency_id, trust_domain_,
                                              *verifier_, session_.clock().Now()));
    recipients.push_back({agency_id, certificate});
  }
  if (recipients.empty()) return request;
  if (!what.content.has_value() && !read.content.has_value()) {
    return absl::PermissionDeniedError(
        "what was sealed opens with no key that we have; give the content once more");
  }
  content::v1::NoteContent note;
  *note.mutable_referral() = what.content.has_value() ? *what.content : *read.content;
  ASSIGN_OR_RETURN(
      *request.mutable_sealed_note(),
      SealPayload(note.SerializeAsString(), std::move(recipients),
                  {read.referral.case_id(), request_id, log_origin_}, keystore_, session_.clock().Now()));
  return request;
}

absl::StatusOr<v1::ReclassifyReferralResponse> ReferralReclassifier::Submit(
    const v1::ReclassifyReferralRequest& request) {
  ASSIGN_OR_RETURN(const v1::ReclassifyReferralResponse response,
                   session_.CallAct<v1::ReferralService>(
                       log_origin_, &v1::ReferralService::StubInterface::ReclassifyReferral, request));
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs_.Verify(response.receipt()));
  if (proof.record.request_id() != request.request_id() ||
      proof.record.referral_id() != request.referral_id() ||
      proof.record.sealed_digest() != request.sealed_note().digest()) {
    return absl::DataLossError(
        "the receipt of the gateway proves another act than the one asked for; keep it and tell the "
        "administrator and the ombudsman's office");
  }
  return response;
}

}  // namespace enlace::client
