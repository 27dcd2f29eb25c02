#include "client/leg_actions.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/ledger/verify/act_verifier.h"

namespace enlace::client {

absl::StatusOr<std::unique_ptr<LegActions>> LegActions::New(Session& session, const certs::Keystore& keystore,
                                                            TrustedLogs logs) {
  ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(keystore.uri()));
  ASSIGN_OR_RETURN(auto verifier, VerifierOf(keystore));
  return std::unique_ptr<LegActions>(new LegActions(session, keystore, std::move(logs), identity.agency_id,
                                                    identity.trust_domain, std::move(verifier)));
}

absl::StatusOr<v1::Leg> LegActions::FindLeg(const v1::Referral& referral, absl::string_view leg_id) const {
  const v1::Leg* found = nullptr;
  const bool sent_by_us = referral.origin().agency_id() == agency_id_;
  for (const v1::Leg& leg : referral.legs()) {
    const bool ours = sent_by_us || leg.recipient().agency_id() == agency_id_;
    if (leg_id.empty() ? !ours : leg.leg_id() != leg_id) continue;
    if (found != nullptr) {
      return base::InvalidField("leg_id", "several legs come into question; name one of the referral's legs");
    }
    found = &leg;
  }
  if (found == nullptr) return base::NotFound();
  return *found;
}

absl::StatusOr<v1::AdvanceLegResponse> LegActions::Advance(
    const v1::Referral& referral, const v1::Leg& leg, v1::AdvanceLegRequest action,
    const std::optional<content::v1::NoteContent>& note) {
  ASSIGN_OR_RETURN(const v1::AdvanceLegRequest request, Prepare(referral, leg, std::move(action), note));
  return Submit(request);
}

absl::StatusOr<v1::AdvanceLegRequest> LegActions::Prepare(
    const v1::Referral& referral, const v1::Leg& leg, v1::AdvanceLegRequest action,
    const std::optional<content::v1::NoteContent>& note) {
  if (action.action_case() == v1::AdvanceLegRequest::ACTION_NOT_SET) return base::MissingField("action");
  if (action.request_id().empty()) action.set_request_id(base::NewUuid(session_.random()));
  action.set_referral_id(referral.referral_id());
  action.set_leg_id(leg.leg_id());
  action.set_expected_version(leg.version());
  if (note.has_value()) {
    ASSIGN_OR_RETURN(*action.mutable_sealed_note(), SealNote(*note, referral, leg, action.request_id()));
  }
  return action;
}

absl::StatusOr<v1::AdvanceLegResponse> LegActions::Submit(const v1::AdvanceLegRequest& request) {
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs_.CaseLog());
  ASSIGN_OR_RETURN(const v1::AdvanceLegResponse response,
                   session_.CallAct<v1::ReferralService>(
                       case_log.name(), &v1::ReferralService::StubInterface::AdvanceLeg, request));
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs_.Verify(response.receipt()));
  if (proof.record.request_id() != request.request_id() ||
      ledger::ActedLegOf(proof.record) != request.leg_id() || response.leg().leg_id() != request.leg_id()) {
    return absl::DataLossError(
        "the receipt of the gateway proves another act than the one asked for; keep it and tell the "
        "administrator and the ombudsman's office");
  }
  return response;
}

absl::StatusOr<v1::SealedPayload> LegActions::SealNote(const content::v1::NoteContent& note,
                                                       const v1::Referral& referral, const v1::Leg& leg,
                                                       const std::string& request_id) {
  const bool sent_by_us = referral.origin().agency_id() == agency_id_;
  const std::string& other = sent_by_us ? leg.recipient().agency_id() : referral.origin().agency_id();
  v1::GetAgencyRequest request;
  request.set_agency_id(other);
  ASSIGN_OR_RETURN(
      const v1::GetAgencyResponse response,
      session_.Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::GetAgency, request));
  ASSIGN_OR_RETURN(const certs::Certificate certificate,
                   ChooseSealingCertificate(response.agency().sealing_certificates(), other, trust_domain_,
                                            *verifier_, session_.clock().Now()));
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs_.CaseLog());
  return SealPayload(note.SerializeAsString(), {{other, certificate}},
                     {referral.case_id(), request_id, case_log.name()}, keystore_, session_.clock().Now());
}

}  // namespace enlace::client
