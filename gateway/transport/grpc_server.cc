#include "gateway/transport/grpc_server.h"

#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/services/administration_service.h"
#include "gateway/transport/services/case_service.h"
#include "gateway/transport/services/directory_service.h"
#include "gateway/transport/services/enrollment_service.h"
#include "gateway/transport/services/feed_service.h"
#include "gateway/transport/services/ledger_service.h"
#include "gateway/transport/services/referral_service.h"
#include "gateway/transport/services/report_service.h"
#include "gateway/transport/services/warning_service.h"
#include "gateway/transport/tls_files.h"

namespace enlace::transport {
namespace {

// The shortest that gRPC knows.
constexpr unsigned kTlsFilesRefreshSeconds = 1;
constexpr absl::Duration kMinPingInterval = absl::Seconds(10);

int Millis(absl::Duration duration) { return static_cast<int>(absl::ToInt64Milliseconds(duration)); }

std::shared_ptr<grpc::ServerCredentials> MakeCredentials(const GrpcServerOptions& options) {
  auto files = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      TlsKeyPath(options.tls_folder), TlsChainPath(options.tls_folder), kTlsFilesRefreshSeconds);
  grpc::experimental::TlsServerCredentialsOptions tls(std::move(files));
  tls.watch_identity_key_cert_pairs();
  tls.set_cert_request_type(options.kind == PortKind::kMutual
                                ? GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_BUT_DONT_VERIFY
                                : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return grpc::experimental::TlsServerCredentials(tls);
}

void SetLimits(const GrpcServerOptions& options, grpc::ServerBuilder* builder) {
  grpc::ResourceQuota quota("enlace");
  quota.SetMaxThreads(options.max_threads);
  builder->SetResourceQuota(quota);
  builder->SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder->SetMaxReceiveMessageSize(options.max_message_bytes);
  builder->SetMaxSendMessageSize(options.max_message_bytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_calls_per_connection);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, options.max_metadata_bytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Millis(options.max_connection_age));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, Millis(options.max_connection_age_grace));
  builder->AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Millis(options.handshake_limit));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(options.keepalive_time));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(options.keepalive_timeout));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                              Millis(kMinPingInterval));
  // Two gateways on one port would share the connections between them.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

std::string ListenAddress(const GrpcServerOptions& options) {
  const bool v6 = options.address.find(':') != std::string::npos;
  return v6 ? absl::StrCat("[", options.address, "]:", options.port)
            : absl::StrCat(options.address, ":", options.port);
}

bool AllSet(const service::Services& s) {
  return s.submit_referral && s.get_referral && s.list_referrals && s.advance_leg && s.get_case_status &&
         s.batch_get_case_status && s.report_investigation_status && s.report_protection_status &&
         s.link_native_number && s.acknowledge && s.watch && s.list_agencies && s.get_agency &&
         s.list_mechanisms && s.resolve_recipients && s.enroll && s.renew && s.get_trust_bundle &&
         s.create_agency && s.update_agency && s.suspend_agency && s.reinstate_agency &&
         s.create_enrollment_token && s.list_certificates && s.revoke_certificate && s.get_revocation_list &&
         s.get_checkpoint && s.get_entries && s.get_inclusion_proof && s.get_consistency_proof &&
         s.list_accesses && s.get_report && s.get_unanswered && s.issue_warning && s.answer_warning &&
         s.get_warning && s.list_warnings;
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::New(const GrpcServerOptions& options,
                                                            const service::Services& handlers,
                                                            const identity::Identifier* identifier,
                                                            identity::Roster* roster,
                                                            const base::Clock& clock) {
  if (!AllSet(handlers)) return absl::InvalidArgumentError("handlers: one is missing");
  const bool mutual = options.kind == PortKind::kMutual;
  if (mutual && (identifier == nullptr || roster == nullptr)) {
    return absl::InvalidArgumentError("the mutual port needs an identifier and a roster");
  }
  RETURN_IF_ERROR(CheckTlsFiles(options.tls_folder));
  std::unique_ptr<GrpcServer> server(
      new GrpcServer(options, mutual ? identifier : nullptr, mutual ? roster : nullptr, clock));
  RETURN_IF_ERROR(server->Start(options, handlers));
  return server;
}

GrpcServer::GrpcServer(const GrpcServerOptions& options, const identity::Identifier* identifier,
                       identity::Roster* roster, const base::Clock& clock)
    : roster_(roster),
      streams_(options.max_streams, options.max_streams_per_caller, options.write_limit),
      seam_{identifier, &streams_, &refusals_, &clock, options.default_deadline, options.heartbeat} {
  if (roster_ != nullptr) listener_ = roster_->Listen([this] { streams_.WakeAll(); });
}

GrpcServer::~GrpcServer() {
  Shutdown(absl::ZeroDuration());
  if (roster_ != nullptr) roster_->Unlisten(listener_);
}

absl::Status GrpcServer::Start(const GrpcServerOptions& options, const service::Services& handlers) {
  MakeServices(options, handlers);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetLimits(options, &builder);
  if (options.kind == PortKind::kEnrollment) {
    builder.SetOption(std::make_unique<grpc::HealthCheckServiceServerBuilderOption>(nullptr));
  }
  for (const auto& service : services_) builder.RegisterService(service.get());
  builder.AddListeningPort(ListenAddress(options), MakeCredentials(options), &port_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", ListenAddress(options),
                     ": another process has the port, the address is not one of this "
                     "machine, or the port needs a privilege"));
  }
  return absl::OkStatus();
}

void GrpcServer::MakeServices(const GrpcServerOptions& options, const service::Services& handlers) {
  service::Services served = handlers;
  if (options.kind == PortKind::kEnrollment) {
    served.renew = nullptr;
    services_.push_back(std::make_unique<EnrollmentService>(seam_, served));
    return;
  }
  served.enroll = nullptr;
  services_.push_back(std::make_unique<ReferralService>(seam_, served));
  services_.push_back(std::make_unique<CaseService>(seam_, served));
  services_.push_back(std::make_unique<FeedService>(seam_, served));
  services_.push_back(std::make_unique<DirectoryService>(seam_, served));
  services_.push_back(std::make_unique<EnrollmentService>(seam_, served));
  services_.push_back(std::make_unique<AdministrationService>(seam_, served));
  services_.push_back(std::make_unique<LedgerService>(seam_, served));
  services_.push_back(std::make_unique<ReportService>(seam_, served));
  services_.push_back(std::make_unique<WarningService>(seam_, served));
}

void GrpcServer::Shutdown(absl::Duration grace) {
  streams_.EndAll();
  if (server_ == nullptr) return;
  if (auto* health = server_->GetHealthCheckService(); health != nullptr) health->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
  LogLeftOut(refusals_.TakeLeftOut());
}

}  // namespace enlace::transport
