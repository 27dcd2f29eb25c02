#include "tests/client/fake_gateway.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "certs/x509/signing_request.h"
#include "client/identity_uri.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "enlace/v1/ledger_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/ledger/verify/signed_act.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace enlace::client {
namespace {

using grpc::ServerContext;
using grpc::Status;

std::shared_ptr<grpc::ServerCredentials> Credentials(TestPki& pki, bool mutual) {
  const TestCredential server = pki.IssueServer();
  grpc::SslServerCredentialsOptions options(mutual
                                                ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                                : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  options.pem_root_certs = pki.root_pem();
  options.pem_key_cert_pairs.push_back({server.key_pem, server.chain_pem});
  return grpc::SslServerCredentials(options);
}

}  // namespace

Status Refused(grpc::StatusCode code, v1::ErrorReason reason, const std::string& message,
               const std::string& field, absl::Duration retry) {
  google::rpc::Status details;
  details.set_code(code);
  google::rpc::ErrorInfo info;
  info.set_domain("enlace");
  info.set_reason(v1::ErrorReason_Name(reason).substr(std::string("ERROR_REASON_").size()));
  details.add_details()->PackFrom(info);
  if (!field.empty()) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations(0)->set_description(message);
    details.add_details()->PackFrom(bad);
  }
  if (retry > absl::ZeroDuration()) {
    google::rpc::RetryInfo info_retry;
    info_retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(retry));
    details.add_details()->PackFrom(info_retry);
  }
  return Status(code, message, details.SerializeAsString());
}

namespace {

// As far as clients of one leg can tell the actions apart.
v1::LegState StateAfter(v1::AdvanceLegRequest::ActionCase action) {
  switch (action) {
    case v1::AdvanceLegRequest::kConfirmDelivery:
      return v1::LEG_STATE_DELIVERED;
    case v1::AdvanceLegRequest::kReportDeliveryFailure:
      return v1::LEG_STATE_DELIVERY_FAILED;
    case v1::AdvanceLegRequest::kConfirmReception:
      return v1::LEG_STATE_RECEIVED;
    default:
      return v1::LEG_STATE_ACCEPTED;
  }
}

}  // namespace

struct FakeGateway::Services {
  explicit Services(FakeGateway& gateway)
      : enrollment(gateway), directory(gateway), referral(gateway), cases(gateway), feed(gateway) {}

  static bool Refuse(FakeGateway& gateway, Status* status) {
    if (gateway.refusals.empty()) return false;
    *status = gateway.refusals.front();
    gateway.refusals.pop_front();
    return true;
  }

  // The agency that the TLS certificate names.
  static std::string Caller(ServerContext* context) {
    const auto pem = context->auth_context()->FindPropertyValues("x509_pem_cert");
    const auto certificate = certs::Certificate::FromPem({pem.front().data(), pem.front().size()});
    return ParseIdentity(certificate->uris().front())->agency_id;
  }
  // Whether the request_id was used before; then `status` and `response` are what
  // that request gets.
  template <typename Request, typename Response>
  static bool Repeats(FakeGateway& gateway, ServerContext* context, const Request& request,
                      Response* response, Status* status) {
    const auto found = gateway.done_.find(KeyOf(context, request));
    if (found == gateway.done_.end()) return false;
    *status = Status::OK;
    if (found->second.request != ledger::EncodeWithoutSignature(request)) {
      *status = Refused(grpc::StatusCode::ALREADY_EXISTS, v1::ERROR_REASON_REQUEST_ID_REUSED, "");
    } else {
      response->ParseFromString(found->second.response);
    }
    return true;
  }
  template <typename Request, typename Response>
  static Status Answer(FakeGateway& gateway, ServerContext* context, const Request& request,
                       const Response& response) {
    gateway.done_[KeyOf(context, request)] = {ledger::EncodeWithoutSignature(request),
                                              response.SerializeAsString()};
    if (gateway.lost_answers == 0) return Status::OK;
    --gateway.lost_answers;
    return Status(grpc::StatusCode::UNAVAILABLE, "cut off");
  }
  template <typename Request>
  static std::string KeyOf(ServerContext* context, const Request& request) {
    return absl::StrCat(Request::descriptor()->name(), " ", Caller(context), " ", request.request_id());
  }

  static store::v1::Record NewRecord(const std::string& type) {
    store::v1::Record record;
    *record.mutable_record_time() = base::ToProto(absl::Now());
    record.set_event_type(type);
    return record;
  }

