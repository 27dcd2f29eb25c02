// The load of a kill run: agencies' programs that go on through every death of
// the gateway, and write down what they are told.
#ifndef ENLACE_TESTS_FAULT_CLIENTS_H_
#define ENLACE_TESTS_FAULT_CLIENTS_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/verifier.h"
#include "client/session.h"
#include "client/stopper.h"
#include "client/trusted_logs.h"
#include "enlace/v1/directory_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"
#include "gateway/base/random.h"
#include "tests/fault/journal.h"

namespace enlace::fault {

// What all clients share. Thread-safe.
class Surroundings {
 public:
  explicit Surroundings(Journal& out) : journal(out) {}
  // Cases that the unit's clients opened, for those who look and report.
  void Opened(const std::string& case_id) {
    base::MutexLock lock(&mu_);
    cases_.push_back(case_id);
  }
  absl::optional<std::string> AnyCase(uint64_t choice) const {
    base::MutexLock lock(&mu_);
    if (cases_.empty()) return absl::nullopt;
    return cases_[choice % cases_.size()];
  }

  Journal& journal;
  base::SystemClock clock;
  base::SystemRandom random;
  client::Stopper stopper;
  // New referrals stop first, then everything else when it has come to rest.
  std::atomic<bool> opens_cases{true};
  // Dispatched legs that nobody has worked on yet.
  std::atomic<int> backlog{0};
  // Commands that were acknowledged.
  std::atomic<uint64_t> acknowledged{0};

 private:
  mutable base::Mutex mu_;
  std::vector<std::string> cases_ ABSL_GUARDED_BY(mu_);
};

// One program of one agency. Each loop runs in the caller's thread until the
// stopper is used. Not thread-safe, but that a program may Follow in one thread
// and Work in another.
class AgencyClient {
 public:
  // `identity_folder`: a keystore that was enrolled. `seed`: of its choices.
  static absl::StatusOr<std::unique_ptr<AgencyClient>> New(const std::string& agency_id,
                                                           const std::string& identity_folder,
                                                           const std::string& address, uint64_t seed,
                                                           Surroundings& around);

  // Opens cases, and now and then adds a referral to one.
  void Submit(const std::string& excluded_agency_id);
  // Hears the whole feed from its beginning; `works`: a Work beside it takes the
  // legs that are dispatched.
  void Follow(bool works);
  // Ends Follow; the other loops end with the stopper of the surroundings.
  void StopFollowing() { following_.Stop(); }
  // Takes each leg that Follow heard of through delivery, reception and
  // acceptance, ties a number to its case and reports.
  void Work();
  // Looks at cases, at one after another.
  void Look();
  // Looks at cases that it must not know of.
  void LookInVain();

 private:
  AgencyClient(std::string agency_id, uint64_t seed, Surroundings& around)
      : agency_id_(std::move(agency_id)), around_(around), choices_(seed) {}
  uint64_t Choose(uint64_t below) { return choices_() % below; }
  bool Pause(int most_milliseconds);

  // A command: written down before and after, now and then repeated as it is,
  // and now and then again with another body, which must be refused.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Command(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                                  const Request&, Response*),
                                   const Request& request);
  // Whether the same request_id with another body is refused as it must be.
  template <typename Service, typename Request, typename Response>
  void Reuse(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&, Response*),
             Request request);

  absl::StatusOr<v1::SubmitReferralRequest> NewReferral(const std::string& excluded_agency_id);
  absl::Status SealTo(const v1::ResolveRecipientsResponse& route, v1::SubmitReferralRequest* request);
  void WorkOn(const v1::FeedItem& item);
  absl::optional<v1::Leg> Advance(const v1::FeedItem& item, const v1::Leg& leg, v1::AdvanceLegRequest action);
  void Report(const std::string& case_id);

  const std::string agency_id_;
  Surroundings& around_;
  std::mt19937_64 choices_;
  std::unique_ptr<certs::Keystore> keystore_;
  std::unique_ptr<certs::Verifier> verifier_;
  std::unique_ptr<client::Connection> connection_;
  std::unique_ptr<client::Session> session_;
  std::string log_origin_;
  client::Stopper following_;  // Each stream needs one of its own.
  base::Mutex mu_;
  std::deque<v1::FeedItem> dispatched_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::fault

#endif  // ENLACE_TESTS_FAULT_CLIENTS_H_
