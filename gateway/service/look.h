// What all looks at cases share: the record of the look, granted or refused.
#ifndef ENLACE_GATEWAY_SERVICE_LOOK_H_
#define ENLACE_GATEWAY_SERVICE_LOOK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/authz/authorizer.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/command.h"
#include "gateway/service/core.h"

namespace enlace::service {

// By what a case is asked for, and why.
struct LookRequest {
  authz::KeyKind kind = authz::KeyKind::kCase;
  std::string id;
  std::string event_type;  // For example "case.read".
  std::string officer_pseudonym;
  std::string purpose;
};

// Authorizes a look and appends its record: a disclosure if it is granted, a
// refusal if not. An unknown case and one that the caller may not know of take
// the same statements and write records of the same size class.
//   the refusals of Authorizer::Authorize
absl::StatusOr<authz::Grant> RecordedLook(const Core& core, ledger::Work& work,
                                          const identity::Caller& caller, authz::Action action,
                                          const LookRequest& look);

// Authorizes a command on a case. A refusal is recorded like a refused look: an
// attempt at a case tells as much as a look at it.
//   the refusals of Authorizer::Authorize
absl::StatusOr<authz::Grant> CommandGrant(const Core& core, ledger::Work& work,
                                          const identity::Caller& caller, authz::Action action,
                                          authz::KeyKind kind, const std::string& id,
                                          const std::string& request_id);

// Whether CommandGrant would grant, for RunCommand: what a caller may not know of
// any more answers no repetition either. Borrows the core.
MayKnow KnowsCase(const Core& core, const identity::Caller& caller, authz::Action action, authz::KeyKind kind,
                  const std::string& id);

// INVALID_ARGUMENT naming `field` unless the key is set and well formed; fills
// kind and id of `look`.
absl::Status ParseCaseKey(absl::string_view field, const v1::CaseKey& key, LookRequest* look);

// INVALID_ARGUMENT unless officer_pseudonym and purpose are short codes.
absl::Status CheckLookCodes(absl::string_view officer_pseudonym, absl::string_view purpose);

// Where the answer's record stands.
v1::RecordRef RecordRefOf(const Core& core, const ledger::Answer& answer);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LOOK_H_
