// Which acts of administrators take two persons.
#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_POLICY_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_POLICY_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/config/v1/gateway_config.pb.h"
#include "enlace/v1/approval_service.pb.h"
#include "gateway/store/store.h"

namespace enlace::service {

// A plain value; never changes while the process runs.
struct ApprovalPolicy {
  std::set<v1::AdministrativeAct> two_persons;
  absl::Duration proposal_life = absl::Hours(72);
};

// As the settings have it. Names that are no acts are passed over: the check of the
// settings refuses them.
ApprovalPolicy PolicyOf(const config::v1::ApprovalConfig& config);

// The name of an act in settings and refusals, for example "create_token".
std::string ActName(v1::AdministrativeAct act);

// How an act may be done now.
enum class Binding {
  kOnePerson,   // The policy does not ask for two.
  kTwoPersons,  // Only by an approved proposal.
  kWaived,      // The policy asks for two, but there are not two.
};

// `makes_administrator`: whether the act lets another administrator in. That alone is
// waived, and only while fewer than two administrators hold a certificate in force:
// otherwise nobody could ever become the second one.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::StatusOr<Binding> BindingOf(const ApprovalPolicy& policy, v1::AdministrativeAct act,
                                  bool makes_administrator, store::Reader& reader,
                                  absl::string_view trust_domain, absl::Time now);

// How many administrators, by name, hold a TLS certificate in force at `now`; counts
// no further than `most`.
absl::StatusOr<size_t> CountAdministrators(store::Reader& reader, absl::string_view trust_domain,
                                           absl::Time now, size_t most);

// Whether this administrator does.
absl::StatusOr<bool> IsAdministratorInForce(store::Reader& reader, absl::string_view trust_domain,
                                            absl::string_view administrator, absl::Time now);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_POLICY_H_
