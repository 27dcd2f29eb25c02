#include "gateway/transport/connection/refused_peers.h"

#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "gateway/base/log.h"

namespace enlace::transport {
namespace {

std::string NameOf(v1::ErrorReason reason) {
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return "";
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

}  // namespace

RefusedPeers::~RefusedPeers() { LogLeftOut(bound_.TakeLeftOut()); }

void RefusedPeers::Log(absl::string_view address, const absl::Status& why) {
  const v1::ErrorReason reason = base::ReasonOf(why);
  const RefusalBound::Verdict verdict = bound_.Count(reason, clock_.Now());
  LogLeftOut(verdict.left_out);
  if (!verdict.shown) return;
  const bool has_reason = reason != v1::ERROR_REASON_UNSPECIFIED;
  base::Log(base::LogLevel::kInfo, "connection_refused",
            {{"reason", NameOf(reason)}, {"problem", has_reason ? "" : why.message()}, {"peer", address}});
}

void RefusedPeers::LogLeftOut(const std::vector<RefusalBound::LeftOut>& left_out) {
  for (const RefusalBound::LeftOut& entry : left_out) {
    base::Log(base::LogLevel::kInfo, "connections_refused_unlogged",
              {{"reason", NameOf(entry.reason)}, {"count", entry.count}});
  }
}

}  // namespace enlace::transport
