// P3 on the wire: what an excluded agency receives over gRPC is byte by byte what
// it receives for an unknown case: message, status, details, headers and trailers.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "certs/x509/tls_policy.h"
#include "gateway/base/log.h"
#include "gateway/transport/door.h"
#include "gateway/transport/tls/tls_files.h"
#include "tests/property/silent_scene.h"
#include "tests/support/temporary_folder.h"

namespace enlace::property {
namespace {

// As main does, before the first TLS object of the process.
class TlsPolicyEnvironment final : public ::testing::Environment {
 public:
  void SetUp() override { ASSERT_TRUE(certs::ApplyTlsPolicy().ok()); }
};
[[maybe_unused]] const auto* const kTlsPolicy = ::testing::AddGlobalTestEnvironment(new TlsPolicyEnvironment);

// All that a client can see of one answer.
struct Received {
  int code = 0;
  std::string message;
  std::string details;
  std::string response;
  std::multimap<std::string, std::string> headers;
  std::multimap<std::string, std::string> trailers;
};

std::string PemOf(const certs::PrivateKey& key) {
  const absl::StatusOr<base::Secret> pem = key.ToPem();
  return pem.ok() ? std::string(pem->RevealSecret()) : "";
}

std::multimap<std::string, std::string> Copy(
    const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  std::multimap<std::string, std::string> out;
  for (const auto& [key, value] : metadata) {
    out.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  return out;
}

class SilenceWireTest : public SilentScene {
 protected:
  SilenceWireTest() : SilentScene(Mode::kThread, nullptr, absl::Now()) {}

  void SetUp() override {
    base::SetLogSinkForTest([](absl::string_view) {});
    SilentScene::SetUp();
    const TestCredential credential = pki_.IssueServer();
    transport::DoorOptions options;
    options.tls_folder = folder_.File("tls");
    ASSERT_THAT(transport::WriteTlsFiles(options.tls_folder, credential.key,
                                         {credential.certificate, pki_.authority().issuing()}),
                IsOk());
    ASSERT_OK_AND_ASSIGN(server_,
                         transport::Door::New(options, api(), &health_, identifier_.get(), &roster_, clock_));
  }
  void TearDown() override {
    stubs_.clear();
    server_.reset();
    base::SetLogSinkForTest(nullptr);
  }

  grpc::GenericStub& StubOf(const std::string& agency) {
    std::unique_ptr<grpc::GenericStub>& stub = stubs_[agency];
    if (stub == nullptr) {
      grpc::SslCredentialsOptions tls;
      tls.pem_root_certs = pki_.root_pem();
      tls.pem_private_key = PemOf(Keys(agency).tls_key);
      tls.pem_cert_chain = Keys(agency).tls.ToPem() + pki_.authority().issuing().ToPem();
      stub = std::make_unique<grpc::GenericStub>(
          grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::SslCredentials(tls)));
    }
    return *stub;
  }

  Received Send(const std::string& agency, const std::string& method, const std::string& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    grpc::CompletionQueue queue;
    const grpc::Slice slice(request);
    const auto call = StubOf(agency).PrepareUnaryCall(&context, method, grpc::ByteBuffer(&slice, 1), &queue);
    grpc::ByteBuffer response;
    grpc::Status status;
    call->StartCall();
    call->Finish(&response, &status, this);
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok) && ok);
    Received received{status.error_code(),
                      status.error_message(),
                      status.error_details(),
                      "",
                      Copy(context.GetServerInitialMetadata()),
                      Copy(context.GetServerTrailingMetadata())};
    std::vector<grpc::Slice> slices;
    if (response.Valid() && response.Dump(&slices).ok()) {
      for (const grpc::Slice& part : slices) {
        received.response.append(reinterpret_cast<const char*>(part.begin()), part.size());
      }
    }
    return received;
  }

  TemporaryFolder folder_;
  transport::Health health_;
  std::unique_ptr<transport::Door> server_;
  std::map<std::string, std::unique_ptr<grpc::GenericStub>> stubs_;
};

TEST_F(SilenceWireTest, AnExcludedAgencyReceivesByteByByteWhatItReceivesForAnUnknownCase) {
  int refused = 0;
  for (const Question& question : Questions()) {
    SCOPED_TRACE(question.name);
    const Ids unknown_ids = Unknown(question.caller);
    const Received nothing = Send(question.caller, question.method, question.request(unknown_ids));
    const Received secret = Send(question.caller, question.method, question.request(Secret(question.caller)));
    EXPECT_EQ(secret.code, nothing.code) << secret.message << " beside " << nothing.message;
    EXPECT_EQ(secret.message, nothing.message);
    EXPECT_EQ(secret.details, nothing.details);
    EXPECT_EQ(secret.headers, nothing.headers);
    EXPECT_EQ(secret.trailers, nothing.trailers);
    EXPECT_EQ(secret.response.size(), nothing.response.size());
    refused += secret.code == grpc::StatusCode::NOT_FOUND ? 1 : 0;
    if (secret.code != grpc::StatusCode::OK) {
      EXPECT_EQ(secret.response, nothing.response);
    }
  }
  // Most are refused for want of the case, and not for their form or role.
  EXPECT_GT(refused, 60);
}

// A question that the door itself refuses tells nothing either.
TEST_F(SilenceWireTest, BytesThatAreNoRequestAreRefusedAlike) {
  for (const std::string& caller : Excluded()) {
    const auto spoil = [](const Ids& ids) { return ids.case_id + std::string(1, '\xff'); };
    for (const char* method :
         {"/enlace.v1.CaseService/GetCaseStatus", "/enlace.v1.ReferralService/AdvanceLeg"}) {
      const Received nothing = Send(caller, method, spoil(Unknown(caller)));
      const Received secret = Send(caller, method, spoil(Secret(caller)));
      EXPECT_EQ(secret.code, nothing.code);
      EXPECT_NE(secret.code, grpc::StatusCode::OK);
      EXPECT_EQ(secret.message, nothing.message);
      EXPECT_EQ(secret.trailers, nothing.trailers);
    }
  }
}

// The streams of an excluded agency and of one that never had a part look alike.
TEST_F(SilenceWireTest, AStreamOfTheExcludedSendsNothingOfTheCase) {
  for (const std::string& caller : Excluded()) {
    v1::WatchRequest watch;
    watch.set_after_position(CertificateNoticesOf(caller).back().position());
    const std::string request = watch.SerializeAsString();
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    grpc::CompletionQueue queue;
    void* tag = nullptr;
    bool ok = false;
    const auto call = StubOf(caller).PrepareCall(&context, "/enlace.v1.FeedService/Watch", &queue);
    call->StartCall(this);
    ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
    const grpc::Slice slice(request);
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), this);
    ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
    grpc::ByteBuffer first;
    call->Read(&first, this);
    ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
    v1::WatchResponse expected;
    expected.set_caught_up(true);
    EXPECT_EQ(first.Length(), expected.ByteSizeLong()) << caller;
    context.TryCancel();
    grpc::Status status;
    call->Finish(&status, this);
    ASSERT_TRUE(queue.Next(&tag, &ok));
  }
}

}  // namespace
}  // namespace enlace::property
