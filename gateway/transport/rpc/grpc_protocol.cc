#include "gateway/transport/rpc/grpc_protocol.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/envelope_exchange.h"
#include "gateway/transport/rpc/percent_encoding.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

constexpr size_t kMaxTimeoutDigits = 8;
constexpr Header kContentType = {"content-type", "application/grpc"};
constexpr absl::string_view kPushback = "grpc-retry-pushback-ms";
constexpr Header kStatusOk = {"grpc-status", "0"};

absl::Duration UnitOf(char letter) {
  switch (letter) {
    case 'H':
      return absl::Hours(1);
    case 'M':
      return absl::Minutes(1);
    case 'S':
      return absl::Seconds(1);
    case 'm':
      return absl::Milliseconds(1);
    case 'u':
      return absl::Microseconds(1);
    case 'n':
      return absl::Nanoseconds(1);
    default:
      return absl::ZeroDuration();
  }
}

// Clients that retry by themselves read this instead of RetryInfo, as grpc/proposal
// A6 has it: milliseconds, or a negative number where a retry would fail again
// although the code is one of those that are retried.
void AddPushback(const absl::Status& status, OutgoingFields* fields) {
  const absl::optional<absl::Duration> delay = RetryDelayOf(status);
  if (delay.has_value()) {
    fields->AddOwned(kPushback, absl::StrCat(absl::ToInt64Milliseconds(*delay)));
  } else if (status.code() == absl::StatusCode::kResourceExhausted) {
    fields->Add(kPushback, "-1");
  }
}

class GrpcExchange : public EnvelopeExchange {
 public:
  explicit GrpcExchange(const CallContext& context) : EnvelopeExchange(context, MessageCodec::kProto) {}
  using EnvelopeExchange::ExpectGzip;

 private:
  void StartAnswer(absl::Span<const Header> metadata) override {
    if (metadata.empty() && !options().accept_gzip) return responder()->Start(200, {&kContentType, 1});
    OutgoingFields fields;
    AddHead(&fields);
    fields.AddMetadata(metadata);
    responder()->Start(200, fields.fields());
  }
  absl::Status WriteMessage(const google::protobuf::Message& message) override {
    ASSIGN_OR_RETURN(std::string bytes, InEnvelope(message));
    responder()->Write(std::move(bytes));
    return absl::OkStatus();
  }
  void EndAnswer(const absl::Status& status, absl::Span<const Header> trailers) override {
    if (started() && status.ok() && trailers.empty()) return responder()->End({&kStatusOk, 1});
    OutgoingFields fields;
    if (!started()) AddHead(&fields);
    AddGrpcStatus(status, &fields);
    fields.AddMetadata(trailers);
    if (started()) return responder()->End(fields.fields());
    // Trailers-Only: everything in one block of fields.
    responder()->Start(200, fields.fields());
    responder()->End({});
  }
  void AddHead(OutgoingFields* fields) const {
    fields->Add(kContentType.name, kContentType.value);
    fields->Add("grpc-accept-encoding", AcceptedEncodings(options().accept_gzip));
  }
};

}  // namespace

bool IsGrpc(absl::string_view media_type) {
  return media_type == "application/grpc" || media_type == "application/grpc+proto";
}

absl::StatusOr<absl::optional<absl::Duration>> ParseGrpcTimeout(absl::string_view value) {
  if (value.empty()) return absl::optional<absl::Duration>();
  const absl::Duration unit = UnitOf(value.back());
  value.remove_suffix(1);
  int64_t count = 0;
  bool good = unit > absl::ZeroDuration() && !value.empty() && value.size() <= kMaxTimeoutDigits;
  for (const char c : value) good = good && absl::ascii_isdigit(static_cast<unsigned char>(c));
  if (!good || !absl::SimpleAtoi(value, &count)) {
    return absl::InvalidArgumentError("grpc-timeout is not one to eight digits and one of H, M, S, m, u, n");
  }
  return absl::optional<absl::Duration>(count * unit);
}

void AddGrpcStatus(const absl::Status& status, OutgoingFields* fields) {
  if (status.ok()) return fields->Add(kStatusOk.name, kStatusOk.value);
  const google::rpc::Status encoded = EncodeStatus(status);
  fields->AddOwned("grpc-status", absl::StrCat(encoded.code()));
  fields->AddOwned("grpc-message", PercentEncode(encoded.message()));
  fields->AddOwned("grpc-status-details-bin", UnpaddedBase64(encoded.SerializeAsString()));
  AddPushback(status, fields);
}

CallHead GrpcHead(absl::string_view protocol, const RequestHead& head, absl::string_view path,
                  const Method* method, const RpcOptions& options) {
  return {protocol,
          path,
          method,
          head.headers,
          ParseGrpcTimeout(head.headers.Get("grpc-timeout")),
          IsCompressed(head.headers.Get("grpc-encoding"), options.accept_gzip).status()};
}

std::unique_ptr<Exchange> BeginGrpc(const CallContext& context, const RequestHead& head,
                                    absl::string_view path, const Method* method) {
  auto exchange = std::make_unique<GrpcExchange>(context);
  if (head.headers.Get("grpc-encoding") == "gzip") exchange->ExpectGzip();
  exchange->Begin(GrpcHead("grpc", head, path, method, context.options));
  return exchange;
}

}  // namespace enlace::transport
