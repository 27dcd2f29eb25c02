#include "gateway/transport/rpc/message_codec.h"

#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::transport {
namespace {

constexpr size_t kMaxNamedField = 64;

// Whether `name` looks like a path of fields, and so like no text about people.
bool IsFieldPath(absl::string_view name) {
  if (name.empty() || name.size() > kMaxNamedField) return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '.' && c != '[' && c != ']') {
      return false;
    }
  }
  return true;
}

absl::string_view Until(absl::string_view text, absl::string_view end) {
  const size_t at = text.find(end);
  return at == absl::string_view::npos ? absl::string_view() : text.substr(0, at);
}

// json_util says "(key.caseId): invalid value ..." and
// "(key) foo: Cannot find field." or "invalid name foo: Cannot find field.",
// which is all that we want of it.
absl::Status JsonRefused(absl::string_view complaint) {
  absl::string_view rest = complaint;
  absl::string_view path;
  if (absl::ConsumePrefix(&rest, "(")) {
    path = Until(rest, ")");
    rest.remove_prefix(path.size());
    absl::ConsumePrefix(&rest, ")");
    absl::ConsumePrefix(&rest, ":");
  }
  rest = absl::StripLeadingAsciiWhitespace(rest);
  absl::ConsumePrefix(&rest, "invalid name ");
  const absl::string_view unknown = Until(rest, ": Cannot find field.");
  if (!unknown.empty()) {
    const std::string name = path.empty() ? std::string(unknown) : absl::StrCat(path, ".", unknown);
    if (IsFieldPath(name)) return base::InvalidField(name, "is no field of this message");
    return absl::InvalidArgumentError("the JSON has a field that this message does not have");
  }
  if (IsFieldPath(path)) return base::InvalidField(path, "has a value that this field cannot take");
  return absl::InvalidArgumentError("the body is not the JSON of this message");
}

}  // namespace

absl::Status ParseMessage(MessageCodec codec, absl::string_view bytes, google::protobuf::Message* message) {
  if (codec == MessageCodec::kProto) {
    if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max()) ||
        !message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::InvalidArgumentError(
          absl::StrCat("the bytes are no ", message->GetDescriptor()->full_name()));
    }
    return absl::OkStatus();
  }
  if (absl::StripAsciiWhitespace(bytes).empty()) {
    return absl::InvalidArgumentError("the JSON is empty: an empty message is {}");
  }
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(bytes.data(), bytes.size()), message);
  if (status.ok()) return absl::OkStatus();
  const auto complaint = status.message();
  return JsonRefused(absl::string_view(complaint.data(), complaint.size()));
}

absl::Status AppendMessage(MessageCodec codec, const google::protobuf::Message& message, std::string* out) {
  if (codec == MessageCodec::kProto) {
    const size_t size = message.ByteSizeLong();
    if (size > static_cast<size_t>(std::numeric_limits<int>::max())) {
      return base::InternalError("an answer is larger than 2 GiB");
    }
    const size_t before = out->size();
    out->resize(before + size);
    message.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t*>(out->data() + before));
    return absl::OkStatus();
  }
  // json_util appends to what is there.
  const auto status = google::protobuf::util::MessageToJsonString(message, out);
  return status.ok() ? absl::OkStatus() : base::InternalError("an answer has no JSON");
}

}  // namespace enlace::transport
