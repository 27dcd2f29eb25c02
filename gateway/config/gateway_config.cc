#include "gateway/config/gateway_config.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/config/check.h"
#include "gateway/config/fields.h"
#include "gateway/config/transport_settings.h"

namespace enlace::config {
namespace {

constexpr size_t kMaxFileSize = 1 << 20;
constexpr char kDefault[] = "default";
constexpr char kLoopback[] = "127.0.0.1";

// What a setting is without anybody's saying. log_origin follows trust_domain.
const std::map<std::string, std::string>& Defaults() {
  static const auto* const defaults = new std::map<std::string, std::string>{
      {"mutual.address", kLoopback}, {"enrollment.address", kLoopback},
      {"ca.tls_life", "7d"},         {"ca.sealing_life", "90d"},
      {"ca.token_life", "24h"},      {"store.kind", "sqlite"},
      {"log_level", "info"},         {"gather_memory", "true"},
      {"feed.heartbeat", "30s"},     {"feed.batch_size", "100"},
      {"report.smallest_cell", "5"}, {"approval.proposal_life", "72h"},
      {"ca.undo_window", "10m"},     {"ca.crl_life", "24h"},
  };
  return *defaults;
}

class Loader {
 public:
  explicit Loader(const std::string& path)
      : path_(path), name_(std::filesystem::path(path).filename().string()) {}

  absl::Status ReadFile() {
    if (path_.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path_, kMaxFileSize, base::Links::kFollow));
    RETURN_IF_ERROR(base::YamlToProto(name_, text, &loaded_.values, &lines_));
    for (const std::string& setting : Settings()) {
      const auto line = lines_.find(setting);
      if (line != lines_.end()) loaded_.origins[setting] = absl::StrCat(name_, ":", line->second);
    }
    return absl::OkStatus();
  }

  absl::Status Overlay(const std::string& setting, const std::string& origin, absl::string_view text) {
    RETURN_IF_ERROR(SetFromText(origin, setting, text, &loaded_.values));
    loaded_.origins[setting] = origin;
    return absl::OkStatus();
  }

  absl::Status ReadEnvironment(const EnvironmentLookup& environment) {
    for (const std::string& setting : Settings()) {
      const std::string variable = EnvironmentName(setting);
      const absl::optional<std::string> value = environment(variable);
      if (!value.has_value() || value->empty()) continue;
      RETURN_IF_ERROR(Overlay(setting, absl::StrCat("environment ", variable), *value));
    }
    return absl::OkStatus();
  }

  absl::Status FillDefaults() {
    RETURN_IF_ERROR(Fill(Defaults()));
    RETURN_IF_ERROR(Fill(TransportDefaults()));
    // A listener that nobody asked for stays closed.
    if (loaded_.values.has_administration()) RETURN_IF_ERROR(Fill({{"administration.address", kLoopback}}));
    if (loaded_.values.has_probe()) RETURN_IF_ERROR(Fill({{"probe.address", kLoopback}}));
    if (loaded_.origins.count("log_origin") == 0)
      loaded_.values.set_log_origin(loaded_.values.trust_domain());
    for (const std::string& setting : Settings()) loaded_.origins.emplace(setting, kDefault);
    return absl::OkStatus();
  }

  absl::Status Fill(const std::map<std::string, std::string>& defaults) {
    for (const auto& [setting, text] : defaults) {
      if (loaded_.origins.count(setting) == 0) RETURN_IF_ERROR(Overlay(setting, kDefault, text));
    }
    return absl::OkStatus();
  }

  // Where the checked value, or the lack of one, can be put right.
  std::string OriginOf(const std::string& path) const {
    const std::string setting = path.substr(0, path.find('['));
    const auto origin = loaded_.origins.find(setting);
    if (origin != loaded_.origins.end() && origin->second != kDefault) {
      const auto line = lines_.find(path);
      const bool from_file =
          line != lines_.end() && origin->second == absl::StrCat(name_, ":", LineOf(setting));
      return from_file ? absl::StrCat(name_, ":", line->second) : origin->second;
    }
    if (path_.empty()) return absl::StrCat("environment ", EnvironmentName(setting));
    const auto parent = lines_.find(setting.substr(0, setting.rfind('.')));
    return absl::StrCat(name_, ":", parent == lines_.end() ? 1 : parent->second);
  }

  LoadedConfig Take() { return std::move(loaded_); }
  const v1::GatewayConfig& values() const { return loaded_.values; }

 private:
  static std::vector<std::string> Settings() { return SettingPaths(*v1::GatewayConfig::descriptor()); }

  int LineOf(const std::string& setting) const {
    const auto line = lines_.find(setting);
    return line == lines_.end() ? 0 : line->second;
  }

  const std::string path_;
  const std::string name_;
  base::YamlLines lines_;
  LoadedConfig loaded_;
};

}  // namespace

absl::optional<std::string> ProcessEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return absl::nullopt;
  return std::string(value);
}

absl::StatusOr<LoadedConfig> LoadGatewayConfig(const std::string& path, const EnvironmentLookup& environment,
                                               const std::map<std::string, std::string>& flags) {
  Loader loader(path);
  RETURN_IF_ERROR(loader.ReadFile());
  RETURN_IF_ERROR(loader.ReadEnvironment(environment));
  for (const auto& [setting, text] : flags) {
    RETURN_IF_ERROR(loader.Overlay(setting, absl::StrCat("flag ", setting), text));
  }
  RETURN_IF_ERROR(loader.FillDefaults());
  RETURN_IF_ERROR(CheckGatewayConfig(loader.values(),
                                     [&loader](const std::string& field) { return loader.OriginOf(field); }));
  return loader.Take();
}

std::string ShowConfig(const LoadedConfig& loaded) {
  std::string out;
  for (const std::string& setting : SettingPaths(*v1::GatewayConfig::descriptor())) {
    const auto origin = loaded.origins.find(setting);
    absl::StrAppend(&out, setting, ": ", TextOf(loaded.values, setting), "  # ",
                    origin == loaded.origins.end() ? kDefault : origin->second, "\n");
  }
  return out;
}

}  // namespace enlace::config
