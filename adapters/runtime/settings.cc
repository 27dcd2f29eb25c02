#include "adapters/runtime/settings.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/address.h"
#include "gateway/base/files.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/yaml_proto.h"

namespace enlace::adapters {
namespace {

absl::Duration LengthOf(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace

absl::StatusOr<config::v1::AdapterConfig> LoadSettings(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path, 1 << 20, base::Links::kFollow));
  config::v1::AdapterConfig config;
  base::YamlLines lines;
  RETURN_IF_ERROR(base::YamlToProto(path, text, &config, &lines));
  const auto problem = [&](const std::string& field, absl::string_view what) {
    const auto line = lines.find(field);
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", line == lines.end() ? 1 : line->second, ": ", field, ": ", what));
  };
  if (!base::CheckName("agency_id", config.agency_id()).ok()) {
    return problem("agency_id", "must be the agency's identifier, as in its certificate");
  }
  if (config.state_folder().empty()) return problem("state_folder", "is required");
  if (config.gateway().empty()) return problem("gateway", "is required, as host:port");
  if (!client::ParseAddress("gateway", config.gateway()).ok()) return problem("gateway", "must be host:port");
  if (config.language().empty()) config.set_language("es");
  if (config.language() != "es" && config.language() != "pt-BR" && config.language() != "en") {
    return problem("language", "must be es, pt-BR or en");
  }
  if (config.driver_case() == config::v1::AdapterConfig::DRIVER_NOT_SET) {
    return problem("folder", "name exactly one driver: folder or grpc");
  }
  if (config.has_folder() && config.folder().root().empty()) return problem("folder.root", "is required");
  for (const auto& [field, given] :
       {std::pair("retry_initial", config.has_retry_initial() ? &config.retry_initial() : nullptr),
        std::pair("retry_max", config.has_retry_max() ? &config.retry_max() : nullptr)}) {
    if (given != nullptr && LengthOf(*given) <= absl::ZeroDuration())
      return problem(field, "must be longer than nothing");
  }
  if (!config.has_retry_initial()) config.mutable_retry_initial()->set_seconds(1);
  if (!config.has_retry_max()) config.mutable_retry_max()->set_seconds(60);
  return config;
}

absl::Duration PollInterval(const config::v1::AdapterConfig& config) {
  if (config.has_folder() && config.folder().has_poll_interval())
    return LengthOf(config.folder().poll_interval());
  return absl::Seconds(1);
}

client::RetryPolicy RetryPolicyOf(const config::v1::AdapterConfig& config) {
  client::RetryPolicy policy;
  policy.first = config.has_retry_initial() ? LengthOf(config.retry_initial()) : absl::Seconds(1);
  policy.longest = config.has_retry_max() ? LengthOf(config.retry_max()) : absl::Seconds(60);
  return policy;
}

absl::Duration QuietTime(const config::v1::AdapterConfig& config) {
  if (!config.has_folder()) return absl::ZeroDuration();
  return config.folder().has_quiet_time() ? LengthOf(config.folder().quiet_time()) : absl::Seconds(2);
}

}  // namespace enlace::adapters
