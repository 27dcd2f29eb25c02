#include "gateway/base/yaml_proto.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace enlace::base {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// AGENCY_KIND_OMBUDSMAN of AgencyKind -> ombudsman.
std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(c));
  }
  absl::string_view name = value.name();
  absl::ConsumePrefix(&name, prefix + "_");
  return absl::AsciiStrToLower(name);
}

// Line ends and tabs are text; nothing else below the blank is.
bool IsControl(char c) {
  return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\n' && c != '\t';
}

// Where `text` stops being UTF-8 (no surrogates, no overlong forms); npos if it
// never does.
size_t EndOfUtf8(absl::string_view text) {
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};  // By the number of bytes.
  size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<uint8_t>(text[at]);
    const size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (size == 0 || text.size() - at < size) return at;
    uint32_t code = size == 1 ? lead : lead & (0x7f >> size);
    for (size_t i = 1; i < size; ++i) {
      const auto next = static_cast<uint8_t>(text[at + i]);
      if (next >> 6 != 2) return at;
      code = code << 6 | (next & 0x3f);
    }
    if (code < kLeast[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return at;
    at += size;
  }
  return absl::string_view::npos;
}

// Looks for anchors and aliases: what they stand for is expanded on reading, and
// could grow without bound.
class AnchorFinder : public YAML::EventHandler {
 public:
  // The line of the first, counted from 1; 0 if there is none.
  int line() const { return line_; }

  void OnDocumentStart(const YAML::Mark& mark) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { Note(mark, anchor != 0); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { Note(mark, true); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Note(mark, anchor != 0);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    Note(mark, anchor != 0);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    Note(mark, anchor != 0);
  }
  void OnMapEnd() override {}

 private:
  void Note(const YAML::Mark& mark, bool found) {
    if (found && line_ == 0) line_ = mark.line + 1;
  }

  int line_ = 0;
};

// The line of the first anchor or alias of the first document; 0 if there is none.
int FindAnchor(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  AnchorFinder finder;
  parser.HandleNextDocument(finder);
  return finder.line();
}

class Reader {
 public:
  Reader(absl::string_view file, YamlLines* lines) : file_(file), lines_(lines) {}

