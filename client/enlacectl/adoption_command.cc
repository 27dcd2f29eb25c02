#include "client/enlacectl/adoption_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/administrative_act.h"

namespace enlace::client {
namespace {

constexpr Phrase kAdopted = {"The files are in force from the next start of the gateway on.",
                             "Los archivos rigen desde el próximo arranque de la pasarela.",
                             "Os arquivos vigoram a partir da próxima partida do gateway."};

struct Flags {
  std::string digest;
  ActFlags act;
};

absl::Status Adopt(Context& context, const Flags& flags) {
  v1::AdoptMechanismsRequest request;
  request.set_request_id(RequestIdOf(context, flags.act));
  request.set_digest(flags.digest);
  ASSIGN_OR_RETURN(const v1::AdoptMechanismsResponse response,
                   CallAct(context, flags.act, "new rules",
                           &v1::AdministrationService::StubInterface::AdoptMechanisms, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(kAdopted.In(context.language()), "\n", receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddAdoptionCommand(CLI::App& app, Context& context) {
  CLI::App* admin = AddNoun(&app, "admin", "The running gateway (administrators)");
  CLI::App* mechanism = AddNoun(admin, "mechanism", "The rules that the gateway works by");
  const auto flags = std::make_shared<Flags>();
  CLI::App* adopt = AddVerb(mechanism, context, "adopt",
                            "Put the files in the gateway's folder into force from its next start on",
                            {"enlacectl admin mechanism adopt --digest \"$(enlacectl mechanism digest "
                             "/etc/enlace/mechanisms)\""},
                            [&context, flags] { return Adopt(context, *flags); });
  adopt->add_option("--digest", flags->digest, "Exactly these files: what enlacectl mechanism digest prints")
      ->required();
  AddActOptions(adopt, flags->act);
}

}  // namespace enlace::client
