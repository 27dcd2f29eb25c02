// Under what records of the case log are found again: the index of cases, table
// kCaseRecord (docs/ledger_format.md section 3).
#ifndef ENLACE_GATEWAY_LEDGER_CASE_INDEX_H_
#define ENLACE_GATEWAY_LEDGER_CASE_INDEX_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"

namespace enlace::ledger {

// Where the record stands in the index; empty for nowhere. A record of a case
// stands under the case. A refusal that names none stands under what was asked
// for, a referral or a number of the asker's own: whether that exists is not
// looked up, so that the answer and its work cannot tell.
std::string IndexNameOf(const store::v1::Record& record);

// Every name under which records about the case stand, its refusals included.
std::vector<std::string> IndexNamesOf(const store::v1::CaseState& state);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_CASE_INDEX_H_
