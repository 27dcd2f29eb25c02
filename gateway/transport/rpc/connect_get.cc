#include "gateway/transport/rpc/connect_get.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/percent_encoding.h"

namespace enlace::transport {

absl::StatusOr<ConnectQuery> ParseConnectQuery(absl::string_view query) {
  ConnectQuery out;
  std::string encoding, base64 = "0", version = "v1";
  bool has_message = false;
  for (const absl::string_view pair : absl::StrSplit(query, '&')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(pair, absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(std::string value, QueryDecode(parts.second));
    if (parts.first == "encoding") {
      encoding = std::move(value);
    } else if (parts.first == "message") {
      out.message = std::move(value);
      has_message = true;
    } else if (parts.first == "base64") {
      base64 = std::move(value);
    } else if (parts.first == "compression") {
      out.compression = std::move(value);
    } else if (parts.first == "connect") {
      version = std::move(value);
    }
  }
  if (version != "v1") return absl::InvalidArgumentError("the query has a connect that is not v1");
  if (encoding != "proto" && encoding != "json") {
    return absl::InvalidArgumentError("the query has no encoding=proto and no encoding=json");
  }
  out.codec = encoding == "json" ? MessageCodec::kJson : MessageCodec::kProto;
  if (!has_message) return absl::InvalidArgumentError("the query has no message");
  if (base64 == "1") {
    std::string decoded;
    if (!absl::WebSafeBase64Unescape(out.message, &decoded)) {
      return absl::InvalidArgumentError("the query's message is not URL-safe base64");
    }
    out.message = std::move(decoded);
  } else if (base64 != "0") {
    return absl::InvalidArgumentError("the query has a base64 that is not 1");
  }
  return out;
}

}  // namespace enlace::transport
