#include "tests/gateway/transport/test_door.h"

#include <grpc/grpc_security.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "certs/x509/tls_policy.h"
#include "gateway/base/log.h"
#include "gateway/base/time_text.h"
#include "gateway/transport/tls/tls_files.h"

namespace enlace::transport {
namespace {

// As main does, before the first TLS object of the process.
class TlsPolicyEnvironment final : public ::testing::Environment {
 public:
  void SetUp() override { ASSERT_TRUE(certs::ApplyTlsPolicy().ok()); }
};
[[maybe_unused]] const auto* const kTlsPolicy = ::testing::AddGlobalTestEnvironment(new TlsPolicyEnvironment);

base::Mutex log_mu;
std::vector<std::string>& LogLines() {
  static auto* const lines = new std::vector<std::string>;
  return *lines;
}

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

v1::Agency AgencyOf(const std::string& id, v1::AgencyState state) {
  v1::Agency agency;
  agency.set_agency_id(id);
  agency.set_kind(v1::AGENCY_KIND_PROSECUTOR);
  agency.set_state(state);
  return agency;
}

}  // namespace

Outcome Read(const grpc::Status& status) {
  Outcome out;
  out.code = status.error_code();
  out.message = status.error_message();
  EXPECT_TRUE(out.details.ParseFromString(status.error_details()));
  google::rpc::ErrorInfo info;
  for (const auto& detail : out.details.details()) {
    if (detail.UnpackTo(&info)) out.reason = info.reason();
  }
  return out;
}

LogCapture::LogCapture() {
  {
    base::MutexLock lock(&log_mu);
    LogLines().clear();
  }
  base::SetLogSinkForTest([](absl::string_view line) {
    base::MutexLock lock(&log_mu);
    LogLines().emplace_back(line);
  });
}

LogCapture::~LogCapture() { base::SetLogSinkForTest(nullptr); }

std::vector<std::string> LogCapture::lines() const {
  base::MutexLock lock(&log_mu);
  return LogLines();
}

TestDoor::TestDoor(std::function<void(DoorOptions*)> adjust) {
  Must(WriteTlsFiles(folder.File("tls"), server_credential.key,
                     {server_credential.certificate, pki.authority().issuing()}));
  options.tls_folder = folder.File("tls");
  health.Set("", true);
  if (adjust) adjust(&options);
  absl::StatusOr<std::unique_ptr<Door>> made =
      Door::New(options, services.Handlers(), &health, &identifier, &roster, clock);
  Must(made.status());
  server = *std::move(made);
}

TestAgency TestDoor::Enrol(const std::string& agency) {
  SetState(agency, v1::AGENCY_STATE_ACTIVE);
  TestAgency out = pki.IssueAgency(agency);
  Record(out.tls.certificate);
  Record(out.sealing.certificate);
  return out;
}

void TestDoor::SetState(const std::string& agency, v1::AgencyState state) {
  roster.Put(AgencyOf(agency, state));
}

void TestDoor::Record(const certs::Certificate& certificate) {
  v1::Certificate entry;
  entry.set_serial(certificate.serial());
  roster.Put(entry);
}

void TestDoor::Revoke(const certs::Certificate& certificate) {
  v1::Certificate entry;
  entry.set_serial(certificate.serial());
  *entry.mutable_revoke_time() = base::ToProto(clock.Now());
  roster.Put(entry);
}

std::string TestDoor::Address() const { return absl::StrCat("127.0.0.1:", server->port()); }

std::shared_ptr<grpc::Channel> TestDoor::Channel(const TestCredential* client) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = pki.root_pem();
  if (client != nullptr) {
    tls.pem_private_key = client->key_pem;
    tls.pem_cert_chain = client->chain_pem;
  }
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(Address(), grpc::SslCredentials(tls), arguments);
}

Outcome TestDoor::Ask(const TestCredential* client) {
  const auto stub = v1::CaseService::NewStub(Channel(client));
  return Call(*stub, &v1::CaseService::Stub::GetCaseStatus);
}

}  // namespace enlace::transport
