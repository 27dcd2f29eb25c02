#include "gateway/transport/call/reflection.h"

#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

constexpr char kPath[] = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
constexpr char kAlphaPath[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

class ReflectionTest : public CallTest {
 protected:
  ReflectionTest() {
    AddReflection(table_.get());
    Record(admin_.certificate);
  }
  ServerReflectionResponse Ask(const ServerReflectionRequest& request) {
    const TestCall call = Begin(peer_.get(), kPath, request);
    EXPECT_TRUE(call->status.ok()) << call->status;
    return static_cast<const ServerReflectionResponse&>(*call->sent.at(0));
  }
  std::vector<std::string> FilesOf(const ServerReflectionResponse& response) {
    std::vector<std::string> names;
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(bytes));
      names.push_back(file.name());
    }
    return names;
  }
  const TestCredential admin_ = pki_.IssueClient("spiffe://mx.enlace.test/admin/ana");
  const std::unique_ptr<TestPeer> peer_ = (Record(admin_.certificate), Connect(admin_));
};

TEST_F(ReflectionTest, ListsWhatThePortServes) {
  ServerReflectionRequest request;
  request.set_list_services("");
  std::vector<std::string> names;
  const ServerReflectionResponse response = Ask(request);
  for (const auto& service : response.list_services_response().service()) names.push_back(service.name());
  EXPECT_THAT(names, AllOf(Contains("enlace.v1.CaseService"), Contains("grpc.reflection.v1.ServerReflection"),
                           Contains("grpc.reflection.v1alpha.ServerReflection")));
}

TEST_F(ReflectionTest, AFileComesWithAllThatItImports) {
  ServerReflectionRequest request;
  request.set_file_containing_symbol("enlace.v1.CaseService.GetCaseStatus");
  EXPECT_THAT(FilesOf(Ask(request)),
              AllOf(Contains("enlace/v1/case_service.proto"), Contains("enlace/v1/status.proto"),
                    Contains("google/protobuf/timestamp.proto")));
  request.set_file_by_filename("enlace/v1/receipt.proto");
  EXPECT_THAT(FilesOf(Ask(request)), Contains("enlace/v1/receipt.proto"));
}

TEST_F(ReflectionTest, WhatIsNotServedIsNotDescribed) {
  ServerReflectionRequest request;
  for (const char* symbol : {"enlace.store.v1.Event", "enlace.v1.Nothing", ""}) {
    request.set_file_containing_symbol(symbol);
    EXPECT_EQ(Ask(request).error_response().error_code(), static_cast<int>(absl::StatusCode::kNotFound))
        << symbol;
  }
  request.set_file_by_filename("enlace/store/v1/record.proto");
  EXPECT_EQ(Ask(request).error_response().error_code(), static_cast<int>(absl::StatusCode::kNotFound));
  request.Clear();
  EXPECT_EQ(Ask(request).error_response().error_code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
}

TEST_F(ReflectionTest, ExtensionsAreAnsweredThoughThereAreNone) {
  ServerReflectionRequest request;
  request.set_all_extension_numbers_of_type("enlace.v1.GetCaseStatusRequest");
  EXPECT_EQ(Ask(request).all_extension_numbers_response().base_type_name(), "enlace.v1.GetCaseStatusRequest");
  request.mutable_file_containing_extension()->set_containing_type("enlace.v1.GetCaseStatusRequest");
  EXPECT_TRUE(Ask(request).has_error_response());
}

TEST_F(ReflectionTest, TheOlderVersionAnswersTheSame) {
  grpc::reflection::v1alpha::ServerReflectionRequest request;
  request.set_list_services("");
  const TestCall call = Begin(peer_.get(), kAlphaPath, request);
  EXPECT_TRUE(call->status.ok());
  EXPECT_GT(static_cast<const grpc::reflection::v1alpha::ServerReflectionResponse&>(*call->sent.at(0))
                .list_services_response()
                .service_size(),
            9);
}

TEST_F(ReflectionTest, AgenciesAreRefused) {
  const TestAgency agency = Enrol("fgr");
  const auto peer = Connect(agency.tls);
  const TestCall call = Begin(peer.get(), kPath, ServerReflectionRequest());
  EXPECT_EQ(call->status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_ROLE_NOT_PERMITTED);
}

class OpenReflectionTest : public ReflectionTest {
 protected:
  OpenReflectionTest() {
    const HeaderList metadata;
    call_.call = peer_->calls->Begin(*peer_->calls->Find(kPath), CallStart{absl::nullopt, metadata, "grpc"},
                                     call_.sink.get());
  }
  void Send() {
    auto request = std::make_unique<ServerReflectionRequest>();
    request->set_list_services("");
    call_.call->OnMessage(std::move(request));
  }
  TestCall call_;
};

TEST_F(OpenReflectionTest, QuestionsAreAnsweredOneByOneUntilTheHalfClose) {
  Send();
  Send();
  EXPECT_EQ(call_->sent.size(), 2u);
  EXPECT_FALSE(call_->finished);
  call_.call->OnHalfClose();
  EXPECT_TRUE(call_->status.ok());
  EXPECT_EQ(streams_.size(), 0);
}

TEST_F(OpenReflectionTest, QuestionsOfAPeerThatDoesNotReadWaitWithinBounds) {
  call_.sink->takes = false;
  for (int i = 0; i < 64; ++i) Send();
  EXPECT_EQ(call_->sent.size(), 0u);
  EXPECT_FALSE(call_->finished);
  Send();
  EXPECT_EQ(call_->reason(), v1::ERROR_REASON_QUOTA_EXCEEDED);
}

TEST_F(OpenReflectionTest, RevocationCutsItInTheNextTurn) {
  Revoke(admin_.certificate);
  loop_.RunPosts();
  EXPECT_EQ(call_->reason(), v1::ERROR_REASON_CERTIFICATE_REVOKED);
}

}  // namespace
}  // namespace enlace::transport
