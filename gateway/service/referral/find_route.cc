#include "gateway/service/referral/find_route.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {

absl::StatusOr<FoundRoute> FindRoute(const Core& core, store::Reader& reader, const RouteQuestion& question) {
  const mechanism::Mechanism* rules = core.mechanisms.Find(question.classification.mechanism_id());
  if (rules == nullptr) {
    return base::InvalidField("classification.mechanism_id",
                              "names no mechanism of this gateway; ListMechanisms lists them");
  }
  FoundRoute found;
  mechanism::RoutingInput input{question.classification, question.origin,   question.event_time,
                                question.petition_time,  question.now,      question.agencies,
                                question.excluded};
  mechanism::Route route = mechanism::Resolve(*rules, input);
  std::vector<mechanism::Choice> sealable;
  std::string keyless;
  for (mechanism::Choice& choice : route.choices) {
    const std::string& agency_id = choice.leg.recipient().agency_id();
    if (choice.leg.access() == v1::ACCESS_GRADE_FULL && !found.certificates.contains(agency_id)) {
      ASSIGN_OR_RETURN(
          std::vector<v1::SealingCertificate> certificates,
          store::SealingCertificates(
              reader, absl::StrCat("spiffe://", core.trust_domain, "/agency/", agency_id, "/"), question.now));
      if (certificates.empty()) {
        keyless = agency_id;
        continue;
      }
      found.certificates[agency_id] = std::move(certificates);
    }
    sealable.push_back(std::move(choice));
  }
  route.choices = std::move(sealable);
  if (route.choices.empty() && route.held_reason.empty()) {
    route.held_reason = absl::StrCat("The competent agency ", keyless,
                                     " has no valid sealing certificate; ask it to enrol or renew.");
  }
  found.route = std::move(route);
  return found;
}

}  // namespace enlace::service
