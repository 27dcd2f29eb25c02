#include "gateway/service/approval/policy.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

constexpr absl::string_view kPrefix = "ADMINISTRATIVE_ACT_";

bool IsInForce(const v1::Certificate& certificate, absl::Time now) {
  return certificate.usage() == v1::CERTIFICATE_USAGE_TLS_CLIENT && !certificate.has_revoke_time() &&
         now < base::FromProto(certificate.not_after());
}

// The URIs below `prefix` with a certificate in force; stops at `most`.
absl::StatusOr<std::set<std::string>> UrisInForce(store::Reader& reader, const std::string& prefix,
                                                  absl::Time now, size_t most) {
  constexpr size_t kPage = 500;
  std::set<std::string> uris;
  std::string after;
  do {
    ASSIGN_OR_RETURN(const std::vector<v1::Certificate> page,
                     store::ListCertificates(reader, prefix, kPage, &after));
    for (const v1::Certificate& certificate : page) {
      if (IsInForce(certificate, now)) uris.insert(certificate.subject_uri());
      if (uris.size() >= most) return uris;
    }
  } while (!after.empty());
  return uris;
}

}  // namespace

ApprovalPolicy PolicyOf(const config::v1::ApprovalConfig& config) {
  ApprovalPolicy policy;
  for (const std::string& name : config.two_persons()) {
    v1::AdministrativeAct act = v1::ADMINISTRATIVE_ACT_UNSPECIFIED;
    if (v1::AdministrativeAct_Parse(absl::StrCat(kPrefix, absl::AsciiStrToUpper(name)), &act)) {
      policy.two_persons.insert(act);
    }
  }
  if (config.has_proposal_life()) {
    policy.proposal_life =
        absl::Seconds(config.proposal_life().seconds()) + absl::Nanoseconds(config.proposal_life().nanos());
  }
  return policy;
}

std::string ActName(v1::AdministrativeAct act) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::AdministrativeAct_Name(act), kPrefix));
}

absl::StatusOr<Binding> BindingOf(const ApprovalPolicy& policy, v1::AdministrativeAct act,
                                  bool makes_administrator, store::Reader& reader,
                                  absl::string_view trust_domain, absl::Time now) {
  if (!policy.two_persons.contains(act)) return Binding::kOnePerson;
  if (!makes_administrator) return Binding::kTwoPersons;
  ASSIGN_OR_RETURN(const size_t administrators, CountAdministrators(reader, trust_domain, now, 2));
  return administrators < 2 ? Binding::kWaived : Binding::kTwoPersons;
}

absl::StatusOr<size_t> CountAdministrators(store::Reader& reader, absl::string_view trust_domain,
                                           absl::Time now, size_t most) {
  ASSIGN_OR_RETURN(const std::set<std::string> uris,
                   UrisInForce(reader, identity::AdministratorUri(trust_domain, ""), now, most));
  return uris.size();
}

absl::StatusOr<bool> IsAdministratorInForce(store::Reader& reader, absl::string_view trust_domain,
                                            absl::string_view administrator, absl::Time now) {
  const std::string uri = identity::AdministratorUri(trust_domain, administrator);
  ASSIGN_OR_RETURN(const std::set<std::string> uris, UrisInForce(reader, store::SubjectPrefix(uri), now, 1));
  return !uris.empty();
}

}  // namespace enlace::service
