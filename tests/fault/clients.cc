#include "tests/fault/clients.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/feed_watcher.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::fault {
namespace {

constexpr int kMostBacklog = 60;
constexpr char kDomain[] = "enlace.example";

std::string ReasonName(const absl::Status& status) {
  return absl::StrCat(absl::StatusCodeToString(status.code()), " ",
                      v1::ErrorReason_Name(base::ReasonOf(status)));
}

client::CallOptions Patient() {
  client::CallOptions options;
  options.deadline = absl::Minutes(3);
  options.attempt_timeout = absl::Seconds(10);
  options.retry.first = absl::Milliseconds(20);
  options.retry.longest = absl::Milliseconds(300);
  return options;
}

v1::Classification Threat() {
  v1::Classification c;
  c.set_mechanism_id("mx-federal");
  c.set_procedure(v1::PROCEDURE_TYPE_URGENT);
  c.add_urgency_grounds(v1::URGENCY_GROUND_LIFE);
  c.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
  c.add_population(v1::POPULATION_GROUP_JOURNALIST);
  c.set_perpetrator(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  c.add_incidents(v1::INCIDENT_TYPE_THREAT);
  c.mutable_territory()->set_country("MX");
  c.mutable_territory()->set_subdivision("MX-CHH");
  c.set_persons_covered(1);
  return c;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AgencyClient>> AgencyClient::New(const std::string& agency_id,
                                                                const std::string& identity_folder,
                                                                const std::string& address, uint64_t seed,
                                                                Surroundings& around) {
  std::unique_ptr<AgencyClient> client(new AgencyClient(agency_id, seed, around));
  ASSIGN_OR_RETURN(client->keystore_, certs::Keystore::Open(identity_folder, around.random));
  ASSIGN_OR_RETURN(client->verifier_, client::VerifierOf(*client->keystore_));
  client::ConnectionOptions options;
  ASSIGN_OR_RETURN(options.address, client::ParseAddress("address", address));
  ASSIGN_OR_RETURN(client::TlsIdentity identity, client::IdentityFromKeystore(*client->keystore_));
  ASSIGN_OR_RETURN(client->connection_, client::Connection::New(options, std::move(identity)));
  client->session_ = std::make_unique<client::Session>(*client->connection_, around.clock, around.random,
                                                       around.stopper, Patient());
  ASSIGN_OR_RETURN(const client::TrustedLogs logs, client::TrustedLogs::Load(identity_folder));
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs.CaseLog());
  client->log_origin_ = case_log.name();
  return client;
}

bool AgencyClient::Pause(int most_milliseconds) {
  return around_.stopper.Sleep(absl::Milliseconds(Choose(most_milliseconds + 1)));
}

template <typename Service, typename Request, typename Response>
absl::StatusOr<Response> AgencyClient::Command(
    grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&, Response*),
    const Request& request) {
  around_.journal.Sent(agency_id_, request.request_id(), request.SerializeAsString());
  const int times = Choose(4) == 0 ? 2 + static_cast<int>(Choose(4)) : 1;
  absl::StatusOr<Response> first;
  for (int i = 0; i < times; ++i) {
    absl::StatusOr<Response> response = session_->CallAct<Service>(log_origin_, method, request);
    if (absl::IsCancelled(response.status())) return response;
    if (!response.ok()) {
      around_.journal.Refused(ReasonName(response.status()));
      if (i > 0)
        around_.journal.Finding(absl::StrCat("request ", request.request_id(), ": a repetition was refused"));
      return response;
    }
    around_.journal.Acknowledged(agency_id_, request.request_id(), response->receipt());
    ++around_.acknowledged;
    if (i == 0) first = std::move(response);
  }
  if (Choose(8) == 0) Reuse<Service>(method, request);
  return first;
}

template <typename Service, typename Request, typename Response>
void AgencyClient::Reuse(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                                        Response*),
                         Request request) {
  request.set_officer_pseudonym("another");
  const absl::Status refused = session_->CallAct<Service>(log_origin_, method, request).status();
  if (absl::IsCancelled(refused)) return;
  if (base::ReasonOf(refused) == v1::ERROR_REASON_REQUEST_ID_REUSED) return around_.journal.ReuseRefused();
  around_.journal.Finding(absl::StrCat("request ", request.request_id(),
                                       ": another body was not refused but got ", ReasonName(refused)));
}

