#include "client/enlacectl/agency_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/administrative_act.h"
#include "client/enlacectl/enum_text.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "enlace/v1/directory_service.grpc.pb.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using Administration = v1::AdministrationService;
using Directory = v1::DirectoryService;

struct CreateFlags {
  std::string id;
  std::string name;
  std::string kind;
  std::string country;
  std::vector<std::string> territories;
  std::vector<std::string> units;
  std::string language = "es";
  std::string mandate;
  std::string mandate_from;
  std::string mandate_to;
  std::string mandate_source;
  std::vector<std::string> mandate_roles;
  ActFlags act;
};

std::string Describe(const v1::Agency& agency) {
  std::vector<std::string> mandates;
  for (const v1::Mandate& mandate : agency.mandates()) {
    mandates.push_back(absl::StrCat(mandate.legal_act(), " (", TimeCell(mandate.valid_from()), " - ",
                                    TimeCell(mandate.valid_to()), ")", mandate.roles().empty() ? "" : " as ",
                                    absl::StrJoin(mandate.roles(), ", ")));
  }
  return FormatFields({{"id", agency.agency_id()},
                       {"name", agency.display_name()},
                       {"kind", EnumText(agency.kind())},
                       {"state", EnumText(agency.state())},
                       {"country", agency.country()},
                       {"territories", absl::StrJoin(agency.territories(), " ")},
                       {"units", absl::StrJoin(agency.unit_ids(), " ")},
                       {"language", agency.language()},
                       {"mandates", absl::StrJoin(mandates, "; ")},
                       {"sealing certificates", absl::StrCat(agency.sealing_certificates_size())},
                       {"registered", TimeCell(agency.create_time())}});
}

absl::StatusOr<v1::Mandate> ToMandate(const Context& context, const CreateFlags& flags) {
  v1::Mandate mandate;
  mandate.set_legal_act(flags.mandate);
  mandate.set_source(flags.mandate_source);
  for (const std::string& role : flags.mandate_roles) mandate.add_roles(role);
  if (!flags.mandate_from.empty()) {
    ASSIGN_OR_RETURN(const absl::Time from, context.ParseTimeOption("--mandate-from", flags.mandate_from));
    *mandate.mutable_valid_from() = base::ToProto(from);
  }
  if (!flags.mandate_to.empty()) {
    ASSIGN_OR_RETURN(const absl::Time to, context.ParseTimeOption("--mandate-to", flags.mandate_to));
    *mandate.mutable_valid_to() = base::ToProto(to);
  }
  return mandate;
}

