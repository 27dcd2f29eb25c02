// A whole gateway without transport: every part is the real one, in memory.
#ifndef ENLACE_TESTS_SUPPORT_GATEWAY_FIXTURE_H_
#define ENLACE_TESTS_SUPPORT_GATEWAY_FIXTURE_H_

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "enlace/store/v1/state.pb.h"
#include "gateway/identity/identifier.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/service/core.h"
#include "gateway/service/handler_set.h"
#include "gateway/store/memory/memory_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_connections.h"
#include "tests/support/fake_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace {

// An agency's unit "main" with the keys it enrolled.
struct EnrolledAgency {
  std::string uri;
  certs::PrivateKey tls_key;
  certs::PrivateKey sealing_key;
  certs::Certificate tls;
  certs::Certificate sealing;
};

// The handlers over a store in memory, sequencer, authority, roster, feeds and the
// mechanisms of this repository. Fails the test where a step must succeed.
//
//   EnrolScene();
//   const v1::Referral referral = MustSubmit(kSender, Urgent());
//   Call(api().get_case_status, CallerOf(kOmbudsman), LookAt(referral.case_id()));
class GatewayFixture : public ::testing::Test {
 public:
  static constexpr char kTrustDomain[] = "mx.enlace.test";
  // The Mexican scene.
  static constexpr char kSender[] = "uep-chihuahua";           // state protection unit
  static constexpr char kFederal[] = "mecanismo-federal";      // protection unit
  static constexpr char kProsecutor[] = "fiscalia-chihuahua";  // competent for MX-CHH
  static constexpr char kOmbudsman[] = "cndh";                 // oversees
  static constexpr char kPolice[] = "policia-chihuahua";       // never to be trusted here
  static constexpr char kStranger[] = "fiscalia-sonora";       // competent elsewhere

  // What `name` of an action fills in.
  using FillAction = std::function<void(v1::AdvanceLegRequest*)>;

 protected:
  using Mode = ledger::Sequencer::Mode;
  using Step = store::MemoryStore::Step;

  // `other` keeps the state instead of store_, if it is given; it outlives the fixture.
  // `now` is the machine's time where a TLS library looks at the certificates.
  explicit GatewayFixture(Mode mode = Mode::kManual, size_t batch_size = 100, store::Store* other = nullptr,
                          absl::Time now = FakeClock().Now());
  ~GatewayFixture() override;

  const service::Services& api() const { return api_; }
  const service::Core& core() const { return *core_; }

