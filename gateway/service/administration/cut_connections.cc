#include "gateway/service/administration/cut_connections.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/command.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

using Request = v1::CutConnectionsRequest;
using Response = v1::CutConnectionsResponse;

constexpr size_t kMaxId = 64;

absl::Status CheckWhich(const Request& request) {
  switch (request.which_case()) {
    case Request::kAgencyId:
      return base::CheckName("agency_id", request.agency_id());
    case Request::kCertificateSerial:
      if (request.certificate_serial().empty()) return base::MissingField("certificate_serial");
      return base::CheckCode("certificate_serial", request.certificate_serial(), kMaxId);
    case Request::kConnectionId:
      if (request.connection_id().empty()) return base::MissingField("connection_id");
      return base::CheckCode("connection_id", request.connection_id(), kMaxId);
    case Request::WHICH_NOT_SET:
      break;
  }
  return base::MissingField("which");
}

absl::Status Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(CheckWhich(request));
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

// An administrator who mistypes must not believe that somebody is cut off.
absl::Status CheckKnown(store::Reader& reader, const Request& request) {
  if (request.has_agency_id()) return ReadAgency(reader, request.agency_id()).status();
  if (!request.has_certificate_serial()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(reader, request.certificate_serial()));
  return certificate.has_value() ? absl::OkStatus() : base::NotFound();
}

bool IsMeant(const Request& request, const v1::Connection& connection) {
  switch (request.which_case()) {
    case Request::kAgencyId:
      return connection.peer_name() == absl::StrCat("agency/", request.agency_id());
    case Request::kCertificateSerial:
      return connection.certificate_serial() == request.certificate_serial();
    case Request::kConnectionId:
      return connection.connection_id() == request.connection_id();
    case Request::WHICH_NOT_SET:
      break;
  }
  return false;
}

absl::Status Record(ledger::Work& work, const identity::Caller& caller, const Request& request) {
  ledger::Draft draft = TrustDraft(caller, "connections.cut", request.request_id());
  draft.record.set_purpose(request.reason());
  store::v1::ConnectionsCut& cut = *draft.record.mutable_event()->mutable_connections_cut();
  cut.set_agency_id(request.agency_id());
  cut.set_certificate_serial(request.certificate_serial());
  cut.set_connection_id(request.connection_id());
  return work.Append(std::move(draft)).status();
}

}  // namespace

void CutConnections::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = Check(request);
  if (!valid.ok()) return done(valid);
  RunCommand<Request, Response>(
      core_.sequencer, caller, "CutConnections", request,
      [caller, request](ledger::Work& work) -> absl::StatusOr<Response> {
        RETURN_IF_ERROR(CheckKnown(work, request));
        RETURN_IF_ERROR(Record(work, caller, request));
        Response response;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this, request](Response* response, bool replayed) {
        if (replayed) return;
        const int cut = core_.connections.Cut(
            [&request](const v1::Connection& connection) { return IsMeant(request, connection); });
        response->set_cut_count(static_cast<uint32_t>(cut));
      });
}

}  // namespace enlace::service