  struct Enrollment final : v1::EnrollmentService::Service {
    explicit Enrollment(FakeGateway& gateway) : gateway(gateway) {}
    Status Issue(const std::string& uri, const std::string& tls, const std::string& sealing,
                 v1::IssuedCertificates* out) {
      const certs::Authority& authority = gateway.pki.authority();
      const auto request = certs::ParseSigningRequest("tls_csr_der", tls);
      if (!request.ok() || request->uri != uri) {
        return Refused(grpc::StatusCode::INVALID_ARGUMENT, v1::ERROR_REASON_CSR_REFUSED, "uri");
      }
      const std::string issuing = authority.issuing().ToPem();
      out->set_tls_chain_pem(authority.IssueTlsClient(*request, absl::Now(), TestPki::kLife)->ToPem() +
                             issuing);
      if (!sealing.empty()) {
        const auto sealing_request = certs::ParseSigningRequest("sealing_csr_der", sealing);
        out->set_sealing_chain_pem(
            authority.IssueSealing(*sealing_request, absl::Now(), TestPki::kLife)->ToPem() + issuing);
      }
      out->set_trust_bundle_pem(authority.root().ToPem());
      return Status::OK;
    }
    Status Enroll(ServerContext*, const v1::EnrollRequest* request, v1::EnrollResponse* response) override {
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      std::string uri;
      for (const auto& [known, text] : gateway.tokens_) {
        if (text == request->token()) uri = known;
      }
      if (uri.empty()) {
        return Refused(grpc::StatusCode::PERMISSION_DENIED, v1::ERROR_REASON_TOKEN_REFUSED, "");
      }
      gateway.tokens_.erase(uri);
      const Status issued =
          Issue(uri, request->tls_csr_der(), request->sealing_csr_der(), response->mutable_certificates());
      *response->mutable_receipt() = gateway.trust_log.Prove(NewRecord("certificate.issued"));
      if (gateway.spoil_enroll) gateway.spoil_enroll(response);
      return issued.ok() ? gateway.enroll_end : issued;
    }
    Status Renew(ServerContext* context, const v1::RenewRequest* request,
                 v1::RenewResponse* response) override {
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      *response->mutable_receipt() = gateway.trust_log.Prove(NewRecord("certificate.issued"));
      const auto csr = certs::ParseSigningRequest("tls_csr_der", request->tls_csr_der());
      return Issue(csr->uri, request->tls_csr_der(), request->sealing_csr_der(),
                   response->mutable_certificates());
    }
    Status GetTrustBundle(ServerContext*, const v1::GetTrustBundleRequest* request,
                          v1::GetTrustBundleResponse* response) override {
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      gateway.installed_digests.push_back(request->installed_digest());
      response->set_trust_bundle_pem(gateway.trust_bundle_pem.empty() ? gateway.pki.root_pem()
                                                                      : gateway.trust_bundle_pem);
      response->add_log_verifier_keys(gateway.case_log.key().ToText());
      response->add_log_verifier_keys(gateway.trust_log.key().ToText());
      return Status::OK;
    }
    FakeGateway& gateway;
  };

  struct Directory final : v1::DirectoryService::Service {
    explicit Directory(FakeGateway& gateway) : gateway(gateway) {}
    Status ListAgencies(ServerContext*, const v1::ListAgenciesRequest*,
                        v1::ListAgenciesResponse* response) override {
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      for (const auto& [id, agency] : gateway.agencies) *response->add_agencies() = agency;
      return Status::OK;
    }
    Status GetAgency(ServerContext*, const v1::GetAgencyRequest* request,
                     v1::GetAgencyResponse* response) override {
      const auto found = gateway.agencies.find(request->agency_id());
      if (found == gateway.agencies.end()) {
        return Refused(grpc::StatusCode::NOT_FOUND, v1::ERROR_REASON_NOT_FOUND, "");
      }
      *response->mutable_agency() = found->second;
      return Status::OK;
    }
    Status ListMechanisms(ServerContext*, const v1::ListMechanismsRequest*,
                          v1::ListMechanismsResponse* response) override {
      for (const v1::MechanismSummary& mechanism : gateway.mechanisms) *response->add_mechanisms() = mechanism;
      return Status::OK;
    }
    Status ResolveRecipients(ServerContext*, const v1::ResolveRecipientsRequest* request,
                             v1::ResolveRecipientsResponse* response) override {
      gateway.resolved.push_back(*request);
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      if (gateway.routes.empty()) return Status::OK;
      *response = gateway.routes.front();
      if (gateway.routes.size() > 1) gateway.routes.pop_front();
      return Status::OK;
    }
    FakeGateway& gateway;
  };

