#include "gateway/authz/authorizer.h"

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::authz {
namespace {

bool RoleAllows(v1::AgencyKind kind, Action action) {
  switch (action) {
    case Action::kReportInvestigation:
      return kind == v1::AGENCY_KIND_PROSECUTOR || kind == v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR;
    case Action::kReportProtection:
      return kind == v1::AGENCY_KIND_PROTECTION_UNIT || kind == v1::AGENCY_KIND_STATE_PROTECTION_UNIT ||
             kind == v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT;
    case Action::kListAccesses:
      return IsOverseer(kind);
    case Action::kSubmitReferral:
    case Action::kReadStatus:
    case Action::kAdvanceLeg:
    case Action::kLinkNativeNumber:
    case Action::kAdvanceMeasure:
    case Action::kWithdrawConsent:
      return TakesPartInCases(kind);
  }
  return false;
}

bool ReadsStatistics(v1::AgencyKind kind) {
  return kind == v1::AGENCY_KIND_PROTECTION_UNIT || kind == v1::AGENCY_KIND_PROTECTION_COUNCIL ||
         kind == v1::AGENCY_KIND_TRANSPARENCY_BODY || IsOverseer(kind);
}

bool GradeAllows(v1::AccessGrade grade, Action action) {
  switch (grade) {
    case v1::ACCESS_GRADE_STATUS_ONLY:
    case v1::ACCESS_GRADE_SUMMARY:
      return action != Action::kListAccesses;
    case v1::ACCESS_GRADE_FULL:  // An overseer that also sends in the case oversees it still.
      return true;
    case v1::ACCESS_GRADE_OVERSIGHT:
      return action == Action::kReadStatus || action == Action::kListAccesses ||
             action == Action::kLinkNativeNumber || action == Action::kAdvanceLeg ||
             action == Action::kAdvanceMeasure || action == Action::kWithdrawConsent;
    default:
      return false;
  }
}

}  // namespace

bool TakesPartInCases(v1::AgencyKind kind) {
  switch (kind) {
    case v1::AGENCY_KIND_PROTECTION_UNIT:
    case v1::AGENCY_KIND_STATE_PROTECTION_UNIT:
    case v1::AGENCY_KIND_PROSECUTOR:
    case v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR:
    case v1::AGENCY_KIND_OMBUDSMAN:
    case v1::AGENCY_KIND_RISK_COMMITTEE:
    case v1::AGENCY_KIND_ANALYSIS_BODY:
    case v1::AGENCY_KIND_MINISTRY:
    case v1::AGENCY_KIND_POLICE:
    case v1::AGENCY_KIND_COURT:
    case v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT:
    case v1::AGENCY_KIND_INTERNATIONAL_BODY:
    case v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION:
      return true;
    default:
      return false;
  }
}

bool IsOverseer(v1::AgencyKind kind) { return kind == v1::AGENCY_KIND_OMBUDSMAN; }

absl::Status Authorizer::CheckAgency(const identity::Caller& caller) const {
  if (caller.kind == identity::Caller::Kind::kAgency) return absl::OkStatus();
  return base::RoleNotPermitted("only agencies may call this; administrators have no part in cases");
}

absl::Status Authorizer::CheckRole(const identity::Caller& caller, Action action) const {
  RETURN_IF_ERROR(CheckAgency(caller));
  if (RoleAllows(caller.agency_kind, action)) return absl::OkStatus();
  return base::RoleNotPermitted("this kind of agency may not do this");
}

absl::StatusOr<Grant> Authorizer::Authorize(const identity::Caller& caller, Action action, KeyKind kind,
                                            absl::string_view id, AccessSource& source) const {
  RETURN_IF_ERROR(CheckRole(caller, action));
  ASSIGN_OR_RETURN(const absl::optional<AccessFacts> facts, source.Find(caller.agency_id, kind, id));
  if (!facts.has_value() || !GradeAllows(facts->grade, action)) return base::NotFound();
  return Grant(caller.agency_id, facts->case_id, facts->grade);
}

absl::StatusOr<Grant> Authorizer::AuthorizeNewCase(const identity::Caller& caller,
                                                   absl::string_view case_id) const {
  RETURN_IF_ERROR(CheckRole(caller, Action::kSubmitReferral));
  return Grant(caller.agency_id, std::string(case_id), v1::ACCESS_GRADE_FULL);
}

Grant Authorizer::AuthorizeGateway(absl::string_view case_id) const {
  return Grant("", std::string(case_id), v1::ACCESS_GRADE_FULL);
}

absl::StatusOr<StatisticsGrant> Authorizer::AuthorizeStatistics(const identity::Caller& caller,
                                                                absl::string_view own_country,
                                                                absl::string_view mechanism_id,
                                                                absl::string_view mechanism_country) const {
  switch (caller.kind) {
    case identity::Caller::Kind::kAdministrator:
      return StatisticsGrant("", std::string(mechanism_id));
    case identity::Caller::Kind::kAgency:
      if (!ReadsStatistics(caller.agency_kind) || own_country != mechanism_country) break;
      return StatisticsGrant(caller.agency_id, std::string(mechanism_id));
    default:
      break;
  }
  return base::RoleNotPermitted(
      "statistics are for administrators, and for protection units, overseers, councils and transparency "
      "bodies of the mechanism's country");
}

absl::StatusOr<AdminGrant> Authorizer::AuthorizeAdministrator(const identity::Caller& caller) const {
  if (caller.kind != identity::Caller::Kind::kAdministrator) {
    return base::RoleNotPermitted("only administrators may call this");
  }
  return AdminGrant(caller.administrator);
}

}  // namespace enlace::authz
