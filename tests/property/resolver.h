// From a command of a history to the call that it makes now.
#ifndef ENLACE_TESTS_PROPERTY_RESOLVER_H_
#define ENLACE_TESTS_PROPERTY_RESOLVER_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/property/call.h"
#include "tests/property/history.pb.h"
#include "tests/property/reference_model.h"

namespace enlace::property {

// Seals something to each of `readers`, by `sender`.
using Sealer =
    std::function<v1::SealedPayload(const std::string& sender, const std::vector<std::string>& readers)>;
// Serial of an agency's certificate.
using Serials = std::function<std::string(const std::string& agency)>;

// Ids follow from the numbers of the commands; versions and routes are looked up in
// the model. What a command names that nobody made becomes a well-formed id of
// nothing. Borrows the model. Not thread-safe.
class Resolver {
 public:
  Resolver(const ReferenceModel& model, Sealer seal, Serials serial_of)
      : model_(model), seal_(std::move(seal)), serial_of_(std::move(serial_of)) {}

  Call Resolve(const Command& command, absl::Time now);
  // A call of the agency's unit "main".
  static Call CallOf(const std::string& agency, AnyRequest request);

  // Of a submission, whether it was accepted or not; of nothing, if there is none.
  std::string CaseId(uint32_t submission) const;
  std::string ReferralId(uint32_t submission) const;
  // Of the command that asked for it; of nothing, if there is none.
  std::string MeasureId(uint32_t command) const;
  // Of a warning, in the same way.
  std::string WarningId(uint32_t issue) const;

 private:
  AnyRequest RequestOf(const Command& command, absl::Time now);
  v1::SubmitReferralRequest Submission(const Command& command, absl::Time now);
  v1::AdvanceLegRequest Advance(const Command& command, absl::Time now);
  // resolver_cases.cc
  v1::AdvanceMeasureRequest Measure(const Command& command, absl::Time now);
  v1::WithdrawConsentRequest Consent(const Command& command);
  v1::ReclassifyReferralRequest Reclassification(const Command& command);
  // resolver_warnings.cc; without request_id and officer.
  v1::IssueWarningRequest Issue(const Command& command, absl::Time now) const;
  v1::AnswerWarningRequest Reply(const Command& command) const;
  v1::CaseKey KeyOf(const std::string& agency, const Look& look) const;

  const ReferenceModel& model_;
  const Sealer seal_;
  const Serials serial_of_;
  struct Made {
    std::string case_id;
    std::string referral_id;
  };
  std::map<uint32_t, Made> made_;
  std::map<uint32_t, std::string> measures_;  // command -> measure_id
  std::map<uint32_t, std::string> warnings_;
  std::map<uint32_t, Call> calls_;
};

// What requests are filled with. An id of nothing; who acts; when.
inline constexpr char kNothing[] = "0000000000000000000000000Z";
inline constexpr char kOfficer[] = "officer";
std::string RequestId(uint32_t number);
google::protobuf::Timestamp Ago(absl::Time now, int64_t seconds);

// 32 bytes that stand for one of the agency's own file numbers.
std::string NumberHash(const std::string& agency, uint32_t number);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_RESOLVER_H_