  struct Referral final : v1::ReferralService::Service {
    explicit Referral(FakeGateway& gateway) : gateway(gateway) {}
    Status SubmitReferral(ServerContext* context, const v1::SubmitReferralRequest* request,
                          v1::SubmitReferralResponse* response) override {
      gateway.submitted.push_back(*request);
      if (gateway.on_submit) gateway.on_submit();
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      if (Repeats(gateway, context, *request, response, &refused)) return refused;
      const std::string agency = Caller(context);
      v1::Referral& referral = *response->mutable_referral();
      referral.set_referral_id(base::DeriveReferralId(agency, request->request_id()));
      referral.set_short_code(base::ShortCode(referral.referral_id()));
      referral.set_case_id(request->case_id().empty() ? base::DeriveCaseId(agency, request->request_id())
                                                      : request->case_id());
      referral.mutable_origin()->set_agency_id(agency);
      *referral.mutable_classification() = request->classification();
      for (int i = 0; i < request->planned_legs_size(); ++i) {
        v1::Leg& leg = *referral.add_legs();
        leg.set_leg_id(base::DeriveLegId(referral.referral_id(), i));
        *leg.mutable_recipient() = request->planned_legs(i).recipient();
        leg.set_access(request->planned_legs(i).access());
        leg.set_state(v1::LEG_STATE_DISPATCHED);
        leg.set_version(2);
      }
      v1::Referral stored = referral;
      *stored.mutable_sealed() = request->sealed();
      gateway.referrals[referral.referral_id()] = stored;
      store::v1::Record record = NewRecord("referral.submitted");
      record.set_request_id(request->request_id());
      record.set_referral_id(referral.referral_id());
      record.set_case_id(referral.case_id());
      record.set_sealed_digest(request->sealed().digest());
      *response->mutable_receipt() = gateway.case_log.Prove(record);
      const Status answered = Answer(gateway, context, *request, *response);
      if (gateway.spoil_submit) gateway.spoil_submit(response);
      return answered;
    }
    Status GetReferral(ServerContext*, const v1::GetReferralRequest* request,
                       v1::GetReferralResponse* response) override {
      gateway.looks.push_back(request->referral_id());
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      const auto found = gateway.referrals.find(request->referral_id());
      if (found == gateway.referrals.end()) {
        return Refused(grpc::StatusCode::NOT_FOUND, v1::ERROR_REASON_NOT_FOUND, "");
      }
      *response->mutable_referral() = found->second;
      return Status::OK;
    }
    Status ListReferrals(ServerContext*, const v1::ListReferralsRequest*,
                         v1::ListReferralsResponse* response) override {
      for (const auto& [id, referral] : gateway.referrals) *response->add_referrals() = referral;
      return Status::OK;
    }
    Status AdvanceLeg(ServerContext* context, const v1::AdvanceLegRequest* request,
                      v1::AdvanceLegResponse* response) override {
      gateway.advanced.push_back(*request);
      if (gateway.on_advance) gateway.on_advance();
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      if (Repeats(gateway, context, *request, response, &refused)) return refused;
      v1::Referral& referral = gateway.referrals[request->referral_id()];
      for (v1::Leg& leg : *referral.mutable_legs()) {
        if (leg.leg_id() != request->leg_id()) continue;
        leg.set_version(leg.version() + 1);
        leg.set_state(StateAfter(request->action_case()));
        *response->mutable_leg() = leg;
      }
      if (request->has_sealed_note()) {
        v1::SealedNote& note = *referral.add_notes();
        note.set_leg_id(request->leg_id());
        note.mutable_author()->set_agency_id(Caller(context));
        *note.mutable_sealed() = request->sealed_note();
      }
      store::v1::Record record = NewRecord("leg.accepted");
      record.set_request_id(request->request_id());
      record.set_referral_id(request->referral_id());
      record.set_leg_id(request->leg_id());
      if (request->has_transfer()) {  // Recorded with the leg that it opens.
        record.set_leg_id("OPENED");
        record.mutable_event()->mutable_leg_opened()->mutable_leg()->set_replaces_leg_id(request->leg_id());
      }
      *response->mutable_receipt() = gateway.case_log.Prove(record);
      return Answer(gateway, context, *request, *response);
    }
    Status ReclassifyReferral(ServerContext* context, const v1::ReclassifyReferralRequest* request,
                              v1::ReclassifyReferralResponse* response) override {
      gateway.reclassified.push_back(*request);
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      if (Repeats(gateway, context, *request, response, &refused)) return refused;
      if (gateway.route_changes > 0) {
        --gateway.route_changes;
        return Refused(grpc::StatusCode::FAILED_PRECONDITION, v1::ERROR_REASON_ROUTE_CHANGED, "");
      }
      v1::Referral& referral = gateway.referrals[request->referral_id()];
      referral.mutable_classification()->set_perpetrator(request->perpetrator());
      for (const v1::PlannedLeg& planned : request->planned_legs()) {
        v1::Leg& leg = *referral.add_legs();
        leg.set_leg_id(base::DeriveLegId(referral.referral_id(), referral.legs_size() - 1));
        *leg.mutable_recipient() = planned.recipient();
        leg.set_access(planned.access());
        leg.set_state(v1::LEG_STATE_DISPATCHED);
        *response->add_opened_legs() = leg;
      }
      if (request->has_sealed_note()) {
        v1::SealedNote& note = *referral.add_notes();
        note.mutable_author()->set_agency_id(Caller(context));
        *note.mutable_sealed() = request->sealed_note();
      }
      *response->mutable_referral() = referral;
      store::v1::Record record = NewRecord("referral.reclassified");
      record.set_request_id(request->request_id());
      record.set_referral_id(request->referral_id());
      record.set_sealed_digest(request->sealed_note().digest());
      *response->mutable_receipt() = gateway.case_log.Prove(record);
      return Answer(gateway, context, *request, *response);
    }
    FakeGateway& gateway;
  };

