#include "gateway/config/fields.h"

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/base/yaml_proto.h"

namespace enlace::config {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsWellKnown(const FieldDescriptor& field) {
  return field.message_type() != nullptr &&
         absl::StartsWith(field.message_type()->full_name(), "google.protobuf.");
}

void Append(const Descriptor& type, const std::string& prefix, std::vector<std::string>* paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool message = field.message_type() != nullptr && !IsWellKnown(field);
    if (!message) {
      paths->push_back(prefix + field.name());
    } else if (!field.is_repeated()) {
      Append(*field.message_type(), absl::StrCat(prefix, field.name(), "."), paths);
    }
  }
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}, {"\t", "\\t"}}), "\"");
}

// A document that sets nothing but `path`.
std::string Document(absl::string_view path, bool list, absl::string_view text) {
  std::string value = Quoted(text);
  if (list) {
    std::vector<std::string> items;
    for (absl::string_view item : absl::StrSplit(text, ',')) {
      items.push_back(Quoted(absl::StripAsciiWhitespace(item)));
    }
    value = absl::StrCat("[", absl::StrJoin(items, ", "), "]");
  }
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    value = absl::StrCat("{", *name, ": ", value, "}");
  return value;
}

// The innermost message of the path and the field in it.
struct Place {
  const Message* message;
  const FieldDescriptor* field;
};

Place Find(const Message& message, absl::string_view path) {
  Place place{&message, nullptr};
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (place.field != nullptr) {
      place.message = &place.message->GetReflection()->GetMessage(*place.message, place.field);
    }
    place.field = place.message->GetDescriptor()->FindFieldByName(std::string(name));
  }
  return place;
}

// Moves the setting from one message into the other of the same type. The rest
// of `to` stays: MergeFrom would not carry a zero over.
void Move(Message* from, Message* to, const std::vector<std::string>& names) {
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    const FieldDescriptor* field = from->GetDescriptor()->FindFieldByName(names[i]);
    from = from->GetReflection()->MutableMessage(from, field);
    to = to->GetReflection()->MutableMessage(to, field);
  }
  const FieldDescriptor* leaf = from->GetDescriptor()->FindFieldByName(names.back());
  to->GetReflection()->SwapFields(from, to, {leaf});
}

}  // namespace

std::vector<std::string> SettingPaths(const Descriptor& type) {
  std::vector<std::string> paths;
  Append(type, "", &paths);
  return paths;
}

std::string EnvironmentName(absl::string_view path) {
  return absl::StrCat("ENLACE_", absl::AsciiStrToUpper(absl::StrReplaceAll(path, {{".", "_"}})));
}

absl::Status SetFromText(absl::string_view origin, const std::string& path, absl::string_view text,
                         Message* message) {
  const std::vector<std::string> known = SettingPaths(*message->GetDescriptor());
  if (std::find(known.begin(), known.end(), path) == known.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat(origin, ": ", path, ": is not a setting; known are ", absl::StrJoin(known, ", ")));
  }
  const std::unique_ptr<Message> filled(message->New());
  const bool list = Find(*message, path).field->is_repeated();
  const absl::Status status = base::YamlToProto(origin, Document(path, list, text), filled.get());
  if (!status.ok()) {
    absl::string_view problem = status.message();
    absl::ConsumePrefix(&problem, absl::StrCat(origin, ":1: "));  // A variable has no lines.
    return absl::InvalidArgumentError(absl::StrCat(origin, ": ", problem));
  }
  Move(filled.get(), message, absl::StrSplit(path, '.'));
  return absl::OkStatus();
}

std::string TextOf(const Message& message, absl::string_view path) {
  const Place place = Find(message, path);
  // One field alone in a message of its type, as a file would have it.
  const std::unique_ptr<Message> alone(place.message->New());
  const std::unique_ptr<Message> copy(place.message->New());
  copy->CopyFrom(*place.message);
  alone->GetReflection()->SwapFields(alone.get(), copy.get(), {place.field});
  const bool set = place.field->is_repeated() ? alone->GetReflection()->FieldSize(*alone, place.field) > 0
                                              : alone->GetReflection()->HasField(*alone, place.field);
  if (!set) {
    if (place.field->is_repeated()) return "";
    if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return "false";
    return place.field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ? "0" : "";
  }
  const std::string yaml = base::ProtoToYaml(*alone);
  absl::string_view text = yaml;
  absl::ConsumePrefix(&text, absl::StrCat(place.field->name(), ":"));
  std::vector<std::string> items;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    line = absl::StripAsciiWhitespace(line);
    if (place.field->is_repeated()) absl::ConsumePrefix(&line, "- ");
    items.emplace_back(line);
  }
  return absl::StrJoin(items, ", ");
}

}  // namespace enlace::config
