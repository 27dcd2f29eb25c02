// Which numbers of a table are left out, so that none that could point at a person
// is shown or can be worked out. The rule, and what it does not stop, is in
// docs/statistics.md. Pure.
#ifndef ENLACE_GATEWAY_REPORT_SUPPRESSION_H_
#define ENLACE_GATEWAY_REPORT_SUPPRESSION_H_

#include <cstdint>
#include <set>
#include <string>

#include "enlace/v1/report_service.pb.h"
#include "gateway/report/tally.h"

namespace enlace::report {

// Leaves out, with k = smallest_cell:
//   1. everything, if fewer than k cases are in the whole table;
//   2. a row to which fewer than k cases contribute, and its smallest neighbours
//      until those left out could be any of many numbers;
//   3. the parts of a row of which one is small, and of its neighbours likewise;
//      of all rows together, if one is small in the sum;
//   4. weights and derived figures with what they are about.
// `forced` are keys of rows to be left out for a reason outside of the table.
v1::ReportTable Suppress(const Tally& tally, uint32_t smallest_cell,
                         const std::set<std::string>& forced = {});

// The table without any number: no rows, all sums left out.
v1::ReportTable Withhold(const Tally& tally);

// Whether any number of a row was left out, or the rows as a whole.
bool HasHidden(const v1::ReportTable& table);

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_SUPPRESSION_H_
