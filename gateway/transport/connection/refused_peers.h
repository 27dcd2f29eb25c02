// The log of peers that were turned away or cut off.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_REFUSED_PEERS_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_REFUSED_PEERS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/clock.h"
#include "gateway/transport/limits/refusal_bound.h"

namespace enlace::transport {

// Anybody can knock without end: of each reason a bounded number of lines goes
// into the log (RefusalBound), and how many did not. Thread-safe. Borrows `clock`.
class RefusedPeers {
 public:
  explicit RefusedPeers(const base::Clock& clock) : clock_(clock) {}
  // Tells what was left out and not told yet.
  ~RefusedPeers();

  // A handshake that failed, or a connection that was turned away. The text of a
  // refusal that carries a reason stays out: it may quote the certificate.
  void Log(absl::string_view address, const absl::Status& why);
  // A connection that was served and that we ended, in a few words of ours.
  void LogEnded(absl::string_view address, absl::string_view why);

 private:
  static void LogLeftOut(absl::string_view event, const std::vector<RefusalBound::LeftOut>& left_out);

  const base::Clock& clock_;
  RefusalBound bound_;
  // Apart, so that a flood of strangers does not hide the end of a peer.
  RefusalBound ended_bound_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_REFUSED_PEERS_H_
