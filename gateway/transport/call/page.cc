#include "gateway/transport/call/page.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace enlace::transport {

std::unique_ptr<Exchange> PageExchanges::Begin(const RequestHead& head, Responder* responder) {
  const absl::string_view path = head.target.substr(0, head.target.find('?'));
  for (const Page& page : *pages_) {
    if (path != page.path) continue;
    if (may_read_().ok()) {
      AnswerPage(head, 200, page.content_type, page.body(), responder);
    } else {
      AnswerPage(head, 403, "text/plain; charset=utf-8", "forbidden\n", responder);
    }
    return std::make_unique<AnsweredExchange>();
  }
  return rpcs_->Begin(head, responder);
}

void AnswerPage(const RequestHead& head, int status, absl::string_view content_type, std::string body,
                Responder* responder) {
  const bool is_head = head.method == "HEAD";
  const std::string length = absl::StrCat(body.size());
  if (!is_head && head.method != "GET") {
    responder->Start(405, {{"allow", "GET, HEAD"}, {"content-length", "0"}});
  } else {
    responder->Start(
        status, {{"content-type", content_type}, {"content-length", length}, {"cache-control", "no-store"}});
    if (!is_head) responder->Write(std::move(body));
  }
  responder->End({});
}

}  // namespace enlace::transport
