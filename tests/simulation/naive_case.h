// The clocks of one case as plain lists of facts: what the law and the ladder say,
// written down a second time, slow and obvious. Shares no code with gateway/clock.
#ifndef ENLACE_TESTS_SIMULATION_NAIVE_CASE_H_
#define ENLACE_TESTS_SIMULATION_NAIVE_CASE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/config/v1/mechanism.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/subject.pb.h"

namespace enlace::simulation {

struct NaiveStep {
  std::string id;
  absl::Time at;
  bool responsible = false;
  bool sender = false;
  std::vector<v1::AgencyKind> kinds;
  bool taken = false;
};

struct NaiveClock {
  std::string id;
  const config::v1::ClockRule* rule = nullptr;
  std::string leg;
  absl::Time start;
  absl::Time due;
  absl::Time stop = absl::InfiniteFuture();
  bool is_void = false;
  std::vector<NaiveStep> steps;
  bool Runs() const { return !is_void && stop == absl::InfiniteFuture(); }
};

struct NaiveLeg {
  std::string id;
  std::string agency;
  v1::LegPurpose purpose = v1::LEG_PURPOSE_UNSPECIFIED;
  v1::LegState state = v1::LEG_STATE_DISPATCHED;
  bool accepted = false;
};

// A step that is to be taken, and whom it tells.
struct NaiveTaking {
  std::string clock;
  std::string step;
  std::set<std::string> told;
  std::vector<v1::AgencyKind> missing;
  friend bool operator==(const NaiveTaking& a, const NaiveTaking& b) {
    return a.clock == b.clock && a.step == b.step && a.told == b.told && a.missing == b.missing;
  }
};

class NaiveCase {
 public:
  NaiveCase(const config::v1::Mechanism& rules, const std::vector<v1::Agency>& directory,
            const v1::Classification& classification, std::string referral, std::string sender)
      : rules_(rules),
        directory_(directory),
        classification_(classification),
        referral_(std::move(referral)),
        sender_(std::move(sender)) {}

  std::vector<NaiveLeg> legs;
  std::set<std::string> excluded;

  // An event of the leg, or of the whole referral where it is empty.
  void Happen(const std::string& leg, v1::ClockEvent event, absl::Time occurred);
  void VoidAll();
  void VoidLeg(const std::string& leg);
  // Takes all steps whose time has come.
  std::vector<NaiveTaking> Take(absl::Time now);
  // When the next step is to be taken.
  absl::Time Next() const;

  const std::vector<NaiveClock>& clocks() const { return clocks_; }
  v1::ClockState StateOf(const NaiveClock& clock, absl::Time now) const;
  v1::ReferralState State() const;

 private:
  NaiveTaking TakeOne(NaiveClock* clock, NaiveStep* step);
  std::string Responsible(const NaiveClock& clock) const;
  bool MayKnow(const std::string& agency) const;
  bool WasSentOff(const std::string& agency) const;

  const config::v1::Mechanism& rules_;
  const std::vector<v1::Agency>& directory_;
  const v1::Classification classification_;
  const std::string referral_;
  const std::string sender_;
  std::vector<NaiveClock> clocks_;
};

}  // namespace enlace::simulation

#endif  // ENLACE_TESTS_SIMULATION_NAIVE_CASE_H_
