#include "client/warning/warning_sender.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "client/recipient_keys.h"
#include "client/warning/agreement.h"
#include "client/warning/cap_document.h"
#include "client/warning/warning_reader.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/warning_service.grpc.pb.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using WarningStub = v1::WarningService::StubInterface;

constexpr char kReferencePurpose[] = "reference";

// CAP counts seconds.
void CutToSeconds(google::protobuf::Timestamp* time) { time->set_nanos(0); }

}  // namespace

absl::StatusOr<std::unique_ptr<WarningSender>> WarningSender::New(Session& session,
                                                                  const certs::Keystore& keystore,
                                                                  TrustedLogs logs) {
  ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(keystore.uri()));
  if (identity.is_administrator()) {
    return absl::FailedPreconditionError("administrators warn nobody; use an agency's identity");
  }
  ASSIGN_OR_RETURN(auto verifier, VerifierOf(keystore));
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs.CaseLog());
  return std::unique_ptr<WarningSender>(new WarningSender(session, keystore, std::move(logs),
                                                          identity.agency_id, identity.trust_domain,
                                                          std::move(verifier), case_log.name()));
}

absl::StatusOr<PayloadRecipient> WarningSender::RecipientOf(const std::string& agency_id) {
  v1::GetAgencyRequest request;
  request.set_agency_id(agency_id);
  ASSIGN_OR_RETURN(
      const v1::GetAgencyResponse response,
      session_.Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::GetAgency, request));
  ASSIGN_OR_RETURN(const certs::Certificate certificate,
                   ChooseSealingCertificate(response.agency().sealing_certificates(), agency_id,
                                            trust_domain_, *verifier_, session_.clock().Now()));
  return PayloadRecipient{agency_id, certificate};
}

absl::StatusOr<std::string> WarningSender::ReferenceTo(const OutgoingWarning& outgoing) {
  const std::string& id = outgoing.warning.references_warning_id();
  if (id.empty()) return std::string();
  ASSIGN_OR_RETURN(const auto reader, WarningReader::New(session_, keystore_, logs_));
  ASSIGN_OR_RETURN(const ReadWarning earlier,
                   reader->Fetch(id, outgoing.officer_pseudonym, kReferencePurpose));
  if (!earlier.alert.has_value()) {
    return absl::PermissionDeniedError(
        "the alert that this one refers to is not sealed to us; only its issuer updates or cancels it");
  }
  return absl::StrCat(earlier.alert->sender, ",", id, ",", CapTime(earlier.alert->sent));
}

absl::Status WarningSender::CheckReceipt(const v1::Receipt& receipt, absl::string_view warning_id,
                                         absl::string_view request_id,
                                         absl::string_view sealed_digest) const {
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs_.Verify(receipt));
  if (proof.record.warning_id() == warning_id && proof.record.request_id() == request_id &&
      proof.record.sealed_digest() == sealed_digest && proof.checkpoint.origin == log_origin_) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      "the receipt of the gateway proves another act than the one asked for; keep it and tell the "
      "administrator and the ombudsman's office");
}

absl::StatusOr<v1::IssueWarningResponse> WarningSender::Issue(const OutgoingWarning& outgoing) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", outgoing.request_id));
  v1::IssueWarningRequest request;
  request.set_request_id(outgoing.request_id);
  request.set_officer_pseudonym(outgoing.officer_pseudonym);
  v1::Warning& warning = *request.mutable_warning();
  warning = outgoing.warning;
  warning.set_warning_id(base::DeriveWarningId(agency_id_, outgoing.request_id));
  warning.mutable_issuer()->set_agency_id(agency_id_);
  if (warning.has_effective_time()) CutToSeconds(warning.mutable_effective_time());
  if (warning.has_expire_time()) CutToSeconds(warning.mutable_expire_time());
  if (warning.has_respond_by_time()) CutToSeconds(warning.mutable_respond_by_time());

  CapAlert alert = AlertOf(warning, trust_domain_, session_.clock().Now(), outgoing.texts);
  ASSIGN_OR_RETURN(alert.references, ReferenceTo(outgoing));
  ASSIGN_OR_RETURN(const std::string document, FormatAlert(alert));
  std::vector<PayloadRecipient> recipients;
  for (const v1::AgencyRef& addressee : warning.addressees()) {
    ASSIGN_OR_RETURN(PayloadRecipient recipient, RecipientOf(addressee.agency_id()));
    recipients.push_back(std::move(recipient));
  }
  ASSIGN_OR_RETURN(
      *warning.mutable_sealed_alert(),
      SealPayload(document, std::move(recipients), {warning.warning_id(), outgoing.request_id, log_origin_},
                  keystore_, session_.clock().Now()));
  ASSIGN_OR_RETURN(const v1::IssueWarningResponse response,
                   session_.CallAct<v1::WarningService>(log_origin_, &WarningStub::IssueWarning, request));
  RETURN_IF_ERROR(CheckReceipt(response.receipt(), warning.warning_id(), outgoing.request_id,
                               warning.sealed_alert().digest()));
  // What the gateway says that it recorded is what we sealed.
  RETURN_IF_ERROR(CheckAgreement(response.warning(), alert));
  return response;
}

absl::StatusOr<v1::AnswerWarningResponse> WarningSender::Answer(const OutgoingAnswer& outgoing) {
  v1::AnswerWarningRequest request;
  request.set_request_id(outgoing.request_id);
  request.set_warning_id(outgoing.warning.warning_id());
  request.set_response(outgoing.response);
  request.set_officer_pseudonym(outgoing.officer_pseudonym);
  if (outgoing.note.has_value()) {
    ASSIGN_OR_RETURN(PayloadRecipient issuer, RecipientOf(outgoing.warning.issuer().agency_id()));
    ASSIGN_OR_RETURN(*request.mutable_sealed_note(),
                     SealPayload(outgoing.note->SerializeAsString(), {std::move(issuer)},
                                 {outgoing.warning.warning_id(), outgoing.request_id, log_origin_}, keystore_,
                                 session_.clock().Now()));
  }
  ASSIGN_OR_RETURN(const v1::AnswerWarningResponse response,
                   session_.CallAct<v1::WarningService>(log_origin_, &WarningStub::AnswerWarning, request));
  RETURN_IF_ERROR(CheckReceipt(response.receipt(), outgoing.warning.warning_id(), outgoing.request_id,
                               request.sealed_note().digest()));
  return response;
}

}  // namespace enlace::client
