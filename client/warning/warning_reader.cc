#include "client/warning/warning_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "client/warning/agreement.h"
#include "client/warning/cap_document.h"
#include "enlace/v1/warning_service.grpc.pb.h"
#include "gateway/base/identifier.h"

namespace enlace::client {
namespace {

absl::Status Foreign(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the sealed content does not belong to this warning: ", what,
                                          "; do not act on it, tell the administrator"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<WarningReader>> WarningReader::New(Session& session,
                                                                  const certs::Keystore& keystore,
                                                                  TrustedLogs logs) {
  ASSIGN_OR_RETURN(auto verifier, ContentVerifierOf(keystore));
  return std::unique_ptr<WarningReader>(
      new WarningReader(session, keystore, std::move(logs), std::move(verifier)));
}

absl::StatusOr<ReadWarning> WarningReader::Fetch(absl::string_view warning_id,
                                                 absl::string_view officer_pseudonym,
                                                 absl::string_view purpose) {
  v1::GetWarningRequest request;
  request.set_warning_id(std::string(warning_id));
  request.set_officer_pseudonym(std::string(officer_pseudonym));
  request.set_purpose(std::string(purpose));
  ASSIGN_OR_RETURN(
      v1::GetWarningResponse response,
      session_.Call<v1::WarningService>(&v1::WarningService::StubInterface::GetWarning, request));
  if (response.warning().warning().warning_id() != warning_id) {
    return absl::DataLossError("the gateway answered with another warning than the one asked for");
  }
  ReadWarning read;
  read.record = response.record();
  read.view = std::move(*response.mutable_warning());
  RETURN_IF_ERROR(OpenAlert(&read));
  RETURN_IF_ERROR(OpenNotes(&read));
  return read;
}

absl::StatusOr<std::optional<std::string>> WarningReader::Open(const v1::SealedPayload& sealed,
                                                               const v1::Warning& warning,
                                                               const v1::AgencyRef& author,
                                                               std::string* request_id) const {
  absl::StatusOr<certs::Opened> opened = OpenPayload(sealed, keystore_, *verifier_);
  if (absl::IsPermissionDenied(opened.status())) return std::optional<std::string>();
  RETURN_IF_ERROR(opened.status());
  const content::v1::SealBinding& binding = opened->binding;
  if (binding.case_id() != warning.warning_id()) return Foreign("it was sealed for another one");
  if (!logs_.Find(binding.log_origin()).ok()) return Foreign("it was sealed for another gateway");
  const auto sender = ParseIdentity(binding.sender_uri());
  if (!sender.ok() || sender->agency_id != author.agency_id()) return Foreign("another agency sealed it");
  *request_id = binding.request_id();
  return std::optional<std::string>(std::move(opened->content));
}

absl::Status WarningReader::OpenAlert(ReadWarning* read) const {
  const v1::Warning& warning = read->view.warning();
  if (!warning.has_sealed_alert() || warning.sealed_alert().cms().empty()) return absl::OkStatus();
  std::string request_id;
  ASSIGN_OR_RETURN(std::optional<std::string> document,
                   Open(warning.sealed_alert(), warning, warning.issuer(), &request_id));
  if (!document.has_value()) return absl::OkStatus();
  if (base::DeriveWarningId(warning.issuer().agency_id(), request_id) != warning.warning_id()) {
    return Foreign("it came with another request");
  }
  const absl::StatusOr<CapAlert> alert = ParseAlert(*document);
  if (!alert.ok()) return absl::DataLossError(alert.status().message());
  RETURN_IF_ERROR(CheckAgreement(warning, *alert));
  read->alert = *alert;
  read->document = *std::move(document);
  return absl::OkStatus();
}

absl::Status WarningReader::OpenNotes(ReadWarning* read) const {
  for (const v1::WarningAnswer& answer : read->view.answers()) {
    std::optional<content::v1::NoteContent>& note = read->notes.emplace_back();
    if (!answer.has_sealed_note() || answer.sealed_note().cms().empty()) continue;
    std::string request_id;
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                     Open(answer.sealed_note(), read->view.warning(), answer.addressee(), &request_id));
    if (!bytes.has_value()) continue;
    content::v1::NoteContent content;
    if (!content.ParseFromString(*bytes)) return absl::DataLossError("the note is malformed inside");
    note = std::move(content);
  }
  return absl::OkStatus();
}

}  // namespace enlace::client