  struct Case final : v1::CaseService::Service {
    explicit Case(FakeGateway& gateway) : gateway(gateway) {}
    Status ReportInvestigationStatus(ServerContext* context,
                                     const v1::ReportInvestigationStatusRequest* request,
                                     v1::ReportInvestigationStatusResponse* response) override {
      return Report(context, *request, response);
    }
    Status ReportProtectionStatus(ServerContext* context, const v1::ReportProtectionStatusRequest* request,
                                  v1::ReportProtectionStatusResponse* response) override {
      return Report(context, *request, response);
    }
    template <typename Request, typename Response>
    Status Report(ServerContext* context, const Request& request, Response* response) {
      Status refused;
      if (Refuse(gateway, &refused)) return refused;
      if (Repeats(gateway, context, request, response, &refused)) return refused;
      gateway.reported.push_back(request.key());
      store::v1::Record record = NewRecord("status.reported");
      record.set_request_id(request.request_id());
      *response->mutable_receipt() = gateway.case_log.Prove(record);
      return Answer(gateway, context, request, *response);
    }
    FakeGateway& gateway;
  };

  struct Feed final : v1::FeedService::Service {
    explicit Feed(FakeGateway& gateway) : gateway(gateway) {}
    Status Watch(ServerContext*, const v1::WatchRequest* request,
                 grpc::ServerWriter<v1::WatchResponse>* writer) override {
      WatchScript script;
      {
        base::MutexLock lock(&mu);
        gateway.watched.push_back(*request);
        if (gateway.watches.empty()) {
          return Refused(grpc::StatusCode::UNAUTHENTICATED, v1::ERROR_REASON_CERTIFICATE_REVOKED,
                         "end of script");
        }
        script = gateway.watches.front();
        gateway.watches.pop_front();
      }
      for (const v1::WatchResponse& response : script.responses) writer->Write(response);
      // Heartbeats until the client goes away; flow control slows them down.
      while (script.hang && writer->Write(v1::WatchResponse())) {
      }
      return script.end;
    }
    base::Mutex mu;
    FakeGateway& gateway;
  };

  Enrollment enrollment;
  Directory directory;
  Referral referral;
  Case cases;
  Feed feed;
};

FakeGateway::FakeGateway(TestPki& pki, const std::vector<grpc::Service*>& more)
    : pki(pki), services_(std::make_unique<Services>(*this)) {
  grpc::ServerBuilder mutual;
  mutual.AddListeningPort("127.0.0.1:0", Credentials(pki, true), &mutual_port_);
  mutual.RegisterService(&services_->enrollment);
  mutual.RegisterService(&services_->directory);
  mutual.RegisterService(&services_->referral);
  mutual.RegisterService(&services_->feed);
  bool has_cases = false;
  for (grpc::Service* service : more) {
    mutual.RegisterService(service);
    has_cases = has_cases || dynamic_cast<v1::CaseService::Service*>(service) != nullptr;
  }
  if (!has_cases) mutual.RegisterService(&services_->cases);
  mutual_server_ = mutual.BuildAndStart();
  grpc::ServerBuilder enrollment;
  enrollment.AddListeningPort("127.0.0.1:0", Credentials(pki, false), &enrollment_port_);
  enrollment.RegisterService(&services_->enrollment);
  enrollment_server_ = enrollment.BuildAndStart();
}

FakeGateway::~FakeGateway() {
  mutual_server_->Shutdown(std::chrono::system_clock::now());
  enrollment_server_->Shutdown(std::chrono::system_clock::now());
}

std::string FakeGateway::NewToken(const std::string& uri) {
  base::EnrollmentToken token;
  token.address = enrollment().ToText();
  token.root_der = pki.authority().root().der();
  token.uri = uri;
  token.secret = base::Secret(std::string(32, 'x'));
  return tokens_[uri] = *base::FormatEnrollmentToken(token);
}

}  // namespace enlace::client
