#include "gateway/transport/rpc/rpc_exchange.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gateway/base/errors.h"
#include "gateway/base/http_date.h"
#include "gateway/transport/rpc/connect_error.h"
#include "gateway/transport/rpc/connect_stream.h"
#include "gateway/transport/rpc/connect_unary.h"
#include "gateway/transport/rpc/grpc_protocol.h"
#include "gateway/transport/rpc/grpc_web_protocol.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kUnaryTypes =
    "application/grpc, application/grpc-web, application/grpc-web-text, application/json, application/proto";
constexpr absl::string_view kStreamTypes =
    "application/grpc, application/grpc-web, application/grpc-web-text, application/connect+json, "
    "application/connect+proto";

// Has been answered; what still comes is dropped.
class AnsweredExchange : public Exchange {
 public:
  void OnBody(absl::string_view) override {}
  void OnEnd() override {}
  void OnWritable() override {}
  void OnClosed() override {}
};

// A refusal as HTTP has it: `extra` is one more field, if it has a name.
struct HttpRefusal {
  int http_status;
  absl::Status status;
  Header extra = {};
};

std::unique_ptr<Exchange> Answer(const CallContext& context, absl::string_view path,
                                 const HttpRefusal& refusal) {
  context.factory->Refused(path, refusal.status);
  Header fields[3] = {{"content-type", "application/json"}};
  size_t count = 1;
  std::string date;
  if (context.options.clock != nullptr) {
    date = base::HttpDate(context.options.clock->Now());
    fields[count++] = {"date", date};
  }
  if (!refusal.extra.name.empty()) fields[count++] = refusal.extra;
  context.responder->Start(refusal.http_status, {fields, count});
  context.responder->Write(ConnectErrorJson(refusal.status));
  context.responder->End({});
  return std::make_unique<AnsweredExchange>();
}

absl::Status NotServed(absl::string_view message) { return base::Told(absl::UnimplementedError(message)); }

HttpRefusal NoSuchMethod() { return {404, NotServed("there is no such method")}; }

HttpRefusal WrongHttpMethod(const Method& method) {
  return {405,
          NotServed("this method is not called by that method of HTTP"),
          {"allow", method.no_side_effects() ? "GET, POST" : "POST"}};
}

HttpRefusal WrongType(bool streams) {
  return {415,
          NotServed("the body is of a type that this method does not take"),
          {"accept-post", streams ? kStreamTypes : kUnaryTypes}};
}

HttpRefusal NeedsHttp2() { return {505, NotServed("this call takes HTTP/2")}; }

std::unique_ptr<Exchange> BeginConnect(const CallContext& context, const RequestHead& head,
                                       absl::string_view media_type, const Method& method) {
  const bool streams = method.client_streaming() || method.server_streaming();
  const absl::optional<MessageCodec> codec =
      streams ? ConnectStreamCodec(media_type) : ConnectUnaryCodec(media_type);
  if (!codec.has_value()) return Answer(context, method.path(), WrongType(streams));
  return streams ? BeginConnectStream(context, head, *codec, method)
                 : BeginConnectPost(context, head, *codec, method);
}

}  // namespace

absl::optional<std::string> MediaTypeOf(absl::string_view content_type) {
  const size_t end = content_type.find(';');
  std::string type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(content_type.substr(0, end)));
  if (end == absl::string_view::npos) return type;
  for (absl::string_view parameter : absl::StrSplit(content_type.substr(end + 1), ';')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.first), "charset")) continue;
    const absl::string_view charset = absl::StripAsciiWhitespace(parts.second);
    if (!absl::EqualsIgnoreCase(charset, "utf-8") && !absl::EqualsIgnoreCase(charset, "\"utf-8\""))
      return absl::nullopt;
  }
  return type;
}

std::unique_ptr<Exchange> BeginRpc(const RequestHead& head, Responder* responder, CallFactory* factory,
                                   Loop* loop, const RpcOptions& options) {
  const CallContext context = {responder, factory, loop, options};
  const size_t mark = head.target.find('?');
  const absl::string_view path = head.target.substr(0, mark);
  const absl::string_view query = mark == absl::string_view::npos ? "" : head.target.substr(mark + 1);
  const Method* const method = factory->Find(path);
  const bool post = head.method == "POST";
  const absl::string_view content_type = head.headers.Get("content-type");
  // The common case needs no copy.
  if (post && head.version == HttpVersion::k2 && IsGrpc(content_type))
    return BeginGrpc(context, head, path, method);
  const absl::optional<std::string> media_type = MediaTypeOf(content_type);
  const bool grpc = media_type.has_value() && IsGrpc(*media_type);
  const bool grpc_web = media_type.has_value() && IsGrpcWeb(*media_type);
  if (method == nullptr && !(post && (grpc || grpc_web))) return Answer(context, path, NoSuchMethod());
  if (method != nullptr && method->client_streaming() && method->server_streaming() &&
      head.version == HttpVersion::k11) {
    return Answer(context, path, NeedsHttp2());
  }
  if (post && grpc) {
    if (head.version != HttpVersion::k2) return Answer(context, path, NeedsHttp2());
    return BeginGrpc(context, head, path, method);
  }
  if (post && grpc_web) return BeginGrpcWeb(context, head, *media_type, path, method);
  const bool streams = method->client_streaming() || method->server_streaming();
  if (head.method == "GET" && method->no_side_effects() && !streams)
    return BeginConnectGet(context, head, query, *method);
  if (!post) return Answer(context, path, WrongHttpMethod(*method));
  if (!media_type.has_value()) return Answer(context, path, WrongType(streams));
  return BeginConnect(context, head, *media_type, *method);
}

}  // namespace enlace::transport
