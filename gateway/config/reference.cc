#include "gateway/config/reference.h"

#include <map>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "enlace/config/v1/adapter_config.pb.h"
#include "enlace/config/v1/gateway_config.pb.h"
#include "enlace/config/v1/mechanism.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/config/fields.h"

namespace enlace::config {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Comments of one .proto file: "Message", "Message.field" and "Enum.VALUE" to its
// words, "" to those of the file itself.
std::map<std::string, std::string> CommentsOf(absl::string_view text) {
  std::map<std::string, std::string> comments;
  std::vector<std::string> pending;
  std::string message;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, "//")) {
      pending.emplace_back(absl::StripAsciiWhitespace(line));
      continue;
    }
    std::string key;
    const std::vector<std::string> words = absl::StrSplit(line, absl::ByAnyChar(" ="), absl::SkipEmpty());
    const size_t sign = line.find(" = ");
    if (absl::StartsWith(line, "package ")) {
      comments[""] = absl::StrJoin(pending, " ");
    } else if ((absl::StartsWith(line, "message ") || absl::StartsWith(line, "enum ")) && words.size() > 1) {
      message = words[1];
      comments[message] = absl::StrJoin(pending, " ");
    } else if (sign != absl::string_view::npos && !message.empty()) {
      const std::vector<std::string> left = absl::StrSplit(line.substr(0, sign), ' ', absl::SkipEmpty());
      comments[absl::StrCat(message, ".", left.back())] = absl::StrJoin(pending, " ");
    }
    pending.clear();
  }
  return comments;
}

// AGENCY_KIND_OMBUDSMAN of AgencyKind -> ombudsman, as files write it.
std::string ValueText(const google::protobuf::EnumValueDescriptor& value) {
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(c));
  }
  absl::string_view name = value.name();
  absl::ConsumePrefix(&name, prefix + "_");
  return absl::AsciiStrToLower(name);
}

std::string TypeText(const FieldDescriptor& field) {
  if (field.is_map()) return "mapping of text to text";
  std::string type;
  if (field.message_type() != nullptr) {
    const std::string& name = field.message_type()->name();
    if (name == "Duration") {
      type = "length of time";
    } else if (name == "Timestamp") {
      type = "time";
    } else {
      type = absl::StrCat("[", name, "](#", absl::AsciiStrToLower(name), ")");
    }
  } else if (field.enum_type() != nullptr) {
    const std::string& name = field.enum_type()->name();
    type = absl::StrCat("[", name, "](#", absl::AsciiStrToLower(name), ")");
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    type = "text";
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    type = "true or false";
  } else {
    type = "number";
  }
  return field.is_repeated() ? absl::StrCat("list of ", type) : type;
}

class Page {
 public:
  Page(const std::string& protos_folder, absl::string_view head) : folder_(protos_folder), out_(head) {
    out_ +=
        "\nFiles are YAML. An unknown field, a wrong type or a value given twice is refused with file, line "
        "and "
        "field.\n"
        "A length of time is written `90s`, `15m`, `24h` or `7d`; a time `2018-05-14` or "
        "`2018-05-14T10:00:00-06:00`.\n"
        "Anchors and aliases are not allowed.\n";
  }

  absl::Status AddFile(const std::string& title, const std::string& file, const Descriptor& root) {
    ASSIGN_OR_RETURN(const std::string text,
                     base::ReadFile(absl::StrCat(folder_, "/enlace/config/v1/", file), 1 << 20));
    comments_ = CommentsOf(text);
    absl::StrAppend(&out_, "\n## ", title, "\n\n", comments_[""], "\n");
    return AddMessage(root);
  }

  // Names of the environment's variables, for the gateway alone.
  void AddVariables(const Descriptor& root) {
    absl::StrAppend(
        &out_,
        "\n### Environment\n\nA flag comes before a variable, a variable before the file. An empty "
        "variable counts as not set; a list's items are separated by commas.\n\n| Setting | Variable |\n"
        "| --- | --- |\n");
    for (const std::string& path : SettingPaths(root)) {
      absl::StrAppend(&out_, "| `", path, "` | `", EnvironmentName(path), "` |\n");
    }
  }

