// What the reference keeps of a case: plain lists of facts.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_FACTS_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_FACTS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/measure.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/status.pb.h"

namespace enlace::property {

// Stands for the words that tell the sender why a leg is held.
inline constexpr char kHeld[] = "held";

// One case. The messages are the contract's, filled with all that is true.
struct CaseFacts {
  std::string case_id;
  absl::Time opened;
  absl::Time changed;
  std::vector<v1::Referral> referrals;  // without clocks
  std::vector<v1::Clock> clocks;
  std::set<std::string> excluded;
  std::set<std::string> barred;                  // legs from before an exclusion that was lifted
  std::map<std::string, std::string> number_of;  // agency -> its own number
  std::vector<v1::InvestigationStatus> investigations;
  std::vector<v1::ProtectionStatus> protections;
  std::vector<v1::Measure> measures;       // in the order of their opening
  std::set<std::string> without_consent;   // referrals
  std::set<std::string> ended_by_consent;  // legs that ended when it was withdrawn
};

// Whether `agency` is among those that the payload is sealed to.
inline bool SealedTo(const v1::SealedPayload& sealed, const std::string& agency) {
  for (const v1::SealedRecipient& recipient : sealed.recipients()) {
    if (recipient.agency_id() == agency) return true;
  }
  return false;
}

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_FACTS_H_
