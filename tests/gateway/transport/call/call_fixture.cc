#include "tests/gateway/transport/call/call_fixture.h"

#include <chrono>
#include <thread>

#include "gateway/base/log.h"
#include "gateway/base/time_text.h"

namespace enlace::transport {
namespace {

base::Mutex log_mu;
std::vector<std::string>& LogLines() {
  static auto* const lines = new std::vector<std::string>;
  return *lines;
}

}  // namespace

CallLogCapture::CallLogCapture() {
  {
    base::MutexLock lock(&log_mu);
    LogLines().clear();
  }
  base::SetLogSinkForTest([](absl::string_view line) {
    base::MutexLock lock(&log_mu);
    LogLines().emplace_back(line);
  });
}

CallLogCapture::~CallLogCapture() { base::SetLogSinkForTest(nullptr); }

std::vector<std::string> CallLogCapture::lines() const {
  base::MutexLock lock(&log_mu);
  return LogLines();
}

CallTest::CallTest(std::function<void(CallEnvironment*)> adjust) {
  absl::StatusOr<std::unique_ptr<MethodTable>> table =
      MethodTable::New(PortKind::kMutual, services_.Handlers());
  EXPECT_TRUE(table.ok()) << table.status();
  table_ = *std::move(table);
  environment_.identity = {&identifier_, &changes_, &clock_};
  environment_.methods = table_.get();
  environment_.log = &log_;
  environment_.streams = &streams_;
  environment_.rates = rates_.get();
  environment_.on_loop = Admission::New(FairQueueLimits());
  environment_.on_workers = Admission::New(FairQueueLimits());
  environment_.workers = &workers_;
  environment_.stream_workers = &stream_workers_;
  if (adjust) adjust(&environment_);
  listener_ = roster_.Listen([this] {
    ++changes_;
    streams_.WakeAll();
  });
}

CallTest::~CallTest() { roster_.Unlisten(listener_); }

TestAgency CallTest::Enrol(const std::string& agency) {
  SetState(agency, v1::AGENCY_STATE_ACTIVE);
  TestAgency out = pki_.IssueAgency(agency);
  Record(out.tls.certificate);
  Record(out.sealing.certificate);
  return out;
}

void CallTest::SetState(const std::string& agency, v1::AgencyState state) {
  v1::Agency entry;
  entry.set_agency_id(agency);
  entry.set_kind(v1::AGENCY_KIND_PROSECUTOR);
  entry.set_state(state);
  roster_.Put(entry);
}

void CallTest::Record(const certs::Certificate& certificate) {
  v1::Certificate entry;
  entry.set_serial(certificate.serial());
  roster_.Put(entry);
}

void CallTest::Revoke(const certs::Certificate& certificate) {
  v1::Certificate entry;
  entry.set_serial(certificate.serial());
  *entry.mutable_revoke_time() = base::ToProto(clock_.Now());
  roster_.Put(entry);
}

std::unique_ptr<TestPeer> CallTest::Connect(absl::string_view leaf_pem) {
  auto peer = std::make_unique<TestPeer>();
  PeerInfo info;
  info.address = "ipv4:127.0.0.1:5000";
  info.leaf_pem = std::string(leaf_pem);
  peer->calls = std::make_unique<PeerCalls>(environment_, info, &loop_, &peer->connection);
  return peer;
}

TestCall CallTest::Begin(TestPeer* peer, absl::string_view path, const google::protobuf::Message& request,
                         absl::optional<SteadyTime> deadline) {
  TestCall out;
  const Method* const method = peer->calls->Find(path);
  if (method == nullptr) {
    ADD_FAILURE() << "no method " << path;
    return out;
  }
  const HeaderList metadata;
  out.call = peer->calls->Begin(*method, CallStart{deadline, metadata, "grpc"}, out.sink.get());
  if (out->finished) return out;
  auto message = method->NewRequest();
  message->CopyFrom(request);
  out.call->OnMessage(std::move(message));
  out.call->OnHalfClose();
  return out;
}

bool CallTest::RunUntil(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    if (loop_.RunPosts() == 0) std::this_thread::yield();
  }
  return true;
}

}  // namespace enlace::transport
