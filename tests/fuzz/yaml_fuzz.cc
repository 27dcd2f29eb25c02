// Any text as a configuration file: it is read and can be written, or it is
// refused with its place.
#include <cstdint>
#include <cstdlib>

#include "absl/strings/match.h"
#include "enlace/config/v1/adapter_config.pb.h"
#include "enlace/config/v1/gateway_config.pb.h"
#include "enlace/config/v1/mechanism.pb.h"
#include "gateway/base/yaml_proto.h"

namespace {

void Try(absl::string_view text, google::protobuf::Message* message) {
  enlace::base::YamlLines lines;
  const absl::Status status = enlace::base::YamlToProto("f.yaml", text, message, &lines);
  if (status.ok()) {
    enlace::base::ProtoToYaml(*message);
    return;
  }
  if (!absl::StartsWith(status.message(), "f.yaml:")) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  enlace::config::v1::GatewayConfig gateway;
  enlace::config::v1::AdapterConfig adapter;
  enlace::config::v1::Mechanism mechanism;
  Try(text, &gateway);
  Try(text, &adapter);
  Try(text, &mechanism);
  return 0;
}
