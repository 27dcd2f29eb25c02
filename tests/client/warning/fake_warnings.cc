#include "tests/client/warning/fake_warnings.h"

#include "absl/time/clock.h"
#include "client/identity_uri.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

// The agency that the TLS certificate names.
std::string Caller(grpc::ServerContext* context) {
  const auto pem = context->auth_context()->FindPropertyValues("x509_pem_cert");
  const auto certificate = certs::Certificate::FromPem({pem.front().data(), pem.front().size()});
  return ParseIdentity(certificate->uris().front())->agency_id;
}

}  // namespace

template <typename Request>
v1::Receipt FakeWarnings::Prove(const std::string& type, const Request& request,
                                const std::string& warning_id, const std::string& sealed_digest) const {
  store::v1::Record record;
  *record.mutable_record_time() = base::ToProto(absl::Now());
  record.set_event_type(type);
  record.set_request_id(request.request_id());
  record.set_warning_id(warning_id);
  record.set_sealed_digest(sealed_digest);
  if (spoil_record) spoil_record(&record);
  return log->Prove(record);
}

grpc::Status FakeWarnings::IssueWarning(grpc::ServerContext* context, const v1::IssueWarningRequest* request,
                                        v1::IssueWarningResponse* response) {
  issued.push_back(*request);
  const std::string caller = Caller(context);
  const std::string id = base::DeriveWarningId(caller, request->request_id());
  v1::Warning& warning = *warnings[id].mutable_warning();
  warning = request->warning();
  warning.set_warning_id(id);
  warning.mutable_issuer()->set_agency_id(caller);
  warning.set_state(v1::WARNING_STATE_ACTIVE);
  *response->mutable_warning() = warning;
  response->mutable_warning()->clear_sealed_alert();
  *response->mutable_receipt() =
      Prove("warning.issued", *request, id, request->warning().sealed_alert().digest());
  if (spoil_issue) spoil_issue(response);
  return grpc::Status::OK;
}

grpc::Status FakeWarnings::AnswerWarning(grpc::ServerContext* context,
                                         const v1::AnswerWarningRequest* request,
                                         v1::AnswerWarningResponse* response) {
  answered.push_back(*request);
  v1::WarningAnswer& answer = *warnings[request->warning_id()].add_answers();
  answer.mutable_addressee()->set_agency_id(Caller(context));
  answer.set_response(request->response());
  if (request->has_sealed_note()) *answer.mutable_sealed_note() = request->sealed_note();
  *response->mutable_receipt() =
      Prove("warning.answered", *request, request->warning_id(), request->sealed_note().digest());
  return grpc::Status::OK;
}

grpc::Status FakeWarnings::GetWarning(grpc::ServerContext*, const v1::GetWarningRequest* request,
                                      v1::GetWarningResponse* response) {
  looks.push_back(*request);
  const auto found = warnings.find(request->warning_id());
  if (found == warnings.end()) {
    return Refused(grpc::StatusCode::NOT_FOUND, v1::ERROR_REASON_NOT_FOUND, "");
  }
  *response->mutable_warning() = found->second;
  if (spoil_view) spoil_view(response->mutable_warning());
  return grpc::Status::OK;
}

grpc::Status FakeWarnings::ListWarnings(grpc::ServerContext*, const v1::ListWarningsRequest* request,
                                        v1::ListWarningsResponse* response) {
  listed = *request;
  for (const auto& [id, view] : warnings) *response->add_warnings() = view;
  return grpc::Status::OK;
}

}  // namespace enlace::client
