#include "client/enlacectl/config_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "gateway/config/gateway_config.h"

namespace enlace::client {
namespace {

absl::StatusOr<config::LoadedConfig> Load(const Context& context, const std::string& path) {
  return config::LoadGatewayConfig(path,
                                   [&context](const std::string& name) -> absl::optional<std::string> {
                                     const auto value = context.environment().variable(name);
                                     return value.has_value() ? absl::optional<std::string>(*value)
                                                              : absl::nullopt;
                                   },
                                   {});
}

absl::Status Check(const Context& context, const std::string& path) {
  RETURN_IF_ERROR(Load(context, path).status());
  context.ShowText("{\"valid\":true}\n", absl::StrCat(path, ": the gateway can run with it\n"));
  return absl::OkStatus();
}

absl::Status Show(const Context& context, const std::string& path) {
  ASSIGN_OR_RETURN(const config::LoadedConfig loaded, Load(context, path));
  context.Show(loaded.values, config::ShowConfig(loaded));
  return absl::OkStatus();
}

}  // namespace

void AddConfigCommand(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(&app, "config", "Settings of a gateway (files alone, no connection)");
  const auto path = std::make_shared<std::string>();
  CLI::App* check = AddVerb(noun, context, "check", "Say whether the gateway could run with these settings",
                            {"enlacectl config check /etc/enlace/gateway.yaml"},
                            [&context, path] { return Check(context, *path); });
  CLI::App* show = AddVerb(
      noun, context, "show", "Show every setting with its origin: file, environment or default",
      {"enlacectl config show /etc/enlace/gateway.yaml"}, [&context, path] { return Show(context, *path); });
  for (CLI::App* verb : {check, show}) verb->add_option("FILE", *path, "The gateway's YAML file")->required();
}

}  // namespace enlace::client