  // Runs one unary handler to its answer. In kManual mode the writer runs here.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(service::Handler<Request, Response>* handler, const identity::Caller& caller,
                                const Request& request) {
    std::future<absl::StatusOr<Response>> answer = Start(handler, caller, request);
    if (mode_ == Mode::kManual) sequencer_->Pump();
    if (answer.wait_for(std::chrono::seconds(60)) != std::future_status::ready) {
      return absl::DeadlineExceededError("the handler never answered");
    }
    return answer.get();
  }
  // Starts it only: commands started before a Pump() share one batch.
  template <typename Request, typename Response>
  std::future<absl::StatusOr<Response>> Start(service::Handler<Request, Response>* handler,
                                              const identity::Caller& caller, const Request& request) {
    auto answer = std::make_shared<std::promise<absl::StatusOr<Response>>>();
    handler->Handle(caller, request,
                    [answer](absl::StatusOr<Response> response) { answer->set_value(std::move(response)); });
    return answer->get_future();
  }
  void Pump() { sequencer_->Pump(); }

  // Directory and certificates, through the real handlers.
  v1::Agency Entry(const std::string& id, v1::AgencyKind kind,
                   const std::vector<std::string>& territories) const;
  void RegisterAgency(const std::string& id, v1::AgencyKind kind,
                      const std::vector<std::string>& territories = {});
  std::string TokenFor(const std::string& agency_id, uint32_t life_seconds = 0);
  // The request of a unit that makes its keys, and keeps them in `agency`.
  v1::EnrollRequest NewEnrollment(const std::string& token, const std::string& agency_id);
  void EnrolAgency(const std::string& id);
  void EnrolScene();
  void Suspend(const std::string& agency_id);
  void Reinstate(const std::string& agency_id);
  // Gives the agency one mandate, without end unless said.
  void SetMandate(const std::string& agency_id, absl::Time until = absl::InfiniteFuture());
  void Revoke(const certs::Certificate& certificate);
  const EnrolledAgency& Keys(const std::string& agency_id) const { return enrolled_.at(agency_id); }

  // The caller that the agency's TLS certificate makes, as the roster has it now.
  identity::Caller CallerOf(const std::string& agency_id) const;
  identity::Caller Administrator() const;

  // Referrals.
  v1::Classification Urgent(const std::string& subdivision = "MX-CHH") const;
  v1::Classification Ordinary(const std::string& subdivision = "MX-CHH") const;
  // A payload sealed by the agency to the first sealing certificate of each.
  v1::SealedPayload SealTo(const std::string& sender, const std::vector<std::string>& agencies,
                           const std::string& content = "testimony");
  // Resolves, seals and fills in; `excluded` before routing.
  v1::SubmitReferralRequest Submission(const std::string& sender, const v1::Classification& classification,
                                       const std::vector<std::string>& excluded = {},
                                       const std::string& case_id = "");
  v1::Referral MustSubmit(const std::string& sender, const v1::Classification& classification,
                          const std::vector<std::string>& excluded = {}, const std::string& case_id = "");
  // The leg of the agency, as the store has it.
  v1::Leg LegOf(const v1::Referral& referral, const std::string& agency_id);
  // A command on that leg at its version; `caller_id` makes it.
  v1::AdvanceLegRequest Command(const v1::Referral& referral, const std::string& agency_id,
                                const FillAction& fill);
  absl::StatusOr<v1::AdvanceLegResponse> Advance(const v1::Referral& referral, const std::string& agency_id,
                                                 const FillAction& fill, const std::string& caller_id = "");
  // T4, T7 and T10.
  void Receive(const v1::Referral& referral, const std::string& agency_id);
  v1::AdvanceLegResponse Accept(const v1::Referral& referral, const std::string& agency_id);

  // What the store and the logs hold.
  // The agency's feed without notices of its certificates, which every enrolment
  // brings.
  std::vector<v1::FeedItem> FeedOf(const std::string& agency_id);
  // Those notices, as they are stored.
  std::vector<v1::FeedItem> CertificateNoticesOf(const std::string& agency_id);
  store::v1::CaseState StateOf(const std::string& case_id);
  uint64_t LogSize(v1::LogId log = v1::LOG_ID_CASE) { return *log_.Size(log); }
  store::v1::Record RecordAt(uint64_t index, v1::LogId log = v1::LOG_ID_CASE);
  // The record that the receipt proves under the case log's key.
  absl::StatusOr<ledger::VerifiedReceipt> Verify(const v1::Receipt& receipt) const;
  absl::StatusOr<ledger::VerifiedReceipt> VerifyTrust(const v1::Receipt& receipt) const;
  std::string NewId() { return base::NewUuid(random_); }

  static v1::GetCaseStatusRequest LookAt(const std::string& case_id);
  // A well-formed id that no agency derived.
  static std::string NoSuchId() { return "0000000000000000000000000Z"; }

  const Mode mode_;
  FakeClock clock_;
  FakeRandom random_;
  TestPki pki_;
  store::MemoryStore store_;
  store::Store& state_;
  const std::unique_ptr<ledger::LogKey> case_key_;
  const std::unique_ptr<ledger::LogKey> trust_key_;
  const base::Secret token_key_{std::string(32, 't')};
  const authz::Authorizer authorizer_{};
  const std::unique_ptr<mechanism::MechanismSet> mechanisms_;
  identity::Roster roster_;
  delivery::FeedHub feeds_;
  FakeConnections connections_;
  service::RevocationList revocation_list_{{}, roster_, pki_.authorities(), clock_};
  ledger::LogReader log_{state_};
  std::unique_ptr<identity::Identifier> identifier_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::unique_ptr<service::Core> core_;
  std::unique_ptr<service::HandlerSet> handlers_;
  service::Services api_;
  std::map<std::string, EnrolledAgency> enrolled_;
};

// Equal in all that a peer can tell: code, message and payloads.
MATCHER_P(SameRefusalAs, other, "is the same refusal") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString() << " beside " << other.ToString();
  return !status.ok() && status == other;
}

// Fills in actions that need nothing more.
inline GatewayFixture::FillAction ConfirmDelivery() {
  return [](v1::AdvanceLegRequest* request) { request->mutable_confirm_delivery()->set_channel("grpc"); };
}
inline GatewayFixture::FillAction ConfirmReception() {
  return [](v1::AdvanceLegRequest* request) { request->mutable_confirm_reception(); };
}
inline GatewayFixture::FillAction AcceptLeg() {
  return [](v1::AdvanceLegRequest* request) { request->mutable_accept(); };
}

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_GATEWAY_FIXTURE_H_
