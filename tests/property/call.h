// One call of a handler, and what came or should come of it.
#ifndef ENLACE_TESTS_PROPERTY_CALL_H_
#define ENLACE_TESTS_PROPERTY_CALL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/error_reason.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/warning_service.pb.h"
#include "gateway/identity/caller.h"

namespace enlace::property {

using AnyRequest =
    std::variant<v1::SubmitReferralRequest, v1::AdvanceLegRequest, v1::ReportInvestigationStatusRequest,
                 v1::ReportProtectionStatusRequest, v1::LinkNativeNumberRequest, v1::GetCaseStatusRequest,
                 v1::GetReferralRequest, v1::ListReferralsRequest, v1::BatchGetCaseStatusRequest,
                 v1::ListAccessesRequest, v1::WatchRequest, v1::AcknowledgeRequest, v1::SuspendAgencyRequest,
                 v1::ReinstateAgencyRequest, v1::RevokeCertificateRequest, v1::LiftExclusionRequest,
                 v1::AdvanceMeasureRequest, v1::WithdrawConsentRequest, v1::ReclassifyReferralRequest,
                 v1::IssueWarningRequest, v1::AnswerWarningRequest, v1::GetWarningRequest,
                 v1::ListWarningsRequest>;

struct Call {
  uint32_t number = 0;
  identity::Caller caller;
  // The agency that an administrator's act is about.
  std::string subject;
  // Whether its form is wrong on purpose.
  bool malformed = false;
  AnyRequest request;
};

// Lists are walked to their end, and watches until they have caught up: all pages
// in one response. A walk of ListAccesses ends after kMostPages, since each page is
// a look that makes the list longer.
inline constexpr int kMostPages = 3;

struct Answer {
  absl::StatusCode code = absl::StatusCode::kOk;
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  // Without what the reference does not keep.
  std::shared_ptr<google::protobuf::Message> response;
  // "caller request_id" whose first answer this must be, byte by byte.
  std::string repeats;
};

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_CALL_H_
