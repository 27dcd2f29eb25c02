// YAML into a typed protobuf message: every setting is a documented field, and
// every mistake is told with file, line and field.
#ifndef ENLACE_GATEWAY_BASE_YAML_PROTO_H_
#define ENLACE_GATEWAY_BASE_YAML_PROTO_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace enlace::base {

// Line of each field that the text sets: "listen.port" -> 12. Repeated fields
// have their index: "agencies[2].id".
using YamlLines = std::map<std::string, int>;

// Fills `message` from `text`. Field names are the proto's own (snake_case).
// Enum values are given without their prefix, in lower case (state_agent).
// google.protobuf.Timestamp takes RFC 3339 text or a date; Duration takes 90s,
// 15m, 24h, 7d. Bytes take hexadecimal. Maps and repeated fields as usual.
//   INVALID_ARGUMENT  "<file>:<line>: <field>: <problem>" for malformed YAML,
//                     text that is not UTF-8, an unknown field, a wrong type, an unknown enum value, a key
//                     given twice, or anchors (not allowed). Nothing is filled.
// `lines`, if given, receives the line of each field, for later checks.
absl::Status YamlToProto(absl::string_view file, absl::string_view text,
                         google::protobuf::Message* message, YamlLines* lines = nullptr);

// The message as YAML in the same form, without unset fields.
std::string ProtoToYaml(const google::protobuf::Message& message);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_YAML_PROTO_H_
