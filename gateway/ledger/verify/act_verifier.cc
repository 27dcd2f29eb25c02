#include "gateway/ledger/verify/act_verifier.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "certs/x509/signature.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::ledger {
namespace {

using store::v1::Event;
using store::v1::Record;

absl::Status NotVouched(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the agency did not sign this record: ", what));
}

// The method whose acts make events of this kind; empty for those that none does.
absl::string_view MethodOf(const Event& event) {
  switch (event.event_case()) {
    case Event::kReferralSubmitted:
      return "SubmitReferral";
    case Event::kLegTransitioned:
    case Event::kLegOpened:
      return "AdvanceLeg";
    case Event::kReferralReclassified:
      return "ReclassifyReferral";
    case Event::kMeasureChanged:
      return "AdvanceMeasure";
    case Event::kConsentWithdrawn:
      return "WithdrawConsent";
    case Event::kInvestigationReported:
      return "ReportInvestigationStatus";
    case Event::kProtectionReported:
      return "ReportProtectionStatus";
    case Event::kNativeNumberLinked:
      return "LinkNativeNumber";
    case Event::kWarningIssued:
      return "IssueWarning";
    case Event::kWarningAnswered:
      return "AnswerWarning";
    default:
      return "";
  }
}

absl::Status CheckCertificate(const Record& record, const certs::Certificate& certificate) {
  const std::string tail =
      absl::StrCat("/agency/", record.actor().agency_id(), "/", record.actor().unit_id());
  if (certificate.serial() == record.certificate_serial() && certificate.uris().size() == 1 &&
      absl::EndsWith(certificate.uris().front(), tail)) {
    return absl::OkStatus();
  }
  return base::InvalidField(
      "certificate", absl::StrCat("is not the one that acted; the record names ", record.certificate_serial(),
                                  " of ", record.actor().agency_id(), "/", record.actor().unit_id()));
}

// Whether the record says what the agency signed.
absl::Status CheckLines(const SignedAct& act, const Record& record, const std::string& origin) {
  if (act.log_origin != origin) return NotVouched("it signed for another log");
  if (act.method != MethodOf(record.event())) return NotVouched("it signed another kind of act");
  if (act.request_id != record.request_id()) return NotVouched("it signed another request_id");
  if (act.officer_pseudonym != record.officer_pseudonym()) return NotVouched("it signed another officer");
  if (act.sealed_digest != record.sealed_digest()) return NotVouched("it signed another sealed_digest");
  // A report may name its case by the agency's own number, an act on a leg names
  // none, and a report names no referral.
  if (!act.case_id.empty() && act.case_id != record.case_id()) return NotVouched("it signed another case_id");
  if (act.referral_id != record.referral_id()) return NotVouched("it signed another referral_id");
  if (act.leg_id != ActedLegOf(record)) return NotVouched("it signed another leg_id");
  return absl::OkStatus();
}

}  // namespace

const std::string& ActedLegOf(const Record& record) {
  return record.event().has_leg_opened() ? record.event().leg_opened().leg().replaces_leg_id()
                                         : record.leg_id();
}

absl::StatusOr<SignedAct> VerifyAct(const VerifiedReceipt& receipt, const certs::Certificate& certificate) {
  const Record& record = receipt.record;
  if (!record.has_act_signature()) {
    return absl::NotFoundError("the record carries no signature of the agency that acted");
  }
  RETURN_IF_ERROR(CheckCertificate(record, certificate));
  const store::v1::ActSignature& signature = record.act_signature();
  if (!certs::VerifySignature(certificate.spki_der(), signature.signed_act(), signature.signature()).ok()) {
    return NotVouched("the signature is not one of its certificate");
  }
  const absl::StatusOr<SignedAct> act = ParseSignedAct(signature.signed_act());
  if (!act.ok()) return NotVouched(act.status().message());
  RETURN_IF_ERROR(CheckLines(*act, record, receipt.checkpoint.origin));
  return act;
}

}  // namespace enlace::ledger