absl::Status Create(Context& context, const CreateFlags& flags) {
  v1::CreateAgencyRequest request;
  request.set_request_id(RequestIdOf(context, flags.act));
  v1::Agency& agency = *request.mutable_agency();
  agency.set_agency_id(flags.id);
  agency.set_display_name(flags.name);
  ASSIGN_OR_RETURN(const v1::AgencyKind kind, ParseEnumText<v1::AgencyKind>("--kind", flags.kind));
  agency.set_kind(kind);
  agency.set_country(flags.country);
  for (const std::string& territory : flags.territories) agency.add_territories(territory);
  for (const std::string& unit : flags.units) agency.add_unit_ids(unit);
  agency.set_language(flags.language);
  if (!flags.mandate.empty()) {
    ASSIGN_OR_RETURN(*agency.add_mandates(), ToMandate(context, flags));
  }
  ASSIGN_OR_RETURN(const v1::CreateAgencyResponse response,
                   CallAct(context, flags.act, "registers an agency",
                           &Administration::StubInterface::CreateAgency, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(Describe(response.agency()), receipt, "\n"));
  return absl::OkStatus();
}

absl::Status List(Context& context) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListAgenciesResponse all;
  v1::ListAgenciesRequest request;
  request.set_page_size(500);
  do {
    ASSIGN_OR_RETURN(const v1::ListAgenciesResponse page,
                     session->Call<Directory>(&Directory::StubInterface::ListAgencies, request));
    all.mutable_agencies()->MergeFrom(page.agencies());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Table table{{"ID", "KIND", "COUNTRY", "STATE", "KEYS", "NAME"}, {}};
  for (const v1::Agency& agency : all.agencies()) {
    table.rows.push_back({agency.agency_id(), EnumText(agency.kind()), agency.country(),
                          EnumText(agency.state()), absl::StrCat(agency.sealing_certificates_size()),
                          agency.display_name()});
  }
  context.Show(all, FormatTable(table));
  return absl::OkStatus();
}

absl::Status Show(Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::GetAgencyRequest request;
  request.set_agency_id(id);
  ASSIGN_OR_RETURN(const v1::GetAgencyResponse response,
                   session->Call<Directory>(&Directory::StubInterface::GetAgency, request));
  context.Show(response, Describe(response.agency()));
  return absl::OkStatus();
}

struct StandingFlags {
  std::string id;
  std::string reason;
  ActFlags act;
};

// Suspend and reinstate differ in their messages only.
template <typename Request, typename Response>
absl::Status SetStanding(Context& context, const StandingFlags& flags,
                         grpc::Status (Administration::StubInterface::*method)(grpc::ClientContext*,
                                                                               const Request&, Response*)) {
  Request request;
  request.set_request_id(RequestIdOf(context, flags.act));
  request.set_agency_id(flags.id);
  request.set_reason(flags.reason);
  ASSIGN_OR_RETURN(const Response response, CallAct(context, flags.act, flags.reason, method, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(receipt, "\n"));
  return absl::OkStatus();
}

void AddCreate(CLI::App* agency, Context& context) {
  const auto flags = std::make_shared<CreateFlags>();
  CLI::App* create = AddVerb(
      agency, context, "create", "Register an agency (administrators)",
      {"enlacectl agency create --id mx-fgr --name 'Fiscalía General de la República' --kind prosecutor "
       "--country MX --unit feadle"},
      [&context, flags] { return Create(context, *flags); });
  create->add_option("--id", flags->id, "Stable identifier, [a-z0-9-]")->required();
  create->add_option("--name", flags->name, "Official name")->required();
  create->add_option("--kind", flags->kind, EnumChoices<v1::AgencyKind>())->required();
  create->add_option("--country", flags->country, "ISO 3166-1 code of two letters")->required();
  create->add_option("--territory", flags->territories, "ISO 3166-2 code; none means the whole country");
  create->add_option("--unit", flags->units, "Identifier of a unit; once per unit");
  create->add_option("--tag", flags->language, "Language of its officers: es, pt-BR, en");
  create->add_option("--mandate", flags->mandate, "Act that gives the mandate");
  create->add_option("--mandate-from", flags->mandate_from, "First day of the mandate");
  create->add_option("--mandate-to", flags->mandate_to, "First day after the mandate");
  create->add_option("--mandate-source", flags->mandate_source, "Where the act can be read");
  create->add_option(
      "--mandate-role", flags->mandate_roles,
      "Role of the mechanism's rules that the mandate gives, for example ordinary_prosecution; may repeat");
  AddActOptions(create, flags->act);
}

}  // namespace

void AddAgencyCommand(CLI::App& app, Context& context) {
  CLI::App* agency = AddNoun(&app, "agency", "The agencies that take part");
  AddCreate(agency, context);
  AddVerb(agency, context, "list", "List all agencies", {"enlacectl agency list"},
          [&context] { return List(context); });
  const auto id = std::make_shared<std::string>();
  AddVerb(agency, context, "show", "Show one agency", {"enlacectl agency show mx-fgr"},
          [&context, id] { return Show(context, *id); })
      ->add_option("ID", *id, "Agency")
      ->required();
  const auto flags = std::make_shared<StandingFlags>();
  CLI::App* suspend =
      AddVerb(agency, context, "suspend", "Refuse its calls until it is reinstated (administrators)",
              {"enlacectl agency suspend mx-fgr --reason 'keys lost in a burglary'"}, [&context, flags] {
                return SetStanding(context, *flags, &Administration::StubInterface::SuspendAgency);
              });
  CLI::App* reinstate =
      AddVerb(agency, context, "reinstate", "Let a suspended agency back in (administrators)",
              {"enlacectl agency reinstate mx-fgr --reason 'new keys enrolled'"}, [&context, flags] {
                return SetStanding(context, *flags, &Administration::StubInterface::ReinstateAgency);
              });
  for (CLI::App* verb : {suspend, reinstate}) {
    verb->add_option("ID", flags->id, "Agency")->required();
    verb->add_option("--reason", flags->reason, "Goes into the trust log, at most 200 characters")
        ->required();
    AddActOptions(verb, flags->act);
  }
}

}  // namespace enlace::client
