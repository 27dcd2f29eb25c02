// Turns what happens to a warning into records, feed items and rows.
#ifndef ENLACE_GATEWAY_SERVICE_WARNING_WARNING_WRITER_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_WARNING_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"

namespace enlace::service {

// An act of an agency on a warning.
struct WarningAct {
  const identity::Caller& caller;
  std::string officer_pseudonym;
  std::string request_id;
  // Empty if the agency gave none.
  store::v1::ActSignature signature;
  // Of the alert or note that came along; empty if none did.
  std::string sealed_digest;
};

// Works on one warning for the length of one command, on the writer's thread.
// Borrows `work`. State and log cannot drift apart: what is applied is recorded, and
// Finish writes it in the same transaction.
class WarningWriter {
 public:
  // `before`: empty for a new warning.
  WarningWriter(ledger::Work& work, store::v1::WarningState before);

  // Records and applies the caller's act; the receipt is about its record.
  // `referenced`: what an issued warning refers to, as it was before; or null.
  absl::Status AddAct(const WarningAct& act, const store::v1::Event& event,
                      const store::v1::WarningState* referenced = nullptr);
  // Records and applies what the gateway does in answer, or by itself.
  absl::Status AddOwn(const std::vector<store::v1::Event>& events);
  // Applies the issuing of another warning, which its own record tells.
  void ApplyIssued(const store::v1::Event& event);
  // Writes the rows. Call once, last.
  absl::Status Finish();

  const store::v1::WarningState& state() const { return state_; }

 private:
  absl::Status Add(ledger::Draft draft, const store::v1::Event& event,
                   const store::v1::WarningState* referenced);

  ledger::Work& work_;
  const store::v1::WarningState before_;
  store::v1::WarningState state_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_WARNING_WRITER_H_
