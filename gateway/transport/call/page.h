// Pages for plain GET beside the RPCs of a port.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_PAGE_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_PAGE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/transport/http/exchange.h"

namespace enlace::transport {

struct Page {
  // "/metrics"; the query does not count.
  std::string path;
  std::string content_type;
  // What it says now. Runs on a loop's thread: must not block.
  std::function<std::string()> body;
};

// Answers GET and HEAD of the pages, and leaves everything else to `rpcs`.
class PageExchanges final : public ExchangeFactory {
 public:
  // `may_read` is asked with every request of a page; a refusal is 403. Borrows
  // `pages`.
  PageExchanges(const std::vector<Page>* pages, std::function<absl::Status()> may_read,
                std::unique_ptr<ExchangeFactory> rpcs)
      : pages_(pages), may_read_(std::move(may_read)), rpcs_(std::move(rpcs)) {}

  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override;

 private:
  const std::vector<Page>* const pages_;
  const std::function<absl::Status()> may_read_;
  const std::unique_ptr<ExchangeFactory> rpcs_;
};

// Answers GET or HEAD with `body`, and any other method with 405. For `status` other
// than 200 too.
void AnswerPage(const RequestHead& head, int status, absl::string_view content_type, std::string body,
                Responder* responder);

// A request that was answered where it began.
class AnsweredExchange final : public Exchange {
 public:
  void OnBody(absl::string_view) override {}
  void OnEnd() override {}
  void OnWritable() override {}
  void OnClosed() override {}
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_PAGE_H_