  absl::Status ReadMessage(const YAML::Node& node, const std::string& path, Message* message) const {
    if (node.IsNull()) return absl::OkStatus();
    if (!node.IsMap())
      return Problem(node, path, "must be a mapping of fields; write them below it, each as name: value");
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) return Problem(entry.first, path, "has a key that is not text");
      const std::string key = entry.first.Scalar();
      const std::string field_path = path.empty() ? key : absl::StrCat(path, ".", key);
      const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(key);
      if (field == nullptr) {
        return Problem(entry.first, field_path,
                       absl::StrCat("is not a field; known are ", FieldNames(*message)));
      }
      if (!seen.insert(key).second)
        return Problem(entry.first, field_path, "is given twice; keep one of the two");
      if (lines_ != nullptr) (*lines_)[field_path] = Line(entry.first);
      // An absent value has the place of whatever follows it.
      if (entry.second.IsNull()) {
        return Problem(entry.first, field_path, "has no value; give one or remove the field");
      }
      RETURN_IF_ERROR(ReadField(entry.second, field_path, field, message));
    }
    return absl::OkStatus();
  }

  absl::Status Problem(const YAML::Node& node, const std::string& path, absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat(file_, ":", Line(node), ": ", path.empty() ? "document" : path, ": ", what));
  }

 private:
  static int Line(const YAML::Node& node) { return node.Mark().line + 1; }

  static std::string FieldNames(const Message& message) {
    std::vector<std::string> names;
    const Descriptor* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) names.push_back(type->field(i)->name());
    return absl::StrJoin(names, ", ");
  }

  absl::Status ReadField(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
                         Message* message) const {
    if (field->is_map()) return ReadMap(node, path, field, message);
    if (!field->is_repeated()) return ReadValue(node, path, field, message);
    if (!node.IsSequence())
      return Problem(node, path, "must be a list; write [a, b], or a line with a hyphen for each item");
    for (size_t i = 0; i < node.size(); ++i) {
      const std::string item_path = absl::StrCat(path, "[", i, "]");
      if (lines_ != nullptr) (*lines_)[item_path] = Line(node[i]);
      RETURN_IF_ERROR(ReadValue(node[i], item_path, field, message));
    }
    return absl::OkStatus();
  }

  absl::Status ReadMap(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
                       Message* message) const {
    if (!node.IsMap()) return Problem(node, path, "must be a mapping");
    for (const auto& entry : node) {
      Message* item = message->GetReflection()->AddMessage(message, field);
      const Descriptor* type = item->GetDescriptor();
      const std::string item_path = absl::StrCat(path, ".", entry.first.Scalar());
      RETURN_IF_ERROR(ReadValue(entry.first, item_path, type->map_key(), item));
      RETURN_IF_ERROR(ReadValue(entry.second, item_path, type->map_value(), item));
    }
    return absl::OkStatus();
  }

  absl::Status ReadValue(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
                         Message* message) const {
    const Reflection* reflection = message->GetReflection();
    const bool repeated = field->is_repeated();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message* child =
          repeated ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field);
      return ReadChild(node, path, child);
    }
    if (!node.IsScalar()) return Problem(node, path, "must be a single value, neither list nor mapping");
    const std::string text = node.Scalar();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string value = text;
        if (field->type() == FieldDescriptor::TYPE_BYTES) {
          value = absl::HexStringToBytes(text);
          if (absl::BytesToHexString(value) != absl::AsciiStrToLower(text)) {
            return Problem(node, path, "must be hexadecimal");
          }
        } else if (EndOfUtf8(text) != absl::string_view::npos ||
                   std::any_of(text.begin(), text.end(), IsControl)) {
          // Escapes such as \_ make one byte of what is no ASCII.
          return Problem(node, path, "must be text in UTF-8 without control characters");
        }
        repeated ? reflection->AddString(message, field, value)
                 : reflection->SetString(message, field, value);
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_BOOL: {
        if (text != "true" && text != "false") return Problem(node, path, "must be true or false");
        repeated ? reflection->AddBool(message, field, text == "true")
                 : reflection->SetBool(message, field, text == "true");
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        return ReadEnum(node, path, field, message);
      default:
        return ReadNumber(node, path, field, message);
    }
  }

  absl::Status ReadNumber(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
                          Message* message) const {
    const Reflection* reflection = message->GetReflection();
    const std::string text = node.Scalar();
    const bool repeated = field->is_repeated();
    bool ok = false;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32: {
        int32_t value = 0;
        ok = absl::SimpleAtoi(text, &value);
        if (ok)
          repeated ? reflection->AddInt32(message, field, value)
                   : reflection->SetInt32(message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_UINT32: {
        uint32_t value = 0;
        ok = absl::SimpleAtoi(text, &value);
        if (ok)
          repeated ? reflection->AddUInt32(message, field, value)
                   : reflection->SetUInt32(message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_INT64: {
        int64_t value = 0;
        ok = absl::SimpleAtoi(text, &value);
        if (ok)
          repeated ? reflection->AddInt64(message, field, value)
                   : reflection->SetInt64(message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_UINT64: {
        uint64_t value = 0;
        ok = absl::SimpleAtoi(text, &value);
        if (ok)
          repeated ? reflection->AddUInt64(message, field, value)
                   : reflection->SetUInt64(message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_DOUBLE: {
        double value = 0;
        ok = absl::SimpleAtod(text, &value);
        if (ok)
          repeated ? reflection->AddDouble(message, field, value)
                   : reflection->SetDouble(message, field, value);
        break;
      }
      default:
        return Problem(node, path, "has a type that configuration does not use");
    }
    return ok ? absl::OkStatus()
              : Problem(node, path, absl::StrCat("must be a number in range, not \"", text, "\""));
  }

  absl::Status ReadEnum(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
                        Message* message) const {
    const EnumDescriptor* type = field->enum_type();
    std::vector<std::string> known;
    for (int i = 0; i < type->value_count(); ++i) {
      if (type->value(i)->number() == 0) continue;
      const std::string text = EnumText(*type->value(i));
      if (text == node.Scalar()) {
        field->is_repeated() ? message->GetReflection()->AddEnum(message, field, type->value(i))
                             : message->GetReflection()->SetEnum(message, field, type->value(i));
        return absl::OkStatus();
      }
      known.push_back(text);
    }
    return Problem(
        node, path,
        absl::StrCat("\"", node.Scalar(), "\" is unknown; known are ", absl::StrJoin(known, ", ")));
  }

  absl::Status ReadChild(const YAML::Node& node, const std::string& path, Message* child) const {
    const std::string& type = child->GetDescriptor()->full_name();
    if (type == "google.protobuf.Timestamp") {
      if (!node.IsScalar()) return Problem(node, path, "must be a time");
      const absl::StatusOr<absl::Time> time = ParseTime(node.Scalar());
      if (!time.ok()) return Problem(node, path, time.status().message());
      child->CopyFrom(ToProto(*time));
      return absl::OkStatus();
    }
    if (type == "google.protobuf.Duration") {
      std::string text = node.IsScalar() ? node.Scalar() : "";
      double days = 0;
      if (absl::EndsWith(text, "d") && absl::SimpleAtod(text.substr(0, text.size() - 1), &days)) {
        text = absl::StrCat(days * 24, "h");
      }
      absl::Duration duration;
      if (!absl::ParseDuration(text, &duration) || duration < absl::ZeroDuration()) {
        return Problem(node, path, "must be a length of time such as 90s, 15m, 24h or 7d");
      }
      google::protobuf::Duration value;
      value.set_seconds(absl::ToInt64Seconds(duration));
      value.set_nanos(
          static_cast<int32_t>((duration - absl::Seconds(value.seconds())) / absl::Nanoseconds(1)));
      child->CopyFrom(value);
      return absl::OkStatus();
    }
    return ReadMessage(node, path, child);
  }

  const std::string file_;
  YamlLines* const lines_;
};

void EmitMessage(const Message& message, YAML::Emitter* out);

void EmitValue(const Message& message, const FieldDescriptor* field, int index, YAML::Emitter* out) {
  const Reflection* r = message.GetReflection();
  const bool one = index < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& child =
          one ? r->GetMessage(message, field) : r->GetRepeatedMessage(message, field, index);
      if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&child)) {
        *out << TimeText(FromProto(*time));
      } else if (const auto* length = dynamic_cast<const google::protobuf::Duration*>(&child)) {
        *out << absl::FormatDuration(absl::Seconds(length->seconds()) + absl::Nanoseconds(length->nanos()));
      } else {
        EmitMessage(child, out);
      }
      return;
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          one ? r->GetString(message, field) : r->GetRepeatedString(message, field, index);
      *out << (field->type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text);
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      *out << EnumText(*(one ? r->GetEnum(message, field) : r->GetRepeatedEnum(message, field, index)));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      *out << (one ? r->GetBool(message, field) : r->GetRepeatedBool(message, field, index));
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      *out << (one ? r->GetInt32(message, field) : r->GetRepeatedInt32(message, field, index));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      *out << (one ? r->GetUInt32(message, field) : r->GetRepeatedUInt32(message, field, index));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      *out << (one ? r->GetInt64(message, field) : r->GetRepeatedInt64(message, field, index));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      *out << (one ? r->GetUInt64(message, field) : r->GetRepeatedUInt64(message, field, index));
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      *out << (one ? r->GetDouble(message, field) : r->GetRepeatedDouble(message, field, index));
      return;
    case FieldDescriptor::CPPTYPE_FLOAT:
      *out << (one ? r->GetFloat(message, field) : r->GetRepeatedFloat(message, field, index));
      return;
  }
}

void EmitMessage(const Message& message, YAML::Emitter* out) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  *out << YAML::BeginMap;
  for (const FieldDescriptor* field : fields) {
    *out << YAML::Key << field->name() << YAML::Value;
    if (field->is_map()) {
      *out << YAML::BeginMap;
      for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
        const Message& entry = message.GetReflection()->GetRepeatedMessage(message, field, i);
        *out << YAML::Key;
        EmitValue(entry, entry.GetDescriptor()->map_key(), -1, out);
        *out << YAML::Value;
        EmitValue(entry, entry.GetDescriptor()->map_value(), -1, out);
      }
      *out << YAML::EndMap;
    } else if (field->is_repeated()) {
      *out << YAML::BeginSeq;
      for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i)
        EmitValue(message, field, i, out);
      *out << YAML::EndSeq;
    } else {
      EmitValue(message, field, -1, out);
    }
  }
  *out << YAML::EndMap;
}

}  // namespace

