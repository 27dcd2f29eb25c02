#include "client/enlacectl/command_tree.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/enlacectl/adoption_command.h"
#include "client/enlacectl/agency_command.h"
#include "client/enlacectl/authority_command.h"
#include "client/enlacectl/ca_command.h"
#include "client/enlacectl/case_command.h"
#include "client/enlacectl/cert_command.h"
#include "client/enlacectl/completion_command.h"
#include "client/enlacectl/config_command.h"
#include "client/enlacectl/connection_command.h"
#include "client/enlacectl/demo_command.h"
#include "client/enlacectl/doctor_command.h"
#include "client/enlacectl/enroll_command.h"
#include "client/enlacectl/exclusion_command.h"
#include "client/enlacectl/exit_code.h"
#include "client/enlacectl/ledger_command.h"
#include "client/enlacectl/leg_command.h"
#include "client/enlacectl/measure_command.h"
#include "client/enlacectl/mechanism_command.h"
#include "client/enlacectl/proposal_command.h"
#include "client/enlacectl/referral_command.h"
#include "client/enlacectl/report_command.h"
#include "client/enlacectl/status_command.h"
#include "client/enlacectl/token_command.h"
#include "client/enlacectl/trust_command.h"
#include "client/enlacectl/warning_command.h"
#include "client/enlacectl/watch_command.h"

namespace enlace::client {
namespace {

constexpr char kDescription[] =
    "enlacectl: the command line of Enlace, for agencies and administrators.\n"
    "Every answer of the gateway that carries a receipt is verified before it is shown.";

void AddGlobals(CLI::App& app, Globals& globals) {
  app.add_option("--address", globals.address, "Gateway as host:port; else ENLACE_ADDRESS, else as enrolled");
  app.add_option("--server-name", globals.server_name,
                 "Name that the server's certificate must have; the address's unless said");
  app.add_option("--identity", globals.identity,
                 "Folder with our keys; else ENLACE_IDENTITY, else ~/.enlace");
  app.add_option("-o,--output", globals.output, "table for people, json for programs")
      ->check(CLI::IsMember({"table", "json"}));
  app.add_option("--language", globals.language, "Language of messages: es, pt-BR or en; else that of LANG")
      ->check(CLI::IsMember({"es", "pt-BR", "en"}));
  app.add_option("--timeout", globals.timeout_seconds, "Seconds for a call with all its retries")
      ->check(CLI::Range(1, 3600));
  app.add_option("--officer", globals.officer, "Pseudonym of the acting officer, for the record");
  app.add_option("--purpose", globals.purpose, "Coded purpose of a look, for the record");
}

void AppendFlags(const CLI::App& app, std::vector<std::string>* flags) {
  for (const CLI::Option* option : app.get_options()) {
    const bool is_help = option->check_lname("help");
    if (is_help && !flags->empty()) continue;
    for (const std::string& name : option->get_lnames()) flags->push_back(absl::StrCat("--", name));
    for (const std::string& name : option->get_snames()) flags->push_back(absl::StrCat("-", name));
  }
}

void Collect(const CLI::App& root, CLI::App& app, const std::vector<std::string>& words,
             std::vector<CommandNode>* nodes) {
  CommandNode node;
  node.words = words;
  const auto children = app.get_subcommands([](CLI::App*) { return true; });
  for (const CLI::App* child : children) node.children.push_back(child->get_name());
  AppendFlags(app, &node.flags);
  if (&app != &root) AppendFlags(root, &node.flags);
  nodes->push_back(node);
  for (CLI::App* child : children) {
    std::vector<std::string> deeper = words;
    deeper.push_back(child->get_name());
    Collect(root, *child, deeper, nodes);
  }
}

// The table of an app's options; a positional one stands without dashes.
std::string OptionsText(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : app.get_options()) {
    if (option->check_lname("help")) continue;
    const std::string description =
        absl::StrReplaceAll(option->get_description(), {{"|", "\\|"}, {"\n", " "}});
    absl::StrAppend(&text, "| `", option->get_name(), "` | ", description,
                    option->get_required() ? " (required)" : "", " |\n");
  }
  return text.empty() ? "" : absl::StrCat("| option | meaning |\n| --- | --- |\n", text, "\n");
}

void AppendReference(CLI::App& app, const std::string& path, std::string* text) {
  const auto children = app.get_subcommands([](CLI::App*) { return true; });
  if (children.empty()) {
    absl::StrAppend(text, "### ", path, "\n\n", app.get_description(), ".\n\n");
    absl::StrAppend(text, OptionsText(app));
    std::string examples = app.get_footer();
    examples = absl::StrReplaceAll(examples, {{"Examples:\n", ""}, {"\n  ", "\n"}});
    if (!examples.empty())
      absl::StrAppend(text, "```sh\n", examples.substr(examples.find_first_not_of(' ')), "\n```\n\n");
    return;
  }
  absl::StrAppend(text, "## ", path, "\n\n", app.get_description(), ".\n\n");
  for (CLI::App* child : children) AppendReference(*child, absl::StrCat(path, " ", child->get_name()), text);
}

}  // namespace

