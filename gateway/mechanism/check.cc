#include "gateway/mechanism/check.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gateway/base/identifier.h"
#include "gateway/mechanism/check_parts.h"
#include "gateway/mechanism/subdivision_codes.h"

namespace enlace::mechanism {
namespace {

void CheckHead(CheckContext* context) {
  const Mechanism& mechanism = context->mechanism();
  if (!base::CheckName("mechanism_id", mechanism.mechanism_id()).ok()) {
    context->Problem("mechanism_id", "must be 2 to 63 characters of a-z, 0-9 and inner hyphens",
                     "write it like mx-federal");
  }
  context->Require("display_name", mechanism.display_name());
  if (SubdivisionsOf(mechanism.country()).empty()) {
    context->country_is_sound = false;
    context->Problem("country",
                     absl::StrCat("must be an ISO 3166-1 code, which \"", mechanism.country(), "\" is not"),
                     "write two capital letters, for example MX");
  }
  absl::TimeZone zone;
  if (context->Require("time_zone", mechanism.time_zone()) &&
      !absl::LoadTimeZone(mechanism.time_zone(), &zone)) {
    context->Problem(
        "time_zone",
        absl::StrCat("\"", mechanism.time_zone(), "\" is no time zone of this machine's tz database"),
        "write an IANA name of the form Region/City");
  }
}

void CheckSources(CheckContext* context) {
  const Mechanism& mechanism = context->mechanism();
  if (mechanism.sources().empty()) {
    context->Problem("sources", "is required: a rule without a source is not law",
                     "list what the rules cite");
    context->sources_are_sound = false;
  }
  for (int i = 0; i < mechanism.sources_size(); ++i) {
    const std::string path = absl::StrCat("sources[", i, "]");
    const config::v1::Source& source = mechanism.sources(i);
    context->Require(path + ".citation", source.citation());
    if (!context->Require(path + ".key", source.key())) {
      context->sources_are_sound = false;
    } else if (!context->sources.emplace(source.key(), source.operator_choice()).second) {
      context->Problem(path + ".key", absl::StrCat("\"", source.key(), "\" is given twice"),
                       "give each its own");
    }
  }
}

void CheckAgreements(CheckContext* context) {
  const Mechanism& mechanism = context->mechanism();
  for (int i = 0; i < mechanism.agreements_size(); ++i) {
    const std::string path = absl::StrCat("agreements[", i, "]");
    const config::v1::Agreement& agreement = mechanism.agreements(i);
    // One key may stand several times: each entry has its own dates.
    if (context->Require(path + ".key", agreement.key())) context->agreements.insert(agreement.key());
    for (int j = 0; j < agreement.subdivisions_size(); ++j) {
      context->CheckSubdivision(absl::StrCat(path, ".subdivisions[", j, "]"), agreement.subdivisions(j));
    }
    context->CheckValidity(path, agreement.validity());
    // That an agreement is in force is a fact whoever enters it.
    context->CheckCited(path, agreement.source(), /*inferred=*/true);
  }
}

}  // namespace

absl::Status CheckMechanism(const Mechanism& mechanism, absl::string_view file,
                            const base::YamlLines& lines) {
  CheckContext context(mechanism, file, lines);
  CheckHead(&context);
  CheckSources(&context);
  CheckRoles(&context);
  CheckSubdivisionList(&context);
  CheckAgreements(&context);
  CheckRoutingRules(&context);
  CheckClockRules(&context);
  CheckMeasures(&context);
  CheckReportingDuties(&context);
  CheckWarningRules(&context);
  CheckSilences(&context);
  return context.ToStatus();
}

}  // namespace enlace::mechanism
