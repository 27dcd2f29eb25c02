// Settings by name: "mutual.port" is field `port` of message `mutual`.
#ifndef ENLACE_GATEWAY_CONFIG_FIELDS_H_
#define ENLACE_GATEWAY_CONFIG_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace enlace::config {

// Paths of all settings that one text can give: scalars, lengths of time and
// lists of scalars, in the order of the proto. Maps and lists of messages can
// only stand in a file.
std::vector<std::string> SettingPaths(const google::protobuf::Descriptor& type);

// "mutual.port" -> ENLACE_MUTUAL_PORT.
std::string EnvironmentName(absl::string_view path);

// Replaces the setting `path` with what `text` says, in the form that a file
// would have; a list's items are separated by commas.
//   INVALID_ARGUMENT  "<origin>: <path>: <problem>": there is no such setting, or
//                     the text does not fit its type. Nothing is changed.
absl::Status SetFromText(absl::string_view origin, const std::string& path, absl::string_view text,
                         google::protobuf::Message* message);

// The setting as text; empty if it is not set.
std::string TextOf(const google::protobuf::Message& message, absl::string_view path);

}  // namespace enlace::config

#endif  // ENLACE_GATEWAY_CONFIG_FIELDS_H_
