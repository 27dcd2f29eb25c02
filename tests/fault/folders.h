// The two folder adapters of a kill run: what goes in, and what must come out.
#ifndef ENLACE_TESTS_FAULT_FOLDERS_H_
#define ENLACE_TESTS_FAULT_FOLDERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/trusted_logs.h"
#include "gateway/store/store.h"
#include "tests/fault/stage.h"

namespace enlace::fault {

// A file of `count` lines, numbered from `first`, for the unit's adapter to send.
absl::Status DropLines(const Stage& stage, int first, int count, absl::Time now);

// Whether the unit's adapter has taken everything that was dropped.
bool OutboxIsEmpty(const Stage& stage);
// Folders of cases that the north's adapter has delivered.
int DeliveredFolders(const Stage& stage);

struct FolderReport {
  int receipts = 0;
  std::vector<std::string> findings;
};

// With everything at rest and the gateway stopped: each of the `lines` is one
// referral in one case, each of their legs to the north lies in its folder once,
// and each has its receipt, which verifies.
absl::StatusOr<FolderReport> CheckFolders(store::Store& store, const Stage& stage,
                                          const client::TrustedLogs& logs, int lines);

}  // namespace enlace::fault

#endif  // ENLACE_TESTS_FAULT_FOLDERS_H_
