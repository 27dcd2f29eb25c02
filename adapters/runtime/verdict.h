// What a failed call means for the thing it was about.
#ifndef ENLACE_ADAPTERS_RUNTIME_VERDICT_H_
#define ENLACE_ADAPTERS_RUNTIME_VERDICT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace enlace::adapters {

enum class Verdict {
  // Time or an administrator may cure it: a gateway that is away, a suspended
  // agency, an expired certificate, a defect that gets mended. Silence and
  // trouble never count as a no.
  kTryAgain,
  // The gateway, or a check of ours, said no to this very thing for good.
  kRefused,
  // A signature, receipt or seal does not verify: people must look at it before
  // anything of it is sent or believed.
  kUnproved,
};

// Of a status that is not OK. Pure.
Verdict VerdictOf(const absl::Status& status);

// Whether nothing can be had of the gateway at present, so that it makes no
// sense to go on with the next thing. Pure.
bool IsGatewayAway(const absl::Status& status);

// What an officer reads about it, in es, pt-BR or en. Pure.
std::string TextFor(const absl::Status& status, absl::string_view language);

// For our log: the sentence of its public reason or of its connection's problem,
// otherwise our own words; never a peer's. Pure.
std::string LogText(const absl::Status& status);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_VERDICT_H_
