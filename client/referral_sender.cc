#include "client/referral_sender.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "client/referral_reader.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "google/protobuf/util/message_differencer.h"

namespace enlace::client {
namespace {

using DirectoryStub = v1::DirectoryService::StubInterface;
using ReferralStub = v1::ReferralService::StubInterface;

constexpr char kResendPurpose[] = "resend-check";

absl::Status Unproved(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the receipt of the gateway proves something else: ", what,
                                          "; keep it and tell the administrator and the ombudsman's office"));
}

// Whether the gateway surely did nothing.
bool IsRefusal(const absl::Status& status) {
  return base::ReasonOf(status) != v1::ERROR_REASON_UNSPECIFIED &&
         (absl::IsInvalidArgument(status) || absl::IsPermissionDenied(status) || absl::IsNotFound(status) ||
          absl::IsFailedPrecondition(status));
}

}  // namespace

std::string ResendRequestId(absl::string_view first_request_id, int n) {
  if (n == 0) return std::string(first_request_id);
  std::string bytes = base::Sha256({"enlace/resend/v1", absl::string_view("\0", 1), first_request_id,
                                    absl::string_view("\0", 1), absl::StrCat(n)})
                          .substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

absl::StatusOr<std::unique_ptr<ReferralSender>> ReferralSender::New(Session& session,
                                                                    const certs::Keystore& keystore,
                                                                    TrustedLogs logs) {
  ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(keystore.uri()));
  if (identity.is_administrator()) {
    return absl::FailedPreconditionError("administrators send no referrals; use an agency's identity");
  }
  ASSIGN_OR_RETURN(auto verifier, VerifierOf(keystore));
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs.CaseLog());
  return std::unique_ptr<ReferralSender>(new ReferralSender(session, keystore, std::move(logs),
                                                            identity.agency_id, identity.trust_domain,
                                                            std::move(verifier), case_log.name()));
}

absl::StatusOr<SentReferral> ReferralSender::Send(const OutgoingReferral& referral, Spool* spool) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", referral.request_id));
  std::optional<v1::SubmitReferralRequest> kept;
  bool may_have_been_sent = referral.may_have_been_sent;
  if (spool != nullptr && spool->Has(referral.request_id)) {
    auto found = Kept(referral, *spool);
    if (!found.ok()) return found.status();
    kept = *std::move(found);
    may_have_been_sent = !kept.has_value();  // Else an earlier version left its mark.
  }
  for (int n = 0; may_have_been_sent && n < kMostResends; ++n) {
    auto sent = FindSent(referral, ResendRequestId(referral.request_id, n));
    if (sent.ok() || !absl::IsNotFound(sent.status())) return sent;
  }
  return SealAndSubmit(referral, std::move(kept), spool);
}

absl::StatusOr<std::optional<v1::SubmitReferralRequest>> ReferralSender::Kept(
    const OutgoingReferral& referral, const Spool& spool) const {
  std::optional<v1::SubmitReferralRequest> kept(std::in_place);
  const absl::Status found = spool.Find(referral.request_id, &*kept);
  if (absl::IsFailedPrecondition(found)) return std::optional<v1::SubmitReferralRequest>();
  RETURN_IF_ERROR(found);
  ASSIGN_OR_RETURN(const certs::Opened opened, OpenPayload(kept->sealed(), keystore_, *verifier_));
  content::v1::ReferralContent content;
  if (!content.ParseFromString(opened.content) ||
      !google::protobuf::util::MessageDifferencer::Equals(content, referral.content)) {
    return base::RequestIdReused();
  }
  return kept;
}

absl::StatusOr<SentReferral> ReferralSender::SealAndSubmit(const OutgoingReferral& referral,
                                                           std::optional<v1::SubmitReferralRequest> kept,
                                                           Spool* spool) {
  int n = 0;
  while (kept.has_value() && n + 1 < kMostResends &&
         ResendRequestId(referral.request_id, n) != kept->request_id()) {
    ++n;
  }
  for (; n < kMostResends; ++n) {
    const bool sealed_earlier = kept.has_value();
    if (!sealed_earlier) {
      ASSIGN_OR_RETURN(kept, Prepare(referral, ResendRequestId(referral.request_id, n)));
      if (spool != nullptr) RETURN_IF_ERROR(spool->Keep(referral.request_id, *kept));
    }
    auto sent = Submit(*kept);
    const v1::ErrorReason reason = base::ReasonOf(sent.status());
    if (reason == v1::ERROR_REASON_REQUEST_ID_REUSED) return FindSent(referral, kept->request_id());
    const bool is_stale = sealed_earlier && reason == v1::ERROR_REASON_ENVELOPE_INVALID;
    if (reason != v1::ERROR_REASON_ROUTE_CHANGED && !is_stale) {
      // Refused at once, so that nothing was kept anywhere: it may be corrected.
      if (spool != nullptr && !sealed_earlier && IsRefusal(sent.status())) {
        RETURN_IF_ERROR(spool->Remove(referral.request_id));
      }
      return sent;
    }
    kept.reset();
  }
  if (spool != nullptr) RETURN_IF_ERROR(spool->Remove(referral.request_id));
  return base::Refusal(absl::StatusCode::kAborted, v1::ERROR_REASON_ROUTE_CHANGED,
                       "the recipients changed each time the referral was sealed; send it again");
}

