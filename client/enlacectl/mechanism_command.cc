#include "client/enlacectl/mechanism_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "gateway/mechanism/mechanism_set.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxFile = 4 << 20;

absl::Status Check(const Context& context, const std::vector<std::string>& paths) {
  Table table{{"FILE", "MECHANISM", "COUNTRY", "NAME"}, {}};
  std::string json;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path, kMaxFile));
    ASSIGN_OR_RETURN(const mechanism::Mechanism parsed, mechanism::ParseMechanism(path, text));
    table.rows.push_back({path, parsed.mechanism_id(), parsed.country(), parsed.display_name()});
    absl::StrAppend(&json, json.empty() ? "[" : ",", "{\"file\":", JsonString(path),
                    ",\"mechanism_id\":", JsonString(parsed.mechanism_id()), "}");
  }
  context.ShowText(absl::StrCat(json, "]\n"), FormatTable(table));
  return absl::OkStatus();
}

}  // namespace

void AddMechanismCommand(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(&app, "mechanism", "Rules of mechanisms (files alone, no connection)");
  const auto paths = std::make_shared<std::vector<std::string>>();
  AddVerb(noun, context, "check", "Say whether a gateway would load these rules; names file, line and field",
          {"enlacectl mechanism check mechanisms/mexico.yaml"},
          [&context, paths] { return Check(context, *paths); })
      ->add_option("FILE", *paths, "The mechanism's YAML file")
      ->required();
}

}  // namespace enlace::client
