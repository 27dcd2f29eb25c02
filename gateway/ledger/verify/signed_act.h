// The text by which an agency vouches for its own act
// (docs/ledger_format.md section 9). Client and gateway make it from a request,
// a verifier reads it in a record.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_SIGNED_ACT_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_SIGNED_ACT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/warning_service.pb.h"

namespace enlace::ledger {

// What a request says of itself, one line each. Ids that the request does not
// name, and that do not follow from it, are empty.
struct SignedAct {
  // Of the case log, for example "enlace.example.gob/caselog/1".
  std::string log_origin;
  // Name of the method, for example "AdvanceLeg".
  std::string method;
  std::string request_id;
  std::string case_id;
  std::string referral_id;
  std::string leg_id;
  // SHA-256 of the envelope that comes along; empty if none does.
  std::string sealed_digest;
  std::string officer_pseudonym;
  // SHA-256 of the request without its signature, 32 bytes.
  std::string request_digest;
};

// The text of an act whose values have no line breaks, as every request that
// the gateway takes.
std::string FormatSignedAct(const SignedAct& act);
// INVALID_ARGUMENT naming signed_act, unless FormatSignedAct made the text.
absl::StatusOr<SignedAct> ParseSignedAct(absl::string_view text);

// The standard encoding of a request, fields in order and entries of maps by
// their keys, without its act_signature. Unknown fields come last.
std::string EncodeWithoutSignature(const google::protobuf::Message& request);
// INVALID_ARGUMENT naming act_signature: the request has fields, at any depth,
// that this version does not know; then nobody can say what was signed.
absl::StatusOr<std::string> RequestDigest(const google::protobuf::Message& request);

// What the request says, but for log_origin and request_digest. A new case and a
// new referral have the ids that follow from `agency_id` and request_id.
SignedAct DescribeAct(const v1::SubmitReferralRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::AdvanceLegRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::ReclassifyReferralRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::ReportInvestigationStatusRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::ReportProtectionStatusRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::LinkNativeNumberRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::AdvanceMeasureRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::WithdrawConsentRequest& request, absl::string_view agency_id);
// A warning is no case: its id follows from the request_id, or stands in what the
// digest covers.
SignedAct DescribeAct(const v1::IssueWarningRequest& request, absl::string_view agency_id);
SignedAct DescribeAct(const v1::AnswerWarningRequest& request, absl::string_view agency_id);

// The text that `agency_id` signs for a request. INVALID_ARGUMENT as RequestDigest.
template <typename Request>
absl::StatusOr<std::string> SignedActText(absl::string_view log_origin, absl::string_view agency_id,
                                          const Request& request) {
  absl::StatusOr<std::string> digest = RequestDigest(request);
  if (!digest.ok()) return digest.status();
  SignedAct act = DescribeAct(request, agency_id);
  act.log_origin = std::string(log_origin);
  act.request_digest = *std::move(digest);
  return FormatSignedAct(act);
}

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_SIGNED_ACT_H_
