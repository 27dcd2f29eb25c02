// grpc.testing.TestService on the door: what gRPC's own interoperability clients
// call. Part of a test build alone.
#ifndef ENLACE_TESTS_INTEROP_TEST_SERVICE_TEST_SERVICE_H_
#define ENLACE_TESTS_INTEROP_TEST_SERVICE_TEST_SERVICE_H_

#include <memory>

#include "gateway/transport/rpc/server_call.h"

namespace enlace::interop {

// Serves EmptyCall, UnaryCall, StreamingInputCall, StreamingOutputCall and
// FullDuplexCall. Stateless, hence thread-safe.
class TestService final : public transport::CallFactory {
 public:
  TestService();
  ~TestService() override;
  const transport::Method* Find(absl::string_view path) const override;
  std::unique_ptr<transport::ServerCall> Begin(const transport::Method& method,
                                               const transport::CallStart& start,
                                               transport::CallSink* sink) override;
  void Refused(absl::string_view path, const absl::Status& status) override {}

 private:
  class TestMethod;
  std::vector<std::unique_ptr<TestMethod>> methods_;
};

}  // namespace enlace::interop

#endif  // ENLACE_TESTS_INTEROP_TEST_SERVICE_TEST_SERVICE_H_
