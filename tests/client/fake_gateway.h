// A gateway in the test's own process: real TLS, real certificates, real
// receipts, and as little behaviour behind them as a client can notice.
#ifndef ENLACE_TESTS_CLIENT_FAKE_GATEWAY_H_
#define ENLACE_TESTS_CLIENT_FAKE_GATEWAY_H_

#include <grpcpp/impl/service_type.h>
#include <grpcpp/server.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/address.h"
#include "client/connection.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/directory_service.pb.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/base/mutex.h"
#include "gateway/ledger/verify/signed_note.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::client {

// A log whose every receipt is a tree of one leaf, signed with Ed25519.
class FakeLog {
 public:
  explicit FakeLog(const std::string& name);
  ~FakeLog();
  FakeLog(const FakeLog&) = delete;
  FakeLog& operator=(const FakeLog&) = delete;
  ledger::VerifierKey key() const;
  v1::Receipt Prove(const store::v1::Record& record) const;
  std::string SignCheckpoint(uint64_t size, const std::string& root) const;

 private:
  const std::string name_;
  void* const key_;
};

// A Sleeper that does not sleep and remembers what it was asked.
class FakeSleeper final : public Sleeper {
 public:
  bool Sleep(absl::Duration duration) override {
    slept.push_back(duration);
    return !stop;
  }
  std::vector<absl::Duration> slept;
  bool stop = false;
};

// What a refused call of the real gateway carries.
grpc::Status Refused(grpc::StatusCode code, v1::ErrorReason reason, const std::string& message,
                     const std::string& field = "", absl::Duration retry = absl::ZeroDuration());

// Answers from what the test sets. Fields may be set between calls only, but for
// those of the feed.
class FakeGateway {
 public:
  // `more` are further services of the mutual port, a CaseService instead of ours; borrowed.
  explicit FakeGateway(TestPki& pki, const std::vector<grpc::Service*>& more = {});
  ~FakeGateway();
  FakeGateway(const FakeGateway&) = delete;
  FakeGateway& operator=(const FakeGateway&) = delete;

  // 127.0.0.1 and the port with, and without, client certificates.
  Address mutual() const { return {"127.0.0.1", static_cast<uint16_t>(mutual_port_)}; }
  Address enrollment() const { return {"127.0.0.1", static_cast<uint16_t>(enrollment_port_)}; }
  // A token for this gateway and `uri`, good once.
  std::string NewToken(const std::string& uri);

  TestPki& pki;
  FakeLog case_log{"mx.enlace.test/caselog/1"};
  FakeLog trust_log{"mx.enlace.test/trustlog/1"};
  // Answers of ResolveRecipients, one after another; the last one stays.
  std::deque<v1::ResolveRecipientsResponse> routes;
  std::map<std::string, v1::Agency> agencies;
  std::vector<v1::MechanismSummary> mechanisms;
  // Refusals that come before anything else, in any service but the feed.
  std::deque<grpc::Status> refusals;
  // Called when SubmitReferral begins, before refusals are looked at.
  std::function<void()> on_submit;
  // The same for AdvanceLeg.
  std::function<void()> on_advance;
  // Changes an answer before it leaves.
  std::function<void(v1::SubmitReferralResponse*)> spoil_submit;
  std::function<void(v1::EnrollResponse*)> spoil_enroll;
  // Answered by GetTrustBundle instead of pki's root, unless it is empty.
  std::string trust_bundle_pem;
  // What GetTrustBundle was told to be installed, call by call.
  std::vector<std::string> installed_digests;
  // How Enroll ends after it has spent the token.
  grpc::Status enroll_end;
  std::vector<v1::ResolveRecipientsRequest> resolved;
  // How many of the next acts take effect without their answers arriving.
  int lost_answers = 0;
  std::vector<v1::SubmitReferralRequest> submitted;
  std::vector<v1::AdvanceLegRequest> advanced;
  // Refused as the route having changed for as long as this is above zero.
  int route_changes = 0;
  std::vector<v1::ReclassifyReferralRequest> reclassified;
  // Of investigations and of protection.
  std::vector<v1::CaseKey> reported;
  std::vector<std::string> looks;
  std::map<std::string, v1::Referral> referrals;
  // One entry per Watch: what it sends, then how it ends.
  struct WatchScript {
    std::vector<v1::WatchResponse> responses;
    grpc::Status end;
    bool hang = false;
  };
  std::deque<WatchScript> watches;
  std::vector<v1::WatchRequest> watched;

 private:
  // An act that took effect: its request without signature, and its answer.
  struct Done {
    std::string request;
    std::string response;
  };
  std::map<std::string, Done> done_;  // By method, agency and request_id.
  struct Services;
  std::unique_ptr<Services> services_;
  std::map<std::string, std::string> tokens_;  // Text by URI.
  int mutual_port_ = 0;
  int enrollment_port_ = 0;
  std::unique_ptr<grpc::Server> mutual_server_;
  std::unique_ptr<grpc::Server> enrollment_server_;
};

// An agency with its keystore and a session to the gateway.
class FakeAgency {
 public:
  FakeAgency(FakeGateway& gateway, const std::string& agency, const std::string& unit = "main");
  TrustedLogs logs() const;
  v1::SealingCertificate SealingCertificate() const;

  TemporaryFolder folder;
  FakeRandom random;
  base::SystemClock clock;
  FakeSleeper sleeper;
  std::unique_ptr<certs::Keystore> keystore;
  std::unique_ptr<Connection> connection;
  std::unique_ptr<Session> session;

 private:
  FakeGateway& gateway_;
};

// Opens a keystore in `folder` and installs what an enrolment would.
std::unique_ptr<certs::Keystore> NewKeystore(TestPki& pki, const std::string& folder,
                                             const std::string& agency, const std::string& unit,
                                             base::Random& random);

}  // namespace enlace::client

#endif  // ENLACE_TESTS_CLIENT_FAKE_GATEWAY_H_