absl::StatusOr<v1::ResolveRecipientsResponse> ReferralSender::Resolve(const OutgoingReferral& referral) {
  v1::ResolveRecipientsRequest request;
  *request.mutable_classification() = referral.classification;
  for (const v1::ExcludedAgency& excluded : referral.excluded) *request.add_excluded_agencies() = excluded;
  if (referral.event_time.has_value()) *request.mutable_event_time() = base::ToProto(*referral.event_time);
  *request.mutable_petition_time() = base::ToProto(referral.petition_time);
  // An existing case has exclusions of its own.
  request.set_case_id(referral.case_id);
  if (!referral.case_id.empty()) request.set_officer_pseudonym(referral.officer_pseudonym);
  return session_.Call<v1::DirectoryService>(&DirectoryStub::ResolveRecipients, request);
}

absl::StatusOr<v1::SubmitReferralRequest> ReferralSender::Prepare(const OutgoingReferral& referral,
                                                                  const std::string& request_id) {
  ASSIGN_OR_RETURN(const v1::ResolveRecipientsResponse route, Resolve(referral));
  v1::SubmitReferralRequest request;
  request.set_request_id(request_id);
  request.set_case_id(referral.case_id);
  *request.mutable_classification() = referral.classification;
  *request.mutable_disclosure() = referral.disclosure;
  if (referral.event_time.has_value()) *request.mutable_event_time() = base::ToProto(*referral.event_time);
  *request.mutable_petition_time() = base::ToProto(referral.petition_time);
  for (const v1::ExcludedAgency& excluded : referral.excluded) *request.add_excluded_agencies() = excluded;
  request.set_officer_pseudonym(referral.officer_pseudonym);
  std::vector<PayloadRecipient> recipients;
  for (const v1::ResolvedRecipient& resolved : route.recipients()) {
    *request.add_planned_legs() = resolved.planned_leg();
    if (resolved.planned_leg().access() != v1::ACCESS_GRADE_FULL) continue;
    const std::string& agency_id = resolved.planned_leg().recipient().agency_id();
    ASSIGN_OR_RETURN(const certs::Certificate certificate,
                     ChooseSealingCertificate(resolved.sealing_certificates(), agency_id, trust_domain_,
                                              *verifier_, session_.clock().Now()));
    recipients.push_back({agency_id, certificate});
  }
  PayloadBinding binding;
  binding.case_id = referral.case_id.empty() ? base::DeriveCaseId(agency_id_, request_id) : referral.case_id;
  binding.request_id = request_id;
  binding.log_origin = log_origin_;
  ASSIGN_OR_RETURN(*request.mutable_sealed(),
                   SealPayload(referral.content.SerializeAsString(), std::move(recipients), binding,
                               keystore_, session_.clock().Now()));
  return request;
}

absl::StatusOr<SentReferral> ReferralSender::FindSent(const OutgoingReferral& referral,
                                                      const std::string& request_id) {
  ASSIGN_OR_RETURN(const auto reader, ReferralReader::New(session_, keystore_, logs_));
  ASSIGN_OR_RETURN(const ReadReferral found, reader->Fetch(base::DeriveReferralId(agency_id_, request_id),
                                                           referral.officer_pseudonym, kResendPurpose));
  if (!found.content.has_value() ||
      !google::protobuf::util::MessageDifferencer::Equals(*found.content, referral.content)) {
    return base::RequestIdReused();
  }
  SentReferral sent;
  sent.referral = found.referral;
  sent.request_id = request_id;
  sent.was_sent_before = true;
  return sent;
}

absl::StatusOr<SentReferral> ReferralSender::Submit(const v1::SubmitReferralRequest& request) {
  ASSIGN_OR_RETURN(
      const v1::SubmitReferralResponse response,
      session_.CallAct<v1::ReferralService>(log_origin_, &ReferralStub::SubmitReferral, request));
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs_.Verify(response.receipt()));
  const std::string referral_id = base::DeriveReferralId(agency_id_, request.request_id());
  if (response.referral().referral_id() != referral_id || proof.record.referral_id() != referral_id) {
    return Unproved("another referral");
  }
  if (proof.record.request_id() != request.request_id()) return Unproved("another request");
  if (proof.record.sealed_digest() != request.sealed().digest()) return Unproved("another sealed content");
  if (proof.checkpoint.origin != log_origin_) return Unproved("another log");
  return SentReferral{response.referral(), response.receipt(), request.request_id(), false};
}

}  // namespace enlace::client
