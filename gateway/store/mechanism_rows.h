// The mechanisms' files that are in force.
#ifndef ENLACE_GATEWAY_STORE_MECHANISM_ROWS_H_
#define ENLACE_GATEWAY_STORE_MECHANISM_ROWS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/comparison.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Every method: UNAVAILABLE, DATA_LOSS as Reader.

// nullopt before the first start.
absl::StatusOr<absl::optional<v1::MechanismsRow>> FindMechanisms(Reader& reader);
absl::Status WriteMechanisms(Writer& writer, const v1::MechanismsRow& mechanisms);

// Tells whether the stored files are those of the last record (`digest`, empty if
// there is none) and whether their digest (`digest_of`) is what they claim. Records
// hold digests alone, so the texts are proven and not made anew.
absl::Status CompareMechanisms(Reader& reader, const std::string& digest,
                               const std::function<std::string(const v1::MechanismsRow&)>& digest_of,
                               ComparisonReport* report);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_MECHANISM_ROWS_H_
