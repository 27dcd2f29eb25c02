// Turns decisions about a case into records, feed items and rows.
#ifndef ENLACE_GATEWAY_SERVICE_CASE_WRITER_H_
#define ENLACE_GATEWAY_SERVICE_CASE_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/authz/grant.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/referral/decision.h"

namespace enlace::service {

// Works for the length of one command, on the writer's thread. Borrows all it is
// given. Every event that changes the state is recorded, and the state is written by
// Finish in the same transaction: state and log cannot drift apart.
class CaseWriter {
 public:
  struct Act {
    const identity::Caller& caller;
    std::string officer_pseudonym;
    std::string request_id;
    // Empty if the agency gave none. Kept in the record that answers.
    store::v1::ActSignature signature = {};
    // Digest of the envelope that came along, where no event of the act names it
    // (a transfer).
    std::string sealed_digest = {};
    // Why, of an administrator's act; in its records.
    std::string purpose = {};
  };
  CaseWriter(ledger::Work& work, const mechanism::MechanismSet& mechanisms, const Act& act,
             authz::Grant grant, store::v1::CaseState before);

  // Records and applies a decision with its notices and what it does to clocks.
  absl::Status Add(const referral::Decision& decision);
  // The same for a decision about a leg, which may void clocks of the referral.
  absl::Status Add(const referral::AdvanceResult& result);
  // The same for a decision by which the caller moves legs of several recipients.
  absl::Status AddMoves(const referral::Decision& decision);
  // The same for what the gateway does by itself: its records name no actor.
  absl::Status AddOwn(const referral::Decision& decision);
  // Writes case and access rows. Call once, last.
  absl::Status Finish();

  const store::v1::CaseState& state() const { return state_; }

 private:
  // Whose decision it is: that of a caller, one that moves a leg, the gateway's.
  enum class Whose { kCallers, kMoverOfALeg, kGateways };
  absl::Status AddEvent(const store::v1::Event& event, const std::vector<referral::NoticeTarget>& notices,
                        bool by_gateway);
  absl::Status AddEvents(const referral::Decision& decision, Whose whose);
  absl::Status AddAll(const referral::Decision& decision, Whose whose, absl::string_view leg_id);
  absl::Status AddClockChanges(const std::vector<store::v1::Event>& changes);
  absl::Status AddClockEvents(const referral::Decision& decision, absl::string_view leg_id);
  // The referral of the decision; for a report, which names none, every referral
  // of the case that the reporting agency has a part in.
  std::vector<std::string> ReferralsOf(const referral::Decision& decision) const;
  std::vector<ledger::Draft::FeedTarget> FeedOf(const store::v1::Event& event,
                                                const std::vector<referral::NoticeTarget>& notices,
                                                const v1::AgencyRef& actor) const;

  ledger::Work& work_;
  const mechanism::MechanismSet& mechanisms_;
  const Act& act_;
  const authz::Grant grant_;
  const store::v1::CaseState before_;
  store::v1::CaseState state_;
  bool answered_ = false;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASE_WRITER_H_