std::unique_ptr<CLI::App> BuildCommandTree(Context& context) {
  auto app = std::make_unique<CLI::App>(kDescription, "enlacectl");
  app->set_help_flag("-h,--help", "Print help, with examples");
  app->require_subcommand(1);
  app->fallthrough();  // Global flags may stand anywhere; subcommands inherit it.
  AddGlobals(*app, context.globals());
  context.root = app.get();
  AddDoctorCommand(*app, context);
  AddEnrollCommand(*app, context);
  AddReferralCommand(*app, context);
  AddLegCommand(*app, context);
  AddCaseCommand(*app, context);
  AddMeasureCommand(*app, context);
  AddWarningCommand(*app, context);
  AddReportCommand(*app, context);
  AddWatchCommand(*app, context);
  AddLedgerCommand(*app, context);
  AddCertCommand(*app, context);
  AddTrustCommand(*app, context);
  AddAgencyCommand(*app, context);
  AddConnectionCommand(*app, context);
  AddProposalCommand(*app, context);
  AddExclusionCommand(*app, context);
  AddAdoptionCommand(*app, context);
  AddStatusCommand(*app, context);
  AddTokenCommand(*app, context);
  AddAuthorityCommand(*app, context);
  AddCaCommand(*app, context);
  AddConfigCommand(*app, context);
  AddMechanismCommand(*app, context);
  AddCompletionCommand(*app, context);
  AddDemoCommand(*app, context);
  return app;
}

std::vector<CommandNode> CommandNodes(CLI::App& root) {
  std::vector<CommandNode> nodes;
  Collect(root, root, {}, &nodes);
  return nodes;
}

std::string CommandReference(CLI::App& root) {
  std::string text =
      "# enlacectl\n\nThe command line for agencies and administrators. This page is made from the program's "
      "own "
      "command tree by\n`tests/client/enlacectl/command_tree_test.cc`; `ENLACE_UPDATE_DOCS=1` rewrites "
      "it.\n\n"
      "Results go to standard output, progress and errors to standard error. With `-o json` both are JSON; "
      "an error "
      "is\n`{\"error\":{\"code\",\"reason\",\"field\",\"message\",\"text\"}}`. Programs act on `reason` "
      "(`enlace.v1.ErrorReason`) and on the exit status.\n\n## Exit status\n\n| status | meaning |\n| --- | "
      "--- |\n";
  for (const ExitCodeLine& line : ExitCodes()) {
    absl::StrAppend(&text, "| ", static_cast<int>(line.code), " | ", line.meaning, " |\n");
  }
  absl::StrAppend(&text, "\n## Options of every command\n\n", OptionsText(root));
  for (CLI::App* child : root.get_subcommands([](CLI::App*) { return true; })) {
    if (child->get_subcommands([](CLI::App*) { return true; }).empty())
      absl::StrAppend(&text, "## ", child->get_name(), "\n\n");
    AppendReference(*child, absl::StrCat("enlacectl ", child->get_name()), &text);
  }
  while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
  return text;
}

}  // namespace enlace::client
