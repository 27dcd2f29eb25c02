// The leg machine as docs/leg_machine.md states it, written down a second time.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_TABLE_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_TABLE_H_

#include <set>
#include <string>
#include <vector>

#include "enlace/v1/leg.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::property {

enum class Who { kSender, kRecipient, kEither };

// G5 to G23; what the form of a request demands already has no name here.
enum class Demand {
  kOfficer,
  kNoteToSender,
  kNoteToRecipient,
  kSubjectSide,
  kWordsForReason,
  kGroundOfCompetence,
  kActOfPurpose,
  kReviewLater,
  kConsultation,
  kOverdueExplained,
  kNoTransferPending,
  kSuccessor,
  kNoOtherOpenLeg,
  kConsentStands,
  kMeasuresImplemented,
};

struct Row {
  const char* name;
  std::set<v1::LegState> from;
  v1::LegState to;
  Who who;
  v1::AdvanceLegRequest::ActionCase action;
  std::vector<Demand> demands;
  v1::ReceiptKind receipt;
  // Who is told: S sender, R recipient, O overseers.
  std::string told;
};

// T4 to T21, as far as a request can ask for them.
const std::vector<Row>& Rows();
// nullptr if there is none.
const Row* FindRow(v1::LegState from, v1::AdvanceLegRequest::ActionCase action);

// Before the recipient decided; while it works; not ended; taken back.
const std::set<v1::LegState>& Undecided();
const std::set<v1::LegState>& Working();
const std::set<v1::LegState>& Open();
const std::set<v1::LegState>& TakenBack();

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_TABLE_H_
