// Caller + action + case -> Grant, or a refusal.
#ifndef ENLACE_GATEWAY_AUTHZ_AUTHORIZER_H_
#define ENLACE_GATEWAY_AUTHZ_AUTHORIZER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "enlace/v1/leg.pb.h"
#include "gateway/authz/grant.h"
#include "gateway/identity/caller.h"

namespace enlace::authz {

enum class Action {
  kSubmitReferral,
  kReadStatus,  // GetCaseStatus, GetReferral, ListReferrals
  kAdvanceLeg,
  kReportInvestigation,
  kReportProtection,
  kLinkNativeNumber,
  kListAccesses,
  kAdvanceMeasure,
  kWithdrawConsent,
};

// By which of its names a case is asked for.
enum class KeyKind : char {
  kCase = 'c',
  kReferral = 'r',
  kNativeNumber = 'n',
};

// What the access row of an agency says.
struct AccessFacts {
  std::string case_id;
  v1::AccessGrade grade = v1::ACCESS_GRADE_UNSPECIFIED;
};

// Looks access rows up. Implemented over the store's rows.
class AccessSource {
 public:
  virtual ~AccessSource() = default;
  // nullopt if the agency has no row under this key: the case does not exist, or
  // the agency may not know of it. Nothing tells the two apart, here or later.
  virtual absl::StatusOr<absl::optional<AccessFacts>> Find(absl::string_view agency_id, KeyKind kind,
                                                           absl::string_view id) = 0;
};

// Decides. Stateless, thread-safe, without a cache. Deny is the default: an
// action, kind or grade that the tables do not name is refused.
class Authorizer {
 public:
  // OK if this kind of caller may ever do this, whatever the case.
  //   PERMISSION_DENIED (ROLE_NOT_PERMITTED)
  absl::Status CheckRole(const identity::Caller& caller, Action action) const;

  // A grant for the case that `id` names.
  //   PERMISSION_DENIED (ROLE_NOT_PERMITTED)  as CheckRole; depends on no case.
  //   NOT_FOUND                               no row, or a grade too low.
  absl::StatusOr<Grant> Authorize(const identity::Caller& caller, Action action, KeyKind kind,
                                  absl::string_view id, AccessSource& source) const;

  // A grant for a case that this command opens; the caller is its origin.
  absl::StatusOr<Grant> AuthorizeNewCase(const identity::Caller& caller, absl::string_view case_id) const;

  // A grant for what the gateway itself does in a case when a time comes. It names
  // no agency: nothing that is read by it may leave the house.
  Grant AuthorizeGateway(absl::string_view case_id) const;

  // PERMISSION_DENIED (ROLE_NOT_PERMITTED) unless the caller is an administrator.
  absl::StatusOr<AdminGrant> AuthorizeAdministrator(const identity::Caller& caller) const;

  // Leave to count the cases of a mechanism: for administrators, and for protection
  // units, overseers, councils and transparency bodies of its country. `own_country`
  // is that of the calling agency, by the directory. A mandate that lapsed does not
  // matter: whoever answered for cases still answers for their numbers.
  //   PERMISSION_DENIED (ROLE_NOT_PERMITTED)
  absl::StatusOr<StatisticsGrant> AuthorizeStatistics(const identity::Caller& caller,
                                                      absl::string_view own_country,
                                                      absl::string_view mechanism_id,
                                                      absl::string_view mechanism_country) const;

  // PERMISSION_DENIED (ROLE_NOT_PERMITTED) unless the caller is an agency.
  absl::Status CheckAgency(const identity::Caller& caller) const;
};

// Whether agencies of this kind may have a part in cases, and not only in
// statistics and transparency.
bool TakesPartInCases(v1::AgencyKind kind);

// Whether agencies of this kind oversee: they read any leaf of the case log.
bool IsOverseer(v1::AgencyKind kind);

}  // namespace enlace::authz

#endif  // ENLACE_GATEWAY_AUTHZ_AUTHORIZER_H_
