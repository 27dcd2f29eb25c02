// Enum values as people type and read them: LEG_STATE_ON_HOLD is on-hold.
#ifndef ENLACE_CLIENT_ENLACECTL_ENUM_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_ENUM_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace enlace::client {

// The value's short name; empty for the unspecified value, the number for one
// that this program does not know.
std::string EnumText(const google::protobuf::EnumDescriptor* type, int number);
// All short names but the unspecified one, separated by ", ".
std::string EnumChoices(const google::protobuf::EnumDescriptor* type);
// The number of a short name; underscores count as hyphens, case does not count.
//   INVALID_ARGUMENT naming `field` with all choices.
absl::StatusOr<int> ParseEnumText(const google::protobuf::EnumDescriptor* type, absl::string_view field,
                                  absl::string_view text);

template <typename Enum>
std::string EnumText(Enum value) {
  return EnumText(google::protobuf::GetEnumDescriptor<Enum>(), value);
}
template <typename Enum>
std::string EnumChoices() {
  return EnumChoices(google::protobuf::GetEnumDescriptor<Enum>());
}
template <typename Enum>
absl::StatusOr<Enum> ParseEnumText(absl::string_view field, absl::string_view text) {
  ASSIGN_OR_RETURN(const int number, ParseEnumText(google::protobuf::GetEnumDescriptor<Enum>(), field, text));
  return static_cast<Enum>(number);
}

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_ENUM_TEXT_H_
