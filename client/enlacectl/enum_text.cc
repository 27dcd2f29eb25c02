#include "client/enlacectl/enum_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "google/protobuf/descriptor.h"

namespace enlace::client {
namespace {

// LegState -> LEG_STATE_.
std::string Prefix(const google::protobuf::EnumDescriptor* type) {
  std::string prefix;
  for (const char c : type->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(c));
  }
  return absl::StrCat(prefix, "_");
}

std::string Short(const google::protobuf::EnumValueDescriptor* value) {
  const absl::string_view name = value->name();
  return absl::AsciiStrToLower(
      absl::StrReplaceAll(absl::StripPrefix(name, Prefix(value->type())), {{"_", "-"}}));
}

}  // namespace

std::string EnumText(const google::protobuf::EnumDescriptor* type, int number) {
  if (number == 0) return "";
  const auto* value = type->FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : Short(value);
}

std::string EnumChoices(const google::protobuf::EnumDescriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) names.push_back(Short(type->value(i)));
  }
  return absl::StrJoin(names, ", ");
}

absl::StatusOr<int> ParseEnumText(const google::protobuf::EnumDescriptor* type, absl::string_view field,
                                  absl::string_view text) {
  const std::string wanted = absl::AsciiStrToLower(absl::StrReplaceAll(text, {{"_", "-"}}));
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0 && Short(type->value(i)) == wanted) return type->value(i)->number();
  }
  return base::InvalidField(field, absl::StrCat("must be one of ", EnumChoices(type)));
}

}  // namespace enlace::client
