// The one line that each refused or failed call leaves in our log.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_CALL_LOG_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_CALL_LOG_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/clock.h"
#include "gateway/transport/limits/refusal_bound.h"

namespace enlace::transport {

// Who called, for the log.
struct CallPeer {
  // "agency/fgr"; "anonymous" if nobody was identified.
  std::string caller = "anonymous";
  // "ipv4:127.0.0.1:5000"
  std::string address;
  // As the peer presented it; empty: none.
  std::string leaf_pem;
};

// Thread-safe. Borrows the clock, by which lines are bounded.
class CallLog {
 public:
  explicit CallLog(const base::Clock* clock) : clock_(clock) {}

  // A call of `method` ("GetCaseStatus") ended with `status`, which is not OK:
  //   certificate_refused  one of the CERTIFICATE_* reasons or AGENCY_SUSPENDED,
  //                        with what may be told of the certificate;
  //   call_failed          a defect of ours, with its text, as an error;
  //   call_refused         all others, with reason, caller and address.
  // What anybody can send without end (certificates, calls beyond a quota, calls
  // that name nothing of ours or are taken back) is bounded by RefusalBound.
  void Ended(absl::string_view method, const CallPeer& peer, const absl::Status& status);
  // Logs how many lines were left out and not told yet; for the end.
  void TellLeftOut();

 private:
  void CertificateRefused(absl::string_view method, const CallPeer& peer, const absl::Status& status);
  void CallRefused(absl::string_view method, const CallPeer& peer, const absl::Status& status);

  const base::Clock* const clock_;
  RefusalBound certificates_;
  RefusalBound calls_;
};

// Whether `status` is about the peer's certificate or its agency's standing.
bool IsAboutCertificate(const absl::Status& status);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_CALL_LOG_H_
