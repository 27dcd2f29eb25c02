#include "gateway/service/cases/batch_get_case_status.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/mutex.h"
#include "gateway/service/cases/get_case_status.h"
#include "gateway/service/look.h"

namespace enlace::service {
namespace {

constexpr int kMaxKeys = 100;

// Gathers the answers of the single looks; the last one completes the batch.
struct Gather {
  base::Mutex mu;
  v1::BatchGetCaseStatusResponse response ABSL_GUARDED_BY(mu);
  int open ABSL_GUARDED_BY(mu) = 0;
  absl::Status failure ABSL_GUARDED_BY(mu);
  Done<v1::BatchGetCaseStatusResponse> done;
};

void Arrived(const std::shared_ptr<Gather>& gather, int index, absl::StatusOr<v1::GetCaseStatusResponse> answer) {
  absl::StatusOr<v1::BatchGetCaseStatusResponse> whole;
  {
    base::MutexLock lock(&gather->mu);
    if (answer.ok()) {
      v1::BatchCaseStatus* result = gather->response.mutable_results(index);
      *result->mutable_status() = std::move(*answer->mutable_status());
      *result->mutable_record() = std::move(*answer->mutable_record());
    } else if (base::ReasonOf(answer.status()) != v1::ERROR_REASON_NOT_FOUND) {
      gather->failure = answer.status();
    }
    if (--gather->open > 0) return;
    if (gather->failure.ok()) {
      whole = std::move(gather->response);
    } else {
      whole = gather->failure;
    }
  }
  gather->done(std::move(whole));
}

}  // namespace

void BatchGetCaseStatus::Handle(const identity::Caller& caller, const v1::BatchGetCaseStatusRequest& request,
                                Done<v1::BatchGetCaseStatusResponse> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kReadStatus);
  if (ready.ok() && (request.keys().empty() || request.keys_size() > kMaxKeys)) {
    ready = base::InvalidField("keys", absl::StrCat("must be 1 to ", kMaxKeys));
  }
  for (int i = 0; ready.ok() && i < request.keys_size(); ++i) {
    LookRequest look;
    ready = ParseCaseKey(absl::StrCat("keys[", i, "]"), request.keys(i), &look);
  }
  if (!ready.ok()) return done(ready);

  auto gather = std::make_shared<Gather>();
  gather->done = std::move(done);
  {
    base::MutexLock lock(&gather->mu);
    gather->open = request.keys_size();
    for (const v1::CaseKey& key : request.keys()) *gather->response.add_results()->mutable_key() = key;
  }
  for (int i = 0; i < request.keys_size(); ++i) {
    v1::GetCaseStatusRequest one;
    *one.mutable_key() = request.keys(i);
    one.set_officer_pseudonym(request.officer_pseudonym());
    one.set_purpose(request.purpose());
    single_.Handle(caller, one, [gather, i](absl::StatusOr<v1::GetCaseStatusResponse> answer) {
      Arrived(gather, i, std::move(answer));
    });
  }
}

}  // namespace enlace::service
