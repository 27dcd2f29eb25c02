// A gateway's settings: what is taken reads as it prints, in a file and by the
// name of each setting, and what is refused names the setting and its place.
#include <cstdint>

#include "absl/strings/match.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/config/check.h"
#include "gateway/config/fields.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  using fuzz::Demand;
  using google::protobuf::util::MessageDifferencer;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  config::v1::GatewayConfig settings;
  if (!base::YamlToProto("f.yaml", text, &settings).ok()) return 0;  // yaml_fuzz looks at these.

  config::v1::GatewayConfig again;
  Demand(base::YamlToProto("f.yaml", base::ProtoToYaml(settings), &again).ok() &&
             MessageDifferencer::Equals(settings, again),
         "settings read as they print");

  const absl::Status checked =
      config::CheckGatewayConfig(settings, [](const std::string& path) { return "at " + path; });
  if (!checked.ok()) {
    Demand(absl::IsInvalidArgument(checked) && absl::StartsWith(checked.message(), "at "),
           "what is refused names the setting and its place");
    return 0;
  }
  config::v1::GatewayConfig by_name = settings;
  for (const std::string& path : config::SettingPaths(*settings.GetDescriptor())) {
    const std::string shown = config::TextOf(settings, path);
    if (shown.empty()) continue;
    Demand(config::SetFromText("flag", path, shown, &by_name).ok() && config::TextOf(by_name, path) == shown,
           "a setting can be given as it is shown");
  }
  return 0;
}