absl::Status AgencyClient::SealTo(const v1::ResolveRecipientsResponse& route,
                                  v1::SubmitReferralRequest* request) {
  std::vector<client::PayloadRecipient> recipients;
  for (const v1::ResolvedRecipient& resolved : route.recipients()) {
    *request->add_planned_legs() = resolved.planned_leg();
    if (resolved.planned_leg().access() != v1::ACCESS_GRADE_FULL) continue;
    const std::string& id = resolved.planned_leg().recipient().agency_id();
    ASSIGN_OR_RETURN(const certs::Certificate certificate,
                     client::ChooseSealingCertificate(resolved.sealing_certificates(), id, kDomain,
                                                      *verifier_, around_.clock.Now()));
    recipients.push_back({id, certificate});
  }
  const client::PayloadBinding binding{base::DeriveCaseId(agency_id_, request->request_id()),
                                       request->request_id(), log_origin_};
  ASSIGN_OR_RETURN(*request->mutable_sealed(), client::SealPayload("a testimony", std::move(recipients),
                                                                   binding, *keystore_, around_.clock.Now()));
  return absl::OkStatus();
}

absl::StatusOr<v1::SubmitReferralRequest> AgencyClient::NewReferral(const std::string& excluded_agency_id) {
  v1::SubmitReferralRequest request;
  request.set_request_id(base::NewUuid(around_.random));
  *request.mutable_classification() = Threat();
  request.mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
  *request.mutable_petition_time() = base::ToProto(around_.clock.Now() - absl::Hours(Choose(48)));
  *request.mutable_disclosure()->mutable_given_time() = request.petition_time();
  request.set_officer_pseudonym("of-17");
  v1::ExcludedAgency* excluded = request.add_excluded_agencies();
  excluded->set_agency_id(excluded_agency_id);
  excluded->set_ground("alleged-involvement");
  v1::ResolveRecipientsRequest resolve;
  *resolve.mutable_classification() = request.classification();
  *resolve.mutable_petition_time() = request.petition_time();
  *resolve.add_excluded_agencies() = *excluded;
  ASSIGN_OR_RETURN(
      const v1::ResolveRecipientsResponse route,
      session_->Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::ResolveRecipients, resolve));
  RETURN_IF_ERROR(SealTo(route, &request));
  return request;
}

void AgencyClient::Submit(const std::string& excluded_agency_id) {
  while (around_.opens_cases && Pause(40)) {
    if (around_.backlog > kMostBacklog) continue;
    const absl::StatusOr<v1::SubmitReferralRequest> request = NewReferral(excluded_agency_id);
    if (!request.ok()) {
      if (!absl::IsCancelled(request.status())) around_.journal.Finding(request.status().ToString());
      continue;
    }
    const auto response =
        Command<v1::ReferralService>(&v1::ReferralService::StubInterface::SubmitReferral, *request);
    if (response.ok()) around_.Opened(response->referral().case_id());
  }
}

void AgencyClient::Follow(bool works) {
  client::FeedWatcher watcher(*session_, following_);
  client::FeedCallbacks callbacks;
  callbacks.on_item = [this, works](const v1::FeedItem& item) {
    around_.journal.Heard(agency_id_, item);
    if (works && item.kind() == v1::FEED_KIND_LEG_DISPATCHED) {
      base::MutexLock lock(&mu_);
      dispatched_.push_back(item);
      ++around_.backlog;
    }
    return absl::OkStatus();
  };
  const absl::Status ended = watcher.Watch(std::nullopt, callbacks);
  if (!absl::IsCancelled(ended))
    around_.journal.Finding(absl::StrCat("feed of ", agency_id_, ": ", ended.ToString()));
}

void AgencyClient::Work() {
  while (Pause(20)) {
    absl::optional<v1::FeedItem> item;
    {
      base::MutexLock lock(&mu_);
      if (dispatched_.empty()) continue;
      item = dispatched_.front();
      dispatched_.pop_front();
    }
    WorkOn(*item);
    --around_.backlog;
  }
}

