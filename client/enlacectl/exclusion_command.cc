#include "client/enlacectl/exclusion_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/administrative_act.h"

namespace enlace::client {
namespace {

constexpr Phrase kLifted = {
    "The exclusion is lifted. It gives the agency no access: routing and the other parties do, if they have "
    "reason to.",
    "La exclusión quedó sin efecto. No da acceso a la institución: lo dan las reglas de ruta y las otras "
    "partes, si tienen motivo.",
    "A exclusão ficou sem efeito. Não dá acesso ao órgão: quem o dá são as regras de rota e as outras "
    "partes, se tiverem motivo."};

struct Flags {
  std::string case_id;
  std::string agency;
  std::string reason;
  ActFlags act;
};

absl::Status Lift(Context& context, const Flags& flags) {
  v1::LiftExclusionRequest request;
  request.set_request_id(RequestIdOf(context, flags.act));
  request.set_case_id(flags.case_id);
  request.set_agency_id(flags.agency);
  request.set_reason(flags.reason);
  ASSIGN_OR_RETURN(const v1::LiftExclusionResponse response,
                   CallAct(context, flags.act, flags.reason,
                           &v1::AdministrationService::StubInterface::LiftExclusion, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(kLifted.In(context.language()), "\n", receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddExclusionCommand(CLI::App& app, Context& context) {
  CLI::App* admin = AddNoun(&app, "admin", "The running gateway (administrators)");
  CLI::App* exclusion = AddNoun(admin, "exclusion", "Agencies that must never know of a case");
  const auto flags = std::make_shared<Flags>();
  CLI::App* lift =
      AddVerb(exclusion, context, "lift", "End an exclusion that was a mistake; gives no access",
              {"enlacectl admin exclusion lift --case 3Q7W5N0G9V2K8ZB4HJD6XTYM1A --agency mx-pol --reason "
               "wrong-agency"},
              [&context, flags] { return Lift(context, *flags); });
  lift->add_option("--case", flags->case_id, "Case")->required();
  lift->add_option("--agency", flags->agency, "Agency that is excluded from it")->required();
  lift->add_option("--reason", flags->reason,
                   "A code without blanks, since it stands beside a case: no room for a name")
      ->required();
  AddActOptions(lift, flags->act);
}

}  // namespace enlace::client
