#include "gateway/transport/rpc/grpc_web_protocol.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/envelope.h"
#include "gateway/transport/rpc/envelope_exchange.h"
#include "gateway/transport/rpc/grpc_protocol.h"
#include "gateway/transport/rpc/metadata.h"

namespace enlace::transport {
namespace {

constexpr uint8_t kTrailersFlag = 0x80;
constexpr size_t kGroup = 4;
// Answers name the peer's own type.
constexpr absl::string_view kMediaTypes[] = {"application/grpc-web", "application/grpc-web+proto",
                                             "application/grpc-web-text", "application/grpc-web-text+proto"};

// Unescape alone would skip white space, which shifts the groups, and take '.'
// for padding.
bool Decode(absl::string_view groups, std::string* bytes) {
  for (const char c : groups) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '/' && c != '=') return false;
  }
  return absl::Base64Unescape(groups, bytes);
}

// The groups up to the first with padding, which ends what can be decoded at
// once.
absl::string_view FirstRun(absl::string_view groups) {
  const size_t padding = groups.find('=');
  if (padding == absl::string_view::npos) return groups;
  return groups.substr(0, padding / kGroup * kGroup + kGroup);
}

absl::Status NoBase64() { return absl::InvalidArgumentError("the body is not base64"); }

class GrpcWebExchange : public EnvelopeExchange {
 public:
  GrpcWebExchange(const CallContext& context, absl::string_view media_type)
      : EnvelopeExchange(context, MessageCodec::kProto),
        media_type_(media_type),
        text_(absl::StrContains(media_type, "-text")) {}
  using EnvelopeExchange::ExpectGzip;

  void OnBody(absl::string_view bytes) override {
    if (over()) return;
    if (!text_) return EnvelopeExchange::OnBody(bytes);
    std::string decoded;
    const absl::Status status = base64_.Feed(bytes, &decoded);
    EnvelopeExchange::OnBody(decoded);
    if (!status.ok()) Refuse(status);
  }
  void OnEnd() override {
    if (!base64_.at_boundary()) return Refuse(NoBase64());
    EnvelopeExchange::OnEnd();
  }

 private:
  void StartAnswer(absl::Span<const Header> metadata) override {
    OutgoingFields fields;
    fields.Add("content-type", media_type_);
    fields.Add("grpc-accept-encoding", AcceptedEncodings(options().accept_gzip));
    fields.AddMetadata(metadata);
    responder()->Start(200, fields.fields());
  }
  absl::Status WriteMessage(const google::protobuf::Message& message) override {
    ASSIGN_OR_RETURN(std::string bytes, InEnvelope(message));
    Write(std::move(bytes));
    return absl::OkStatus();
  }
  void EndAnswer(const absl::Status& status, absl::Span<const Header> trailers) override {
    if (!started()) StartAnswer({});
    OutgoingFields fields;
    AddGrpcStatus(status, &fields);
    fields.AddMetadata(trailers);
    Write(GrpcWebTrailers(fields.fields()));
    responder()->End({});
  }
  void Write(std::string bytes) { responder()->Write(text_ ? absl::Base64Escape(bytes) : std::move(bytes)); }

  const absl::string_view media_type_;
  const bool text_;
  Base64Reader base64_;
};

// The constant that equals `media_type`, which may go away.
absl::string_view Known(absl::string_view media_type) {
  for (const absl::string_view known : kMediaTypes) {
    if (known == media_type) return known;
  }
  return {};
}

}  // namespace

bool IsGrpcWeb(absl::string_view media_type) { return !Known(media_type).empty(); }

absl::Status Base64Reader::Feed(absl::string_view text, std::string* bytes) {
  kept_.append(text.data(), text.size());
  absl::string_view whole = absl::string_view(kept_).substr(0, kept_.size() / kGroup * kGroup);
  const size_t used = whole.size();
  std::string decoded;
  while (!whole.empty()) {
    const absl::string_view run = FirstRun(whole);
    if (Decode(run, &decoded)) {
      *bytes += decoded;
      whole.remove_prefix(run.size());
      continue;
    }
    for (; Decode(whole.substr(0, kGroup), &decoded); whole.remove_prefix(kGroup)) *bytes += decoded;
    return NoBase64();
  }
  kept_.erase(0, used);
  return absl::OkStatus();
}

std::string GrpcWebTrailers(absl::Span<const Header> trailers) {
  std::string block;
  for (const Header& field : trailers) absl::StrAppend(&block, field.name, ": ", field.value, "\r\n");
  return Envelope(kTrailersFlag, block);
}

std::unique_ptr<Exchange> BeginGrpcWeb(const CallContext& context, const RequestHead& head,
                                       absl::string_view media_type, absl::string_view path,
                                       const Method* method) {
  auto exchange = std::make_unique<GrpcWebExchange>(context, Known(media_type));
  if (head.headers.Get("grpc-encoding") == "gzip") exchange->ExpectGzip();
  exchange->Begin(GrpcHead("grpc-web", head, path, method, context.options));
  return exchange;
}

}  // namespace enlace::transport