  // Every value of the enums met so far, with the comment of its own file.
  absl::Status AddEnums() {
    absl::StrAppend(&out_, "\n## Values\n");
    for (const auto& [name, type] : enums_) {
      ASSIGN_OR_RETURN(const std::string text,
                       base::ReadFile(absl::StrCat(folder_, "/", type->file()->name()), 1 << 20));
      comments_ = CommentsOf(text);
      ASSIGN_OR_RETURN(const std::string words, Comment(name));
      absl::StrAppend(&out_, "\n### ", name, "\n\n", words, "\n\n| Value | Meaning |\n| --- | --- |\n");
      for (int i = 0; i < type->value_count(); ++i) {
        if (type->value(i)->number() == 0) continue;
        ASSIGN_OR_RETURN(const std::string meaning, Comment(absl::StrCat(name, ".", type->value(i)->name())));
        absl::StrAppend(&out_, "| `", ValueText(*type->value(i)), "` | ", meaning, " |\n");
      }
    }
    return absl::OkStatus();
  }

  std::string Take() { return std::move(out_); }

 private:
  absl::StatusOr<std::string> Comment(const std::string& key) const {
    const auto found = comments_.find(key);
    if (found == comments_.end() || found->second.empty()) {
      return absl::FailedPreconditionError(absl::StrCat(key, ": has no comment in its .proto file"));
    }
    return absl::StrReplaceAll(found->second, {{"|", "\\|"}, {"<", "&lt;"}});
  }

  absl::Status AddMessage(const Descriptor& type) {
    if (!done_.insert(type.full_name()).second) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string words, Comment(type.name()));
    absl::StrAppend(&out_, "\n### ", type.name(), "\n\n", words,
                    "\n\n| Field | Type | Meaning |\n| --- | --- | --- |\n");
    std::vector<const Descriptor*> children;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      ASSIGN_OR_RETURN(const std::string meaning, Comment(absl::StrCat(type.name(), ".", field.name())));
      absl::StrAppend(&out_, "| `", field.name(), "` | ", TypeText(field), " | ", meaning, " |\n");
      if (field.enum_type() != nullptr) enums_[field.enum_type()->name()] = field.enum_type();
      const bool own = field.message_type() != nullptr && !field.is_map() &&
                       absl::StartsWith(field.message_type()->full_name(), "enlace.config.");
      if (own) children.push_back(field.message_type());
    }
    for (const Descriptor* child : children) RETURN_IF_ERROR(AddMessage(*child));
    return absl::OkStatus();
  }

  const std::string folder_;
  std::string out_;
  std::map<std::string, std::string> comments_;
  std::set<std::string> done_;
  std::map<std::string, const EnumDescriptor*> enums_;
};

}  // namespace

absl::StatusOr<std::string> ConfigReference(const std::string& protos_folder) {
  Page page(
      protos_folder,
      "# Configuration reference\n\n"
      "Made from `protos/enlace/config/v1` by `tests/gateway/config/reference_test.cc`; run that test with\n"
      "`ENLACE_UPDATE_DOCS=1` after a change there. Files of mechanisms have a page of their own,\n"
      "[mechanism_schema.md](mechanism_schema.md).\n");
  RETURN_IF_ERROR(page.AddFile("Gateway", "gateway_config.proto", *v1::GatewayConfig::descriptor()));
  page.AddVariables(*v1::GatewayConfig::descriptor());
  RETURN_IF_ERROR(page.AddFile("Adapter", "adapter_config.proto", *v1::AdapterConfig::descriptor()));
  return page.Take();
}

absl::StatusOr<std::string> MechanismReference(const std::string& protos_folder) {
  Page page(protos_folder,
            "# The form of a mechanism's file\n\n"
            "Made from `protos/enlace/config/v1/mechanism.proto` by "
            "`tests/gateway/config/reference_test.cc`; run that\n"
            "test with `ENLACE_UPDATE_DOCS=1` after a change there. The files themselves are in\n"
            "[mechanisms](../mechanisms/README.md). `enlacectl mechanism check` lists the mistakes of a "
            "file, each with\n"
            "its line and a remedy; `enlacectl mechanism explain` says in words what its rules lead to.\n");
  RETURN_IF_ERROR(page.AddFile("Fields", "mechanism.proto", *v1::Mechanism::descriptor()));
  RETURN_IF_ERROR(page.AddEnums());
  return page.Take();
}

}  // namespace enlace::config
