// What the records of the case log make of cases and feeds.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_CASE_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_CASE_REPLAY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/referral/decision.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes the records of the case log in their order and gives the rows that they
// lead to, whatever is stored. Whom an event told is worked out anew from the
// event and the state before its command. Holds every case in memory. Not
// thread-safe.
class CaseReplay {
 public:
  // Records without an event of a case (looks, refusals) change nothing here.
  void Add(uint64_t index, const store::v1::Record& record);

  // By case id.
  const std::map<std::string, store::v1::CaseState>& cases() const { return cases_; }
  // Without those of agencies that were excluded from the case meanwhile.
  store::Rows FeedRows() const;
  store::Rows CursorRows() const;

 private:
  // The command whose records are being read: they share their time.
  struct Command {
    absl::Time time;
    store::v1::CaseState before;
    std::set<std::string> moved_legs;
    std::string transferred_leg;  // The leg that T20 opened.
  };
  struct FeedEntry {
    std::string agency_id;
    std::string case_id;
    std::string value;
  };
  void Begin(absl::Time time, const store::v1::CaseState& before);
  void Forget(const std::string& agency_id, const std::string& case_id);
  // Follows which legs of the command moved, and whether one opened by transfer.
  void Follow(const store::v1::Event& event);
  std::vector<referral::NoticeTarget> NoticesOf(const store::v1::Record& record,
                                                const store::v1::CaseState& after) const;
  std::vector<referral::NoticeTarget> NoticesOfMove(const store::v1::LegTransitioned& moved,
                                                    const v1::AgencyRef& actor,
                                                    const store::v1::CaseState& after) const;
  std::vector<referral::NoticeTarget> NoticesOfNotice(const store::v1::Notice& notice,
                                                      const store::v1::CaseState& after) const;
  void Tell(uint64_t index, const store::v1::Record& record, const store::v1::CaseState& after);

  std::map<std::string, store::v1::CaseState> cases_;
  std::map<std::string, FeedEntry> feed_;
  std::map<std::string, uint64_t> cursors_;
  Command command_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_CASE_REPLAY_H_
