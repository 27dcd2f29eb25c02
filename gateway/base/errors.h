// Refusals: one function per way to say no, which binds the canonical code, the
// public reason and the message. Clients act on the reason, never on the text.
// The reason and the field travel as payloads of the Status; the transport turns
// them into google.rpc details and lets the message of INVALID_ARGUMENT and of
// the refusals marked "told to the peer" pass; any other stays in our log.
#ifndef ENLACE_GATEWAY_BASE_ERRORS_H_
#define ENLACE_GATEWAY_BASE_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/error_reason.pb.h"

namespace enlace::base {

// A Status of `code` with `reason`; prefer the functions below.
absl::Status Refusal(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message);

// `status`, marked as told to the peer: for a message that speaks of nothing but
// what that peer itself sent.
absl::Status Told(absl::Status status);

// INVALID_ARGUMENT, FIELD_INVALID: "<field>: <problem>". Told to the peer.
absl::Status InvalidField(absl::string_view field, absl::string_view problem);
// INVALID_ARGUMENT, FIELD_INVALID: "<field>: is required". Told to the peer.
absl::Status MissingField(absl::string_view field);
// NOT_FOUND, NOT_FOUND: the one answer for what does not exist and for what the
// caller may not know of. The message is fixed.
absl::Status NotFound();
// ALREADY_EXISTS, REQUEST_ID_REUSED.
absl::Status RequestIdReused();
// ABORTED, VERSION_CONFLICT. `current` goes into our log only.
absl::Status VersionConflict(uint64_t expected, uint64_t current);
// PERMISSION_DENIED, ROLE_NOT_PERMITTED. `what` says which role it takes.
absl::Status RoleNotPermitted(absl::string_view what);
// UNAUTHENTICATED with one of the CERTIFICATE_* reasons. Told to the peer: it is
// about its own certificate.
absl::Status CertificateRefused(v1::ErrorReason reason, absl::string_view message);
// FAILED_PRECONDITION, TRANSITION_NOT_ALLOWED. Told to the peer, as are the two
// below: only a party to the leg gets that far.
absl::Status TransitionNotAllowed(absl::string_view message);
// FAILED_PRECONDITION, ACTOR_NOT_ALLOWED.
absl::Status ActorNotAllowed(absl::string_view message);
// FAILED_PRECONDITION, GUARD_NOT_MET.
absl::Status GuardNotMet(absl::string_view message);
// FAILED_PRECONDITION, APPROVAL_REQUIRED. `act` as the settings name it, for example
// create_token. Told to the peer, as are the two below: only administrators get that
// far.
absl::Status ApprovalRequired(absl::string_view act);
// FAILED_PRECONDITION, PROPOSAL_CLOSED. `why` says what closed it.
absl::Status ProposalClosed(absl::string_view why);
// FAILED_PRECONDITION, SAME_PERSON.
absl::Status SamePerson();
// UNAVAILABLE, STORE_UNAVAILABLE: nothing was kept; retry with the same
// request_id.
absl::Status StoreUnavailable(absl::string_view message);
// INTERNAL, INTERNAL: a defect of ours.
absl::Status InternalError(absl::string_view message);

// The reason of `status`; UNSPECIFIED for OK and for foreign statuses.
v1::ErrorReason ReasonOf(const absl::Status& status);
// The field that an INVALID_ARGUMENT names; empty otherwise.
std::string FieldOf(const absl::Status& status);
// Whether the message may leave the house.
bool IsTold(const absl::Status& status);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_ERRORS_H_
