#include "gateway/transport/rpc/connect_error.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "gateway/transport/rpc/message_codec.h"
#include "gateway/transport/rpc/metadata.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMaxTimeoutDigits = 10;

struct CodeRow {
  absl::string_view name;
  int http_status;
};

// By the number of the code.
constexpr CodeRow kCodes[] = {
    {"", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
};

const CodeRow& RowOf(absl::StatusCode code) {
  const size_t number = static_cast<size_t>(code);
  return kCodes[number < std::size(kCodes) ? number : static_cast<size_t>(absl::StatusCode::kUnknown)];
}

// The content of `any` for people; null for a type that we do not have.
Json Debug(const google::protobuf::Any& any) {
  std::string type;
  if (!google::protobuf::Any::ParseAnyTypeUrl(any.type_url(), &type)) return nullptr;
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor);
  const std::unique_ptr<google::protobuf::Message> message(prototype->New());
  std::string text;
  if (!any.UnpackTo(message.get()) || !AppendMessage(MessageCodec::kJson, *message, &text).ok())
    return nullptr;
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

Json ErrorJson(const absl::Status& status) {
  const google::rpc::Status encoded = EncodeStatus(status);
  Json error = {{"code", std::string(ConnectCode(status.code()))}, {"message", encoded.message()}};
  for (const google::protobuf::Any& any : encoded.details()) {
    const std::string& url = any.type_url();
    Json detail = {{"type", url.substr(url.rfind('/') + 1)}, {"value", UnpaddedBase64(any.value())}};
    Json debug = Debug(any);
    if (!debug.is_null()) detail["debug"] = std::move(debug);
    error["details"].push_back(std::move(detail));
  }
  return error;
}

// Bytes that are no UTF-8 become U+FFFD.
std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

absl::string_view ConnectCode(absl::StatusCode code) { return RowOf(code).name; }

int HttpStatusOf(absl::StatusCode code) { return RowOf(code).http_status; }

std::string ConnectErrorJson(const absl::Status& status) { return Dump(ErrorJson(status)); }

std::string EndStreamJson(const absl::Status& status, absl::Span<const Header> trailers) {
  Json end = Json::object();
  if (!status.ok()) end["error"] = ErrorJson(status);
  OutgoingFields fields;
  fields.AddMetadata(trailers);
  for (const Header& field : fields.fields()) {
    end["metadata"][std::string(field.name)].push_back(std::string(field.value));
  }
  return Dump(end);
}

absl::StatusOr<absl::optional<absl::Duration>> ParseConnectTimeout(absl::string_view value) {
  if (value.empty()) return absl::optional<absl::Duration>();
  int64_t milliseconds = 0;
  bool good = value.size() <= kMaxTimeoutDigits;
  for (const char c : value) good = good && absl::ascii_isdigit(static_cast<unsigned char>(c));
  if (!good || !absl::SimpleAtoi(value, &milliseconds)) {
    return absl::InvalidArgumentError("connect-timeout-ms is not one to ten digits");
  }
  return absl::optional<absl::Duration>(absl::Milliseconds(milliseconds));
}

absl::Status CheckConnectVersion(const HeaderList& headers) {
  const absl::string_view version = headers.Get("connect-protocol-version");
  if (version.empty() || version == "1") return absl::OkStatus();
  return absl::InvalidArgumentError("connect-protocol-version is not 1");
}

}  // namespace enlace::transport
