#include "adapters/grpc/local_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "tests/adapters/grpc/local_fixture.h"

namespace enlace::adapters {
namespace {

using LocalServerTest = LocalFixture;

TEST_F(LocalServerTest, ServesOnASocketThatOthersCannotOpen) {
  struct stat info {};
  ASSERT_EQ(stat(Socket().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0007, 0U);
  const auto stub = v1::DirectoryService::NewStub(channel_);
  grpc::ClientContext context;
  v1::ListAgenciesResponse agencies;
  EXPECT_TRUE(stub->ListAgencies(&context, v1::ListAgenciesRequest(), &agencies).ok());
}

TEST_F(LocalServerTest, RefusesToListenForOtherMachines) {
  config_.mutable_grpc()->set_listen("0.0.0.0:7000");
  EXPECT_THAT(LocalServer::New(config_, Parts()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("other machines")));
}

TEST_F(LocalServerTest, ASecondAdapterDoesNotTakeTheSocketAway) {
  EXPECT_THAT(LocalServer::New(config_, Parts()).status(),
              StatusIs(absl::StatusCode::kUnavailable, testing::HasSubstr("another process")));
  EXPECT_TRUE(channel_->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10)));
}

TEST_F(LocalServerTest, ASocketThatACrashLeftIsReplaced) {
  const std::string path = state_.File("old.sock");
  const int left = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  close(left);
  config_.mutable_grpc()->set_listen("unix:" + path);
  EXPECT_THAT(LocalServer::New(config_, Parts()).status(), IsOk());
}

TEST_F(LocalServerTest, APortThatIsTakenIsNotShared) {
  const int taken = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(taken, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(listen(taken, 1), 0);
  socklen_t size = sizeof(address);
  ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size), 0);
  config_.mutable_grpc()->set_listen(absl::StrCat("127.0.0.1:", ntohs(address.sin_port)));
  EXPECT_THAT(LocalServer::New(config_, Parts()).status(), StatusIs(absl::StatusCode::kUnavailable));
  close(taken);
}

}  // namespace
}  // namespace enlace::adapters
