// Whether a measure is one of the mechanism's catalogue.
#ifndef ENLACE_GATEWAY_MECHANISM_CATALOGUE_H_
#define ENLACE_GATEWAY_MECHANISM_CATALOGUE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/v1/measure.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// INVALID_ARGUMENT naming request.national_code unless the request has none, the
// mechanism has no catalogue, or an entry that is valid at `at` has the code, the
// type and, where it names any, the kind and whom it may cover. A catalogue is
// public: the answer tells nothing of any case.
absl::Status CheckCatalogued(const Mechanism& mechanism, const v1::RequestMeasure& request, absl::Time at);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_CATALOGUE_H_