absl::Status YamlToProto(absl::string_view file, absl::string_view text, Message* message, YamlLines* lines) {
  // Text fields are UTF-8, and yaml-cpp lets anything pass; in plain scalars it
  // takes a zero byte for the beginning of an escape.
  const size_t bad = std::min(EndOfUtf8(text), text.find('\0'));
  if (bad != absl::string_view::npos) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(bad), '\n') + 1;
    return absl::InvalidArgumentError(
        absl::StrCat(file, ":", line, ": document: is not text in UTF-8; save it as such"));
  }
  // yaml-cpp reports malformed text by exceptions; they end here.
  try {
    std::unique_ptr<Message> filled(message->New());
    if (const int line = FindAnchor(std::string(text)); line != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ":", line,
                       ": document: anchors and aliases (& and *) are not allowed; quote the text, or write "
                       "the value out"));
    }
    const YAML::Node root = YAML::Load(std::string(text));
    const Reader reader(file, lines);
    RETURN_IF_ERROR(reader.ReadMessage(root, "", filled.get()));
    message->CopyFrom(*filled);
    return absl::OkStatus();
  } catch (const YAML::Exception& problem) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ":", problem.mark.line + 1, ": document: is not well-formed YAML (", problem.msg,
                     "); look at brackets, quotes and indentation up to this line"));
  }
}

std::string ProtoToYaml(const Message& message) {
  YAML::Emitter out;
  EmitMessage(message, &out);
  return absl::StrCat(out.c_str(), "\n");
}

}  // namespace enlace::base
