// Which of the mechanisms' files are in force: those of the folder, or those that two
// administrators adopted last.
#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_ADOPTED_MECHANISMS_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_ADOPTED_MECHANISMS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/service/approval/policy.h"
#include "gateway/store/store.h"

namespace enlace::service {

// The rules to start with. Where a change of them takes two persons, those that are
// kept in the store, whatever the folder holds: the log says that others wait there.
// Otherwise, and at the very first start, those of the folder.
//   INVALID_ARGUMENT, NOT_FOUND, ...  as mechanism::MechanismSet::Load: do not serve.
//   UNAVAILABLE, DATA_LOSS            as store::Reader: do not serve.
absl::StatusOr<std::unique_ptr<mechanism::MechanismSet>> ChooseMechanisms(store::Store& store,
                                                                          const std::string& folder,
                                                                          const ApprovalPolicy& policy);

// Keeps the files, and records it as the caller's act.
absl::Status RecordMechanisms(ledger::Work& work, const identity::Caller& caller,
                              absl::string_view request_id, const mechanism::RuleFiles& files);

// The same as the gateway's own act, unless they are kept already.
absl::Status KeepMechanisms(ledger::Work& work, const mechanism::RuleFiles& files);

// The digest of what a row holds, whatever it claims.
std::string DigestOf(const store::v1::MechanismsRow& row);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_ADOPTED_MECHANISMS_H_
