// Rows of warnings. No other file reads them (a check sees to it): whoever reads a
// warning says who reads, and reads by a row of that party or not at all, so that
// a warning that is not for the reader and one that does not exist are the same.
#ifndef ENLACE_GATEWAY_STORE_WARNING_ROWS_H_
#define ENLACE_GATEWAY_STORE_WARNING_ROWS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/sealed.pb.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/store/comparison.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Who reads.
struct WarningReader {
  std::string agency_id;
  // The country whose warnings the agency oversees; empty if it oversees none.
  std::string country;
};

// A warning with its place in the order of a list.
struct ListedWarning {
  // Opaque: goes into a page token.
  std::string position;
  std::string warning_id;
};

// Every method: UNAVAILABLE, DATA_LOSS as Reader.

// NOT_FOUND if there is none, or none that the reader may know of.
absl::StatusOr<v1::WarningState> ReadWarning(Reader& reader, const WarningReader& who,
                                             absl::string_view warning_id);
// For what the gateway does by itself. INTERNAL if there is none.
absl::StatusOr<v1::WarningState> ReadWarningForGateway(Reader& reader, absl::string_view warning_id);

// Warnings that the reader may know of, newest first, behind `after`.
absl::StatusOr<std::vector<ListedWarning>> ListWarnings(Reader& reader, const WarningReader& who,
                                                        absl::string_view after, size_t limit);

// Warnings that the agency issued or is warned by, in force at `now`, that concern
// the territory and one of the population groups. Sorted.
absl::StatusOr<std::vector<std::string>> ActiveWarningsFor(Reader& reader, absl::string_view agency_id,
                                                           const enlace::v1::Classification& classification,
                                                           absl::Time now);

// A warning and when a clock of it takes its next step.
struct DueWarning {
  absl::Time due;
  std::string warning_id;
};

// Those that are due next, the earliest first; those after `after`, if it is given,
// which need not be there any more.
absl::StatusOr<std::vector<DueWarning>> NextDueWarnings(
    Reader& reader, size_t limit, const absl::optional<DueWarning>& after = absl::nullopt);

// Writes the warning and brings its rows in line.
absl::Status WriteWarning(Writer& writer, const v1::WarningState& before, const v1::WarningState& after);

// The rows of the table that the warning gives rise to, by key. Pure.
std::map<std::string, std::string> WarningRowsOf(Table table, const v1::WarningState& state);

// Fills in the bytes of an alert or a note, unless they were erased.
absl::Status FillWarningPayload(Reader& reader, enlace::v1::SealedPayload* sealed);
absl::Status WriteWarningPayload(Writer& writer, const enlace::v1::SealedPayload& sealed);

// Compares all rows of warnings, their sealed payloads included. Rows of `erased`
// warnings cannot be known and are passed over.
absl::Status CompareWarnings(Reader& reader, const std::map<std::string, v1::WarningState>& warnings,
                             const std::set<std::string>& erased, ComparisonReport* report);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_WARNING_ROWS_H_
