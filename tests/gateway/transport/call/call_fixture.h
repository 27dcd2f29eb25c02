// A port's calls without a wire: a loop by hand, a sink that notes what it is
// given, a real authority behind the callers.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_CALL_CALL_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_CALL_CALL_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/base/errors.h"
#include "gateway/identity/roster.h"
#include "gateway/transport/call/peer_calls.h"
#include "tests/gateway/transport/fake_services.h"
#include "tests/gateway/transport/support/manual_loop.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {

class FakeSink final : public CallSink {
 public:
  void Metadata(absl::Span<const Header>) override {}
  void Send(const google::protobuf::Message& message) override {
    EXPECT_FALSE(finished);
    sent.emplace_back(message.New());
    sent.back()->CopyFrom(message);
  }
  void Finish(const absl::Status& end, absl::Span<const Header>) override {
    EXPECT_FALSE(finished);
    finished = true;
    status = end;
  }
  bool writable() const override { return takes; }
  v1::ErrorReason reason() const { return base::ReasonOf(status); }

  std::vector<std::unique_ptr<google::protobuf::Message>> sent;
  bool finished = false;
  absl::Status status = absl::UnknownError("not finished");
  bool takes = true;
};

class FakeConnection final : public Connection {
 public:
  absl::Status Identify(absl::string_view with_name, absl::string_view with_serial) override {
    ++identified;
    name = std::string(with_name);
    serial = std::string(with_serial);
    return share;
  }
  void WhenPeersChange(std::function<void()> function) override { changed = std::move(function); }
  void StreamsChanged(int by) override { streams += by; }
  void Drain() override { ++drained; }
  void Close(absl::string_view why) override { closed = std::string(why); }

  absl::Status share;
  int identified = 0;
  int drained = 0;
  int streams = 0;
  std::string name, serial, closed;
  std::function<void()> changed;
};

// Collects our log lines while it lives; at most one at a time.
class CallLogCapture {
 public:
  CallLogCapture();
  ~CallLogCapture();
  CallLogCapture(const CallLogCapture&) = delete;
  CallLogCapture& operator=(const CallLogCapture&) = delete;
  std::vector<std::string> lines() const;
};

// One connection with what its calls need.
struct TestPeer {
  FakeConnection connection;
  std::unique_ptr<PeerCalls> calls;
};

// One call with its sink. The call goes first.
struct TestCall {
  std::unique_ptr<FakeSink> sink = std::make_unique<FakeSink>();
  std::unique_ptr<ServerCall> call;
  const FakeSink& operator*() const { return *sink; }
  FakeSink* operator->() const { return sink.get(); }
};

class CallTest : public ::testing::Test {
 protected:
  explicit CallTest(std::function<void(CallEnvironment*)> adjust = nullptr);
  ~CallTest() override;

  TestAgency Enrol(const std::string& agency);
  void SetState(const std::string& agency, v1::AgencyState state);
  void Record(const certs::Certificate& certificate);
  void Revoke(const certs::Certificate& certificate);
  // A connection of a peer with that certificate; empty: none.
  std::unique_ptr<TestPeer> Connect(absl::string_view leaf_pem);
  std::unique_ptr<TestPeer> Connect(const TestCredential& client) {
    return Connect(client.certificate.ToPem());
  }
  // Begins a call, sends one request and half-closes.
  TestCall Begin(TestPeer* peer, absl::string_view path, const google::protobuf::Message& request,
                 absl::optional<SteadyTime> deadline = absl::nullopt);
  TestCall Ask(TestPeer* peer, absl::optional<SteadyTime> deadline = absl::nullopt) {
    return Begin(peer, kAsk, v1::GetCaseStatusRequest(), deadline);
  }
  TestCall Watch(TestPeer* peer) { return Begin(peer, kWatch, v1::WatchRequest()); }
  // Runs the loop until `holds`, for at most ten seconds.
  bool RunUntil(const std::function<bool()>& holds);

  static constexpr char kAsk[] = "/enlace.v1.CaseService/GetCaseStatus";
  static constexpr char kWatch[] = "/enlace.v1.FeedService/Watch";
  static constexpr char kAgencies[] = "/enlace.v1.DirectoryService/ListAgencies";
  static constexpr char kSubmit[] = "/enlace.v1.ReferralService/SubmitReferral";

  FakeClock clock_;
  TestPki pki_{"mx.enlace.test", clock_.Now()};
  identity::Roster roster_;
  identity::Identifier identifier_{pki_.authorities(), roster_, clock_, "mx.enlace.test"};
  std::atomic<uint64_t> changes_{1};
  FakeServices services_;
  // Its posts may hold streams of the services.
  ManualLoop loop_;
  CallLog log_{&clock_};
  OpenStreams streams_{4, 2};
  std::unique_ptr<RateLimiter> rates_ = std::make_unique<RateLimiter>(RateOptions());
  std::unique_ptr<MethodTable> table_;
  CallEnvironment environment_;
  int listener_ = 0;
  Workers workers_{2};
  Workers stream_workers_{2};
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_CALL_CALL_FIXTURE_H_
