#include "gateway/transport/connection/refused_peers.h"

#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "gateway/base/log.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kRefusedUnlogged = "connections_refused_unlogged";
constexpr absl::string_view kEndedUnlogged = "connections_ended_unlogged";

std::string NameOf(v1::ErrorReason reason) {
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return "";
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

}  // namespace

RefusedPeers::~RefusedPeers() {
  LogLeftOut(kRefusedUnlogged, bound_.TakeLeftOut());
  LogLeftOut(kEndedUnlogged, ended_bound_.TakeLeftOut());
}

void RefusedPeers::Log(absl::string_view address, const absl::Status& why) {
  const v1::ErrorReason reason = base::ReasonOf(why);
  const RefusalBound::Verdict verdict = bound_.Count(reason, clock_.Now());
  LogLeftOut(kRefusedUnlogged, verdict.left_out);
  if (!verdict.shown) return;
  const bool has_reason = reason != v1::ERROR_REASON_UNSPECIFIED;
  base::Log(base::LogLevel::kInfo, "connection_refused",
            {{"reason", NameOf(reason)}, {"problem", has_reason ? "" : why.message()}, {"peer", address}});
}

void RefusedPeers::LogEnded(absl::string_view address, absl::string_view why) {
  const RefusalBound::Verdict verdict = ended_bound_.Count(v1::ERROR_REASON_UNSPECIFIED, clock_.Now());
  LogLeftOut(kEndedUnlogged, verdict.left_out);
  if (!verdict.shown) return;
  base::Log(base::LogLevel::kInfo, "connection_ended", {{"why", why}, {"peer", address}});
}

void RefusedPeers::LogLeftOut(absl::string_view event, const std::vector<RefusalBound::LeftOut>& left_out) {
  for (const RefusalBound::LeftOut& entry : left_out) {
    base::Log(base::LogLevel::kInfo, event, {{"reason", NameOf(entry.reason)}, {"count", entry.count}});
  }
}

}  // namespace enlace::transport