void AgencyClient::WorkOn(const v1::FeedItem& item) {
  v1::GetReferralRequest get;
  get.set_referral_id(item.referral_id());
  get.set_officer_pseudonym("of-3");
  get.set_purpose("reception");
  const auto read =
      session_->Call<v1::ReferralService>(&v1::ReferralService::StubInterface::GetReferral, get);
  if (!read.ok()) return around_.journal.Refused(ReasonName(read.status()));
  around_.journal.Looked({agency_id_, item.case_id(), read->record()});
  absl::optional<v1::Leg> leg;
  for (const v1::Leg& each : read->referral().legs()) {
    if (each.leg_id() == item.leg_id()) leg = each;
  }
  if (!leg.has_value()) return around_.journal.Finding(absl::StrCat(agency_id_, " does not see its leg"));
  v1::AdvanceLegRequest action;
  action.mutable_confirm_delivery()->set_channel("grpc");
  leg = Advance(item, *leg, action);
  if (!leg.has_value()) return;
  action.mutable_confirm_reception();
  leg = Advance(item, *leg, action);
  if (!leg.has_value()) return;
  action.mutable_accept();
  leg = Advance(item, *leg, action);
  if (leg.has_value()) Report(item.case_id());
}

absl::optional<v1::Leg> AgencyClient::Advance(const v1::FeedItem& item, const v1::Leg& leg,
                                              v1::AdvanceLegRequest action) {
  action.set_request_id(base::NewUuid(around_.random));
  action.set_referral_id(item.referral_id());
  action.set_leg_id(leg.leg_id());
  action.set_expected_version(leg.version());
  action.set_officer_pseudonym("of-3");
  const auto response = Command<v1::ReferralService>(&v1::ReferralService::StubInterface::AdvanceLeg, action);
  if (!response.ok()) return absl::nullopt;
  return response->leg();
}

void AgencyClient::Report(const std::string& case_id) {
  v1::LinkNativeNumberRequest link;
  link.set_request_id(base::NewUuid(around_.random));
  link.set_case_id(case_id);
  link.set_native_number_hash(keystore_->HashNativeNumber(case_id));
  link.set_officer_pseudonym("of-3");
  (void)Command<v1::CaseService>(&v1::CaseService::StubInterface::LinkNativeNumber, link);
  const auto now = base::ToProto(around_.clock.Now());
  if (absl::StartsWith(agency_id_, "fiscalia")) {
    v1::ReportInvestigationStatusRequest report;
    report.set_request_id(base::NewUuid(around_.random));
    report.mutable_key()->set_native_number_hash(link.native_number_hash());
    report.mutable_status()->set_stage(v1::INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION);
    report.mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
    *report.mutable_status()->mutable_as_of_time() = now;
    report.set_officer_pseudonym("of-3");
    (void)Command<v1::CaseService>(&v1::CaseService::StubInterface::ReportInvestigationStatus, report);
  } else {
    v1::ReportProtectionStatusRequest report;
    report.set_request_id(base::NewUuid(around_.random));
    report.mutable_key()->set_native_number_hash(link.native_number_hash());
    report.mutable_status()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
    report.mutable_status()->set_risk(v1::RISK_LEVEL_EXTRAORDINARY);
    *report.mutable_status()->mutable_as_of_time() = now;
    report.set_officer_pseudonym("of-3");
    (void)Command<v1::CaseService>(&v1::CaseService::StubInterface::ReportProtectionStatus, report);
  }
}

void AgencyClient::Look() {
  while (Pause(60)) {
    const absl::optional<std::string> case_id = around_.AnyCase(Choose(1 << 30));
    if (!case_id.has_value()) continue;
    v1::GetCaseStatusRequest request;
    request.mutable_key()->set_case_id(*case_id);
    request.set_officer_pseudonym("of-9");
    request.set_purpose("follow-up");
    const auto response =
        session_->Call<v1::CaseService>(&v1::CaseService::StubInterface::GetCaseStatus, request);
    if (response.ok()) {
      around_.journal.Looked({agency_id_, *case_id, response->record()});
    } else if (!absl::IsCancelled(response.status())) {
      around_.journal.Finding(
          absl::StrCat(agency_id_, " cannot read ", *case_id, ": ", ReasonName(response.status())));
    }
  }
}

void AgencyClient::LookInVain() {
  while (Pause(120)) {
    const absl::optional<std::string> case_id = around_.AnyCase(Choose(1 << 30));
    if (!case_id.has_value()) continue;
    v1::GetCaseStatusRequest request;
    request.mutable_key()->set_case_id(*case_id);
    const auto response =
        session_->Call<v1::CaseService>(&v1::CaseService::StubInterface::GetCaseStatus, request);
    if (absl::IsNotFound(response.status()) || absl::IsCancelled(response.status())) continue;
    around_.journal.Finding(absl::StrCat(agency_id_, " is excluded from ", *case_id, " and was told ",
                                         ReasonName(response.status())));
  }
}

}  // namespace enlace::fault
