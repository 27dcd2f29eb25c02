#include "gateway/ledger/verify/signed_act.h"

#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace enlace::ledger {
namespace {

constexpr char kTag[] = "enlace/signed-act/v1";
constexpr char kSignatureField[] = "act_signature";
// The tag, nine values, and nothing after the last line break.
constexpr size_t kLines = 11;

using Message = google::protobuf::Message;

// False unless `hex` is the one spelling of `bytes`.
bool FromHex(const std::string& hex, std::string* bytes) {
  for (const char c : hex) {
    if (!absl::ascii_isxdigit(c)) return false;
  }
  if (hex.size() % 2 != 0) return false;
  *bytes = absl::HexStringToBytes(hex);
  return absl::BytesToHexString(*bytes) == hex;
}

bool IsDigest(const std::string& bytes) { return bytes.size() == base::kSha256Size; }

template <typename Request>
SignedAct Described(absl::string_view method, const Request& request) {
  SignedAct act;
  act.method = std::string(method);
  act.request_id = request.request_id();
  act.officer_pseudonym = request.officer_pseudonym();
  return act;
}

std::unique_ptr<Message> WithoutSignature(const Message& request) {
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  const auto* field = request.GetDescriptor()->FindFieldByName(kSignatureField);
  if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  return copy;
}

std::string Encode(const Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    // Maps serialise in any order otherwise.
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace

std::string FormatSignedAct(const SignedAct& act) {
  std::string text = absl::StrCat(kTag, "\n");
  for (const std::string& line : {act.log_origin, act.method, act.request_id, act.case_id, act.referral_id,
                                  act.leg_id, absl::BytesToHexString(act.sealed_digest),
                                  act.officer_pseudonym, absl::BytesToHexString(act.request_digest)}) {
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

absl::StatusOr<SignedAct> ParseSignedAct(absl::string_view text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.size() != kLines || lines.front() != kTag || !lines.back().empty()) {
    return base::InvalidField("signed_act", "must be the tag and nine lines");
  }
  SignedAct act{lines[1], lines[2], lines[3], lines[4], lines[5], lines[6], "", lines[8], ""};
  if (!FromHex(lines[7], &act.sealed_digest) || !(act.sealed_digest.empty() || IsDigest(act.sealed_digest)) ||
      !FromHex(lines[9], &act.request_digest) || !IsDigest(act.request_digest)) {
    return base::InvalidField("signed_act", "digests must have 64 digits of small hexadecimal");
  }
  return act;
}

std::string EncodeWithoutSignature(const Message& request) { return Encode(*WithoutSignature(request)); }

absl::StatusOr<std::string> RequestDigest(const Message& request) {
  const std::unique_ptr<Message> bare = WithoutSignature(request);
  const size_t size = bare->ByteSizeLong();
  bare->DiscardUnknownFields();
  if (bare->ByteSizeLong() != size) {
    return base::InvalidField(
        kSignatureField,
        "the request has fields that are not known here, so that nobody can say what was "
        "signed; leave them away, or the signature");
  }
  return base::Sha256(Encode(*bare));
}

SignedAct DescribeAct(const v1::SubmitReferralRequest& request, absl::string_view agency_id) {
  SignedAct act = Described("SubmitReferral", request);
  act.case_id =
      request.case_id().empty() ? base::DeriveCaseId(agency_id, request.request_id()) : request.case_id();
  act.referral_id = base::DeriveReferralId(agency_id, request.request_id());
  act.sealed_digest = request.sealed().digest();
  return act;
}

SignedAct DescribeAct(const v1::AdvanceLegRequest& request, absl::string_view) {
  SignedAct act = Described("AdvanceLeg", request);
  act.referral_id = request.referral_id();
  act.leg_id = request.leg_id();
  act.sealed_digest = request.sealed_note().digest();
  return act;
}

SignedAct DescribeAct(const v1::ReclassifyReferralRequest& request, absl::string_view) {
  SignedAct act = Described("ReclassifyReferral", request);
  act.referral_id = request.referral_id();
  act.sealed_digest = request.sealed_note().digest();
  return act;
}

SignedAct DescribeAct(const v1::ReportInvestigationStatusRequest& request, absl::string_view) {
  SignedAct act = Described("ReportInvestigationStatus", request);
  act.case_id = request.key().case_id();
  return act;
}

SignedAct DescribeAct(const v1::ReportProtectionStatusRequest& request, absl::string_view) {
  SignedAct act = Described("ReportProtectionStatus", request);
  act.case_id = request.key().case_id();
  return act;
}

SignedAct DescribeAct(const v1::LinkNativeNumberRequest& request, absl::string_view) {
  SignedAct act = Described("LinkNativeNumber", request);
  act.case_id = request.case_id();
  return act;
}

SignedAct DescribeAct(const v1::AdvanceMeasureRequest& request, absl::string_view) {
  SignedAct act = Described("AdvanceMeasure", request);
  act.referral_id = request.referral_id();
  return act;
}

SignedAct DescribeAct(const v1::WithdrawConsentRequest& request, absl::string_view) {
  SignedAct act = Described("WithdrawConsent", request);
  act.referral_id = request.referral_id();
  return act;
}

SignedAct DescribeAct(const v1::IssueWarningRequest& request, absl::string_view) {
  SignedAct act = Described("IssueWarning", request);
  act.sealed_digest = request.warning().sealed_alert().digest();
  return act;
}

SignedAct DescribeAct(const v1::AnswerWarningRequest& request, absl::string_view) {
  SignedAct act = Described("AnswerWarning", request);
  act.sealed_digest = request.sealed_note().digest();
  return act;
}

}  // namespace enlace::ledger
