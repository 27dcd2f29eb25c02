// A mechanism's rules: what is taken reads as it prints and can be applied at any
// time, and what is refused names its place.
#include <cstdint>

#include "absl/strings/match.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/mechanism/mechanism_set.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  using fuzz::Demand;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rules = mechanism::ParseMechanism("f.yaml", text);
  if (!rules.ok()) {
    Demand(absl::IsInvalidArgument(rules.status()) && absl::StartsWith(rules.status().message(), "f.yaml:"),
           "what is refused names its place");
    return 0;
  }
  const auto again = mechanism::ParseMechanism("f.yaml", base::ProtoToYaml(*rules));
  Demand(again.ok() && google::protobuf::util::MessageDifferencer::Equals(*rules, *again),
         "rules read as they print");
  return 0;
}
