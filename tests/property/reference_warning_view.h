// Who may know what of an early warning, as docs/warnings.md says it.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_WARNING_VIEW_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_WARNING_VIEW_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/v1/subject.pb.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::property {

// One warning. The messages are the contract's, filled with all that is true.
struct WarningFacts {
  v1::Warning warning;  // whether it expired is asked at each reading
  std::vector<v1::WarningAnswer> answers;
  std::vector<v1::Clock> clocks;
};

// A record of the log about warnings.
struct WarningRecord {
  std::string event_type;
  std::string warning_id;
  v1::AgencyRef actor;
  bool refused = false;
};

enum class WarningPart { kNone, kIssuer, kAddressee, kOverseer };
WarningPart PartIn(const v1::Warning& warning, const std::string& agency);

v1::WarningState StateOf(const v1::Warning& warning, absl::Time now);
bool IsAddressee(const v1::Warning& warning, const std::string& agency);
// Whether the referral is in its area and of its population.
bool Concerns(const v1::Warning& warning, const v1::Classification& classification);

// Without the referrals in its area, and without the bytes of envelopes.
v1::WarningView See(const WarningFacts& facts, const std::string& agency, absl::Time now);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_WARNING_VIEW_H_
